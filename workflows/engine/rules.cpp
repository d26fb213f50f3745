#include "workflows/engine/rules.hpp"

#include "workflows/engine/actions.hpp"
#include "workflows/engine/scope.hpp"

namespace callwright::engine {
namespace {

bool means_leg(const Decision& d, const Rule& rule, int leg_number) {
  if (rule.leg.empty() || rule.leg == "caller") return leg_number == 0;
  const auto* leg = find_leg(d.call, leg_number);
  if (leg == nullptr || leg_number == 0) return false;
  if (rule.leg == "winner") {
    const auto* attempt = find_attempt(d.call, leg->attempt);
    const auto* run = attempt == nullptr ? nullptr : find_run(d.call, attempt->run);
    return run != nullptr && run->winner == leg->attempt;
  }
  return rule.leg == leg->person;
}

}  // namespace

MatchedRules matching_rules(const Decision& d, std::string_view on, const Json& event, int leg, int run) {
  MatchedRules matched{.rules = {}, .event = event, .run = run};
  const auto* workflow = d.bundle.workflow(d.call.workflow);
  if (workflow == nullptr) return matched;
  const CallScope scope(d, {.leg = leg, .run = run, .event = &matched.event});
  for (std::size_t i = 0; i < workflow->rules.size(); ++i) {
    const auto& rule = workflow->rules[i];
    if (rule.on == on && means_leg(d, rule, leg) && holds(rule.condition, scope)) matched.rules.push_back(i);
  }
  return matched;
}

void start_rules(Decision& d, const MatchedRules& matched, std::uint64_t request) {
  int before = 0;
  for (const auto index : matched.rules) {
    d.decide("rule", {{"rule", d.workflow().rules[index].id}, {"on", d.workflow().rules[index].on}});
    before = start_list(d, "rules." + std::to_string(index), matched.event, matched.run, request, before);
  }
}

}  // namespace callwright::engine
