#include "service/simulation/wire.hpp"

#include "handlers/webhook/parse_event.hpp"
#include "service/telnyx/outcome.hpp"

#include <algorithm>
#include <memory>

namespace callwright::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Between two attempts of a command, and until its outcome counts as unknown.
constexpr Duration kLongestPause = seconds{35};

simulator::ApiRequest api_request(const ApiSend& send) {
  simulator::ApiRequest request;
  request.method = send.operation->method;
  request.path = send.operation->path;
  for (const auto& [name, value] : send.path_params) {
    const auto placeholder = "{" + name + "}";
    request.path.replace(request.path.find(placeholder), placeholder.size(), value);
  }
  request.query = send.query;
  request.authorization = "Bearer KEY_SIMULATOR";
  if (!send.body.is_null()) request.body = send.body.text();
  if (!send.idempotency_key.empty()) request.idempotency_key = send.idempotency_key;
  return request;
}

SendOutcome decode(const HttpResponse& response, TimePoint now = kBegin) {
  const auto read = decode_response(response, now);
  SendOutcome outcome;
  switch (read.result) {
    case ApiResult::Accepted: outcome.kind = SendOutcome::Kind::Accepted; break;
    case ApiResult::Refused: outcome.kind = SendOutcome::Kind::Refused; break;
    case ApiResult::RateLimited: outcome.kind = SendOutcome::Kind::RateLimited; break;
    case ApiResult::ServerError: outcome.kind = SendOutcome::Kind::ServerError; break;
    case ApiResult::NotSent: outcome.kind = SendOutcome::Kind::NotSent; break;
    case ApiResult::NoAnswer: outcome.kind = SendOutcome::Kind::NoAnswer; break;
  }
  outcome.status = read.status;
  outcome.code = read.code;
  outcome.detail = read.detail;
  outcome.data = read.data;
  outcome.next_page = read.next_page;
  if (read.result == ApiResult::RateLimited) outcome.retry_after = read.retry_after;
  return outcome;
}

bool begins_call(std::string_view event_type, const Json& envelope) {
  const auto body = JsonDocument::of(envelope);
  return event_type == "call.initiated" && body.root().at_path("data.payload.direction").str() == "incoming";
}

std::string_view name_of(runtime::Outcome outcome) {
  switch (outcome) {
    case runtime::Outcome::Stored: return "stored";
    case runtime::Outcome::Duplicate: return "duplicate";
    case runtime::Outcome::Unmatched: return "unmatched";
    case runtime::Outcome::Unavailable: return "503";
    case runtime::Outcome::NotFound: return "no such call";
    case runtime::Outcome::Busy: return "busy";
    case runtime::Outcome::Conflict: return "conflict";
    case runtime::Outcome::Answered: return "answered";
  }
  return "";
}

SendOutcome server_error() { return decode({.status = 500, .headers = {}, .body = ""}); }

SendOutcome no_answer(std::string_view code, SendOutcome::Kind kind = SendOutcome::Kind::NoAnswer) {
  return {.kind = kind, .code = std::string(code), .detail = {}, .data = {}};
}

}  // namespace

Wire::Way Wire::way(Duration timeout, const RequestFate& fate) {
  auto& dice = stage_.dice;
  Way way;
  way.there = dice.between(milliseconds{3}, milliseconds{dice.chance(stage_.faults.slow_ways) ? 1500 : 150});
  way.back = dice.between(milliseconds{3}, milliseconds{dice.chance(stage_.faults.slow_ways) ? 1000 : 150});
  if (auto late = stage_.strikes(Fault::RequestLate)) {
    stage_.count("requests that arrived after their sender had given up");
    way.there = timeout + late->between(milliseconds{10}, seconds{6});
  }
  if (stage_.strikes(Fault::AnswerLost)) {
    stage_.count("answers lost");
    way.is_answered = false;
  } else if (stage_.strikes(Fault::ErrorAfter)) {
    stage_.count("500 after the effect");
    way.fails_afterwards = true;
  }
  if (auto twice = stage_.strikes(Fault::RequestDoubled)) {
    stage_.count("requests that arrived twice");
    way.again = twice->between(milliseconds{1}, milliseconds{1500});
  }
  way.is_answered =
      way.is_answered && way.there + way.back < timeout && fate.kind != RequestFate::Kind::AnswerLost;
  return way;
}

