#include "tests/workflows/assistants/support.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_folder {
namespace {

using assistants::json_of;

TEST(AssistantFolder, IsReadWithTextsOfOtherFiles) {
  const ReadFolder read(
      {{"as/support.yaml",
        "name: 007\nworkflows: [desk, 2]\ninstructions: { file: prompt.md }\ntags: [1, yes]\n"
        "telephony_settings: { time_limit_secs: 60, disable_dtmf: true }\n"
        "dynamic_variables: { n: 5, t: \"5\" }\ntool_ids: [look]\n"}},
      {{"as/tools/look.yaml", "type: webhook\nwebhook: { name: look, description: d, url: u }\n"}},
      {{"prompt.md", "Be kind.\n\nBe brief.\n"}});
  EXPECT_EQ(read.report(), "");
  ASSERT_EQ(read.folder.assistants.size(), 1U);
  const auto& file = read.folder.assistants.front();
  EXPECT_EQ(file.name, "support");
  EXPECT_EQ(file.workflows, (std::vector<std::string>{"desk", "2"}));
  EXPECT_EQ(
      json_of(file.settings).text(),
      R"({"dynamic_variables":{"n":5,"t":"5"},"instructions":"Be kind.\n\nBe brief.","name":"007",)"
      R"("tags":["1","yes"],"telephony_settings":{"disable_dtmf":true,"time_limit_secs":60},"tool_ids":["look"]})");
  EXPECT_EQ(file.included.at("instructions"), "prompt.md");
  ASSERT_NE(read.folder.tool("look"), nullptr);
  EXPECT_EQ(
      json_of(read.folder.tool("look")->settings).text(),
      R"({"display_name":"look","type":"webhook","webhook":{"description":"d","name":"look","url":"u"}})");
}

struct Case {
  const char* name;
  std::string assistant;
  std::string tool;
  const char* report;
};

class AssistantFolderError : public ::testing::TestWithParam<Case> {};

TEST_P(AssistantFolderError, IsSaidWithItsPlace) {
  std::vector<SourceFile> tools;
  if (!GetParam().tool.empty()) tools.push_back({"tools/look.yaml", GetParam().tool});
  const ReadFolder read({{"a.yaml", GetParam().assistant}}, std::move(tools));
  EXPECT_EQ(read.report(), GetParam().report);
}

constexpr const char* kGood = "name: n\ninstructions: i\n";

INSTANTIATE_TEST_SUITE_P(
    Assistants, AssistantFolderError,
    ::testing::Values(
        Case{"NoMap", "- a\n", "",
             "a.yaml:1:1: error: the file is a map of fields such as `name: Support`, this is a list "
             "[wrong_type]\n"},
        Case{"Empty", "", "",
             "a.yaml:1:1: error: `create_assistant`: `instructions` is required [missing_key]\n"
             "a.yaml:1:1: error: `create_assistant`: `name` is required [missing_key]\n"},
        Case{"Misspelt", "nmae: n\ninstructions: i\n", "",
             "a.yaml:1:1: error: `create_assistant` has no field `nmae`; did you mean `name`? "
             "[unknown_key]\n"},
        Case{"OursMisspelt", std::string(kGood) + "workflow: [x]\n", "",
             "a.yaml:3:1: error: `create_assistant` has no field `workflow`; did you mean `workflows`? "
             "[unknown_key]\n"},
        Case{"OutOfRange", std::string(kGood) + "telephony_settings: { time_limit_secs: 5 }\n", "",
             "a.yaml:3:23: error: `create_assistant`: `telephony_settings.time_limit_secs` must be at least "
             "30 "
             "and at most 14400 [out_of_range]\n"},
        Case{"TwoMistakesAtOnce", "name: [n]\ninstructions: i\nenabled_features: [phone]\n", "",
             "a.yaml:1:1: error: `create_assistant`: `name` must be a string [wrong_type]\n"
             "a.yaml:3:1: error: `create_assistant`: `enabled_features` accepts telephony or messaging, not "
             "\"phone\" "
             "[not_accepted]\n"},
        Case{"SameToolTwice", std::string(kGood) + "tools:\n  - { type: hangup }\n  - { type: hangup }\n", "",
             "a.yaml:5:5: error: there is a tool `hangup` above already; keep one of the two "
             "[duplicate_tool]\n"},
        Case{"NoSuchFile", "name: n\ninstructions: { file: p.md }\n", "",
             "a.yaml:2:23: error: `p.md` cannot be read: there is no such file. [unreadable_file]\n"},
        Case{"FileElsewhere", "name: n\ninstructions: { file: ../p.md }\n", "",
             "a.yaml:2:23: error: `../p.md` cannot be read: it has to be a file in this directory, without "
             "`..` [unreadable_file]\n"},
        Case{"NoSuchTool", std::string(kGood) + "tool_ids: [lok]\n",
             "type: webhook\nwebhook: { name: l, description: d, url: u }\n",
             "a.yaml:3:12: error: there is no shared tool `lok`; did you mean `look`? [unresolved_name]\n"},
        Case{"IdOfATool", std::string(kGood) + "tool_ids: [1cc52098-ced2-4a01-8976-cee8561ad8be]\n", "", ""},
        Case{"NoSuchAssistant",
             std::string(kGood) +
                 "tools: [ { type: handoff, handoff: { ai_assistants: [ { id: billing, name: B } ] } } ]\n",
             "",
             "a.yaml:3:61: error: there is no assistant `billing`; write the file billing.yaml, or give the "
             "id [unresolved_name]\n"},
        Case{"ToolOfNoType", kGood, "type: webhok\n",
             "tools/look.yaml:1:7: error: a shared tool has no type `webhok`; did you mean `webhook`? "
             "[not_accepted]\n"},
        Case{"ToolWithoutDefinition", kGood, "type: webhook\n",
             "tools/look.yaml:1:1: error: a tool of type `webhook` needs the key `webhook` with its "
             "definition [missing_key]\n"},
        Case{"ToolWithBadDefinition", kGood, "type: webhook\nwebhook: { name: l, url: u, method: FETCH }\n",
             "tools/look.yaml:2:1: error: `create_assistant`: `tools.0.webhook.description` is required "
             "[missing_key]\n"
             "tools/look.yaml:2:29: error: `create_assistant`: `tools.0.webhook.method` accepts GET, POST, "
             "PUT, DELETE or PATCH, not \"FETCH\"; did you mean PATCH? [not_accepted]\n"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_folder
