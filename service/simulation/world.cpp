#include "service/simulation/world.hpp"

#include "workflows/language/load.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace callwright::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kFaultsLast = minutes{25};
constexpr Duration kWorldLasts = std::chrono::hours{4};
/// What may not last is looked at so often; it may last for seconds.
constexpr Duration kBetweenLooks{250};
constexpr Duration kGrace = seconds{6};
constexpr Duration kQuiet = seconds{200};  // longer than anything that is still to come

/// What Telnyx's documentation leaves open: each switch of the model is thrown in some worlds.
void draw_unstated(Dice& dice, simulator::Unstated& unstated) {
  for (const auto& one : simulator::unstated_switches()) {
    // The assistants of the workflows were made elsewhere: with this one no call would have any.
    if (one.name == "known_assistants_only" || !dice.chance(250)) continue;
    if (one.set_time != nullptr) {
      one.set_time(unstated, dice.between(Duration{100}, seconds{5}));
    } else {
      one.set(unstated, dice.below(one.choices.size()));
    }
  }
}

simulator::Telnyx::Settings draw_settings(Dice& dice) {
  simulator::Telnyx::Settings settings;
  settings.seed = dice.next();
  settings.broken_assistants = {std::string(kBrokenAssistant)};
  if (dice.chance(600))
    settings.insights = {json_object({{"insight_id", "i-1"}, {"insight_name", "Mood"}, {"result", "fine"}})};
  if (dice.chance(100)) settings.outbound_channels = 1;
  static constexpr std::array kForbidden = {"ai_assistant_add_messages", "gather_stop", "bridge",
                                            "ai_assistant_stop"};
  if (dice.chance(100)) settings.forbidden_operations = {dice.one_of(kForbidden)};
  settings.call_cost_in_webhooks = dice.chance(300);
  settings.conversation_created_after = dice.between(Duration{10}, Duration{2500});
  draw_unstated(dice, settings.unstated);
  return settings;
}

/// Telnyx tries at the failover address, too: that of the same process.
simulator::DeliveryRules draw_rules(Stage& stage) {
  return simulator::delivery_rules(stage.unstated,
                                   stage.dice.chance(500) ? "https://failover.test/webhooks/telnyx" : "");
}

std::pair<TimePoint, std::string> line_of(const StoredRecord& stored) {
  constexpr std::size_t kLongestLine = 260;
  const auto document = JsonDocument::of(Json::trusted(stored.record));
  const auto record = document.root();
  const auto line = record["seq"].display() + " " + record["kind"].str() + " " + record["data"].display();
  return {parse_time(record["at"].str()).value_or(TimePoint{}), "      " + cut_utf8(line, kLongestLine)};
}

BundlePtr load(const Scenario& scenario, std::string_view longest) {
  const auto yaml = yaml_of(scenario, longest);
  const auto loaded = load_bundle({SourceFile{.name = "world.yaml", .text = yaml}});
  if (loaded.bundle) return loaded.bundle;
  std::string text = "the bundle does not load: " + std::string(scenario.name);
  for (const auto& finding : loaded.findings) text += "\n" + format_finding(finding);
  throw std::invalid_argument(text + "\n" + yaml);
}

}  // namespace

World::World(const Script& script, Tally& tally, StepSeen seen)
    : dice_(script.seed),
      stage_(script, dice_, tally, draw_settings(dice_)),
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
      people_(stage_, process_, inspector_),
      wire_(stage_, process_, inspector_, people_, draw_rules(stage_)) {
  use_some_bundle();
  stage_.has_transfers = dice_.chance(300);
}

void World::use_some_bundle() {
  const auto& scenario = kScenarios[dice_.below(kScenarios.size())];
  static constexpr std::array<std::string_view, 6> kLongest = {"", "", "", "30s", "75s", "150s"};
  stage_.bundle = load(scenario, dice_.one_of(kLongest));
  stage_.scenarios[stage_.bundle->id] = &scenario;
  stage_.tell({}, "WORKFLOWS " + std::string(scenario.name));
  (void)stage_.store.put_bundle(stage_.bundle->id, stage_.bundle->content);
}

