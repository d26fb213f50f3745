#pragma once

#include "handlers/ports/http.hpp"
#include "workflows/model/json.hpp"

#include <cstddef>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace callwright {

inline constexpr std::size_t kGatewayBodyBytesMax = 65'536;

/// The JSON object of a request. The reply is 415 when the body does not say that it is JSON (so a page in a
/// browser cannot send it without being asked), 413 above kGatewayBodyBytesMax, 400 for what is no JSON
/// object or has a field that is not among `known`. `channel` begins the codes.
std::expected<JsonDocument, HttpReply> read_body(const Request& request, std::string_view channel,
                                                 std::span<const std::string_view> known);

/// Reads the fields of one body, and remembers the first that is wrong.
class Fields {
 public:
  Fields(JsonNode root, std::string_view channel) : root_(root), channel_(channel) {}

  /// Empty when it is not there; at most `bytes_max` bytes.
  std::string text(std::string_view name, std::size_t bytes_max);
  /// As `text`; an empty or missing one is wrong.
  std::string required(std::string_view name, std::size_t bytes_max);
  /// Part of a path at Telnyx: printable characters without blanks, `/`, `?` and `#`.
  std::string id(std::string_view name);
  /// A number in E.164 form.
  std::string number(std::string_view name);
  std::optional<bool> flag(std::string_view name);
  [[nodiscard]] JsonNode node(std::string_view name) const { return root_[name]; }

  void refuse(std::string_view name, std::string detail);
  /// The 400 of the first field that was wrong.
  [[nodiscard]] const std::optional<HttpReply>& refusal() const { return refusal_; }

 private:
  JsonNode root_;
  std::string channel_;
  std::optional<HttpReply> refusal_;
};

}  // namespace callwright
