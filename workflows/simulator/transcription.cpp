#include "workflows/simulator/transcription.hpp"

#include "workflows/simulator/ai_gather.hpp"
#include "workflows/simulator/conferences.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {

void transcribe(World& world, const Leg& leg, std::string_view track, const std::string& text) {
  if (!leg.transcription || !leg.transcription->covers(track)) return;
  JsonWriter writer;
  writer.begin_object().key("confidence").number(0.98).member("is_final", true).member("transcript", text);
  // Telnyx documents the track for engine B only.
  if (leg.transcription->engine == "B") writer.member("transcription_track", track);
  emit(world, leg, "call.transcription", {{"transcription_data", writer.end_object().finish()}});
}

void hear_person(World& world, Leg& leg, const std::string& text) {
  transcribe(world, leg, "inbound", text);
  if (leg.conference) take_floor(world, world.conferences[*leg.conference], leg);
  if (!leg.conversation) return;
  auto& conversation = world.conversations[*leg.conversation];
  if (leg.ai_gather) {
    take_answer(world, leg, conversation, text);
  } else {
    talk(world, conversation, text);
  }
}

}  // namespace callwright::simulator
