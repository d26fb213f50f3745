#include "workflows/assistants/needed_tools.hpp"

#include "tests/workflows/assistants/support.hpp"
#include "workflows/assistants/wanted.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_tools {
namespace {

std::string bundle_with(const std::string& rules) {
  return R"(language: 1
people: { dana: { name: Dana, phone: "+13125550111" } }
workflows:
  desk:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules:
)" + rules +
         R"(  other:
    match: { to: ["+13125550101"] }
    assistant: { id: assistant-2 }
    rules: [ { on: tool.other, do: [] } ]
escalations: { human: { steps: [ { ring: [dana] } ] } }
)";
}

struct Case {
  const char* name;
  const char* rules;
  const char* tools;  ///< `name(argument:type!, …)`
};

std::string shown(const std::vector<assistants::NeededTool>& tools) {
  std::string text;
  for (const auto& tool : tools) {
    text += (text.empty() ? "" : " ") + tool.name + (tool.escalates ? "^" : "") + "(";
    for (const auto& argument : tool.arguments) {
      text += (text.ends_with('(') ? "" : ", ") + argument.name + (argument.is_number ? ":number" : "") +
              (argument.is_required ? "!" : "");
    }
    text += ")";
  }
  return text;
}

class NeededTools : public ::testing::TestWithParam<Case> {};

TEST_P(NeededTools, HaveTheArgumentsThatRulesRead) {
  const auto bundle = bundle_of(bundle_with(GetParam().rules));
  EXPECT_EQ(shown(assistants::needed_tools(assistants::workflows_of(*bundle, "assistant-1", {}))),
            GetParam().tools);
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, NeededTools,
    ::testing::Values(
        Case{"None", "      - { on: call.hangup, do: [] }\n", ""},
        Case{"Escalation", "      - { on: tool.help, do: [ { escalate: human } ] }\n", "help^(reason!)"},
        Case{"EscalationWithAReasonOfItsOwn",
             "      - { on: tool.help, do: [ { escalate: { to: human, reason: nurse } } ] }\n", "help^()"},
        Case{"TextWithoutDefault",
             "      - { on: tool.t, do: [ { log: \"${event.arguments.a} ${caller.number}\" } ] }\n", "t(a!)"},
        Case{"TextWithDefault", "      - { on: tool.t, do: [ { log: \"${event.arguments.a | none}\" } ] }\n",
             "t(a)"},
        Case{"Conditions",
             "      - { on: tool.t, if: { event.arguments.stars: { gt: 2 }, not: { event.arguments.a.b: x } "
             "}, do: [] }\n",
             "t(a, stars:number)"},
        Case{"BodiesAndNames",
             "      - { on: tool.t, do: [ { speak: { payload: \"${event.arguments.a}\" } }, { set: { x: "
             "\"${event.arguments.b | }\" } },"
             " { escalate: { to: human, with: { y: \"${event.arguments.c}\" } } }, { log: \"${vars.x} "
             "${run.with.y}\" } ] }\n",
             "t^(a!, b, c!, reason!)"},
        Case{"TwoRulesOfOneTool",
             "      - { on: tool.t, if: { event.arguments.a: x }, do: [] }\n      - { on: tool.t, do: [ { "
             "log: \"${event.arguments.a}\" } ] }\n"
             "      - { on: tool.s, do: [] }\n",
             "s() t(a!)"}),
    [](const auto& info) { return info.param.name; });

TEST(NeededTools, AreOfTheWorkflowsOfAnAssistant) {
  const auto bundle = bundle_of(bundle_with("      - { on: tool.help, do: [] }\n"));
  EXPECT_EQ(shown(assistants::needed_tools(assistants::workflows_of(*bundle, "assistant-2", {"desk"}))),
            "help() other()");
  EXPECT_EQ(shown(assistants::needed_tools(assistants::workflows_of(*bundle, "", {}))), "");
}

TEST(NeededTools, AreDefinedAsTheReadmeShows) {
  const auto bundle =
      bundle_of(bundle_with("      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }\n"));
  const auto tools = assistants::needed_tools(assistants::workflows_of(*bundle, "assistant-1", {}));
  EXPECT_EQ(
      assistants::definition_of(tools.front(), "https://your-host").text(),
      R"({"type":"webhook","webhook":{"name":"escalate_to_human",)"
      R"("description":"Call this when the caller asks for a person or you cannot help. Then tell the caller what it says.",)"
      R"("url":"https://your-host/tools/escalate_to_human?call={{callwright_call}}","method":"POST",)"
      R"("body_parameters":{"type":"object","properties":{"reason":{"type":"string","description":"Why the caller needs a person, in one sentence."}},"required":["reason"]}}})");
}

struct WantedCase {
  const char* name;
  const char* file;
  const char* id;
  const char* public_url;
  const char* account;
  const char* tools;  ///< names of the tools that the assistant is to have
  const char* generated;
  const char* report;
};

