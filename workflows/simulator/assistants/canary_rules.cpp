#include "workflows/simulator/assistants/canary_rules.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>

namespace callwright::simulator::assistants {
namespace {

bool clause_holds(const JsonNode& clause, const Conversation& conversation) {
  const auto found = conversation.metadata.find(clause["attribute"].str());
  const auto value = found == conversation.metadata.end() ? std::string{} : found->second;
  const auto values = clause["values"].elements();
  const auto operation = clause["operator"].str();
  if (operation == "starts_with") {
    return std::ranges::any_of(values, [&](const auto& one) { return value.starts_with(one.str()); });
  }
  const bool is_in = std::ranges::any_of(values, [&](const auto& one) { return value == one.str(); });
  return is_in == (operation == "in");
}

bool rule_matches(const JsonNode& rule, const Conversation& conversation) {
  const auto clauses = rule["match"].elements();
  return std::ranges::all_of(clauses, [&](const auto& clause) { return clause_holds(clause, conversation); });
}

/// From 0 up to, but not including, 100; the same for the same conversation.
double draw_of(const Conversation& conversation) {
  constexpr unsigned kSteps = 10000;
  unsigned number = 0;
  const auto hex = fingerprint(conversation.id).substr(0, 7);
  std::from_chars(hex.data(), hex.data() + hex.size(), number, 16);
  return static_cast<double>(number % kSteps) * 100 / kSteps;
}

std::string rolled_out(const JsonNode& rollout, const Conversation& conversation) {
  auto left = draw_of(conversation);
  for (const auto& slot : rollout.elements()) {
    left -= slot["weight"].number().value_or(0);
    if (left < 0) return slot["version_id"].str();
  }
  return {};
}

}  // namespace

const Version& version_for(const Assistant& assistant, const Conversation& conversation) {
  if (!assistant.canary) return assistant.main();
  const auto rules = JsonDocument::of(assistant.canary->rules);
  for (const auto& rule : rules.root().elements()) {
    if (!rule_matches(rule, conversation)) continue;
    const auto serve = rule["serve"];
    const auto named =
        serve["version_id"].exists() ? serve["version_id"].str() : rolled_out(serve["rollout"], conversation);
    const auto* version = assistant.version(named);
    return version == nullptr ? assistant.main() : *version;
  }
  return assistant.main();
}

}  // namespace callwright::simulator::assistants
