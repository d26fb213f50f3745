#include "workflows/language/checks.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/outside_checks.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace callwright::language {
namespace {

std::vector<std::pair<std::string, Place>> placed_addresses(const Sections& sections, const Person& person) {
  const auto* entry = sections.people.get(person.key);
  std::vector<std::pair<std::string, Place>> found = {
      {person.address, entry->value_place(person.is_sip ? "sip" : "phone")}};
  for (std::size_t i = 0; i < person.also.size(); ++i)
    found.emplace_back(person.also[i].text, entry->value_place("also." + std::to_string(i)));
  return found;
}

void check_self_calls(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  const auto ours = own_numbers(bundle);
  for (const auto& [key, person] : bundle.people) {
    for (const auto& [address, place] : placed_addresses(sections, person)) {
      if (address.empty() || !fits_any_pattern(ours, address)) continue;
      reader.refuse(place, "calls_itself",
                    quoted(key) + " has a number that a workflow answers: callwright would call itself");
    }
  }
}

void collect_escalations(const Bundle& bundle, const std::vector<Action>& actions,
                         std::set<std::string>& found) {
  for (const auto& action : actions) {
    if (action.kind != Action::Kind::Escalate || !found.insert(action.target).second) continue;
    if (const auto* next = bundle.escalation(action.target))
      collect_escalations(bundle, next->otherwise, found);
  }
}

void check_destinations(const Reader& reader, const Sections& sections, const Bundle& bundle,
                        const Workflow& workflow, const Escalation& escalation) {
  for (const auto& step : escalation.steps) {
    for (const auto& key : people_of(bundle, step)) {
      for (const auto& [address, place] : placed_addresses(sections, *bundle.person(key))) {
        if (fits_any_pattern(workflow.limits.destinations, address)) continue;
        reader.refuse(place, "not_a_destination",
                      quoted(key) + " is rung by " + quoted(workflow.key) +
                          ", whose `destinations` do not include this address");
      }
    }
  }
}

void check_targets(const Reader& reader, const Node* list, const std::vector<Action>& actions,
                   const Workflow& workflow) {
  for (std::size_t i = 0; list != nullptr && i < actions.size() && i < list->items.size(); ++i) {
    const auto target = target_of(actions[i]);
    if (target.empty() || fits_any_pattern(workflow.limits.destinations, target)) continue;
    reader.refuse(list->items[i].place_of(actions[i].operation), "not_a_destination",
                  quoted(target) + " is not among the `destinations` of " + quoted(workflow.key));
  }
}

/// Transfers stay within what the workflow may call, as its escalations do.
void check_transfers(const Reader& reader, const Sections& sections, const Workflow& workflow) {
  const auto* entry = sections.workflows.get(workflow.key);
  const auto node = [&](const char* key) {
    const auto* own = entry == nullptr ? nullptr : entry->get(key);
    return own == nullptr ? sections.defaults.get(key) : own;
  };
  check_targets(reader, node("start"), workflow.start, workflow);
  if (const auto* assistant = node("assistant"))
    check_targets(reader, assistant->at("if_fails.do"), workflow.assistant_if_fails, workflow);
  const auto* rules = node("rules");
  for (std::size_t i = 0; rules != nullptr && i < workflow.rules.size() && i < rules->items.size(); ++i)
    check_targets(reader, rules->items[i].get("do"), workflow.rules[i].actions, workflow);
}

/// Machine detection is not asked for on SIP addresses, so nothing screens them but the key.
void warn_of_unscreened_sip(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  for (const auto& [key, escalation] : bundle.escalations) {
    if (!escalation.accept.none || escalation.machine_detection == MachineDetection::None) continue;
    for (const auto& step : escalation.steps) {
      for (const auto& name : people_of(bundle, step)) {
        if (std::ranges::none_of(addresses_of(*bundle.person(name)), &Address::is_sip)) continue;
        reader.warn(sections.escalations.get(key)->place_of("accept"), "unscreened",
                    "`accept: none` joins whatever answers for " + quoted(name) +
                        ", a voicemail too: there is no machine detection on SIP addresses");
      }
    }
  }
}

void check_our_number(const Reader& reader, const Sections& sections, const Workflow& workflow,
                      const Escalation& escalation) {
  const auto* entry = sections.workflows.get(workflow.key);
  const bool has_match =
      sections.defaults.get("match") != nullptr || (entry != nullptr && entry->get("match") != nullptr);
  if (!escalation.from.empty() || !has_match) return;
  const bool is_incoming = workflow.match.direction == "incoming";
  const auto& ours = is_incoming ? workflow.match.to : workflow.match.from;
  if (is_numbers_only(ours) || (!is_incoming && ours.empty())) return;
  reader.refuse(sections.escalations.find(escalation.key)->place, "missing_key",
                quoted(escalation.key) + " needs `from`, a caller id in E.164: workflow " +
                    quoted(workflow.key) + " also has calls on addresses of ours that are no phone number");
}

/// The number called is the other side's there: people's phones may be voicemails.
void check_outgoing_prompt(const Reader& reader, const Sections& sections, const Workflow& workflow,
                           const Escalation& escalation) {
  if (workflow.match.direction != "outgoing") return;
  for (const auto& part : escalation.accept.prompt.parts()) {
    if (!part.is_path || part.text != "call.to") continue;
    const auto* entry = sections.escalations.get(escalation.key);
    reader.refuse(entry->value_place("accept.prompt"), "caller_data",
                  "`call.to` may not stand in `prompt`: " + quoted(workflow.key) +
                      " calls out, so it is the number of whoever was called, and a voicemail may record it");
  }
}

/// Nobody could be called.
void warn_of_no_destinations(const Reader& reader, const Sections& sections, const Workflow& workflow) {
  if (workflow.match.direction != "outgoing" || workflow.limits.states_destinations) return;
  const auto* entry = sections.workflows.find(workflow.key);
  if (entry->value.get("outgoing") == nullptr) return;
  reader.warn(entry->place, "no_destinations",
              quoted(workflow.key) +
                  " calls out and says nothing of whom it may call, so every call is refused; add `limits: "
                  "{destinations: [\"+1*\"]}`");
}

bool covers(const Match& wide, const Match& narrow) {
  return (wide.connection_id.empty() || wide.connection_id == narrow.connection_id) &&
         wide.direction == narrow.direction && patterns_cover(wide.to, narrow.to) &&
         patterns_cover(wide.from, narrow.from);
}

bool overlap(const Match& a, const Match& b) {
  const bool same_connection =
      a.connection_id.empty() || b.connection_id.empty() || a.connection_id == b.connection_id;
  return same_connection && a.direction == b.direction && patterns_overlap(a.to, b.to) &&
         patterns_overlap(a.from, b.from);
}

/// One match for every pair of a number called and a caller.
std::vector<Match> pairs_of(const Match& match) {
  std::vector<Match> pairs;
  for (const auto& to : match.to.empty() ? std::vector<std::string>{"*"} : match.to) {
    for (const auto& from : match.from.empty() ? std::vector<std::string>{"*"} : match.from)
      pairs.push_back(
          {.to = {to}, .from = {from}, .direction = match.direction, .connection_id = match.connection_id});
  }
  return pairs;
}

/// Together they leave the later one no call.
bool cover_together(const std::vector<const Workflow*>& earlier, const Match& later) {
  constexpr std::size_t kPairsMax = 400;
  if (std::max<std::size_t>(later.to.size(), 1) * std::max<std::size_t>(later.from.size(), 1) > kPairsMax)
    return false;
  return std::ranges::all_of(pairs_of(later), [&](const Match& pair) {
    return std::ranges::any_of(earlier, [&](const Workflow* one) { return covers(one->match, pair); });
  });
}

/// The earlier workflows that take calls of `later`: the one that takes all of them, or all that take some.
std::vector<const Workflow*> takers_of(const Bundle& bundle, const Workflow& later) {
  constexpr std::size_t kTakersMax = 24;  // as many as a message names
  std::vector<const Workflow*> takers;
  for (const auto& workflow : bundle.workflows) {
    if (&workflow == &later || takers.size() == kTakersMax) break;
    if (covers(workflow.match, later.match)) return {&workflow};
    if (overlap(workflow.match, later.match)) takers.push_back(&workflow);
  }
  return takers;
}

void warn_of_overlaps(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  for (const auto& later : bundle.workflows) {
    if (later.match.direction == "outgoing") continue;  // named by whoever asks for the call
    const auto takers = takers_of(bundle, later);
    if (takers.empty()) continue;
    std::vector<std::string> names;
    std::ranges::transform(takers, std::back_inserter(names),
                           [](const auto* one) { return quoted(one->key); });
    const std::string which = cover_together(takers, later.match) ? "all" : "some";
    reader.warn(sections.workflows.find(later.key)->place, "overlap",
                which + " of its calls match " + one_of(names) + " as well, which " +
                    (names.size() == 1 ? "stands first and takes them" : "stand first and take them"));
  }
}

}  // namespace

