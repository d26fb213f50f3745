#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

struct SseEvent {
  std::string name;  ///< `message` where the sender gave none
  std::string data;
  friend bool operator==(const SseEvent&, const SseEvent&) = default;
};

/// Takes Server-Sent Events out of a stream of bytes, with the same result however it is cut. Lines end with
/// LF, CR or both; comments, ids and retry times are passed over; an event without data is none. Source:
/// WHATWG HTML, section 9.2.6.
class SseReader {
 public:
  explicit SseReader(std::size_t event_bytes_max) : event_bytes_max_(event_bytes_max) {}

  /// The events that are complete now. An event that the stream ends in is dropped.
  std::vector<SseEvent> feed(std::string_view bytes);
  /// An event was larger than allowed: nothing more is read.
  [[nodiscard]] bool is_broken() const { return is_broken_; }

 private:
  void end_line(std::vector<SseEvent>& into);
  void take_field(std::string_view name, std::string_view value);

  std::size_t event_bytes_max_;
  std::string line_;
  SseEvent event_;
  bool has_data_ = false;
  bool after_return_ = false;  ///< a line feed now ends no other line
  bool is_first_line_ = true;
  bool is_broken_ = false;
};

}  // namespace callwright
