#include "service/simulation/test_run.hpp"

#include "service/simulation/actors.hpp"
#include "service/simulation/scene.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace callwright::simulation {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

/// An outgoing webhook is tried for a day.
constexpr Duration kLongestAfterScript = hours{30};
constexpr Duration kDrawnFaultsLast = minutes{25};
constexpr Duration kUsualWebhookDelay = milliseconds{120};
constexpr Duration kUsualRestart = milliseconds{500};

std::size_t index_of(const std::vector<std::string_view>& choices, std::string_view choice) {
  return static_cast<std::size_t>(std::ranges::find(choices, choice) - choices.begin());
}

/// What a test may say about a switch, for somebody who said something else.
Unmet refused_switch(const std::string& name, const std::string& choice) {
  const auto* known = simulator::unstated_switch(name);
  if (known == nullptr) {
    const auto& all = simulator::unstated_switches();
    const auto nearest =
        std::ranges::min_element(all, {}, [&](const auto& one) { return spelling_distance(one.name, name); });
    return {"unstated." + name, std::string(nearest->name), "no switch of the simulator"};
  }
  std::string choices;
  for (const auto one : known->choices) choices += (choices.empty() ? "" : " or ") + std::string(one);
  return {"unstated." + name, choices, choice};
}

simulator::Telnyx::Settings settings_of(const TestCase& test, Dice& dice,
                                        std::vector<TestFailure>& failures) {
  simulator::Telnyx::Settings settings;
  settings.seed = dice.next();
  for (const auto& [name, result] : test.insights) {
    settings.insights.push_back(
        json_object({{"insight_id", "insight-" + name}, {"insight_name", name}, {"result", result}}));
  }
  for (const auto& [name, choice] : test.unstated) {
    const auto* known = simulator::unstated_switch(name);
    const auto found = known == nullptr ? std::size_t{0} : index_of(known->choices, choice);
    if (known != nullptr && found < known->choices.size()) {
      known->set(settings.unstated, found);
    } else {
      failures.push_back({test.line, Duration{-1}, refused_switch(name, choice)});
    }
  }
  return settings;
}

Faults faults_of(const TestCase& test, const TestOptions& options, Dice& dice) {
  if (options.with_faults) return Faults::drawn(dice);
  Faults faults;
  faults.webhook_delay = std::max(test.faults.reorder_within, kUsualWebhookDelay);
  faults.slow_ways = 0;
  faults.long_restarts = 0;
  faults.restart = kUsualRestart;
  return faults;
}

/// One test under way.
class TestRun {
 public:
  TestRun(const BundlePtr& bundle, const TestCase& test, const TestOptions& options)
      : test_(test),
        options_(options),
        dice_(options.seed),
        stage_({.seed = options.seed, .strikes = std::nullopt, .callers = std::nullopt}, dice_, tally_,
               settings_of(test, dice_, outcome_.failures), faults_of(test, options, dice_)),
        begin_(test.at.value_or(kBegin)),
        phones_(stage_, *bundle),
        witness_(stage_),
        scene_(
            stage_,
            {.prepare = [this](const std::string& number,
                               const CallId& call) { actors_.prepare(number, call); },
             .took_effect = [this](const simulator::Telnyx::Effect& effect) { actors_.took_effect(effect); },
             .looked = [this] { witness_.look(); }},
            simulator::delivery_rules(stage_.unstated, ""),
            [this](const Call&, const Input&, const Step& decided) { witness_.saw(decided.call); }),
        actors_({stage_, scene_.process(), scene_.inspector(), phones_, witness_}, *bundle, test,
                [this](const ScriptLine& line) { expect(*line.expect, line.at); }) {
    stage_.now = begin_;
    stage_.planned = PlannedFaults(test.faults);
    stage_.private_words.clear();
    for (const auto& line : test.script) {
      if (line.kind == ScriptLine::Kind::Call) stage_.private_words.push_back(line.from);
      if (line.kind == ScriptLine::Kind::Start) stage_.private_words.push_back(line.to);
    }
    for (const auto& [rotation, person] : test.stand_ins) {
      const OnCallOverride stand_in{rotation, person, begin_, std::nullopt, "test"};
      (void)stage_.store.put_override(stand_in, begin_);
    }
    scene_.use_bundle(bundle);
  }

  TestOutcome run() {
    scene_.process().start();
    actors_.begin();
    const auto script_ends = test_.script.empty() ? Duration{0} : test_.script.back().at;
    const auto faults_last = options_.with_faults ? kDrawnFaultsLast : Duration{0};
    scene_.live_until(begin_ + script_ends + kLongestAfterScript, faults_last);
    if (stage_.broken.empty()) scene_.inspector().look_at_the_end();
    expect(test_.expect, Duration{-1});
    if (stage_.broken.empty()) scene_.restart_in_quiet();
    return conclude();
  }

 private:
  void expect(const Expectation& expect, Duration at) {
    for (auto& one : unmet(expect, stage_, phones_, witness_))
      outcome_.failures.push_back({expect.line, at, std::move(one)});
  }

  TestOutcome conclude() {
    for (const auto& missed : actors_.missed())
      outcome_.failures.push_back({missed.line->line, missed.line->at, {"script", "", missed.why}});
    outcome_.broken = stage_.broken;
    outcome_.began = begin_;
    CallFilter everything;
    everything.limit = 1000;
    auto calls = stage_.store.search(everything).value();
    std::ranges::sort(calls, {}, [](const CallSummary& call) { return std::pair(call.opened_at, call.id); });
    outcome_.calls = calls.size();
    for (const auto& call : calls)
      outcome_.lasted = std::max(outcome_.lasted, call.closed_at.value_or(stage_.now) - begin_);
    if (outcome_.passed() && !options_.tells_story) return std::move(outcome_);
    for (const auto& call : calls) tell_of(call);
    outcome_.story = scene_.story();
    return std::move(outcome_);
  }

  void tell_of(const CallSummary& call) {
    TestedCall told{CallId(call.id), call.from, call.to, {}};
    const auto records = stage_.store.records(told.id, 0, SIZE_MAX);
    for (const auto& record : *records) told.records.push_back(record.record);
    outcome_.told.push_back(std::move(told));
  }

  const TestCase& test_;
  const TestOptions& options_;
  TestOutcome outcome_;
  Tally tally_;
  Dice dice_;
  Stage stage_;
  TimePoint begin_;
  Phones phones_;
  Witness witness_;
  Scene scene_;
  Actors actors_;
};

}  // namespace

TestOutcome run_test(const BundlePtr& bundle, const TestCase& test, const TestOptions& options) {
  return TestRun(bundle, test, options).run();
}

}  // namespace callwright::simulation