std::set<std::string> escalations_of(const Bundle& bundle, const Workflow& workflow) {
  std::set<std::string> found;
  collect_escalations(bundle, workflow.start, found);
  collect_escalations(bundle, workflow.assistant_if_fails, found);
  for (const auto& rule : workflow.rules) collect_escalations(bundle, rule.actions, found);
  return found;
}

std::string target_of(const Action& action) {
  if (action.operation != "transfer" && action.operation != "refer") return {};
  const auto document = JsonDocument::of(action.body);
  return std::string(document.root()[action.operation == "transfer" ? "to" : "sip_address"].str());
}

void check_bundle(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  check_self_calls(reader, sections, bundle);
  for (const auto& workflow : bundle.workflows) {
    check_texts(reader, sections, bundle, workflow);
    for (const auto& name : escalations_of(bundle, workflow)) {
      const auto* escalation = bundle.escalation(name);
      if (escalation == nullptr) continue;
      check_destinations(reader, sections, bundle, workflow, *escalation);
      check_our_number(reader, sections, workflow, *escalation);
      check_outgoing_prompt(reader, sections, workflow, *escalation);
    }
    check_transfers(reader, sections, workflow);
    warn_of_no_destinations(reader, sections, workflow);
  }
  warn_of_unscreened_sip(reader, sections, bundle);
  warn_of_overlaps(reader, sections, bundle);
}

}  // namespace callwright::language