/// Every fourth step is taken again, on the call as it would be read from disk.
Step World::checked_step(const Bundle& bundle, const Call& call, const Input& input) {
  auto decided = step(bundle, call, input);
  if (call.version % 4 == 0) {
    const auto again = step(bundle, read_snapshot(write_snapshot(call)).value(), input);
    stage_.require(again.call == decided.call && again.records == decided.records, call.id,
                   "a replay gives the same decisions");
  }
  if (seen_) seen_(call, input, decided);
  return decided;
}

bool World::run() {
  process_.start();
  people_.plan_callers();
  plan_trouble();
  live_until(kBegin + kWorldLasts);
  if (stage_.broken.empty()) inspector_.look_at_the_end();
  if (stage_.broken.empty()) restart_in_quiet();
  return stage_.broken.empty();
}

void World::plan_trouble() {
  const auto trouble = [this] {
    if (process_.is_up() && stage_.strikes(Fault::CrashByTime)) process_.crash("out of the blue");
    if (auto step = stage_.strikes(Fault::ClockStep); step && process_.is_up()) {
      stage_.count("clock steps forward");
      process_.set_clock_forward(step->between(Duration{100}, minutes{step->chance(200) ? 10 : 1}));
    }
    if (stage_.strikes(Fault::Reload)) {
      stage_.count("reloads");
      use_some_bundle();
      process_.use_bundle();
    }
    if (stage_.now < kBegin + kFaultsLast) plan_trouble();
  };
  stage_.after(seconds{10}, trouble, Agenda::Kind::Housekeeping);
}

void World::live_until(TimePoint end) {
  while (stage_.broken.empty() && !is_over()) {
    happen();
    notice();
    stage_.require(stage_.now < end, {}, "everything comes to an end within four hours");
  }
}

void World::happen() {
  const auto planned = stage_.agenda.next();
  const auto at_telnyx = stage_.telnyx.next_due();
  const bool telnyx_first = at_telnyx && (!planned || *at_telnyx <= *planned);
  const auto now = std::max(stage_.now, telnyx_first ? *at_telnyx : *planned);
  // What fell due meanwhile waits for up to 5 s for what Telnyx says of the legs.
  const bool is_starting = now < process_.started_at() + kGrace;
  if (!process_.is_up() || is_starting || process_.is_disk_stuck() || wire_.is_stuck())
    excused_ += now - stage_.now;
  stage_.now = now;
  stage_.faults_are_over = stage_.now > kBegin + kFaultsLast;
  if (telnyx_first) {
    wire_.carry(stage_.telnyx.advance(stage_.now));
  } else {
    stage_.agenda.run_next();
  }
}

void World::notice() {
  const auto& effects = stage_.telnyx.effects();
  if (effects_seen_ < effects.size()) next_look_at_legs_ = stage_.now;
  while (effects_seen_ < effects.size()) {
    const auto effect = effects[effects_seen_++];
    inspector_.took_effect(effect);
    people_.took_effect(effect);
  }
  if (stage_.now >= next_look_at_legs_) {
    next_look_at_legs_ = stage_.now + kBetweenLooks;
    inspector_.look_at_legs(excused_);
  }
}

bool World::is_over() {
  if (stage_.now < next_look_) return false;
  next_look_ = stage_.now + seconds{5};
  if (!is_quiet()) {
    quiet_since_.reset();
    return false;
  }
  if (!quiet_since_) quiet_since_ = stage_.now;
  return stage_.now - *quiet_since_ >= kQuiet;
}

bool World::is_quiet() {
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
void World::restart_in_quiet() {
  const auto effects = stage_.telnyx.effects().size();
  const auto requests = stage_.tally["requests"];
  process_.crash("after the end");
  const auto until = stage_.now + minutes{3};
  while (stage_.broken.empty() && stage_.now < until) happen();
  stage_.require(stage_.tally["requests"] == requests && stage_.telnyx.effects().size() == effects, {},
                 "after the end nothing is sent");
}

std::string World::story() const {
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