class WantedAssistant : public ::testing::TestWithParam<WantedCase> {};

std::string names_of(const assistants::Settings& settings) {
  const auto found = settings.find("tools");
  if (found == settings.end()) return "-";
  const auto document = JsonDocument::of(found->second);
  std::string names;
  for (const auto& tool : document.root().elements())
    names += (names.empty() ? "" : " ") + assistants::tool_name(tool);
  return names;
}

TEST_P(WantedAssistant, HasTheToolsOfItsWorkflows) {
  const auto& c = GetParam();
  const auto bundle = bundle_of(bundle_with("      - { on: tool.help, do: [ { escalate: human } ] }\n"));
  ReadFolder read(
      {{"a.yaml", std::string("name: n\ninstructions: i\n") + c.file}},
      {{"tools/shared.yaml", "type: webhook\nwebhook: { name: help, description: d, url: u }\n"}});
  const auto wanted =
      assistants::wanted_of(read.folder.assistants.front(), read.folder, c.id, settings(c.account),
                            {.bundle = bundle.get(), .public_url = c.public_url}, read.findings);
  EXPECT_EQ(read.report(), c.report);
  EXPECT_EQ(names_of(wanted.settings), c.tools);
  EXPECT_EQ(testing::PrintToString(wanted.generated), c.generated);
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, WantedAssistant,
    ::testing::Values(
        WantedCase{"NoWorkflow", "", "assistant-9", "https://h", "{}", "-", "{}", ""},
        WantedCase{"ById", "", "assistant-1", "https://h", "{}", "help", "{ \"help\" }", ""},
        WantedCase{"ByName", "workflows: [desk]\ntools: [ { type: skip_turn } ]\n", "", "https://h", "{}",
                   "skip_turn help", "{ \"help\" }", ""},
        WantedCase{
            "KeepsTheAccountsTools", "", "assistant-1", "https://h",
            R"({"tools":[{"type":"hangup"},{"type":"webhook","webhook":{"name":"help","url":"old"}}]})",
            "hangup help", "{ \"help\" }", ""},
        WantedCase{"WrittenBySomebody",
                   "tools: [ { type: webhook, webhook: { name: help, description: d, url: u } } ]\n",
                   "assistant-1", "", "{}", "help", "{}", ""},
        WantedCase{"SharedBySomebody", "tool_ids: [shared]\n", "assistant-1", "", "{}", "-", "{}", ""},
        WantedCase{
            "NoPublicUrl", "", "assistant-1", "", "{}", "help", "{ \"help\" }",
            "a.yaml:1:1: error: the tool `help` of the workflow `desk` has to name this service: give its "
            "address with "
            "--public-url, CALLWRIGHT_PUBLIC_URL or `public_url` in callwright.yaml [public_url_missing]\n"},
        WantedCase{
            "NoSuchWorkflow", "workflows: [dsk]\n", "", "https://h", "{}", "-", "{}",
            "a.yaml:3:1: error: there is no workflow `dsk`; did you mean `desk`? [unresolved_name]\n"}),
    [](const auto& info) { return info.param.name; });

TEST(WantedAssistant, KeepsToolsOfTheCallWhereNoWorkflowsAreRead) {
  ReadFolder read({{"a.yaml", "name: n\ninstructions: i\ntools: [ { type: hangup } ]\n"}});
  const auto account = settings(
      R"({"tools":[{"type":"hangup"},{"type":"transfer"},)"
      R"({"type":"webhook","webhook":{"name":"help","url":"https://h/?call={{callwright_call}}"}}]})");
  const auto wanted = assistants::wanted_of(read.folder.assistants.front(), read.folder, "assistant-1",
                                            account, {}, read.findings);
  EXPECT_EQ(names_of(wanted.settings), "hangup help");
  EXPECT_EQ(read.report(), "");
}

TEST(SettingsForFile, AreWithoutWhatIsGenerated) {
  const auto bundle = bundle_of(bundle_with("      - { on: tool.help, do: [ { escalate: human } ] }\n"));
  const assistants::Demand demand{.bundle = bundle.get(), .public_url = "https://h"};
  const auto tools = assistants::needed_tools(assistants::workflows_of(*bundle, "assistant-1", {}));
  const auto ours = assistants::definition_of(tools.front(), "https://h").text();
  const auto account = settings(
      R"({"telephony_settings":{"default_texml_app_id":"x","time_limit_secs":60},"tools":[{"type":"hangup"},)" +
      ours + "]}");
  EXPECT_EQ(assistants::json_of(assistants::settings_for_file(account, "assistant-1", {}, demand)).text(),
            R"({"telephony_settings":{"time_limit_secs":60},"tools":[{"type":"hangup"}]})");
  EXPECT_EQ(names_of(assistants::settings_for_file(account, "assistant-9", {}, demand)), "hangup help");
}

}  // namespace
}  // namespace callwright::tests::assistants_tools
