#include "tests/bench/http_bytes.hpp"

#include <charconv>

namespace callwright::bench {

std::optional<HttpBytes> first_message(std::string_view bytes) {
  constexpr std::string_view kEnd = "\r\n\r\n";
  constexpr std::string_view kLength = "\r\nContent-Length: ";
  const auto end = bytes.find(kEnd);
  if (end == std::string_view::npos) return std::nullopt;
  const auto head = bytes.substr(0, end);
  std::size_t length = 0;
  if (const auto at = head.find(kLength); at != std::string_view::npos) {
    const auto digits = head.substr(at + kLength.size());
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
  }
  const auto size = end + kEnd.size() + length;
  if (bytes.size() < size) return std::nullopt;
  return HttpBytes{.head = head, .body = bytes.substr(end + kEnd.size(), length), .size = size};
}

int status_of(const HttpBytes& reply) {
  int status = 0;
  const auto digits = reply.head.substr(reply.head.find(' ') + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

std::string_view path_of(const HttpBytes& request) {
  const auto target = request.head.substr(request.head.find(' ') + 1);
  return target.substr(0, target.find(' '));
}

}  // namespace callwright::bench
