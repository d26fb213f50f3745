#include "service/simulation/wire.hpp"

#include "handlers/webhook/parse_event.hpp"
#include "service/telnyx/outcome.hpp"

#include <algorithm>
#include <memory>

namespace callwright::simulation {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Duration kWebhookTimeout = seconds{5};
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
  return request;
}

SendOutcome decode(const HttpResponse& response) {
  const auto read = decode_response(response, kBegin);
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

SendOutcome server_error() { return decode({.status = 500, .headers = {}, .body = ""}); }

SendOutcome no_answer(std::string_view code, SendOutcome::Kind kind = SendOutcome::Kind::NoAnswer) {
  return {.kind = kind, .code = std::string(code), .detail = {}, .data = {}};
}

}  // namespace

Wire::Way Wire::way(Duration timeout) {
  auto& dice = stage_.dice;
  Way way;
  way.there = dice.between(milliseconds{3}, milliseconds{dice.chance(50) ? 1500 : 150});
  way.back = dice.between(milliseconds{3}, milliseconds{dice.chance(50) ? 1000 : 150});
  if (stage_.strikes(stage_.faults.late_request)) {
    stage_.count("requests that arrived after their sender had given up");
    way.there = timeout + dice.between(milliseconds{10}, seconds{6});
  }
  if (stage_.strikes(stage_.faults.answer_lost)) {
    stage_.count("answers lost");
    way.is_answered = false;
  } else if (stage_.strikes(stage_.faults.server_error / 2)) {
    stage_.count("500 after the effect");
    way.fails_afterwards = true;
  }
  way.is_answered = way.is_answered && way.there + way.back < timeout;
  return way;
}