/// The script of a test says what becomes of this request.
bool Wire::ends_as_planned(const RequestFate& fate, const ApiSend& request, const Process::SendDone& done) {
  constexpr Duration kSoon{50};
  constexpr int kTooMany = 429;
  constexpr int kFirstOfTheirs = 500;
  const bool is_in_doubt =
      fate.kind != RequestFate::Kind::Ok && (fate.status == 0 || fate.status >= kFirstOfTheirs);
  if (is_in_doubt) stuck_until_ = std::max(stuck_until_, stage_.now + kLongestPause);
  switch (fate.kind) {
    case RequestFate::Kind::Ok:
    case RequestFate::Kind::AnswerLost: return false;
    case RequestFate::Kind::Timeout:
      stage_.after(request.timeout, [done] { done(no_answer("timeout")); });
      return true;
    case RequestFate::Kind::NotSent:
      stage_.after(kSoon, [done] { done(no_answer("not_sent", SendOutcome::Kind::NotSent)); });
      return true;
    case RequestFate::Kind::Status: break;
  }
  HttpResponse response{.status = fate.status, .headers = {}, .body = ""};
  if (fate.status == kTooMany) response.headers = {{"retry-after", "1"}};
  stage_.after(kSoon, [done, outcome = decode(response)] { done(outcome); });
  return true;
}

bool Wire::fails_at_once(const CallId& call, const ApiSend& request, const RequestFate& fate,
                         const Process::SendDone& done) {
  if (ends_as_planned(fate, request, done)) {
    stage_.tell(call, "  " + request.operation->name + " fails as planned");
    return true;
  }
  const auto fail = [&](std::string_view kind, Duration after, SendOutcome outcome) {
    stage_.count(kind);
    stage_.tell(call, "  " + std::string(kind));
    stage_.after(after, [done, outcome = std::move(outcome)] { done(outcome); });
    return true;
  };
  const auto soon = [](Dice& dice) { return dice.between(milliseconds{5}, milliseconds{300}); };
  if (stage_.strikes(Fault::RequestLost)) return fail("requests lost", request.timeout, no_answer("timeout"));
  if (auto dice = stage_.strikes(Fault::NotSent)) {
    return fail("requests not sent", soon(*dice), no_answer("not_sent", SendOutcome::Kind::NotSent));
  }
  if (auto dice = stage_.strikes(Fault::ErrorBefore))
    return fail("500 before the effect", soon(*dice), server_error());
  if (auto dice = stage_.strikes(Fault::RateLimited)) {
    const auto wait = std::to_string(dice->below(4) + 1);
    return fail("429", soon(*dice), decode({.status = 429, .headers = {{"retry-after", wait}}, .body = ""}));
  }
  return false;
}

void Wire::send(const runtime::effect::Send& send, Process::SendDone done) {
  stage_.count(send.attempt == 1 ? "requests" : "resends");
  stage_.tell(send.call, "SEND " + send.request.operation->name + " intent " + std::to_string(send.intent) +
                             " attempt " + std::to_string(send.attempt));
  inspector_.request_leaves(send);
  if (is_never_answered(send, done)) return;
  carry_request(send.call, send.request, done);
}

