#pragma once

#include "handlers/ports/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright::net {

struct ReplyFraming {
  bool keep_alive = true;
  bool is_http10 = false;     ///< then keeping alive is said, not silent
  bool without_body = false;  ///< answers a HEAD: the length is told, the body stays away
  std::string_view date;      ///< of `http_date`
};

/// Status line and headers of a reply up to the empty line. Empty when a header could break out of its line
/// or the status is not a final one: that is a defect of the handler and must not reach the wire.
std::optional<std::string> reply_head(const HttpReply& reply, const ReplyFraming& framing);
/// True when the body is written behind the head.
bool has_body(const HttpReply& reply, const ReplyFraming& framing);
/// True when its stream is: in chunks, or for HTTP/1.0 until the connection ends.
bool has_stream(const HttpReply& reply, const ReplyFraming& framing);

}  // namespace callwright::net
