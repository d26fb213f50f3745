#include "workflows/simulator/assistants/dispatch_event.hpp"

#include "workflows/simulator/assistants/conclude.hpp"
#include "workflows/simulator/assistants/metadata.hpp"
#include "workflows/simulator/assistants/serving.hpp"
#include "workflows/simulator/assistants/sms.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

constexpr Duration kRingsFor = std::chrono::seconds{30};
constexpr Duration kUsualTalk = std::chrono::seconds{20};
/// Between two attempts; what it is when the event does not say it is not stated.
constexpr Duration kUsualInterval = std::chrono::seconds{60};

std::int64_t number_of(const ScheduledEvent& event, std::string_view name) {
  const auto* value = event.fields.find(name);
  return value == nullptr ? 0 : JsonDocument::of(*value).root().integer().value_or(0);
}

SmsPair people_of(const ScheduledEvent& event) {
  return {.assistant_id = event.assistant_id,
          .agent = event.fields.text("telnyx_agent_target"),
          .user = event.fields.text("telnyx_end_user_target")};
}

Behaviour person_of(const World& world, const ScheduledEvent& event) {
  const auto found = world.people.find(event.fields.text("telnyx_end_user_target"));
  return found == world.people.end() ? Behaviour{} : found->second;
}

void add_given_metadata(const ScheduledEvent& event, Conversation& conversation) {
  const auto* given = event.fields.find("conversation_metadata");
  if (given != nullptr) merge_metadata(conversation, JsonDocument::of(*given).root());
}

void fail(ScheduledEvent& event, std::string why) {
  event.status = "failed";
  event.errors.push_back(std::move(why));
}

void send_scheduled_sms(World& world, ScheduledEvent& event) {
  auto& conversation = add_sms_conversation(world, people_of(event));
  add_given_metadata(event, conversation);
  send_sms(world, conversation, event.fields.text("text"));
  event.conversation_id = conversation.id;
  event.status = "completed";
}

/// How an attempt ends that nobody talks in; empty: somebody answers.
std::string failure_of(const Behaviour& person) {
  switch (person.kind) {
    case Behaviour::Kind::NoAnswer: return "no-answer";
    case Behaviour::Kind::Busy:
    case Behaviour::Kind::Rejects: return "busy";
    case Behaviour::Kind::Answers:
    case Behaviour::Kind::Voicemail: return {};
  }
  return {};
}

using EventStep = void (*)(World&, ScheduledEvent&);

void later(World& world, const ScheduledEvent& event, Duration delay, EventStep step) {
  world.after(delay, [id = event.id, step](World& then) {
    auto* found = find_by_id(then.account.scheduled_events, id);
    if (found != nullptr) step(then, *found);
  });
}

void dispatch(World& world, ScheduledEvent& event);

void end_attempt(World& world, ScheduledEvent& event) {
  event.attempts.back().status = failure_of(person_of(world, event));
  const auto made = static_cast<std::int64_t>(event.attempts.size());
  if (made > number_of(event, "max_retries_client_errors")) {
    fail(event, "The call ended with " + event.attempts.back().status + ".");
    return;
  }
  const auto asked = std::chrono::seconds{number_of(event, "retry_interval_secs")};
  later(world, event, asked.count() == 0 ? kUsualInterval : Duration(asked), dispatch);
}

void end_talk(World& world, ScheduledEvent& event) {
  auto& attempt = event.attempts.back();
  attempt.status = "completed";
  event.status = "completed";
  auto* conversation = world.find_conversation(event.conversation_id);
  if (conversation == nullptr) return;
  conclude(world, *conversation);
  attempt.seconds =
      std::chrono::duration_cast<std::chrono::seconds>(world.now - conversation->started_at).count();
}

void begin_talk(World& world, ScheduledEvent& event) {
  const auto people = people_of(event);
  auto& conversation = world.add_conversation();
  conversation.assistant_id = event.assistant_id;
  conversation.metadata = {{"assistant_id", event.assistant_id},
                           {"telnyx_agent_target", people.agent},
                           {"telnyx_conversation_channel", "phone_call"},
                           {"telnyx_end_user_target", people.user}};
  conversation.insights_id = world.ids.uuid();
  take_assistant(world, conversation);
  add_given_metadata(event, conversation);
  event.conversation_id = conversation.id;
  event.attempts.back().status = "in-progress";
  later(world, event, person_of(world, event).hangs_up_after.value_or(kUsualTalk), end_talk);
}

void ring(World& world, ScheduledEvent& event) {
  const auto person = person_of(world, event);
  event.attempts.push_back({.at = world.now, .status = "ringing"});
  const auto failure = failure_of(person);
  if (failure.empty()) {
    later(world, event, person.answer_after, begin_talk);
  } else {
    later(world, event, failure == "busy" ? person.answer_after : kRingsFor, end_attempt);
  }
}

void dispatch(World& world, ScheduledEvent& event) {
  if (is_unknown(world, event.assistant_id)) return fail(event, "The assistant was not found.");
  event.status = "in_progress";
  if (event.is_call()) return ring(world, event);
  send_scheduled_sms(world, event);
}

}  // namespace

void schedule_event(World& world, const std::string& event_id) {
  const auto* event = find_by_id(world.account.scheduled_events, event_id);
  later(world, *event, std::max(Duration(0), event->due - world.now), dispatch);
}

}  // namespace callwright::simulator::assistants
