#include "workflows/analysis/switches.hpp"

namespace callwright::analysis {
namespace {

constexpr std::string_view kNotSent = "an escalation sends no such command";
constexpr std::string_view kNotRead = "the engine does not read this field";
constexpr std::string_view kCarrier = "it is about how webhooks are carried";
constexpr std::string_view kNotSeen = "nothing is sent twice here";

}  // namespace

const std::vector<SwitchUse>& switch_uses() {
  static const std::vector<SwitchUse> uses = {
      {"duplicate_reply", false, kNotSeen},
      {"unknown_fields_are_refused", false,
       "the bodies hold documented fields only, which the loader checks"},
      {"bad_connection_is_a_bad_request", false, "a refused dial is tried, and its status is not read"},
      {"stop_without_assistant_is_refused", false, "the engine does not read the reply to a stop"},
      {"join_needs_the_legs_own_path", false, "the join names the leg in both places"},
      {"ringing_target_can_be_bridged", false, "only answered legs are bridged"},
      {"recording_commands_without_id_mean_all", false, kNotSent},
      {"several_destinations", false, "each dial has one number"},
      {"hangup_command_source", false, kNotRead},
      {"ringing_target_outlives_its_caller", false, kNotSent},
      {"transfer_target_inherits_client_state", false, kNotSent},
      {"completed_refer_ends_the_leg", false, kNotSent},
      {"queue_head_is_dequeued_before_the_bridge", false, kNotSent},
      {"empty_client_state_is_null", false, "every leg has our client_state"},
      {"initiated_names_party_type", false, kNotRead},
      {"hangup_names_its_end", false, kNotRead},
      {"hangup_has_quality_stats", false, kNotRead},
      {"floor_changes_are_wrapped", false, kNotSent},
      {"digits_are_reported_outside_gather", true, "a key is told by call.dtmf.received first, or last"},
      {"gather_includes_terminating_digit", false, "one digit ends the gather"},
      {"machine_verdict_cuts_speech", true, "a verdict comes with the prompt cut, and without"},
      {"premium_reports_a_missing_beep", false, "the engine does not read no_beep_detected"},
      {"starting_leg_ends_conversation", false, "the call is over when the caller has gone"},
      {"dial_reports_a_failed_assistant", false, kNotSent},
      {"conversation_ended_for", true, "the end is told with the caller's ids, with the person's, with both"},
      {"conversation_ended_has_messages", false,
       "it changes what a restarted assistant knows, not the course"},
      {"insights_name_conversation", false, "insights come after the end of the call"},
      {"insight_results_are_texts", false, "insights come after the end of the call"},
      {"known_assistants_only", true, "a restarted assistant starts, or is refused"},
      {"unknown_resource_is_told_in_detail", false, "the code is read, wherever it stands"},
      {"conversation_metadata_is_merged", false, kNotSent},
      {"ringing_is_alive", false, "whether a ringing leg is alive is asked when nothing else is known"},
      {"alive_after_end", false, "the end of a leg is told by its webhook"},
      {"listed_after", false, "nothing is looked for that was dialled unseen"},
      {"webhook_repetitions", false, kCarrier},
      {"own_webhook_retries_apply", false, kCarrier},
      {"webhook_redirects_are_followed", false, kCarrier},
      {"only_200_is_delivered", false, kCarrier},
      {"refused_webhook_goes_to_failover", false, kCarrier},
      {"every_webhook_url_gets_the_event", false, kCarrier},
      {"deliveries_under_way_are_listed", false, kCarrier},
      {"delivery_errors_are_objects", false, kCarrier},
  };
  return uses;
}

}  // namespace callwright::analysis
