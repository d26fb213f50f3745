#include "service/simulation/customers.hpp"

#include "service/simulation/wanted_call.hpp"

namespace callwright::simulation {
namespace {

using simulator::Behaviour;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kTries = 12;
constexpr std::size_t kNumbers = 3;

std::string body_of(const std::string& to, const std::string& key) {
  JsonWriter out;
  out.begin_object().member("workflow", kOutgoingWorkflow).member("to", to).member("idempotency_key", key);
  out.key("variables").begin_object().member("name", "Ada").member("visits", 3).end_object();
  return out.end_object().take();
}

}  // namespace

void Customers::plan_requests() {
  if (!dice_.chance(400)) return;
  const auto requests = dice_.below(4) + 1;
  for (std::size_t i = 0; i < requests; ++i) plan_request(i);
}

/// Now and then the number is that of somebody whom escalations ring, too.
void Customers::plan_request(std::size_t number) {
  const auto key = "order-" + std::to_string(number);
  auto to = "+1312555013" + std::to_string(dice_.below(kNumbers));
  if (dice_.chance(150)) to = "+13125550111";
  ++numbers_[to];
  const auto at = dice_.between(seconds{0}, seconds{200});
  stage_.after(at, [this, key, to] { ask(key, to, kTries); });
  while (dice_.chance(400)) {
    const auto again = at + dice_.between(milliseconds{0}, seconds{dice_.chance(500) ? 1 : 60});
    stage_.after(again, [this, key, to] {
      stage_.count("calls that were asked for again");
      ask(key, to, kTries);
    });
  }
}

void Customers::ask(const std::string& key, const std::string& to, int tries_left) {
  stage_.count("calls that were asked for");
  const auto wanted = wanted_call(stage_.bundle, body_of(to, key));
  if (!wanted) return stage_.require(false, {}, "a call that may be made is not refused: " + wanted.error());
  process_.ask(*wanted, [this, key, to, tries_left](const runtime::effect::Respond* respond) {
    if (respond != nullptr && respond->outcome != runtime::Outcome::Unavailable)
      return answered(key, *respond);
    if (tries_left > 0)
      stage_.after(seconds{1}, [this, key, to, tries_left] { ask(key, to, tries_left - 1); });
  });
}

void Customers::answered(const std::string& key, const runtime::effect::Respond& respond) {
  if (respond.outcome == runtime::Outcome::Busy) return stage_.count("calls to somebody who is on the phone");
  const auto body = JsonDocument::of(respond.answer.body);
  const CallId call(body.root()["id"].str());
  const bool is_taken = respond.outcome == runtime::Outcome::Answered && respond.answer.status < 300;
  stage_.require(is_taken && call, call, "a call that is asked for is made, or somebody says why not");
  stage_.require(stage_.store.find({start_key(key)}).value() == call, call,
                 "a call is on disk before it is promised");
  const auto known = calls_.try_emplace(key, call).first;
  stage_.require(known->second == call, call, "one key is one call");
}

Behaviour Customers::draw() {
  static constexpr std::array kVerdicts = {"", "", "not_sure", "silence"};
  Behaviour behaviour;
  const auto kind = dice_.below(100);
  behaviour.kind = kind < 50   ? Behaviour::Kind::Answers
                   : kind < 75 ? Behaviour::Kind::Voicemail
                   : kind < 82 ? Behaviour::Kind::Busy
                   : kind < 91 ? Behaviour::Kind::NoAnswer
                               : Behaviour::Kind::Rejects;
  behaviour.answer_after = dice_.between(milliseconds{300}, seconds{dice_.chance(150) ? 25 : 8});
  behaviour.verdict_after = dice_.between(milliseconds{300}, seconds{dice_.chance(300) ? 8 : 3});
  behaviour.beeps = dice_.chance(700);
  behaviour.beep_after_verdict = dice_.between(milliseconds{-400}, seconds{dice_.chance(300) ? 40 : 6});
  if (behaviour.kind == Behaviour::Kind::Answers) behaviour.verdict = dice_.one_of(kVerdicts);
  const auto longest = dice_.chance(200) ? seconds{4} : seconds{240};
  if (dice_.chance(930)) behaviour.hangs_up_after = dice_.between(milliseconds{100}, longest);
  return behaviour;
}

}  // namespace callwright::simulation
