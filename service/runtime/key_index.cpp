#include "service/runtime/key_index.hpp"

#include <utility>

namespace callwright::runtime {

void KeyIndex::add(const CallId& call, std::string key) {
  const auto [found, is_new] = calls_.try_emplace(std::move(key), call);
  if (is_new) keys_[call].push_back(found->first);
}

void KeyIndex::add(const CallId& call, const std::vector<std::string>& keys) {
  for (const auto& key : keys) {
    if (!key.starts_with("session:") && !key.starts_with("text:")) add(call, key);
  }
}

void KeyIndex::add(const Call& call) {
  if (!call.order.key.empty()) add(call.id, start_key(call.order.key));
  for (const auto& leg : call.legs) {
    if (leg.call_control_id) add(call.id, "ccid:" + leg.call_control_id.text());
    if (leg.call_leg_id) add(call.id, "leg:" + leg.call_leg_id.text());
  }
  if (call.conversation) add(call.id, "conversation:" + call.conversation.text());
  for (const auto& older : call.older_conversations) add(call.id, "conversation:" + older);
}

void KeyIndex::forget(const CallId& call) {
  const auto found = keys_.find(call);
  if (found == keys_.end()) return;
  for (const auto& key : found->second) calls_.erase(key);
  keys_.erase(found);
}

std::optional<CallId> KeyIndex::find(const std::vector<std::string>& keys) const {
  for (const auto& key : keys) {
    if (const auto found = calls_.find(key); found != calls_.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace callwright::runtime
