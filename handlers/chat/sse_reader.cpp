#include "handlers/chat/sse_reader.hpp"

#include <utility>

namespace callwright {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

std::vector<SseEvent> SseReader::feed(std::string_view bytes) {
  std::vector<SseEvent> events;
  for (const char c : bytes) {
    if (is_broken_) break;
    const bool ends_same_line = std::exchange(after_return_, c == '\r') && c == '\n';
    if (ends_same_line) continue;
    if (c == '\r' || c == '\n') {
      end_line(events);
    } else {
      line_ += c;
      is_broken_ = line_.size() + event_.data.size() > event_bytes_max_;
    }
  }
  return events;
}

void SseReader::end_line(std::vector<SseEvent>& into) {
  const auto taken = std::exchange(line_, {});
  std::string_view line = taken;
  if (std::exchange(is_first_line_, false) && line.starts_with(kByteOrderMark))
    line.remove_prefix(kByteOrderMark.size());
  if (line.empty()) {
    auto event = std::exchange(event_, {});
    if (!std::exchange(has_data_, false)) return;
    event.data.pop_back();  // the line end behind the last line
    if (event.name.empty()) event.name = "message";
    into.push_back(std::move(event));
    return;
  }
  const auto colon = line.find(':');
  auto value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
  if (value.starts_with(' ')) value.remove_prefix(1);
  take_field(line.substr(0, colon), value);
}

/// A line that begins with a colon is a comment: its field has no name.
void SseReader::take_field(std::string_view name, std::string_view value) {
  if (name == "event") event_.name = value;
  if (name != "data") return;
  event_.data.append(value).append("\n");
  has_data_ = true;
  is_broken_ = event_.data.size() > event_bytes_max_;
}

}  // namespace callwright
