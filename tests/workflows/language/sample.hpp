#pragma once

#include "tests/support/zones.hpp"
#include "tests/workflows/language/noted_loads.hpp"
#include "workflows/language/load.hpp"

#include <map>
#include <optional>
#include <string>

namespace callwright::tests {

/// A bundle in one file, with a workflow `support` on +13125550100 and an escalation `human` that rings
/// `dana`. The pieces replace or extend its sections; each begins in a line of its own.
struct Sample {
  std::string people = "  dana: { name: Dana, phone: \"+13125550111\" }\n";
  std::string match = "    match: { to: [\"+13125550100\"] }\n";
  std::string assistant = "    assistant: { id: assistant-1, if_fails: { escalate: human } }\n";
  std::string workflow;  ///< further keys of `support`
  std::string rules = "      - on: tool.help\n        do: [ { escalate: human } ]\n";
  std::string steps = "    steps: [ { ring: [dana] } ]\n";
  std::string escalation;  ///< further keys of `human`
  std::string sections;    ///< further sections

  [[nodiscard]] std::string text() const {
    return "language: 1\npeople:\n" + people + "workflows:\n  support:\n" + match + assistant + workflow +
           "    rules:\n" + rules + "escalations:\n  human:\n" + steps + escalation + sections;
  }
};

/// With the time zones of `tests/support/zones.hpp`, in November of 2026.
inline Loaded load_text(const std::string& text) {
  auto loaded = load_bundle({{.name = "a.yaml", .text = text}}, test_load_options());
  note_load(text, loaded);
  return loaded;
}

/// `line:column code` of every finding, one a line.
inline std::string places_of(const Loaded& loaded) {
  std::string text;
  for (const auto& finding : loaded.findings)
    text += std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " + finding.code + "\n";
  return text;
}

inline std::string messages_of(const Loaded& loaded) {
  std::string text;
  for (const auto& finding : loaded.findings) text += format_finding(finding) + "\n";
  return text;
}

/// Values by path, as an engine would give them.
class MapScope final : public Scope {
 public:
  explicit MapScope(std::map<std::string, std::string, std::less<>> values, std::string open = {})
      : values_(std::move(values)), open_(std::move(open)) {}
  [[nodiscard]] std::optional<std::string> value(std::string_view path) const override {
    const auto found = values_.find(path);
    return found == values_.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] bool is_open(std::string_view schedule) const override { return schedule == open_; }

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::string open_;  ///< the schedule that is open now
};

}  // namespace callwright::tests
