#pragma once

#include "workflows/model/time.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator {

/// What Telnyx's documentation does not state, or states in two ways, and a service must therefore survive
/// either way. The defaults are what implementers report or, where nobody does, the simplest reading.
/// `unstated_switches` tells what each member means.
struct Unstated {
  // Commands
  enum class DuplicateReply { Same, OkWithoutIds };
  DuplicateReply duplicate_reply = DuplicateReply::Same;
  bool unknown_fields_are_refused = true;
  bool bad_connection_is_a_bad_request = false;
  bool stop_without_assistant_is_refused = false;
  bool join_needs_the_legs_own_path = true;
  bool ringing_target_can_be_bridged = false;
  bool recording_commands_without_id_mean_all = true;
  // Legs
  enum class Destinations { FirstAnswerWins, OneLeg, OnlyTheFirst };
  Destinations several_destinations = Destinations::FirstAnswerWins;
  enum class HangupSource { OurSide, FarSide, Unknown };
  HangupSource hangup_command_source = HangupSource::OurSide;
  bool ringing_target_outlives_its_caller = true;
  bool transfer_target_inherits_client_state = false;
  bool completed_refer_ends_the_leg = false;
  bool queue_head_is_dequeued_before_the_bridge = false;
  // Webhooks
  bool empty_client_state_is_null = true;
  bool initiated_names_party_type = true;
  bool hangup_names_its_end = false;
  bool hangup_has_quality_stats = false;
  bool floor_changes_are_wrapped = false;
  bool digits_are_reported_outside_gather = true;
  bool gather_includes_terminating_digit = false;
  bool machine_verdict_cuts_speech = false;
  bool premium_reports_a_missing_beep = false;
  // Conversations
  bool starting_leg_ends_conversation = true;
  bool dial_reports_a_failed_assistant = true;
  enum class EndedFor { StartingLeg, LastLeg, EveryLeg };
  EndedFor conversation_ended_for = EndedFor::StartingLeg;
  bool conversation_ended_has_messages = false;
  bool insights_name_conversation = false;
  bool insight_results_are_texts = false;
  bool known_assistants_only = false;
  bool unknown_resource_is_told_in_detail = false;
  bool conversation_metadata_is_merged = false;
  // Questions
  bool ringing_is_alive = true;
  Duration alive_after_end{0};
  Duration listed_after{0};
  // Delivery of webhooks
  enum class Repetitions { Soon, ThreeAttempts, FiveAttemptsInAnHour };
  Repetitions webhook_repetitions = Repetitions::Soon;
  bool own_webhook_retries_apply = true;
  bool webhook_redirects_are_followed = true;
  bool only_200_is_delivered = false;
  bool refused_webhook_goes_to_failover = false;
  bool every_webhook_url_gets_the_event = true;
  bool deliveries_under_way_are_listed = true;
  bool delivery_errors_are_objects = true;
};

/// One member of Unstated with its choices. Choice `usual` is the default.
struct UnstatedSwitch {
  std::string_view name;      ///< of the member
  std::string_view sentence;  ///< what nobody states
  std::vector<std::string_view> choices;
  std::size_t usual = 0;
  void (*set)(Unstated&, std::size_t choice) = nullptr;
  void (*set_time)(Unstated&, Duration) = nullptr;  ///< of a duration, which may have other values too
};

/// Every member of Unstated once, in order.
const std::vector<UnstatedSwitch>& unstated_switches();
/// Null when there is none of that name.
const UnstatedSwitch* unstated_switch(std::string_view name);

}  // namespace callwright::simulator
