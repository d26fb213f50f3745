#include "workflows/language/events.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <iterator>
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

/// The events that begin as `spelling` does, such as `escalation.`, where ours do; none where only Telnyx's
/// do.
std::vector<std::string> family_of(std::string_view spelling, const std::vector<std::string>& names) {
  const auto first = spelling.substr(0, spelling.find('.') + 1);
  const auto begins = [&](std::string_view name) { return !first.empty() && name.starts_with(first); };
  std::vector<std::string> family;
  if (first != "call." && std::ranges::any_of(kOwn, begins))
    std::ranges::copy_if(names, std::back_inserter(family), begins);
  return family;
}

bool has_telnyx_form(std::string_view spelling) {
  const auto dot = spelling.find('.');
  return dot != std::string_view::npos && dot > 0 && !spelling.ends_with('.') &&
         spelling.find(' ') == std::string_view::npos;
}

Hint hint_for_event(const Reader& reader, std::string_view spelling, const std::vector<std::string>& names,
                    const std::vector<std::string>& family) {
  if (!family.empty()) {
    // The beginning is right, so only the end tells how near a name is.
    const auto stem = spelling.find('.') + 1;
    std::vector<std::string> ends;
    for (const auto& name : family) ends.push_back(name.substr(stem));
    const auto near = reader.suggest(spelling.substr(stem), ends).nearest;
    return {family, near.empty() ? near : std::string(spelling.substr(0, stem)) + near};
  }
  auto hint = reader.suggest(spelling, names);
  if (auto meant = named_event(spelling); !meant.empty()) hint.nearest = std::move(meant);
  return hint;
}

/// Telnyx may add events, so a name is wrong for certain only when it is nearly another one, has not the form
/// of theirs, or is in a family of ours.
void refuse_event(const Reader& reader, const Node& node, const std::string& spelling,
                  const std::vector<std::string>& names) {
  constexpr std::size_t kTypo = 2;
  constexpr std::size_t kNear = 4;
  const auto family = family_of(spelling, names);
  auto hint = hint_for_event(reader, spelling, names, family);
  const auto distance = hint.nearest.empty() ? spelling.size() : spelling_distance(spelling, hint.nearest);
  const bool is_ours = !family.empty();
  if (is_ours || !has_telnyx_form(spelling) || !named_event(spelling).empty() || distance <= kTypo) {
    const auto end =
        is_ours ? hint.or_list()
                : hint.or_else("; write one such as `call.dtmf.received`, `tool.NAME` or `timer.NAME`");
    return reader.refuse(node.place, "unknown_event",
                         quoted(spelling) + " is no event of Telnyx or callwright" + end, std::move(hint));
  }
  if (distance > kNear) hint.nearest.clear();
  const auto end = hint.or_else("");
  reader.warn(
      node.place, "unknown_event",
      quoted(spelling) + " is no event of Telnyx that this version knows; the rule runs if one comes" + end,
      std::move(hint));
}

}  // namespace

std::vector<std::string> event_names() {
  std::vector<std::string> names(kOwn.begin(), kOwn.end());
  for (const auto& webhook : Catalogue::get().webhooks()) names.push_back(webhook.name);
  return names;
}

bool is_own_event(std::string_view event) { return is_own(event); }

std::string read_event(const Reader& reader, const Node& node) {
  const auto spelling = read_word(reader, node, "on");
  if (!spelling) return {};
  if (is_own(*spelling) || !reader.checks()) return *spelling;
  auto event = Catalogue::get().canonical_event(*spelling);
  const auto names = event_names();
  if (std::ranges::find(names, event) != names.end()) return event;
  refuse_event(reader, node, *spelling, names);
  return event;
}

bool is_asked(std::string_view event) { return event.starts_with("tool.") || event.starts_with("operator."); }

}  // namespace callwright::language
