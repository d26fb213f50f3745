#include "workflows/model/message.hpp"

#include <algorithm>
#include <array>

namespace callwright {
namespace {

constexpr std::array<std::string_view, 2> kChannels = {"chat", "sms"};
constexpr std::array<std::string_view, 4> kStates = {"asked", "answered", "failed", "unknown"};

template <class Value, std::size_t Size>
std::optional<Value> value_of(const std::array<std::string_view, Size>& names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Value>(found - names.begin());
}

}  // namespace

std::string_view name_of(MessageChannel channel) { return kChannels.at(static_cast<std::size_t>(channel)); }
std::optional<MessageChannel> message_channel(std::string_view name) {
  return value_of<MessageChannel>(kChannels, name);
}
std::string_view name_of(MessageState state) { return kStates.at(static_cast<std::size_t>(state)); }
std::optional<MessageState> message_state(std::string_view name) {
  return value_of<MessageState>(kStates, name);
}

}  // namespace callwright
