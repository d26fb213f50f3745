#include "workflows/language/known_values.hpp"

#include "workflows/model/call.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace callwright::language {
namespace {

/// Every name of an enumeration without gaps.
template <class State>
std::vector<std::string> names_of_states() {
  std::vector<std::string> names;
  for (std::uint8_t i = 0; name_of(static_cast<State>(i)) != "invalid"; ++i)
    names.emplace_back(name_of(static_cast<State>(i)));
  return names;
}

/// What a path may say; none: anything.
std::vector<std::string> values_of(const Reader& reader, std::string_view path) {
  if (path == "call.state") return names_of_states<CallState>();
  if (path == "run.state") return names_of_states<RunState>();
  if (path == "call.direction") return {"incoming", "outgoing"};
  if (path == "run.escalation") return reader.names().escalations;
  return {};
}

}  // namespace

void warn_of_unknown_value(const Reader& reader, std::string_view path, const Node& value) {
  const auto known = values_of(reader, path);
  if (known.empty() || reader.is_partial || std::ranges::find(known, value.text) != known.end()) return;
  auto hint = reader.suggest(value.text, known);
  auto message = "`" + std::string(path) + "` is never " + quoted(value.text) + hint.or_list();
  reader.warn(value.place, "never_happens", std::move(message), std::move(hint));
}

}  // namespace callwright::language
