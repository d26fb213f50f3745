#include "workflows/language/events.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

/// `tool.x` for `Tools.x`.
std::string named_event(std::string_view spelling) {
  const auto dot = spelling.find('.');
  if (dot == std::string_view::npos || dot + 1 == spelling.size()) return {};
  for (const auto prefix : kNamed) {
    const auto word = prefix.substr(0, prefix.size() - 1);
    if (spelling_distance(spelling.substr(0, dot), word) <= 1)
      return std::string(prefix) + std::string(spelling.substr(dot + 1));
  }
  return {};
}

/// Telnyx may add events, so a name is wrong for certain only when it is nearly another one, has not the form
/// of theirs, or is in a family of ours.
bool is_mistake(std::string_view spelling, std::string_view nearest) {
  constexpr std::size_t kTypo = 2;
  constexpr std::array<std::string_view, 3> kOurFamilies = {"escalation", "participant", "assistant"};
  const auto first = spelling.substr(0, spelling.find('.'));
  const bool is_ours = std::ranges::find(kOurFamilies, first) != kOurFamilies.end() ||
                       std::ranges::any_of(kNamed, [&](auto prefix) { return first == prefix.substr(0, prefix.size() - 1); });
  const bool is_form = spelling.find('.') != std::string_view::npos && !spelling.ends_with('.') &&
                       spelling.find(' ') == std::string_view::npos;
  return is_ours || !is_form || !named_event(spelling).empty() ||
         (!nearest.empty() && spelling_distance(spelling, nearest) <= kTypo);
}

}  // namespace

bool is_own_event(std::string_view event) { return is_own(event); }

std::string read_event(const Reader& reader, const Node& node) {
  const auto spelling = read_word(reader, node, "on");
  if (!spelling) return {};
  if (is_own(*spelling) || !reader.checks()) return *spelling;
  auto event = Catalogue::get().canonical_event(*spelling);
  const auto names = event_names();
  if (std::ranges::find(names, event) != names.end()) return event;
  auto hint = reader.suggest(*spelling, names);
  if (auto meant = named_event(*spelling); !meant.empty()) hint.nearest = std::move(meant);
  const auto end = hint.or_else("; write one such as `call.dtmf.received`, `tool.NAME` or `timer.NAME`");
  if (is_mistake(*spelling, hint.nearest)) {
    reader.refuse(node.place, "unknown_event", quoted(*spelling) + " is no event of Telnyx or callwright" + end,
                  std::move(hint));
  } else {
    reader.warn(node.place, "unknown_event",
                quoted(*spelling) + " is no event that this version knows of Telnyx; the rule runs if one comes" +
                    hint.or_else(""),
                std::move(hint));
  }
  return event;
}

bool is_asked(std::string_view event) { return event.starts_with("tool.") || event.starts_with("operator."); }

}  // namespace callwright::language
