#pragma once

#include <string_view>

namespace callwright::tests::metrics {

/// Dashboards and alerts rely on every line of this.
constexpr std::string_view kGolden =
    R"golden(# HELP callwright_webhooks_total Webhooks by event type and what became of them
# TYPE callwright_webhooks_total counter
callwright_webhooks_total{event_type="call.answered",result="stored"} 2
callwright_webhooks_total{event_type="other",result="bad_signature"} 1
# HELP callwright_webhook_seconds From the receipt of a webhook to its answer
# TYPE callwright_webhook_seconds histogram
callwright_webhook_seconds_count 2
callwright_webhook_seconds_sum 0.502
callwright_webhook_seconds_bucket{le="0.0005"} 0
callwright_webhook_seconds_bucket{le="0.001"} 0
callwright_webhook_seconds_bucket{le="0.0025"} 1
callwright_webhook_seconds_bucket{le="0.005"} 1
callwright_webhook_seconds_bucket{le="0.01"} 1
callwright_webhook_seconds_bucket{le="0.025"} 1
callwright_webhook_seconds_bucket{le="0.05"} 1
callwright_webhook_seconds_bucket{le="0.1"} 1
callwright_webhook_seconds_bucket{le="0.25"} 1
callwright_webhook_seconds_bucket{le="0.5"} 2
callwright_webhook_seconds_bucket{le="1"} 2
callwright_webhook_seconds_bucket{le="2.5"} 2
callwright_webhook_seconds_bucket{le="5"} 2
callwright_webhook_seconds_bucket{le="10"} 2
callwright_webhook_seconds_bucket{le="+Inf"} 2
# HELP callwright_commit_seconds From a step to its commit
# TYPE callwright_commit_seconds histogram
callwright_commit_seconds_count 1
callwright_commit_seconds_sum 20
callwright_commit_seconds_bucket{le="0.0005"} 0
callwright_commit_seconds_bucket{le="0.001"} 0
callwright_commit_seconds_bucket{le="0.0025"} 0
callwright_commit_seconds_bucket{le="0.005"} 0
callwright_commit_seconds_bucket{le="0.01"} 0
callwright_commit_seconds_bucket{le="0.025"} 0
callwright_commit_seconds_bucket{le="0.05"} 0
callwright_commit_seconds_bucket{le="0.1"} 0
callwright_commit_seconds_bucket{le="0.25"} 0
callwright_commit_seconds_bucket{le="0.5"} 0
callwright_commit_seconds_bucket{le="1"} 0
callwright_commit_seconds_bucket{le="2.5"} 0
callwright_commit_seconds_bucket{le="5"} 0
callwright_commit_seconds_bucket{le="10"} 0
callwright_commit_seconds_bucket{le="+Inf"} 1
# HELP callwright_tool_unmatched_total Tool requests that no call could be found for
# TYPE callwright_tool_unmatched_total counter
callwright_tool_unmatched_total 1
# HELP callwright_intents_total Commands to Telnyx and outgoing webhooks by operation and how they ended
# TYPE callwright_intents_total counter
callwright_intents_total{operation="dial",result="accepted"} 1
callwright_intents_total{operation="other",result="refused"} 1
# HELP callwright_intent_seconds From the first attempt of a command to Telnyx to how it ended
# TYPE callwright_intent_seconds histogram
callwright_intent_seconds_count 1
callwright_intent_seconds_sum 0.3
callwright_intent_seconds_bucket{le="0.0005"} 0
callwright_intent_seconds_bucket{le="0.001"} 0
callwright_intent_seconds_bucket{le="0.0025"} 0
callwright_intent_seconds_bucket{le="0.005"} 0
callwright_intent_seconds_bucket{le="0.01"} 0
callwright_intent_seconds_bucket{le="0.025"} 0
callwright_intent_seconds_bucket{le="0.05"} 0
callwright_intent_seconds_bucket{le="0.1"} 0
callwright_intent_seconds_bucket{le="0.25"} 0
callwright_intent_seconds_bucket{le="0.5"} 1
callwright_intent_seconds_bucket{le="1"} 1
callwright_intent_seconds_bucket{le="2.5"} 1
callwright_intent_seconds_bucket{le="5"} 1
callwright_intent_seconds_bucket{le="10"} 1
callwright_intent_seconds_bucket{le="+Inf"} 1
# HELP callwright_outbox_depth Commands to Telnyx that are not answered yet
# TYPE callwright_outbox_depth gauge
callwright_outbox_depth 4
# HELP callwright_dead_letters What was to be sent and was given up
# TYPE callwright_dead_letters gauge
callwright_dead_letters 5
# HELP callwright_calls Open calls by state
# TYPE callwright_calls gauge
callwright_calls{state="arriving"} 0
callwright_calls{state="answering"} 0
callwright_calls{state="starting"} 0
callwright_calls{state="conversing"} 2
callwright_calls{state="escalating"} 0
callwright_calls{state="joined"} 0
callwright_calls{state="ending"} 0
callwright_calls{state="ended"} 0
callwright_calls{state="settled"} 0
callwright_calls{state="transferred"} 0
callwright_calls{state="failed"} 0
# HELP callwright_time_to_human_seconds From the start of an escalation to the join of a human
# TYPE callwright_time_to_human_seconds histogram
callwright_time_to_human_seconds_count{workflow="support"} 2
callwright_time_to_human_seconds_sum{workflow="support"} 717
callwright_time_to_human_seconds_bucket{workflow="support",le="5"} 0
callwright_time_to_human_seconds_bucket{workflow="support",le="10"} 0
callwright_time_to_human_seconds_bucket{workflow="support",le="15"} 0
callwright_time_to_human_seconds_bucket{workflow="support",le="20"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="30"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="45"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="60"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="90"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="120"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="180"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="300"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="600"} 1
callwright_time_to_human_seconds_bucket{workflow="support",le="+Inf"} 2
# HELP callwright_attempts_total People rung, by outcome
# TYPE callwright_attempts_total counter
callwright_attempts_total{outcome="joined"} 1
callwright_attempts_total{outcome="declined"} 0
callwright_attempts_total{outcome="no_answer"} 0
callwright_attempts_total{outcome="busy"} 0
callwright_attempts_total{outcome="rejected"} 0
callwright_attempts_total{outcome="machine"} 0
callwright_attempts_total{outcome="no_key"} 0
callwright_attempts_total{outcome="failed"} 0
callwright_attempts_total{outcome="cancelled"} 0
callwright_attempts_total{outcome="lost_race"} 0
callwright_attempts_total{outcome="abandoned"} 0
callwright_attempts_total{outcome="no_capacity"} 0
callwright_attempts_total{outcome="unknown"} 0
# HELP callwright_healed_total Facts that no webhook had told, by the question that found them
# TYPE callwright_healed_total counter
callwright_healed_total{kind="call_events"} 0
callwright_healed_total{kind="webhook_deliveries"} 0
callwright_healed_total{kind="call_status"} 1
callwright_healed_total{kind="active_calls"} 0
callwright_healed_total{kind="conversations"} 0
callwright_healed_total{kind="conversation_insights"} 0
callwright_healed_total{kind="other"} 0
# HELP callwright_orphan_legs Legs to be ended that are not known to have ended
# TYPE callwright_orphan_legs gauge
callwright_orphan_legs 3
)golden"
    R"golden(# HELP callwright_messages_total Messages to assistants by channel and what became of them
