#include "handlers/tool/tool_target.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace callwright {
namespace {

constexpr std::string_view kBodyToken = "callwright_call";

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The different values that are given under a name; an unresolved one only sets the mark.
std::vector<std::string> given_values(const Pairs& pairs, std::string_view name, bool& unresolved) {
  std::vector<std::string> values;
  for (const auto& [key, value] : pairs) {
    if (key != name || value.empty()) continue;
    if (value.contains("{{")) {
      unresolved = true;
    } else if (std::ranges::find(values, value) == values.end()) {
      values.push_back(value);
    }
  }
  return values;
}

std::unexpected<Error> unmatched(std::string code, std::string detail) {
  return fail(Errc::Conflict, std::move(code), std::move(detail));
}

}  // namespace

bool is_tool_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

Result<ToolTarget> find_tool_target(const Request& request, const JsonNode& body, const CallTokens& tokens) {
  bool unresolved = false;
  const auto legs = given_values(request.headers, "x-telnyx-call-control-id", unresolved);
  if (legs.size() > 1) {
    return unmatched("tool.disagreement", "The header x-telnyx-call-control-id names two legs.");
  }

  std::vector<CallId> calls;
  for (const auto& token : given_values(request.query, "call", unresolved)) {
    const auto call = tokens.verify(token);
    if (!call) {
      return unmatched(
          "tool.token_invalid",
          "The query value `call` was not made here: write ?call={{callwright_call}} in the URL of "
          "the tool.");
    }
    calls.push_back(*call);
  }
  const auto in_body = body[kBodyToken].str();
  bool broken_in_body = false;
  for (const auto& token : given_values({{std::string(kBodyToken), in_body}}, kBodyToken, unresolved)) {
    const auto call = tokens.verify(token);
    broken_in_body = !call;
    if (call) calls.push_back(*call);
  }

  const bool agree = std::ranges::adjacent_find(calls, std::not_equal_to{}) == calls.end();
  if (!agree) return unmatched("tool.disagreement", "The query and the body name different calls.");
  if (calls.empty() && legs.empty()) {
    if (broken_in_body) {
      return unmatched("tool.token_invalid", "The body's callwright_call was not made here.");
    }
    return unresolved
               ? unmatched(
                     "tool.unresolved",
                     "Telnyx did not fill in the variable that names the call; only conversations started "
                     "by a workflow have {{callwright_call}}.")
               : unmatched("tool.call_missing",
                           "Nothing names the call: add ?call={{callwright_call}} to the URL of the tool.");
  }
  return ToolTarget{.call = calls.empty() ? CallId{} : calls.front(),
                    .call_control_id = legs.empty() ? CallControlId{} : CallControlId(legs.front())};
}

Json tool_arguments(const JsonNode& body) {
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : body.members()) {
    if (name != kBodyToken) out.key(name).node(value);
  }
  return out.end_object().finish();
}

}  // namespace callwright
