#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace callwright::bench {

/// A message as the service writes it: `Content-Length` in this spelling, or no body.
struct HttpBytes {
  std::string_view head;
  std::string_view body;
  std::size_t size = 0;
};

/// The first message of the bytes when it is there whole.
std::optional<HttpBytes> first_message(std::string_view bytes);
int status_of(const HttpBytes& reply);
std::string_view path_of(const HttpBytes& request);

}  // namespace callwright::bench