bool Wire::is_never_answered(const runtime::effect::Send& send, const Process::SendDone& done) {
  const std::pair intent{send.call, send.intent};
  const bool is_dial = send.request.operation->name == "dial";
  if (send.attempt == 1) {
    if (auto dice = stage_.strikes(is_dial ? Fault::DialNeverAnswered : Fault::NeverAnswered)) {
      stage_.count("commands and questions that were never answered");
      never_answered_.emplace(intent, fate_of(*dice, is_dial));
    }
  }
  const auto found = never_answered_.find(intent);
  if (found == never_answered_.end() || stage_.faults_are_over) return false;
  stuck_until_ = stage_.now + kLongestPause;
  stage_.after(send.request.timeout, [done] { done(no_answer("timeout")); });
  arrive_unseen(send, found->second);
  return true;
}

Wire::Unanswered Wire::fate_of(Dice& dice, bool is_dial) {
  Unanswered fate;
  fate.arrives = dice.chance(500);
  fate.after = dice.between(milliseconds{3}, milliseconds{1500});
  if (is_dial && fate.arrives) {
    if (dice.chance(400)) fate.after = dice.between(seconds{70}, seconds{300});
    if (dice.chance(700)) fate.webhooks_after = dice.between(seconds{55}, seconds{200});
  }
  return fate;
}

void Wire::arrive_unseen(const runtime::effect::Send& send, const Unanswered& fate) {
  const bool is_very_late = fate.after > kLongestPause;
  const bool arrives = fate.arrives && (!is_very_late || send.attempt == 1);
  stage_.tell(send.call, arrives ? "  never answered, arrives" : "  never answered, lost");
  if (!arrives) return;
  if (is_very_late) stage_.count("dials that arrived when nobody waited any more");
  stage_.after(fate.after, [this, send, fate, is_very_late] {
    // A second one so late would be another call, whatever its sender does: Telnyx has forgotten the first.
    if (is_very_late && !inspector_.arrives_very_late(send)) return;
    withhold_webhooks(send, fate, is_very_late, perform(send.call, send.request));
  });
}

/// Of a leg that was dialled unseen, so that only a question can find it.
void Wire::withhold_webhooks(const runtime::effect::Send& send, const Unanswered& fate, bool is_very_late,
                             const SendOutcome& outcome) {
  if (send.request.operation->name != "dial" || outcome.kind != SendOutcome::Kind::Accepted) return;
  const auto leg = JsonDocument::of(outcome.data).root()["call_control_id"].str();
  if (leg.empty() || withheld_until_.contains(leg)) return;
  if (is_very_late) inspector_.leg_is_late(leg);
  if (fate.webhooks_after == Duration{0}) return;
  stage_.count("legs whose webhooks are withheld");
  inspector_.leg_is_hidden(leg);
  withheld_until_[leg] = stage_.now + fate.webhooks_after;
}

void Wire::ask(const runtime::effect::AskActiveCalls& ask, Process::SendDone done) {
  stage_.count("looks at the active calls");
  stage_.tell({}, "ASK " + ask.request.operation->name);
  inspector_.look_leaves(ask, process_.life(), process_.now());
  carry_request({}, ask.request, done);
}

void Wire::carry_request(const CallId& call, const ApiSend& request, const Process::SendDone& done) {
  const auto fate = stage_.planned.next_fate(request.operation->name);
  if (fails_at_once(call, request, fate, done)) return;
  const auto how = way(request.timeout, fate);
  if (!how.is_answered) {
    stage_.tell(call, "  no answer");
    stage_.after(request.timeout, [done] { done(no_answer("timeout")); });
  }
  stage_.after(how.there, [this, how, call, request, done] {
    auto outcome = perform(call, request);
    const bool was_refused = outcome.kind == SendOutcome::Kind::Refused;
    if (how.fails_afterwards) outcome = server_error();
    if (how.again > Duration{0})
      stage_.after(how.again,
                   [this, call, request, was_refused] { arrive_again(call, request, was_refused); });
    if (how.is_answered) stage_.after(how.back, [done, outcome = std::move(outcome)] { done(outcome); });
  });
}