# TYPE callwright_messages_total counter
callwright_messages_total{channel="chat",result="answered"} 1
callwright_messages_total{channel="chat",result="failed"} 0
callwright_messages_total{channel="chat",result="unknown"} 0
callwright_messages_total{channel="sms",result="answered"} 0
callwright_messages_total{channel="sms",result="failed"} 1
callwright_messages_total{channel="sms",result="unknown"} 0
# HELP callwright_message_seconds From the receipt of a message to its end
# TYPE callwright_message_seconds histogram
callwright_message_seconds_count 1
callwright_message_seconds_sum 2
callwright_message_seconds_bucket{le="0.0005"} 0
callwright_message_seconds_bucket{le="0.001"} 0
callwright_message_seconds_bucket{le="0.0025"} 0
callwright_message_seconds_bucket{le="0.005"} 0
callwright_message_seconds_bucket{le="0.01"} 0
callwright_message_seconds_bucket{le="0.025"} 0
callwright_message_seconds_bucket{le="0.05"} 0
callwright_message_seconds_bucket{le="0.1"} 0
callwright_message_seconds_bucket{le="0.25"} 0
callwright_message_seconds_bucket{le="0.5"} 0
callwright_message_seconds_bucket{le="1"} 0
callwright_message_seconds_bucket{le="2.5"} 1
callwright_message_seconds_bucket{le="5"} 1
callwright_message_seconds_bucket{le="10"} 1
callwright_message_seconds_bucket{le="+Inf"} 1
)golden";

}  // namespace callwright::tests::metrics
