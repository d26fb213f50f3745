#include "handlers/webhook/parse_event.hpp"
#include "workflows/model/event_text.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

/// Whatever was read as an event has an id and a name, and comes back from the store as it went in: a later
/// call may adopt it, and a replay reads it again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace callwright;
  const auto event = parse_event(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!event) {
    if (event.error().kind != Errc::InvalidInput || event.error().code.empty()) std::abort();
    return 0;
  }
  if (event->id.empty() || event->name.empty()) std::abort();
  const auto stored = read_event(write_event(*event));
  if (!stored || *stored != *event) std::abort();
  return 0;
}
