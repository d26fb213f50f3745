#include "workflows/language/accept_keys.hpp"
#include "workflows/language/actions.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <chrono>

namespace callwright::language {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

const Table<RingStep>& step_keys() {
  const auto check_name = [](const Reader& reader, const Place& at, const std::string& name) {
    auto known = reader.names().people;
    known.insert(known.end(), reader.names().groups.begin(), reader.names().groups.end());
    reader.resolve(at, name, known, "person or group");
  };
  static const Table<RingStep> table(
      "a step",
      {words("ring", &RingStep::ring, check_name).required(),
       choice<RingStep, RingStep::Order>("order", &RingStep::order,
                                         {{"all", RingStep::Order::All},
                                          {"sequence", RingStep::Order::Sequence},
                                          {"stagger", RingStep::Order::Stagger}}),
       duration("for", &RingStep::ring_time, {seconds{5}, seconds{600}, true}),
       duration("every", &RingStep::every, {seconds{1}, seconds{120}}), later<RingStep>("during"),
       later<RingStep>("outside"), count("tries", &RingStep::tries, 1, 10),
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
      "`hold`", {custom<CallerTexts>("audio_url", read, [](const CallerTexts& from) -> std::optional<Json> {
                   return json_text(from.hold_audio_url);
                 }).required()});
  return table;
}

Key<CallerTexts> hold_key() {
  return custom<CallerTexts>(
      "hold",
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

void read_steps(const Reader& reader, const Node& list, Escalation& into) {
  if (!list.is_list()) return wrong_type(reader, list, "steps", "a list of steps");
  if (list.items.empty()) reader.error(list.place, "empty_list", "an escalation has at least one step");
  into.steps.clear();
  for (const auto& item : list.items) {
    step_keys().read_complete(reader, item, into.steps.emplace_back());
    const auto* ring = item.get("ring");
    if (ring != nullptr && ring->is_list() && ring->items.empty())
      reader.error(ring->place, "empty_list", "a step rings at least one person or group");
  }
}

Json write_steps(const std::vector<RingStep>& steps) {
  std::vector<Json> items;
  items.reserve(steps.size());
  for (const auto& step : steps) items.push_back(step_keys().write(step));
  return json_list(items);
}

Key<Escalation> steps_key() {
  return custom<Escalation>("steps", read_steps, [](const Escalation& from) -> std::optional<Json> {
    return write_steps(from.steps);
  });
}

Key<Escalation> from_key() {
  return custom<Escalation>(
      "from",
      [](const Reader& reader, const Node& node, Escalation& into) {
        const auto number = read_word(reader, node, "from");
        if (!number) return;
        if (!is_e164(*number))
          reader.refuse(node.place, "not_a_number",
                        "`from` is the caller id, one of your numbers in E.164, not " + quoted(*number));
        into.from = *number;
      },
      [](const Escalation& from) {
        return from.from.empty() ? std::nullopt : std::optional(json_text(from.from));
      });
}

Key<Escalation> otherwise_key() {
  return custom<Escalation>(
      "otherwise",
      [](Reader reader, const Node& node, Escalation& into) {
        reader.place = places::kOtherwise;
        into.otherwise = read_actions(reader, node, false);
      },
      [](const Escalation& from) -> std::optional<Json> { return write_actions(from.otherwise); });
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
  check_keys(reader, entry.value.place_of("accept"), escalation.accept);
  if (escalation.accept.none && escalation.machine_detection == MachineDetection::None)
    reader.warn(entry.value.place_of("accept"), "unscreened",
                "`accept: none` without machine detection joins whatever answers, a voicemail too");
  complete(escalation);
  return escalation;
}

Json write_escalation(const Escalation& escalation) { return escalation_keys().write(escalation); }

}  // namespace callwright::language
