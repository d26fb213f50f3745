#include "workflows/language/events.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <array>

namespace callwright::language {
namespace {

constexpr std::array<std::string_view, 9> kOwn = {
    "assistant.failed",   "assistant.ended",      "escalation.started",
    "escalation.joined",  "escalation.exhausted", "escalation.cancelled",
    "participant.joined", "participant.left",     "call.settled"};
constexpr std::array<std::string_view, 3> kNamed = {"tool.", "timer.", "operator."};

bool is_own(std::string_view event) {
  return std::ranges::find(kOwn, event) != kOwn.end() ||
         std::ranges::any_of(kNamed, [&](std::string_view prefix) {
           return event.starts_with(prefix) && event.size() > prefix.size();
         });
}

std::vector<std::string> event_names() {
  std::vector<std::string> names(kOwn.begin(), kOwn.end());
  for (const auto& webhook : Catalogue::get().webhooks()) names.push_back(webhook.name);
  return names;
}

}  // namespace

std::string read_event(const Reader& reader, const Node& node) {
  const auto spelling = read_word(reader, node, "on");
  if (!spelling) return {};
  if (is_own(*spelling) || !reader.checks()) return *spelling;
  auto event = Catalogue::get().canonical_event(*spelling);
  const auto names = event_names();
  if (std::ranges::find(names, event) != names.end()) return event;
  const auto hint = reader.suggest(*spelling, names);
  reader.refuse(
      node.place, "unknown_event",
      quoted(*spelling) + " is no event of Telnyx or callwright" +
          (hint.empty() ? "; write one such as `call.dtmf.received`, `tool.NAME` or `timer.NAME`" : hint));
  return event;
}

bool is_asked(std::string_view event) { return event.starts_with("tool.") || event.starts_with("operator."); }

}  // namespace callwright::language