/// A dial that was refused, so that nobody waits for it, may be done when it arrives a second time.
void Wire::arrive_again(const CallId& call, const ApiSend& request, bool was_refused) {
  const auto outcome = perform(call, request);
  if (!was_refused || request.operation->name != "dial" || outcome.kind != SendOutcome::Kind::Accepted)
    return;
  stage_.count("dials that were refused and done the second time");
  inspector_.leg_is_late(JsonDocument::of(outcome.data).root()["call_control_id"].str());
}

void Wire::send_webhook(const runtime::effect::SendWebhook& send, std::function<void(WebhookReply)> done) {
  stage_.count("outgoing webhooks");
  auto trouble = stage_.strikes(Fault::ReceiverFails);
  const auto fate = stage_.planned.next_fate(kWebhookOperation);
  using enum RequestFate::Kind;
  const bool arrives = (!trouble || !trouble->chance(300)) && fate.kind != Timeout && fate.kind != NotSent;
  const bool answered = arrives && (!trouble || !trouble->chance(500)) && fate.kind != AnswerLost;
  const int status = fate.kind == Status ? fate.status : trouble && answered ? 500 : 200;
  stage_.tell(send.call,
              "WEBHOOK OUT " + send.request.id + (answered ? " " + std::to_string(status) : " lost"));
  if (arrives && status == 200) {
    inspector_.webhook_came(send.request, send.call);
    stage_.webhooks_sent.try_emplace(send.request.id, Sent{send.call, send.request.url, send.request.body});
  }
  const auto after =
      answered ? stage_.dice.between(milliseconds{5}, milliseconds{400}) : send.request.timeout;
  const WebhookReply reply{.status = answered ? status : 0, .code = answered ? "" : "timeout", .detail = {}};
  stage_.after(after, [done = std::move(done), reply] { done(reply); });
}

SendOutcome Wire::perform(const CallId& call, const ApiSend& request) {
  if (request.operation->name == "dial") {
    prepare_(JsonDocument::of(request.body).root()["to"].str(), call);
  }
  const auto response = stage_.telnyx.request(stage_.now, api_request(request));
  auto outcome =
      decode({.status = response.status, .headers = response.headers, .body = response.body.text()});
  if (request.operation->name == "chat_sms" && outcome.kind == SendOutcome::Kind::Accepted) {
    const auto body = JsonDocument::of(request.body);
    stage_.texts_sent.try_emplace(request.idempotency_key,
                                  Sent{call, body.root()["to"].str(), body.root()["text"].str()});
  }
  return outcome;
}

void Wire::carry(const std::vector<simulator::Webhook>& webhooks) {
  for (const auto& webhook : webhooks) {
    stage_.count("webhooks");
    inspector_.webhook_made(webhook);
    auto lost = stage_.strikes(Fault::WebhookLost);
    // Of a caller whose first webhook never comes nobody can know.
    const bool is_planned = stage_.planned.loses(webhook.event_type);
    if (is_planned || (lost && !begins_call(webhook.event_type, webhook.body))) {
      stage_.count("webhooks lost for good");
      stage_.tell({}, "LOST " + webhook.event_type + " " + webhook.event_id.substr(0, 8));
      lost_.insert(webhook.event_id);
      inspector_.webhook_lost(webhook.event_type, webhook.body);
    }
    deliveries_.add(stage_.now, webhook);
  }
  deliver();
}

void Wire::deliver() {
  for (auto& attempt : deliveries_.due(stage_.now)) start(std::move(attempt));
  const auto next = deliveries_.next_due();
  if (!next || (planned_ && *planned_ <= *next)) return;
  planned_ = next;
  stage_.agenda.at(std::max(*next, stage_.now), [this] {
    planned_.reset();
    deliver();
  });
}