bool Wire::fails_at_once(const CallId& call, const ApiSend& request, const Process::SendDone& done) {
  auto& dice = stage_.dice;
  const auto faults = stage_.faults;
  const auto fail = [&](std::string_view kind, Duration after, SendOutcome outcome) {
    stage_.count(kind);
    stage_.tell(call, "  " + std::string(kind));
    stage_.after(after, [done, outcome = std::move(outcome)] { done(outcome); });
    return true;
  };
  const auto soon = dice.between(milliseconds{5}, milliseconds{300});
  if (stage_.strikes(faults.request_lost))
    return fail("requests lost", request.timeout, no_answer("timeout"));
  if (stage_.strikes(faults.not_sent))
    return fail("requests not sent", soon, no_answer("not_sent", SendOutcome::Kind::NotSent));
  if (stage_.strikes(faults.server_error / 2)) return fail("500 before the effect", soon, server_error());
  if (stage_.strikes(faults.rate_limited)) {
    const auto wait = std::to_string(dice.below(4) + 1);
    return fail("429", soon, decode({.status = 429, .headers = {{"retry-after", wait}}, .body = ""}));
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
  const int dials_more = send.request.operation->name == "dial" ? 5 : 1;
  if (send.attempt == 1 && stage_.strikes(stage_.faults.never_answered * dials_more)) {
    stage_.count("commands and questions that were never answered");
    never_answered_.emplace(intent, stage_.dice.chance(500));
  }
  const auto found = never_answered_.find(intent);
  if (found == never_answered_.end() || stage_.faults_are_over) return false;
  stuck_until_ = stage_.now + kLongestPause;
  stage_.tell(send.call, found->second ? "  never answered, arrives" : "  never answered, lost");
  stage_.after(send.request.timeout, [done] { done(no_answer("timeout")); });
  if (found->second) {
    stage_.after(stage_.dice.between(milliseconds{3}, milliseconds{1500}),
                 [this, send] { withhold_webhooks(send, perform(send.request)); });
  }
  return true;
}

/// Of a leg that was dialled unseen, so that only a question can find it.
void Wire::withhold_webhooks(const runtime::effect::Send& send, const SendOutcome& outcome) {
  if (send.request.operation->name != "dial" || outcome.kind != SendOutcome::Kind::Accepted) return;
  const auto leg = JsonDocument::of(outcome.data).root()["call_control_id"].str();
  if (leg.empty() || withheld_until_.contains(leg) || !stage_.dice.chance(700)) return;
  stage_.count("legs whose webhooks are withheld");
  inspector_.leg_is_hidden(leg);
  withheld_until_[leg] = stage_.now + stage_.dice.between(seconds{55}, seconds{200});
}

void Wire::ask(const runtime::effect::AskActiveCalls& ask, Process::SendDone done) {
  stage_.count("looks at the active calls");
  stage_.tell({}, "ASK " + ask.request.operation->name);
  inspector_.look_leaves(ask, process_.life());
  carry_request({}, ask.request, done);
}

void Wire::carry_request(const CallId& call, const ApiSend& request, const Process::SendDone& done) {
  if (fails_at_once(call, request, done)) return;
  const auto how = way(request.timeout);
  if (!how.is_answered) {
    stage_.tell(call, "  no answer");
    stage_.after(request.timeout, [done] { done(no_answer("timeout")); });
  }
  stage_.after(how.there, [this, how, request, done] {
    auto outcome = perform(request);
    if (how.fails_afterwards) outcome = server_error();
    if (how.is_answered) stage_.after(how.back, [done, outcome = std::move(outcome)] { done(outcome); });
  });
}

void Wire::send_webhook(const runtime::effect::SendWebhook& send, std::function<void(WebhookReply)> done) {
  auto& dice = stage_.dice;
  stage_.count("outgoing webhooks");
  const bool arrives = !stage_.strikes(stage_.faults.request_lost);
  const bool answered = arrives && !stage_.strikes(stage_.faults.answer_lost);
  const int status = stage_.strikes(stage_.faults.server_error) ? 500 : 200;
  stage_.tell(send.call,
              "WEBHOOK OUT " + send.request.id + (answered ? " " + std::to_string(status) : " lost"));
  if (arrives && status == 200) inspector_.webhook_came(send.request, send.call);
  const auto after = answered ? dice.between(milliseconds{5}, milliseconds{400}) : send.request.timeout;
  const WebhookReply reply{.status = answered ? status : 0, .code = answered ? "" : "timeout", .detail = {}};
  stage_.after(after, [done = std::move(done), reply] { done(reply); });
}

SendOutcome Wire::perform(const ApiSend& request) {
  if (request.operation->name == "dial") {
    people_.prepare(JsonDocument::of(request.body).root()["to"].str());
  }
  const auto response = stage_.telnyx.request(stage_.now, api_request(request));
  return decode({.status = response.status, .headers = response.headers, .body = response.body.text()});
}

void Wire::carry(const std::vector<simulator::Webhook>& webhooks) {
  auto& dice = stage_.dice;
  const auto& faults = stage_.faults;
  for (const auto& webhook : webhooks) {
    stage_.count("webhooks");
    const std::size_t copies = stage_.strikes(faults.duplicate) ? 2 + dice.below(2) : 1;
    if (copies > 1) stage_.count("webhooks delivered more than once");
    for (std::size_t i = 0; i < copies; ++i) {
      const bool late = stage_.strikes(faults.late_webhook);
      if (late) stage_.count("late webhooks");
      const auto delay = dice.between(milliseconds{5}, late ? Duration{10'000} : faults.webhook_delay);
      deliver(webhook, 1, delay + withheld(webhook));
    }
  }
}

Duration Wire::withheld(const simulator::Webhook& webhook) const {
  const auto body = JsonDocument::of(webhook.body);
  const auto found = withheld_until_.find(body.root().at_path("data.payload.call_control_id").str());
  const bool is_over = found == withheld_until_.end() || found->second <= stage_.now;
  return is_over ? Duration{0} : found->second - stage_.now;
}

void Wire::deliver(const simulator::Webhook& webhook, int number, Duration delay) {
  if (number > 1) ++repeating_;
  stage_.after(delay, [this, webhook, number] {
    if (number > 1) --repeating_;
    attempt(webhook, number);
  });
}

void Wire::attempt(const simulator::Webhook& webhook, int number) {
  static constexpr std::array kPauses = {seconds{1}, seconds{5}, seconds{15}, seconds{30}, seconds{60}};
  const auto body = number == 1 ? webhook.body : simulator::redelivery(webhook, number, webhook.url);
  auto event = parse_event(body.text());
  if (!event) return stage_.require(false, {}, "a webhook can be read: " + event.error().detail);
  const auto over = std::make_shared<bool>(false);
  const auto again = [this, webhook, number, over](std::string_view why) {
    if (std::exchange(*over, true)) return;
    stage_.count(why);
    const auto pause = static_cast<std::size_t>(std::min<int>(number, kPauses.size()) - 1);
    deliver(webhook, number + 1, kPauses[pause]);
  };
  const auto call = event->ours ? event->ours->call : CallId();
  process_.ask(runtime::message::Arrived{.event = *event, .call = {}},
               [this, event = *event, over, again, call, number](const runtime::effect::Respond* respond) {
                 stage_.tell(call,
                             "WEBHOOK " + event.name + " " + event.id.text().substr(0, 8) + " attempt " +
                                 std::to_string(number) +
                                 (respond == nullptr
                                      ? " down"
                                      : " outcome " + std::to_string(static_cast<int>(respond->outcome))));
                 if (respond == nullptr) return again("webhooks to a dead process");
                 if (respond->outcome == runtime::Outcome::Unavailable) return again("webhooks answered 503");
                 *over = true;
                 inspector_.webhook_answered(event, respond->outcome);
               });
  stage_.after(
      kWebhookTimeout, [again] { again("webhooks not answered in time"); }, Agenda::Kind::Housekeeping);
}

}  // namespace callwright::simulation
