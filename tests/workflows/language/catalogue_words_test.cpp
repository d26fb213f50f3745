#include "tests/workflows/language/sample.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/commands.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace callwright::tests::language_catalogue {
namespace {

/// A value that the field cannot have, as YAML; empty where every text fits.
std::string wrong_value_of(const Field& field) {
  if (!field.accepted.empty() && !field.type.starts_with("array")) return "nonsense";
  if (field.type.starts_with("integer") || field.type == "boolean" || field.type == "number")
    return "nonsense";
  if (field.type.starts_with("object") || field.type.starts_with("array")) return "nonsense";
  return field.type == "string" ? "[ nonsense ]" : "";
}

bool is_ours(std::string_view operation, std::string_view field) {
  return field == "client_state" || field == "command_id" || (operation == "transfer" && field == "to") ||
         (operation == "refer" && field == "sip_address");
}

TEST(CatalogueWords, EachFieldOfEachCommandIsCheckedWhereItStands) {
  int fields = 0;
  for (const auto& name : language::command_names()) {
    const auto* operation = Catalogue::get().operation(name);
    ASSERT_NE(operation, nullptr) << name;
    for (const auto& field : operation->body) {
      const auto wrong = wrong_value_of(field);
      if (wrong.empty() || is_ours(name, field.name)) continue;
      Sample sample;
      sample.rules = "      - on: tool.x\n        do:\n          - " + name + ":\n              " +
                     field.name + ": " + wrong + "\n";
      const auto loaded = load_text(sample.text());
      const bool is_told = std::ranges::any_of(loaded.findings, [](const Finding& finding) {
        return finding.line == 12 && finding.column == 15 && finding.is_error &&
               (finding.code == "wrong_type" || finding.code == "not_accepted");
      });
      EXPECT_TRUE(is_told) << name << "." << field.name << " (" << field.type << "): " << wrong << "\n"
                           << messages_of(loaded);
      ++fields;
    }
  }
  EXPECT_GE(fields, 200);
}

TEST(CatalogueWords, EachCommandWithATypoIsNamed) {
  for (const auto& name : language::command_names()) {
    auto typo = name;
    std::swap(typo[1], typo[2]);
    if (typo == name) continue;
    Sample sample;
    sample.rules = "      - { on: tool.x, do: [ " + typo + " ] }\n";
    const auto loaded = load_text(sample.text());
    ASSERT_EQ(loaded.findings.size(), 1U) << typo << "\n" << messages_of(loaded);
    EXPECT_EQ(loaded.findings.front().suggestion, name);
  }
}

TEST(CatalogueWords, EachEventOfTelnyxAndOursMayBeARule) {
  std::vector<std::string> events = {"tool.x",           "operator.x",           "assistant.failed",
                                     "assistant.ended",  "escalation.started",   "escalation.joined",
                                     "call.settled",     "escalation.exhausted", "escalation.cancelled",
                                     "participant.left", "participant.joined"};
  for (const auto& webhook : Catalogue::get().webhooks()) events.push_back(webhook.name);
  EXPECT_GE(events.size(), 40U);
  for (const auto& event : events) {
    Sample sample;
    sample.rules = "      - { on: " + event + ", do: [ log: x ] }\n";
    const auto loaded = load_text(sample.text());
    ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
    EXPECT_EQ(loaded.bundle->workflows.front().rules.front().on, event);
    if (event != "call.dtmf.received") EXPECT_EQ(messages_of(loaded), "");
    auto typo = event;
    std::swap(typo[typo.size() - 2], typo[typo.size() - 3]);
    if (typo == event || event.ends_with(".x")) continue;
    sample.rules = "      - { on: " + typo + ", do: [ log: x ] }\n";
    const auto mistaken = load_text(sample.text());
    ASSERT_EQ(mistaken.findings.size(), 1U) << typo;
    EXPECT_EQ(mistaken.findings.front().suggestion, event) << messages_of(mistaken);
    EXPECT_TRUE(mistaken.findings.front().is_error) << typo;
  }
}

}  // namespace
}  // namespace callwright::tests::language_catalogue