void Wire::start(simulator::DeliveryAttempt attempt) {
  auto& dice = stage_.dice;
  const auto ended = [this, attempt](simulator::DeliveryAnswer answer) { end(attempt, std::move(answer)); };
  if (attempt.number > 1) stage_.count("webhooks delivered again");
  const auto over = std::make_shared<bool>(false);
  const auto once = [over, ended](simulator::DeliveryAnswer answer) {
    if (!std::exchange(*over, true)) ended(std::move(answer));
  };
  stage_.after(attempt.answer_within, [once] { once({.error = "timeout"}); });
  if (lost_.contains(attempt.event_id) || stage_.strikes(Fault::AttemptLost)) return;
  auto doubled = stage_.strikes(Fault::WebhookDoubled);
  const bool is_planned = stage_.planned.doubles(attempt.event_type);
  const std::size_t copies = doubled ? 2 + doubled->below(2) : is_planned ? 2 : 1;
  if (copies > 1) stage_.count("webhooks delivered more than once");
  for (std::size_t i = 0; i < copies; ++i) {
    auto late = stage_.strikes(Fault::WebhookLate);
    if (late) stage_.count("late webhooks");
    const auto delay = late ? late->between(milliseconds{5}, Duration{10'000})
                            : dice.between(milliseconds{5}, stage_.faults.webhook_delay) +
                                  stage_.planned.delay_of(attempt.event_type);
    stage_.after(delay + withheld(attempt.body), [this, attempt, once] { arrive(attempt, once); });
  }
}

void Wire::end(const simulator::DeliveryAttempt& attempt, simulator::DeliveryAnswer answer) {
  if (answer.status != 200) inspector_.attempt_failed(attempt.event_type, attempt.body);
  if (auto report = deliveries_.ended(stage_.now, attempt.key, std::move(answer))) {
    if (report->is_last && !report->is_delivered) give_up(attempt);
    stage_.telnyx.delivered(stage_.now, std::move(*report));
  }
  deliver();
}

/// Telnyx has tried for the last time.
void Wire::give_up(const simulator::DeliveryAttempt& attempt) {
  stage_.count("webhooks given up");
  stage_.tell({}, "GIVEN UP " + attempt.event_type + " " + attempt.event_id.substr(0, 8));
  inspector_.webhook_lost(attempt.event_type, attempt.body);
  if (!begins_call(attempt.event_type, attempt.body)) return;
  const auto body = JsonDocument::of(attempt.body);
  const CallControlId caller(body.root().at_path("data.payload.call_control_id").str());
  stage_.count("callers whom nobody heard of");
  stage_.after(seconds{60}, [this, caller] { stage_.telnyx.hang_up(stage_.now, caller); });
}

Duration Wire::withheld(const Json& envelope) const {
  if (withheld_until_.empty()) return Duration{0};
  const auto body = JsonDocument::of(envelope);
  const auto found = withheld_until_.find(body.root().at_path("data.payload.call_control_id").str());
  const bool is_over = found == withheld_until_.end() || found->second <= stage_.now;
  return is_over ? Duration{0} : found->second - stage_.now;
}

void Wire::arrive(const simulator::DeliveryAttempt& attempt, const DeliveryDone& done) {
  auto event = parse_event(attempt.body.text());
  if (!event) return stage_.require(false, {}, "a webhook can be read: " + event.error().detail);
  const auto call = event->ours ? event->ours->call : CallId();
  const auto line = "WEBHOOK " + event->name + " " + event->id.text().substr(0, 8) + " attempt " +
                    std::to_string(attempt.number);
  process_.ask(runtime::message::Arrived{.event = *event, .call = {}},
               [this, event = *event, call, line, done](const runtime::effect::Respond* respond) {
                 const auto end = respond == nullptr ? "nobody is there" : name_of(respond->outcome);
                 stage_.tell(call, line + ": " + std::string(end));
                 if (respond == nullptr) {
                   stage_.count("webhooks to a dead process");
                   return done({.error = "connection"});
                 }
                 if (respond->outcome == runtime::Outcome::Unavailable) {
                   stage_.count("webhooks answered 503");
                   return done({.status = 503});
                 }
                 inspector_.webhook_answered(event, respond->outcome);
                 done({.status = 200});
               });
}

}  // namespace callwright::simulation
