#include "workflows/language/accept_keys.hpp"
#include "workflows/language/actions.hpp"
#include "workflows/language/addresses.hpp"
#include "workflows/language/calendar.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace callwright::language {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

void resolve_rung(const Reader& reader, const Place& at, const std::string& name) {
  const auto& names = reader.names();
  const auto rotation = rotation_name(name).rotation;
  if (std::ranges::find(names.rotations, rotation) != names.rotations.end()) return;
  reader.resolve_in(at, name, {&names.people, &names.groups, &names.rotations}, "person, group or rotation");
}

const Table<RingStep>& step_keys() {
  const auto check_schedule = [](const Reader& reader, const Place& at, const std::string& name) {
    reader.resolve_schedule(at, name);
  };
  static const Table<RingStep> table(
      "a step",
      {words("ring", &RingStep::ring, resolve_rung).shaped(&shapes::some_words).required(),
       choice<RingStep, RingStep::Order>("order", &RingStep::order,
                                         {{"all", RingStep::Order::All},
                                          {"sequence", RingStep::Order::Sequence},
                                          {"stagger", RingStep::Order::Stagger}}),
       duration("for", &RingStep::ring_time, {seconds{5}, seconds{600}, true}),
       duration("every", &RingStep::every, {seconds{1}, seconds{120}}),
       checked(word("during", &RingStep::during), check_schedule),
       checked(word("outside", &RingStep::outside), check_schedule), count("tries", &RingStep::tries, 1, 10),
       duration("gap", &RingStep::gap, {seconds{0}, seconds{600}}),
       choice<RingStep, RingStep::Busy>("busy", &RingStep::busy,
                                        {{"wait", RingStep::Busy::Wait}, {"skip", RingStep::Busy::Skip}})});
  return table;
}

const Table<CallerTexts>& hold_keys() {
  const auto read = [](const Reader& reader, const Node& node, CallerTexts& into) {
    const auto url = read_word(reader, node, "audio_url");
    if (!url) return;
    if (!url->starts_with("https://") && !url->starts_with("http://"))
      reader.refuse(node.place, "not_accepted", "`audio_url` is the https address of an audio file");
    into.hold_audio_url = *url;
  };
  static const Table<CallerTexts> table(
      "`hold`",
      {custom<CallerTexts>(
           "audio_url", [] { return shapes::matching("^https?://"); }, read,
           [](const CallerTexts& from) -> std::optional<Json> { return json_text(from.hold_audio_url); })
           .required()});
  return table;
}

Key<CallerTexts> hold_key() {
  return custom<CallerTexts>(
      "hold", [] { return hold_keys().schema(); },
      [](const Reader& reader, const Node& node, CallerTexts& into) {
        hold_keys().read_complete(reader, node, into);
      },
      [](const CallerTexts& from) {
        return from.hold_audio_url.empty() ? std::nullopt : std::optional(hold_keys().write(from));
      });
}

const Table<CallerTexts>& caller_keys() {
  static const Table<CallerTexts> table(
      "`caller`", {text("started", &CallerTexts::started, places::kCallerText),
                   text("next", &CallerTexts::next, places::kCallerText),
                   text("accepted", &CallerTexts::accepted, places::kAcceptedText),
                   text("waiting", &CallerTexts::waiting, places::kCallerText), hold_key()});
  return table;
}

const Table<Join>& join_keys() {
  static const Table<Join> table(
      "`join`",
      {choice<Join, Join::Mode>("mode", &Join::mode,
                                {{"conversation", Join::Mode::Conversation}, {"bridge", Join::Mode::Bridge}}),
       choice<Join, std::string>(
           "on_hangup", &Join::on_hangup,
           {{"continue_conversation", "continue_conversation"}, {"end_conversation", "end_conversation"}}),
       choice<Join, Join::IfFails>("if_fails", &Join::if_fails,
                                   {{"bridge", Join::IfFails::Bridge}, {"next", Join::IfFails::Next}}),
       choice<Join, Join::IfAssistantEnded>("if_assistant_ended", &Join::if_assistant_ended,
                                            {{"bridge", Join::IfAssistantEnded::Bridge},
                                             {"restart", Join::IfAssistantEnded::Restart},
                                             {"cancel", Join::IfAssistantEnded::Cancel}}),
       choice<Join, Join::After>("after", &Join::after,
                                 {{"restart", Join::After::Restart}, {"hangup", Join::After::Hangup}})});
  return table;
}

/// Keys that the step's others leave without a meaning.
void warn_of_ignored(const Reader& reader, const Node& item, const RingStep& step) {
  if (item.find("every") != nullptr && step.order != RingStep::Order::Stagger)
    reader.warn(item.place_of("every"), "ignored_key", "`every` counts with `order: stagger` only");
  if (item.find("gap") != nullptr && step.tries == 1)
    reader.warn(item.place_of("gap"), "ignored_key", "`gap` lies between tries; write `tries: 2` or more");
}

