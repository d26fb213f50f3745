#include "workflows/analysis/player.hpp"

#include "workflows/analysis/promises.hpp"

#include <algorithm>
#include <utility>

namespace callwright::analysis {
namespace {

/// One move sets off a few commands; more than this would be a loop in the engine.
constexpr int kAnswersMax = 200;

bool is_speech(const Intent& intent) {
  return intent.operation == "speak" || intent.operation == "ai_assistant_add_messages" ||
         intent.operation == "playback_start" || intent.operation == "ai_assistant_start";
}

/// Commands that Telnyx may refuse although the leg lives. Stops and hangups have nothing to refuse.
bool may_be_refused(const Intent& intent) {
  switch (intent.purpose) {
    case Purpose::Gate:
    case Purpose::Briefing:
    case Purpose::Release:
    case Purpose::Tell:
    case Purpose::Goodbye:
    case Purpose::Hold: return true;
    default: return false;
  }
}

Reply accepted(Json data = json_object({{"result", "ok"}})) {
  return Reply{.kind = Reply::Kind::Accepted, .status = 200, .data = std::move(data)};
}

Reply refused(std::string_view code) {
  return Reply{.kind = Reply::Kind::Refused, .status = 422, .code = std::string(code)};
}

Json ids_of(int leg) {
  return json_object(
      {{"call_control_id", call_control_id_of(leg)}, {"call_leg_id", "leg-" + std::to_string(leg)}});
}

}  // namespace

Player::Player(const Scene& scene, Point point, Luck luck, bool tells_story)
    : played{.point = std::move(point)},
      scene_(scene),
      luck_(luck),
      tells_story_(tells_story),
      intents_seen_(played.point.call.next_intent - 1) {
  if (luck.refusal >= 0 || luck.claim >= 0) ++played.point.outside.setbacks;
}

Line& Player::line(int leg) {
  auto& lines = point().outside.lines;
  const auto index = static_cast<std::size_t>(leg);
  if (lines.size() <= index) lines.resize(index + 1);
  return lines[index];
}

void Player::webhook(std::string_view name, int leg, Fields fields) {
  Event event;
  event.type = event_type_of(name);
  event.name = name;
  event.occurred_at = point().now;
  event.call_control_id = CallControlId(call_control_id_of(leg));
  event.call_leg_id = CallLegId("leg-" + std::to_string(leg));
  event.ours = ClientState{.deployment = "check", .call = call().id, .leg = leg};
  event.from = call().from;
  event.to = call().to;
  JsonWriter payload;
  payload.begin_object();
  payload.member("call_control_id", event.call_control_id.text());
  for (const auto& [key, value] : fields) {
    payload.member(key, value);
    if (key == "conversation_id") event.conversation_id = ConversationId(std::string(value));
  }
  event.payload = payload.end_object().finish();
  give(Input{.at = point().now, .what = input::Arrived{std::move(event)}});
}

void Player::reply(int intent, Reply given) {
  if (find_intent(call(), intent) == nullptr) return;  // a webhook was faster, and its reply says nothing new
  give(Input{.at = point().now, .what = input::Replied{.intent = intent, .reply = std::move(given)}});
}

void Player::accept(int number) {
  const auto* intent = find_intent(call(), number);
  if (intent == nullptr) return;
  if (intent->purpose == Purpose::Dial) return reply(number, accepted(ids_of(intent->ref)));
  if (intent->operation == "ai_assistant_start")
    return reply(
        number, accepted(json_object({{"conversation_id", conversation_of(point().outside.conversations)}})));
  reply(number, accepted());
}

void Player::refuse(int intent, std::string_view code) { reply(intent, refused(code)); }

void Player::give(Input given) {
  step_once(std::move(given));
  answer_everything();
}

void Player::step_once(Input given) {
  ++played.steps;
  auto step = scene_.step(scene_.bundle, call(), given);
  if (loses_claim(step)) {
    played.steps += 2;
    const auto lost = step.claims.front();
    auto busy = scene_.step(scene_.bundle, call(),
                            Input{.at = given.at, .what = input::AddressBusy{.address = lost}});
    take(std::move(busy));
    step = scene_.step(scene_.bundle, call(), given);
  }
  take(std::move(step));
}

/// The store refuses the step: the person is on another call. It is decided again with that known.
bool Player::loses_claim(const Step& step) {
  if (step.claims.empty()) return false;
  return played.claims++ == luck_.claim;
}

void Player::take(Step step) {
  if (tells_story_) tell_story(step.records);
  auto& outside = point().outside;
  if (hears_something()) outside.silent_since = point().now;
  point().call = std::move(step.call);
  for (const auto& intent : call().intents) {
    if (intent.number <= intents_seen_) continue;
    intents_seen_ = intent.number;
    look_at(intent);
  }
  outside.lines.resize(std::max(outside.lines.size(), call().legs.size()));
}

/// The caller hears something that we play or speak.
bool Player::hears_something() const {
  const auto* caller = find_leg(call(), 0);
  return caller->speaking != 0 || caller->on_hold;
}

void Player::look_at(const Intent& intent) {
  if (auto breach = breach_of_text(scene_, played.point, intent))
    played.breaches.push_back(std::move(*breach));
}

void Player::tell_story(const std::vector<Record>& records) {
  for (const auto& record : records) {
    auto line = words_of(scene_, played.point, record);
    if (!line.empty()) played.story.push_back(std::move(line));
  }
}

void Player::answer_everything() {
  for (int answers = 0; answer_next(); ++answers) {
    if (answers < kAnswersMax) continue;
    played.breaches.push_back({Promise::PathsEnd, "the engine asks Telnyx again and again at one moment"});
    return;
  }
}

/// Answers the oldest command whose answer is no choice. Ends of speeches that were cut come at once.
bool Player::answer_next() {
  for (const auto& leg : call().legs) {
    if (leg.stale_speech == 0 || line(leg.number).state == Line::State::Dead) continue;
    const int number = leg.number;
    webhook("call.speak.ended", number, {{"status", "cancelled"}});
    return true;
  }
  const auto found =
      std::ranges::find_if(call().intents, [](const Intent& intent) { return !has_open_answer(intent); });
  if (found == call().intents.end()) return false;
  answer(Intent(*found));  // a copy: the step takes the intent away
  return true;
}

void Player::answer(const Intent& intent) {
  auto outcome = outcome_of(intent);
  if (intent.leg == 0 && is_speech(intent)) point().outside.silent_since = point().now;
  step_once(
      Input{.at = point().now, .what = input::Replied{.intent = intent.number, .reply = std::move(outcome)}});
  if (intent.purpose != Purpose::StopAssistant || !point().outside.conversation_lives) return;
  point().outside.conversation_lives = false;
  point().outside.ends_untold.push_back(point().outside.conversations);
}

Reply Player::outcome_of(const Intent& intent) {
  if (is_question(intent.purpose)) return answer_to_question(intent);
  if (intent.leg == kNoLeg || intent.purpose == Purpose::Deliver) return accepted();
  return outcome_on_leg(intent);
}

Reply Player::outcome_on_leg(const Intent& intent) {
  auto& target = line(intent.leg);
  if (target.state == Line::State::Dead) return refused("90018");
  if (intent.operation == "hangup") {
    target.state = Line::State::Dead;
    target.is_connected = target.is_bridged = false;
    if (intent.leg == 0) point().outside.conversation_lives = false;
    return accepted();
  }
  if (may_be_refused(intent) && played.refusable++ == luck_.refusal) return refused("10015");
  const bool needs_conversation = intent.operation == "ai_assistant_add_messages";
  if (needs_conversation && !point().outside.conversation_lives) return refused("10015");
  return accepted();
}

Reply Player::answer_to_question(const Intent& intent) {
  switch (intent.purpose) {
    case Purpose::AskLeg: {
      const bool lives = line(intent.ref).state != Line::State::Dead;
      return accepted(JsonWriter().begin_object().member("is_alive", lives).end_object().finish());
    }
    case Purpose::AskDial: {
      const auto state = line(intent.ref).state;
      const bool is_shown = state == Line::State::Rings || state == Line::State::Talks;
      return accepted(is_shown ? ids_of(intent.ref) : json_object({}));
    }
    case Purpose::AskConversation: {
      JsonWriter out;
      out.begin_array();
      if (point().outside.conversations > 0) {
        out.begin_object().member("id", conversation_of(point().outside.conversations)).end_object();
      }
      return accepted(out.end_array().finish());
    }
    default: return accepted(JsonWriter().begin_array().end_array().finish());
  }
}

void Player::hang_up(int leg, std::string_view cause) {
  auto& outside = point().outside;
  const bool was_told_as_its = std::ranges::any_of(call().timers, [&](const Timer& timer) {
    return timer.kind == TimerKind::ConversationEnd && timer.ref == leg;
  });
  if (was_told_as_its && !outside.conversation_lives) outside.end_is_a_persons = true;
  line(leg).state = Line::State::Dead;
  line(leg).is_connected = line(leg).is_bridged = false;
  if (leg == 0) point().outside.conversation_lives = false;
  webhook("call.hangup", leg, {{"hangup_cause", cause}});
}

std::string Player::start_conversation() {
  auto& outside = point().outside;
  outside.conversation_lives = true;
  outside.end_is_a_persons = false;
  outside.silent_since = point().now;
  return conversation_of(++outside.conversations);
}

}  // namespace callwright::analysis
