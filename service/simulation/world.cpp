#include "service/simulation/world.hpp"

#include "workflows/language/load.hpp"

#include <array>
#include <stdexcept>

namespace callwright::simulation {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Duration kFaultsLast = minutes{25};
constexpr Duration kWorldLasts = std::chrono::hours{4};

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

/// The only time zone of the worlds.
class UtcOnly final : public ZoneSource {
 public:
  [[nodiscard]] std::optional<ZoneTable> table(std::string_view name, TimePoint, TimePoint) const override {
    return name == "UTC" ? std::optional(ZoneTable{.name = "UTC", .transitions = {}}) : std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> names() const override { return {"UTC"}; }
};

BundlePtr load(const Scenario& scenario, std::string_view longest, std::string_view outgoing) {
  const auto yaml = yaml_of(scenario, longest, outgoing);
  static const UtcOnly zones;
  const auto loaded =
      load_bundle({SourceFile{.name = "world.yaml", .text = yaml}}, {.zones = &zones, .now = kBegin});
  if (loaded.bundle) return loaded.bundle;
  std::string text = "the bundle does not load: " + std::string(scenario.name);
  for (const auto& finding : loaded.findings) text += "\n" + format_finding(finding);
  throw std::invalid_argument(text + "\n" + yaml);
}

}  // namespace

World::World(const Script& script, Tally& tally, Scene::StepSeen seen)
    : dice_(script.seed),
      stage_(script, dice_, tally, draw_settings(dice_)),
      scene_(
          stage_,
          {.prepare = [this](const std::string& number, const CallId&) { prepare(number); },
           .took_effect = [this](const simulator::Telnyx::Effect& effect) { people_.took_effect(effect); }},
          draw_rules(stage_), std::move(seen)),
      people_(stage_, scene_.process(), scene_.inspector()),
      customers_(stage_, scene_.process()) {
  use_some_bundle();
  plan_stand_in();
  stage_.has_transfers = dice_.chance(300);
}

void World::use_some_bundle() {
  const auto& scenario = kScenarios[dice_.below(kScenarios.size())];
  static constexpr std::array<std::string_view, 6> kLongest = {"", "", "", "30s", "75s", "150s"};
  const auto& outgoing = kOutgoing[(script_seed() + reloads_++) % kOutgoing.size()];
  scene_.use_bundle(load(scenario, dice_.one_of(kLongest), outgoing));
  stage_.tell({}, "WORKFLOWS " + std::string(scenario.name));
}

bool World::run() {
  scene_.process().start();
  people_.plan_callers();
  customers_.plan_requests();
  plan_trouble();
  scene_.live_until(kBegin + kWorldLasts, kFaultsLast);
  if (stage_.broken.empty()) scene_.inspector().look_at_the_end();
  if (stage_.broken.empty()) scene_.restart_in_quiet();
  return stage_.broken.empty();
}

/// Somebody whom we call and whom escalations ring, too, is one or the other each time.
void World::prepare(const std::string& number) {
  if (customers_.has(number) && !number.ends_with("0111")) return people_.prepare(number, customers_.draw());
  people_.prepare(number);
}

/// Now and then somebody stands in for the rotation, for a while.
void World::plan_stand_in() {
  if (!dice_.chance(400)) return;
  const auto from = kBegin + dice_.between(Duration{0}, minutes{2});
  OnCallOverride override{.rotation = "night",
                          .person = dice_.chance(500) ? "dee" : "ana",
                          .from = from,
                          .until = {},
                          .by = "eve"};
  if (dice_.chance(500)) override.until = from + dice_.between(Duration{0}, minutes{2});
  stage_.after(
      dice_.between(Duration{0}, minutes{1}),
      [this, override] {
        if (!stage_.store.put_override(override, stage_.now)) return;
        stage_.count("stand-ins");
        scene_.process().tell_of_people();
      },
      Agenda::Kind::Housekeeping);
}

void World::plan_trouble() {
  const auto trouble = [this] {
    auto& process = scene_.process();
    if (process.is_up() && stage_.strikes(Fault::CrashByTime)) process.crash("out of the blue");
    if (auto step = stage_.strikes(Fault::ClockStep); step && process.is_up()) {
      stage_.count("clock steps forward");
      process.set_clock_forward(step->between(Duration{100}, minutes{step->chance(200) ? 10 : 1}));
    }
    if (stage_.strikes(Fault::Reload)) {
      stage_.count("reloads");
      use_some_bundle();
      process.use_bundle();
    }
    if (stage_.now < kBegin + kFaultsLast) plan_trouble();
  };
  stage_.after(seconds{10}, trouble, Agenda::Kind::Housekeeping);
}

}  // namespace callwright::simulation