void read_steps(const Reader& reader, const Node& list, Escalation& into) {
  if (!list.is_list()) return wrong_type(reader, list, "steps", "a list of steps");
  if (list.items.empty()) reader.error(list.place, "empty_list", "an escalation has at least one step");
  into.steps.clear();
  for (const auto& item : list.items) {
    step_keys().read_complete(reader, item, into.steps.emplace_back());
    const auto* ring = item.get("ring");
    if (ring != nullptr && ring->is_list() && ring->items.empty())
      reader.error(ring->place, "empty_list", "a step rings at least one person, group or rotation");
    warn_of_ignored(reader, item, into.steps.back());
  }
}

Json write_steps(const std::vector<RingStep>& steps) {
  std::vector<Json> items;
  items.reserve(steps.size());
  for (const auto& step : steps) items.push_back(step_keys().write(step));
  return json_list(items);
}

Key<Escalation> steps_key() {
  return custom<Escalation>(
      "steps", [] { return shapes::list(step_keys().schema(), 1); }, read_steps,
      [](const Escalation& from) -> std::optional<Json> { return write_steps(from.steps); });
}

Key<Escalation> from_key() {
  return custom<Escalation>(
      "from", &shapes::phone,
      [](const Reader& reader, const Node& node, Escalation& into) {
        const auto number = read_word(reader, node, "from");
        if (!number) return;
        check_caller_id(reader, node.place, *number);
        into.from = *number;
      },
      [](const Escalation& from) {
        return from.from.empty() ? std::nullopt : std::optional(json_text(from.from));
      });
}

Key<Escalation> otherwise_key() {
  return custom<Escalation>(
      "otherwise", [] { return shapes::reference("actions"); },
      [](Reader reader, const Node& node, Escalation& into) {
        reader.place = places::kOtherwise;
        into.otherwise = read_actions(reader, node, false);
      },
      [](const Escalation& from) -> std::optional<Json> { return write_actions(from.otherwise); });
}

/// Literal text only: what the values add is not known yet.
std::size_t characters_of(const Template& text) {
  std::size_t count = 0;
  for (const auto& part : text.parts()) {
    if (!part.is_path)
      count += static_cast<std::size_t>(std::ranges::count_if(
          part.text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
  }
  return count;
}

void check_texts(const Reader& reader, const Node& entry, const Escalation& escalation) {
  constexpr std::size_t kBriefingMax = 600;
  const auto& accept = escalation.accept;
  const bool is_blind = escalation.machine_detection == MachineDetection::None;
  if (accept.none && is_blind)
    reader.warn(entry.place_of("accept"), "unscreened",
                "`accept: none` without machine detection joins whatever answers, a voicemail too");
  const auto* prompt_on = entry.at("accept.prompt_on");
  if (is_blind && prompt_on != nullptr && !accept.prompt_on_answer)
    reader.warn(prompt_on->place, "ignored_key",
                "with `machine_detection: none` no verdict comes, so the prompt is spoken at the answer");
  if (characters_of(accept.briefing) > kBriefingMax)
    reader.warn(entry.value_place("accept.briefing"), "too_long",
                "a briefing is cut to " + std::to_string(kBriefingMax) + " characters, this has " +
                    std::to_string(characters_of(accept.briefing)) + " and its values");
}

/// What follows from other keys.
void complete(Escalation& escalation) {
  if (escalation.machine_detection == MachineDetection::None) escalation.accept.prompt_on_answer = true;
  if (escalation.accept.prompt.empty()) escalation.accept.prompt = default_prompt(escalation.accept);
}

}  // namespace

const Table<Escalation>& escalation_keys() {
  static const Table<Escalation> table(
      "an escalation",
      {duration("deadline", &Escalation::deadline, {seconds{5}, hours{24}}),
       count("repeat", &Escalation::repeat, 0, 20),
       choice<Escalation, MachineDetection>("machine_detection", &Escalation::machine_detection,
                                            {{"none", MachineDetection::None},
                                             {"detect", MachineDetection::Detect},
                                             {"premium", MachineDetection::Premium}}),
       section("caller", &Escalation::caller, caller_keys), steps_key().required(), accept_key(),
       section("join", &Escalation::join, join_keys), from_key(), otherwise_key()});
  return table;
}

Escalation read_escalation(const Reader& reader, const Member& entry, const Escalation& base,
                           const Node* defaults) {
  Escalation escalation = base;
  escalation.key = entry.key;
  escalation_keys().read(reader, entry.value, escalation);
  escalation_keys().require(reader, entry.value, entry.place, defaults);
  check_keys(reader, entry.value, escalation.accept);
  check_texts(reader, entry.value, escalation);
  complete(escalation);
  return escalation;
}

void add_escalation_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(escalation_keys().group());
  groups.push_back(caller_keys().group());
  groups.push_back(hold_keys().group());
  groups.push_back(step_keys().group());
  groups.push_back(join_keys().group());
}

Json write_escalation(const Escalation& escalation) { return escalation_keys().write(escalation); }

}  // namespace callwright::language
