#include "tests/workflows/assistants/support.hpp"
#include "workflows/assistants/secrets.hpp"
#include "workflows/assistants/wanted.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_settings {
namespace {

using assistants::Ids;

std::string text_of(const assistants::Settings& settings) {
  return assistants::canonical(JsonDocument::of(assistants::json_of(settings)).root());
}

Json json(std::string_view text) { return Json::trusted(std::string(text)); }

TEST(AssistantSettings, AreWhatAFileCanSay) {
  const auto answer =
      json(R"({"id":"assistant-1","version_id":"v","created_at":"t","import_metadata":{},"name":"n",
    "description":null,"version_name":"New assistant","new_field":1,"tags":[],
    "tools":[{"type":"hangup","hangup":{"description":"d"},"shared":false},
             {"type":"webhook","webhook":{"name":"look","url":"u"},"timeout_ms":5000,"shared":true},
             {"type":"retrieval","retrieval":{"bucket_ids":["b"]},"shared":true}]})");
  const std::vector<Json> shared = {
      json(R"({"id":"t1","type":"webhook","tool_definition":{"name":"other"}})"),
      json(R"({"id":"t2","type":"webhook","tool_definition":{"name":"look","url":"u"}})"),
      json(R"({"id":"t3","type":"retrieval","tool_definition":{"bucket_ids":["a"]}})"),
      json(R"({"id":"t4","type":"retrieval","tool_definition":{"bucket_ids":["b"]}})")};
  EXPECT_EQ(
      text_of(assistants::settings_of_assistant(JsonDocument::of(answer).root(), shared)),
      R"({"name":"n","tags":[],"tool_ids":["t2","t4"],"tools":[{"hangup":{"description":"d"},"type":"hangup"}]})");
}

TEST(AssistantSettings, TakeTheIdsThatTelnyxSays) {
  const auto answer =
      json(R"({"name":"n","tool_ids":["t9"],"tools":[{"type":"webhook","id":"t8","shared":true}]})");
  EXPECT_EQ(text_of(assistants::settings_of_assistant(JsonDocument::of(answer).root(), {})),
            R"({"name":"n","tool_ids":["t9","t8"],"tools":[]})");
}

TEST(AssistantSettings, OfASharedToolHaveItsDefinitionUnderItsType) {
  const auto answer = json(
      R"({"id":"t","display_name":"d","type":"webhook","timeout_ms":5000,"tool_definition":{"name":"w"},"created_at":"x"})");
  EXPECT_EQ(text_of(assistants::settings_of_tool(JsonDocument::of(answer).root())),
            R"({"display_name":"d","timeout_ms":5000,"type":"webhook","webhook":{"name":"w"}})");
}

constexpr std::string_view kNamed =
    R"({"tool_ids":["look","t-unknown"],"tools":[{"type":"handoff","handoff":{"ai_assistants":[{"id":"billing","name":"B"}],"voice_mode":"unified"}},{"type":"hangup"}]})";

TEST(AssistantSettings, HaveNamesInFilesAndIdsOnTheWire) {
  const Ids ids{.assistants = {{"billing", "assistant-b"}, {"new", ""}}, .tools = {{"look", "t1"}}};
  const auto on_the_wire = assistants::with_ids(settings(kNamed), ids);
  EXPECT_NE(text_of(on_the_wire).find(R"("tool_ids":["t1","t-unknown"])"), std::string::npos);
  EXPECT_NE(text_of(on_the_wire).find(R"({"id":"assistant-b","name":"B"})"), std::string::npos);
  EXPECT_EQ(text_of(assistants::with_names(on_the_wire, ids)), text_of(settings(kNamed)));
}

TEST(AssistantSettings, LeaveOutWhatRefersToSomethingStillToBeMade) {
  const Ids ids{.assistants = {{"billing", ""}}, .tools = {{"look", ""}}};
  std::vector<std::string> pending;
  EXPECT_EQ(text_of(assistants::with_ids(settings(kNamed), ids, &pending)),
            R"({"tool_ids":["t-unknown"],"tools":[{"type":"hangup"}]})");
  EXPECT_EQ(pending, (std::vector<std::string>{"billing", "look"}));
  const auto shared = R"({"type":"handoff","handoff":{"ai_assistants":[{"id":"billing"}]}})";
  assistants::with_ids(settings(shared), ids, &pending);
  EXPECT_EQ(pending, std::vector<std::string>{"billing"});
}

TEST(AssistantSecrets, AreHiddenWhereverTheyStand) {
  const std::string rest =
      R"({"name":"X-Plain","value":"abc"},{"name":"x-token","value":"{{t}}"}],"token":"abc"}])";
  const auto tools = json(R"([{"headers":[{"name":"AUTHORIZATION","value":"Bearer abc"},)" + rest);
  EXPECT_EQ(assistants::without_secrets(tools).text(),
            R"x([{"headers":[{"name":"AUTHORIZATION","value":"(hidden)"},)x" + rest);
  EXPECT_EQ(assistants::secrets_in_clear(JsonDocument::of(tools).root()),
            std::vector<std::string>{"AUTHORIZATION"});
}

TEST(AssistantSettings, AreEqualInAnyOrderAndWithoutNull) {
  EXPECT_EQ(assistants::digest(json(R"({"a":1,"b":{"c":null,"d":2}})")),
            assistants::digest(json(R"({"b":{"d":2},"a":1})")));
  EXPECT_NE(assistants::digest(json("[1,2]")), assistants::digest(json("[2,1]")));
}

TEST(AssistantSettings, AskUsForVariablesWhereTheWorkflowHasAnswers) {
  Workflow workflow;
  EXPECT_FALSE(assistants::gives_variables(workflow));
  workflow.memory.only_verified = true;
  EXPECT_FALSE(assistants::gives_variables(workflow));
  workflow.memory.conversations = 3;
  EXPECT_TRUE(assistants::gives_variables(workflow));
  EXPECT_TRUE(assistants::gives_variables(Workflow{.variables = json(R"({"a":"b"})")}));
  EXPECT_TRUE(assistants::gives_variables(Workflow{.metadata = json(R"({"a":"b"})")}));
}

}  // namespace
}  // namespace callwright::tests::assistants_settings
