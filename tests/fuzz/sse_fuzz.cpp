#include "handlers/chat/chat_events.hpp"
#include "handlers/chat/sse_reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

using callwright::SseEvent;
using callwright::SseReader;

namespace {

constexpr std::size_t kEventBytesMax = 256;

struct Read {
  std::vector<SseEvent> events;
  bool is_broken = false;
  bool operator==(const Read&) const = default;
};

Read read(std::string_view bytes, std::size_t step) {
  SseReader reader(kEventBytesMax);
  Read all;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    for (auto& event : reader.feed(bytes.substr(at, step))) all.events.push_back(std::move(event));
  }
  all.is_broken = reader.is_broken();
  return all;
}

}  // namespace

// However the stream is cut, the same bounded events come out of it, and what they become on the wire is read
// back as one event each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = read(bytes, bytes.size() + 1);
  if (whole != read(bytes, 1)) std::abort();
  for (const auto& event : whole.events) {
    if (event.data.size() > kEventBytesMax) std::abort();
    const auto news = callwright::read_chat_event(event);
    SseReader reader(SIZE_MAX);
    if (reader.feed(callwright::delta_event(news.text)).size() != 1) std::abort();
  }
  return 0;
}
