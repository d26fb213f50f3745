#include "workflows/simulator/unstated.hpp"

#include <algorithm>
#include <type_traits>

namespace callwright::simulator {
namespace {

template <auto Member>
void choose(Unstated& unstated, std::size_t choice) {
  auto& value = unstated.*Member;
  using Value = std::remove_reference_t<decltype(value)>;
  if constexpr (std::is_same_v<Value, Duration>) {
    constexpr Duration kTimes[] = {Duration{0}, Duration{2'000}, Duration{10'000}};
    value = kTimes[choice];
  } else {
    value = static_cast<Value>(choice);
  }
}

/// A choice between `no` and `yes`.
template <auto Member>
UnstatedSwitch flag(std::string_view name, std::string_view sentence) {
  return {name, sentence, {"no", "yes"}, (Unstated{}.*Member) ? 1U : 0U, choose<Member>, nullptr};
}

template <auto Member>
UnstatedSwitch choice(std::string_view name, std::string_view sentence,
                      std::vector<std::string_view> choices) {
  return {name, sentence, std::move(choices), 0, choose<Member>, nullptr};
}

template <auto Member>
UnstatedSwitch time(std::string_view name, std::string_view sentence) {
  return {name, sentence,       {"0s", "2s", "10s"},
          0,    choose<Member>, [](Unstated& unstated, Duration value) { unstated.*Member = value; }};
}

using U = Unstated;

std::vector<UnstatedSwitch> command_switches() {
  return {
      choice<&U::duplicate_reply>("duplicate_reply",
                                  "What a command answers whose command_id was used within 60 s: what the "
                                  "first one was answered, or ok without ids.",
                                  {"same", "ok_without_ids"}),
      flag<&U::unknown_fields_are_refused>("unknown_fields_are_refused",
                                           "A field that no documentation knows is refused; else ignored."),
      flag<&U::bad_connection_is_a_bad_request>("bad_connection_is_a_bad_request",
                                                "Dial with a connection_id that is not valid is answered "
                                                "400; else 422. The code is 10015 in both."),
      flag<&U::stop_without_assistant_is_refused>(
          "stop_without_assistant_is_refused", "ai_assistant_stop on a leg without an assistant is refused."),
      flag<&U::join_needs_the_legs_own_path>(
          "join_needs_the_legs_own_path",
          "ai_assistant_join wants the new leg in the path as well as in participant.id; else the latter "
          "joins."),
      flag<&U::ringing_target_can_be_bridged>("ringing_target_can_be_bridged",
                                              "bridge with play_ringtone takes a leg that still rings and "
                                              "connects it at its answer; else 90034."),
      flag<&U::recording_commands_without_id_mean_all>(
          "recording_commands_without_id_mean_all",
          "record_stop, record_pause and record_resume without recording_id mean every recording of the leg; "
          "else the last one."),
  };
}

std::vector<UnstatedSwitch> leg_switches() {
  return {
      choice<&U::several_destinations>(
          "several_destinations",
          "A Dial to several numbers: a leg for each, and the first answer hangs up the others; one leg that "
          "takes the number that answers first; or only the first number is dialled.",
          {"first_answer_wins", "one_leg", "only_the_first"}),
      choice<&U::hangup_command_source>("hangup_command_source",
                                        "hangup_source of a leg that a command ended: the side on which the "
                                        "application is, the other, or unknown.",
                                        {"our_side", "far_side", "unknown"}),
      flag<&U::ringing_target_outlives_its_caller>(
          "ringing_target_outlives_its_caller",
          "The new leg of a transfer goes on ringing when the transferred one ends."),
      flag<&U::transfer_target_inherits_client_state>(
          "transfer_target_inherits_client_state",
          "The new leg of a transfer without target_leg_client_state has the client_state of the old one."),
      flag<&U::completed_refer_ends_the_leg>("completed_refer_ends_the_leg",
                                             "A leg is hung up after call.refer.completed."),
      flag<&U::queue_head_is_dequeued_before_the_bridge>(
          "queue_head_is_dequeued_before_the_bridge",
          "Bridging with a queue gives call.dequeued the reason bridging-in-process; else bridged."),
  };
}

std::vector<UnstatedSwitch> webhook_switches() {
  return {
      flag<&U::empty_client_state_is_null>("empty_client_state_is_null",
                                           "client_state is null when none was set; else it is absent."),
      flag<&U::initiated_names_party_type>("initiated_names_party_type",
                                           "call.initiated has calling_party_type, as seen in traces."),
      flag<&U::hangup_names_its_end>("hangup_names_its_end", "call.hangup has end_time, as seen in a trace."),
      flag<&U::hangup_has_quality_stats>("hangup_has_quality_stats",
                                         "call.hangup of an answered leg has call_quality_stats; else null."),
      flag<&U::floor_changes_are_wrapped>("floor_changes_are_wrapped",
                                          "conference.floor.changed comes within `data` and `meta`."),
      flag<&U::digits_are_reported_outside_gather>(
          "digits_are_reported_outside_gather", "call.dtmf.received comes although no digits are gathered."),
      flag<&U::gather_includes_terminating_digit>(
          "gather_includes_terminating_digit", "digits of call.gather.ended end with the terminating digit."),
      flag<&U::machine_verdict_cuts_speech>(
          "machine_verdict_cuts_speech", "What is spoken when a machine is detected ends as cancelled_amd."),
      flag<&U::premium_reports_a_missing_beep>(
          "premium_reports_a_missing_beep",
          "Premium detection reports no_beep_detected for a machine without a beep; else nothing."),
  };
}

std::vector<UnstatedSwitch> conversation_switches() {
  return {
      flag<&U::starting_leg_ends_conversation>(
          "starting_leg_ends_conversation",
          "A conversation ends with the leg on which it was started, although others take part."),
      flag<&U::dial_reports_a_failed_assistant>(
          "dial_reports_a_failed_assistant",
          "call.conversation.start_failed comes for the assistant of a Dial too, not of answer only."),
      choice<&U::conversation_ended_for>(
          "conversation_ended_for",
          "Whose ids call.conversation.ended carries: of the leg that started it, of the one that was in it "
          "last, or it comes for every leg.",
          {"starting_leg", "last_leg", "every_leg"}),
      flag<&U::conversation_ended_has_messages>(
          "conversation_ended_has_messages", "call.conversation.ended has the messages, as seen in a trace."),
      flag<&U::insights_name_conversation>(
          "insights_name_conversation", "call.conversation_insights.generated has conversation_id, as seen."),
      flag<&U::insight_results_are_texts>("insight_results_are_texts",
                                          "An insight that is an object comes as text that holds JSON."),
      flag<&U::known_assistants_only>(
          "known_assistants_only",
          "An assistant that was not created here cannot be started; else its id is one made elsewhere."),
      flag<&U::unknown_resource_is_told_in_detail>("unknown_resource_is_told_in_detail",
                                                   "A 404 of the AI endpoints has `detail`; else `errors`."),
      flag<&U::conversation_metadata_is_merged>(
          "conversation_metadata_is_merged",
          "An update of a conversation adds to its metadata; else it replaces them."),
  };
}

std::vector<UnstatedSwitch> question_switches() {
  return {
      flag<&U::ringing_is_alive>("ringing_is_alive",
                                 "is_alive is true for a ringing leg, and it is among the active calls."),
      time<&U::alive_after_end>("alive_after_end",
                                "How long an ended leg still shows as alive and is among the active calls."),
      time<&U::listed_after>("listed_after", "How soon a new leg or conversation is in its list."),
  };
}

std::vector<UnstatedSwitch> delivery_switches() {
  return {
      choice<&U::webhook_repetitions>("webhook_repetitions",
                                      "Attempts at one address: after 0, 1, 6 and 21 s; the first three of "
                                      "these; or after 0, 1, 6, 21 and "
                                      "81 min.",
                                      {"soon", "three_attempts", "five_attempts_in_an_hour"}),
      flag<&U::own_webhook_retries_apply>("own_webhook_retries_apply",
                                          "webhook_retries_policies of a leg replace the usual pauses."),
      flag<&U::webhook_redirects_are_followed>(
          "webhook_redirects_are_followed", "A redirect is followed, at most three; else it is a failure."),
      flag<&U::only_200_is_delivered>(
          "only_200_is_delivered",
          "Only status 200 counts as delivered, and another 2xx goes to the failover address; "
          "else any 2xx counts."),
      flag<&U::refused_webhook_goes_to_failover>(
          "refused_webhook_goes_to_failover",
          "A webhook that got a 4xx that is not repeated is sent to the failover address."),
      flag<&U::every_webhook_url_gets_the_event>("every_webhook_url_gets_the_event",
                                                 "Several addresses of one event in webhook_urls all get it; "
                                                 "else one after the other until one takes "
                                                 "it."),
      flag<&U::deliveries_under_way_are_listed>(
          "deliveries_under_way_are_listed",
          "webhook_deliveries has webhooks that will be repeated, as failed; else only finished ones."),
      flag<&U::delivery_errors_are_objects>(
          "delivery_errors_are_objects",
          "The errors of a delivery's attempt are objects with code, title and detail; else numbers."),
  };
}

std::vector<UnstatedSwitch> all_switches() {
  std::vector<UnstatedSwitch> all;
  for (const auto& group : {command_switches(), leg_switches(), webhook_switches(), conversation_switches(),
                            question_switches(), delivery_switches()}) {
    all.insert(all.end(), group.begin(), group.end());
  }
  return all;
}

}  // namespace

const std::vector<UnstatedSwitch>& unstated_switches() {
  static const auto switches = all_switches();
  return switches;
}

const UnstatedSwitch* unstated_switch(std::string_view name) {
  const auto& switches = unstated_switches();
  const auto found = std::ranges::find(switches, name, &UnstatedSwitch::name);
  return found == switches.end() ? nullptr : &*found;
}

}  // namespace callwright::simulator
