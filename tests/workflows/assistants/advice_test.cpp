#include "workflows/assistants/advice.hpp"

#include "tests/workflows/assistants/support.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_advice {
namespace {

/// Nothing to say of this one.
constexpr const char* kGood = R"(name: n
instructions: i
enabled_features: [telephony]
telephony_settings: { time_limit_secs: 7200 }
tools:
  - { type: skip_turn, skip_turn: { description: d } }
)";

std::string good_but(const std::string& from, const std::string& to) {
  std::string text = kGood;
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("the good file has no " + from);
  return text.replace(at, from.size(), to);
}

std::string with_tool(const std::string& tool) { return std::string(kGood) + "  - " + tool + "\n"; }

std::string help(const std::string& more,
                 const std::string& url = "https://h/tools/help?call={{callwright_call}}") {
  return with_tool("{ type: webhook, webhook: { name: help, description: d, url: \"" + url + "\"" + more +
                   " } }");
}

constexpr const char* kReason =
    ", body_parameters: { type: object, properties: { reason: { type: string } } }";

struct Case {
  const char* name;
  std::string file;
  const char* place_and_code;
  const char* rule = "{ on: tool.help, do: [ { escalate: human } ] }";
  const char* join = "conversation";
};

class AssistantAdvice : public ::testing::TestWithParam<Case> {};

std::string bundle_text(const Case& c) {
  return std::string(R"(language: 1
people: { dana: { name: Dana, phone: "+13125550111" } }
workflows:
  desk:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules:
      - )") +
         c.rule + "\nescalations: { human: { steps: [ { ring: [dana] } ], join: { mode: " + c.join +
         " } } }\n";
}

/// `LINE:COLUMN code`, one a line.
std::string shown(const ReadFolder& read) {
  std::string text;
  for (const auto& finding : read.findings.sorted(read.assistants)) {
    EXPECT_FALSE(finding.is_error) << finding.message;
    EXPECT_FALSE(finding.message.empty());
    text += std::to_string(finding.line) + ":" + std::to_string(finding.column) + " " + finding.code + "\n";
  }
  return text;
}

TEST_P(AssistantAdvice, IsGivenWithThePlace) {
  const auto bundle = bundle_of(bundle_text(GetParam()));
  const assistants::Demand demand{.bundle = bundle.get(), .public_url = "https://h"};
  ReadFolder read(
      {{"a.yaml", GetParam().file}},
      {{"tools/bye.yaml", "type: webhook\nwebhook: { name: help, description: d, url: \"https://x/y\" }\n"}});
  ASSERT_EQ(read.report(), "");
  const auto& file = read.folder.assistants.front();
  const auto wanted = assistants::wanted_of(file, read.folder, "assistant-1", {}, demand, read.findings);
  assistants::advise(file, read.folder, wanted.settings, wanted, demand, read.findings);
  EXPECT_EQ(shown(read), GetParam().place_and_code) << read.report();
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, AssistantAdvice,
    ::testing::Values(
        Case{"Good", kGood, ""},
        Case{"ShortTimeLimit", good_but("7200", "600"), "4:23 ends_before_the_call\n"},
        Case{"TimeLimitOfTelnyx", good_but("telephony_settings: { time_limit_secs: 7200 }", "description: d"),
             "1:1 ends_before_the_call\n"},
        Case{"ShortIdleTime", good_but("7200", "7200, user_idle_timeout_secs: 20"),
             "4:46 ends_while_ringing\n"},
        Case{"LongIdleTime", good_but("7200", "7200, user_idle_timeout_secs: 600"), ""},
        Case{"NoSkipTurn", good_but("skip_turn, skip_turn: { description: d }", "send_dtmf"),
             "5:1 no_skip_turn\n"},
        Case{"NobodyToKeepSilentFor", good_but("skip_turn, skip_turn: { description: d }", "send_dtmf"), "",
             "{ on: tool.help, do: [ { escalate: human } ] }", "bridge"},
        Case{"Transfer", with_tool("{ type: transfer, transfer: { from: f, targets: [] } }"),
             "7:5 legs_beside_ours\n"},
        Case{"Invite", with_tool("{ type: invite, invite: { from: f } }"), "7:5 legs_beside_ours\n"},
        Case{"Hangup", with_tool("{ type: hangup }"), "7:5 hangs_up_while_ringing\n"},
        Case{"NoRetention", std::string(kGood) + "privacy_settings: { data_retention: false }\n",
             "7:21 no_insights\n", "{ on: call.conversation_insights.generated, do: [] }"},
        Case{"NoRetentionAndInsightsInAText",
             std::string(kGood) + "privacy_settings: { data_retention: false }\n", "7:21 no_insights\n",
             "{ on: call.settled, do: [ { log: \"${insights.Mood}\" } ] }"},
        Case{"NoRetentionThatNobodyMisses",
             std::string(kGood) + "privacy_settings: { data_retention: false }\n", ""},
        Case{"NoTelephony", good_but("[telephony]", "[messaging]"), "3:1 no_telephony\n"},
        Case{"OwnTool", help(kReason), ""},
        Case{"OwnToolWithoutArgument", help(""), "7:5 argument_missing\n"},
        Case{"OwnToolElsewhere", help(kReason, "https://h/tools/other?call={{callwright_call}}"),
             "7:5 tool_elsewhere\n"},
        Case{"OwnToolOnAnotherHost", help(kReason, "https://g/tools/help?call={{callwright_call}}"),
             "7:5 tool_elsewhere\n"},
        Case{"OwnToolWithoutCall", help(kReason, "https://h/tools/help"), "7:5 tool_without_call\n"},
        Case{"OwnToolTooQuick", help(std::string(kReason) + ", timeout_ms: 1500"), "7:5 tool_timeout\n"},
        Case{"OwnToolQuickEnough", help(std::string(kReason) + ", timeout_ms: 2000"), ""},
        Case{"OwnToolAsync", help(std::string(kReason) + ", async: true"), "7:5 tool_is_async\n"},
        Case{"SharedTool", std::string(kGood) + "tool_ids: [bye]\n",
             "1:1 argument_missing\n1:1 tool_elsewhere\n"},
        Case{"GeneratedWithoutWords", kGood, "5:1 made_up_description\n", "{ on: tool.rate, do: [] }"},
        Case{"Pay", with_tool("{ type: pay, pay: { connector_name: c } }"), "7:5 pay_hears_keys\n"},
        Case{"SecretInClear", help(std::string(kReason) + ", headers: [ { name: X-Api-Key, value: abc } ]"),
             "5:1 secret_in_clear\n"},
        Case{"SecretByReference",
             help(std::string(kReason) + ", headers: [ { name: Authorization, value: \"Bearer "
                                         "{{#integration_secret}}x{{/integration_secret}}\" } ]"),
             ""},
        Case{"PayWithKeysOff",
             with_tool("{ type: pay, pay: { connector_name: c } }")
                 .replace(std::string(kGood).find("7200"), 4, "7200, disable_dtmf: true"),
             ""}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_advice
