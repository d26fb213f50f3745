#include "service/simulation/scene.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

/// What may not last is looked at so often; it may last for seconds.
constexpr Duration kBetweenLooks{250};
constexpr Duration kGrace = seconds{6};
constexpr Duration kQuiet = seconds{200};  // longer than anything that is still to come

std::pair<TimePoint, std::string> line_of(const StoredRecord& stored) {
  constexpr std::size_t kLongestLine = 260;
  const auto document = JsonDocument::of(Json::trusted(stored.record));
  const auto record = document.root();
  const auto line = record["seq"].display() + " " + record["kind"].str() + " " + record["data"].display();
  return {parse_time(record["at"].str()).value_or(TimePoint{}), "      " + cut_utf8(line, kLongestLine)};
}

}  // namespace

Scene::Scene(Stage& stage, Cast cast, simulator::DeliveryRules rules, StepSeen seen)
    : stage_(stage),
      cast_(std::move(cast)),
      seen_(std::move(seen)),
      inspector_(stage_),
      process_(stage_,
               {.send = [this](const runtime::effect::Send& send,
                               Process::SendDone done) { wire_.send(send, std::move(done)); },
                .ask = [this](const runtime::effect::AskActiveCalls& ask,
                              Process::SendDone done) { wire_.ask(ask, std::move(done)); },
                .send_webhook =
                    [this](const runtime::effect::SendWebhook& send, std::function<void(WebhookReply)> done) {
                      wire_.send_webhook(send, std::move(done));
                    },
                .stored = [this] { inspector_.look_at_store(); },
                .step = [this](const Bundle& bundle, const Call& call,
                               const Input& input) { return checked_step(bundle, call, input); }}),
      wire_(
          stage_, process_, inspector_,
          [this](const std::string& number, const CallId& call) { cast_.prepare(number, call); },
          std::move(rules)) {}

void Scene::use_bundle(BundlePtr bundle) {
  stage_.bundle = std::move(bundle);
  stage_.bundles[stage_.bundle->id] = stage_.bundle;
  (void)stage_.store.put_bundle(stage_.bundle->id, stage_.bundle->content);
}

/// Every fourth step is taken again, on the call as it would be read from disk.
Step Scene::checked_step(const Bundle& bundle, const Call& call, const Input& input) {
  auto decided = step(bundle, call, input);
  if (call.version % 4 == 0) {
    const auto again = step(bundle, read_snapshot(write_snapshot(call)).value(), input);
    stage_.require(again.call == decided.call && again.records == decided.records, call.id,
                   "a replay gives the same decisions");
  }
  if (seen_) seen_(call, input, decided);
  return decided;
}

void Scene::live_until(TimePoint end, Duration faults_last) {
  faults_end_ = stage_.now + faults_last;
  while (stage_.broken.empty() && !is_over()) {
    happen();
    notice();
    stage_.require(stage_.now < end, {}, "everything comes to an end in time");
  }
}

void Scene::happen() {
  const auto planned = stage_.agenda.next();
  const auto at_telnyx = stage_.telnyx.next_due();
  const bool telnyx_first = at_telnyx && (!planned || *at_telnyx <= *planned);
  const auto now = std::max(stage_.now, telnyx_first ? *at_telnyx : *planned);
  // What fell due meanwhile waits for up to 5 s for what Telnyx says of the legs.
  const bool is_starting = now < process_.started_at() + kGrace;
  if (!process_.is_up() || is_starting || process_.is_disk_stuck() || wire_.is_stuck())
    excused_ += now - stage_.now;
  stage_.now = now;
  stage_.faults_are_over = stage_.now > faults_end_;
  if (telnyx_first) {
    wire_.carry(stage_.telnyx.advance(stage_.now));
  } else {
    stage_.agenda.run_next();
  }
}

void Scene::notice() {
  const auto& effects = stage_.telnyx.effects();
  if (effects_seen_ < effects.size()) next_look_at_legs_ = stage_.now;
  while (effects_seen_ < effects.size()) {
    const auto effect = effects[effects_seen_++];
    inspector_.took_effect(effect);
    cast_.took_effect(effect);
  }
  if (stage_.now >= next_look_at_legs_) {
    next_look_at_legs_ = stage_.now + kBetweenLooks;
    inspector_.look_at_legs(excused_);
    if (cast_.looked) cast_.looked();
  }
}

bool Scene::is_over() {
  if (stage_.now < next_look_) return false;
  next_look_ = stage_.now + seconds{5};
  if (!is_quiet()) {
    quiet_since_.reset();
    return false;
  }
  if (!quiet_since_) quiet_since_ = stage_.now;
  return stage_.now - *quiet_since_ >= kQuiet;
}

bool Scene::is_quiet() {
  if (stage_.agenda.matters() > 0 || wire_.webhooks_open() > 0 || !process_.is_idle()) return false;
  if (!stage_.store.due(TimePoint::max(), 1)->empty()) return false;  // an outgoing webhook waits
  const auto legs = stage_.telnyx.legs();
  if (!std::ranges::all_of(legs, [](const auto& leg) { return leg.state == "ended"; })) return false;
  CallFilter everything;
  everything.limit = 1000;
  const auto calls = stage_.store.search(everything);
  return std::ranges::all_of(*calls, [](const CallSummary& call) { return call.closed_at.has_value(); });
}

/// When everything is over, a new start finds nothing left to do.
void Scene::restart_in_quiet() {
  const auto effects = stage_.telnyx.effects().size();
  const auto requests = stage_.tally["requests"];
  process_.crash("after the end");
  const auto until = stage_.now + minutes{3};
  while (stage_.broken.empty() && stage_.now < until) happen();
  stage_.require(stage_.tally["requests"] == requests && stage_.telnyx.effects().size() == effects, {},
                 "after the end nothing is sent");
}

std::string Scene::story() const {
  const auto concerns = [&](const CallId& id) {
    const auto is_it = [&](const Broken& broken) { return broken.call.empty() || broken.call == id; };
    return stage_.broken.empty() || id.empty() || std::ranges::any_of(stage_.broken, is_it);
  };
  std::string text;
  std::multimap<TimePoint, std::string> lines;
  auto store = stage_.store;  // reading is not const
  const auto records = store.records_since(0, SIZE_MAX);
  for (const auto& stored : *records) {
    if (concerns(CallId(stored.call))) lines.insert(line_of(stored));
  }
  for (const auto& line : stage_.story) {
    if (concerns(line.call)) lines.emplace(line.at, line.text);
  }
  for (const auto& [at, line] : lines) text += format_time(at).substr(11, 12) + " " + line + "\n";
  return text;
}

}  // namespace callwright::simulation
