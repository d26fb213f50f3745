#pragma once

#include "workflows/model/call.hpp"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace callwright::runtime {

/// Which of the calls in memory an event is for. It holds no `session:` and no `text:` keys: a session can
/// group legs of two callers, two calls can text one number, and only the store knows whose it is.
class KeyIndex {
 public:
  void add(const CallId& call, const std::vector<std::string>& keys);
  /// Everything by which events may name the call as it is.
  void add(const Call& call);
  void forget(const CallId& call);
  /// The call of the first key that is known.
  [[nodiscard]] std::optional<CallId> find(const std::vector<std::string>& keys) const;

 private:
  void add(const CallId& call, std::string key);

  std::unordered_map<std::string, CallId> calls_;
  std::unordered_map<CallId, std::vector<std::string>> keys_;
};

}  // namespace callwright::runtime
