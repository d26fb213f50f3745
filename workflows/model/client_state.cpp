#include "workflows/model/client_state.hpp"

#include "workflows/model/text.hpp"

#include <charconv>

namespace callwright {
namespace {

constexpr std::string_view kMark = "callwright1 ";

}  // namespace

std::string encode_client_state(const ClientState& state) {
  return base64_encode(std::string(kMark) + state.deployment + " " + state.call.text() + " " +
                       std::to_string(state.leg));
}

std::optional<ClientState> decode_client_state(std::string_view base64) {
  const auto bytes = base64_decode(base64);
  if (!bytes || !std::string_view(*bytes).starts_with(kMark)) return std::nullopt;
  const std::string_view fields = std::string_view(*bytes).substr(kMark.size());
  const auto first = fields.find(' ');
  const auto last = fields.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  ClientState state;
  state.deployment = fields.substr(0, first);
  state.call = CallId(std::string(fields.substr(first + 1, last - first - 1)));
  const auto number = fields.substr(last + 1);
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), state.leg);
  if (error != std::errc{} || end != number.data() + number.size() || state.leg < 0) return std::nullopt;
  return state;
}

}  // namespace callwright
