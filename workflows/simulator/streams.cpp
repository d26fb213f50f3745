#include "workflows/simulator/streams.hpp"

#include "workflows/simulator/webhooks.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator {

void begin_stream(World& world, Leg& leg, std::string url, std::string track) {
  Stream stream{world.ids.uuid(), std::move(url), track.empty() ? "inbound_track" : std::move(track)};
  const auto& broken = world.settings.broken_streams;
  if (std::ranges::find(broken, stream.url) != broken.end()) {
    emit(world, leg, "streaming.failed",
         {{"failure_reason", json_text("connection_failed")},
          {"stream_id", json_text(stream.id)},
          {"stream_params", json_object({{"stream_url", stream.url}, {"track", stream.track}})},
          {"stream_type", json_text("websocket")}});
    return;
  }
  emit(world, leg, "streaming.started", {{"stream_url", json_text(stream.url)}});
  leg.streams.push_back(std::move(stream));
}

void end_streams(World& world, Leg& leg, std::string_view id) {
  auto all = std::exchange(leg.streams, {});
  for (auto& stream : all) {
    if (id.empty() || stream.id == id) {
      emit(world, leg, "streaming.stopped", {{"stream_url", json_text(stream.url)}});
    } else {
      leg.streams.push_back(std::move(stream));
    }
  }
}

}  // namespace callwright::simulator
