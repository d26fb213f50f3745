#include "tests/workflows/simulator/assistants/account.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_refusals {
namespace {

using namespace callwright::tests::assistants;

struct Refused {
  std::string name;
  std::string method;
  std::string path;  ///< `$` is the id of an assistant, `@` of a conversation
  std::string body;
  std::string outcome;
};

class Refusal : public ::testing::TestWithParam<Refused> {};

TEST_P(Refusal, HasTheDocumentedShape) {
  Account account;
  const auto assistant = account.assistant();
  const auto conversation = account.make("/ai/conversations", "{}");
  auto path = GetParam().path;
  if (const auto place = path.find('$'); place != std::string::npos) path.replace(place, 1, assistant);
  if (const auto place = path.find('@'); place != std::string::npos) path.replace(place, 1, conversation);
  const auto effects = account.bench.telnyx.effects().size();
  const auto refused = account.bench.send(GetParam().method, path, GetParam().body);
  EXPECT_EQ(outcome(refused), GetParam().outcome) << refused.body.text();
  EXPECT_EQ(account.bench.telnyx.effects().size(), effects) << "a refused request has no effect";
}

constexpr auto kEvent = R"({"scheduled_at_fixed_datetime":"2027-01-01T00:00:00Z","telnyx_agent_target":"+1",)"
                        R"("telnyx_end_user_target":"+2")";

const Refused kRefused[] = {
    {"AssistantWithoutName", "POST", "/ai/assistants", R"({"instructions":"x"})", "422 body.name"},
    {"AssistantWithoutInstructions", "POST", "/ai/assistants", R"({"name":"x"})", "422 body.instructions"},
    {"AssistantTimeLimit", "POST", "/ai/assistants",
     R"({"name":"x","instructions":"x","telephony_settings":{"time_limit_secs":29}})",
     "422 body.telephony_settings.time_limit_secs"},
    {"AssistantFeature", "POST", "/ai/assistants",
     R"({"name":"x","instructions":"x","enabled_features":["fax"]})", "422 body.enabled_features"},
    {"AssistantUnknownField", "POST", "/ai/assistants", R"({"name":"x","instructions":"x","nmae":"y"})",
     "422 body.nmae"},
    {"VersionNameTooLong", "POST", "/ai/assistants/$",
     R"({"version_name":"123456789012345678901234567890123456789012345678901"})", "422 body.version_name"},
    {"ImportProvider", "POST", "/ai/assistants/import", R"({"api_key_ref":"k","provider":"other"})",
     "422 body.provider"},
    {"TagWithoutTag", "POST", "/ai/assistants/$/tags", "{}", "422 body.tag"},
    {"ChatWithoutConversation", "POST", "/ai/assistants/$/chat", R"({"content":"x"})",
     "422 body.conversation_id"},
    {"ChatUnknownConversation", "POST", "/ai/assistants/$/chat", R"({"content":"x","conversation_id":"y"})",
     "404 10005"},
    {"ChatWithoutWords", "POST", "/ai/assistants/$/chat", R"({"content":"","conversation_id":"y"})",
     "400 10015"},
    {"SmsWithoutTo", "POST", "/ai/assistants/$/chat/sms", R"({"from":"+1"})", "422 body.to"},
    {"EventChannel", "POST", "/ai/assistants/$/scheduled_events",
     std::string(kEvent) + R"(,"telnyx_conversation_channel":"fax"})",
     "422 body.telnyx_conversation_channel"},
    {"EventSmsWithoutText", "POST", "/ai/assistants/$/scheduled_events",
     std::string(kEvent) + R"(,"telnyx_conversation_channel":"sms_chat"})", "422 body.text"},
    {"EventRetryInterval", "POST", "/ai/assistants/$/scheduled_events",
     std::string(kEvent) + R"(,"telnyx_conversation_channel":"phone_call","retry_interval_secs":59})",
     "422 body.retry_interval_secs"},
    {"EventTime", "POST", "/ai/assistants/$/scheduled_events",
     R"({"scheduled_at_fixed_datetime":"soon","telnyx_agent_target":"+1","telnyx_end_user_target":"+2",)"
     R"("telnyx_conversation_channel":"phone_call"})",
     "422 body.scheduled_at_fixed_datetime"},
    {"EventOfNobody", "POST", "/ai/assistants/nobody/scheduled_events",
     std::string(kEvent) + R"(,"telnyx_conversation_channel":"phone_call"})", "404 10005"},
    {"TestWithoutRubric", "POST", "/ai/assistants/tests",
     R"({"name":"t","destination":"d","instructions":"i"})", "422 body.rubric"},
    {"TestWithEmptyRubric", "POST", "/ai/assistants/tests",
     R"({"name":"t","destination":"d","instructions":"i","rubric":[]})", "422 body.rubric"},
    {"TestWithHalfARubric", "POST", "/ai/assistants/tests",
     R"({"name":"t","destination":"d","instructions":"i","rubric":[{"name":"a","criteria":"b"},{"name":"c"}]})",
     "422 body.rubric.1.criteria"},
    {"TestWithoutInstructions", "POST", "/ai/assistants/tests",
     R"({"name":"t","destination":"d","instructions":"","rubric":[{"name":"a","criteria":"b"}]})",
     "422 body.instructions"},
    {"TestTooLong", "POST", "/ai/assistants/tests",
     R"({"name":"t","destination":"d","instructions":"i","rubric":[{"name":"a","criteria":"b"}],)"
     R"("max_duration_seconds":3601})",
     "422 body.max_duration_seconds"},
    {"RunOfUnknownTest", "POST", "/ai/assistants/tests/x/runs", "{}", "404 10005"},
    {"RunsOfUnknownTest", "GET", "/ai/assistants/tests/x/runs", "", "404 10005"},
    {"RunOfUnknownSuite", "POST", "/ai/assistants/tests/test-suites/x/runs", "{}", "404 10005"},
    {"McpWithoutUrl", "POST", "/ai/mcp_servers", R"({"name":"m","type":"http"})", "422 body.url"},
    {"ToolWithoutName", "POST", "/ai/tools", R"({"type":"pay","pay":{}})", "422 body.display_name"},
    {"InsightWithoutInstructions", "POST", "/ai/conversations/insights", R"({"name":"n"})",
     "422 body.instructions"},
    {"InsightSchema", "POST", "/ai/conversations/insights",
     R"({"name":"n","instructions":"i","json_schema":7})", "422 body.json_schema"},
    {"GroupWithoutName", "POST", "/ai/conversations/insight-groups", "{}", "422 body.name"},
    {"AssignToUnknownGroup", "POST", "/ai/conversations/insight-groups/g/insights/i/assign", "", "404 10005"},
    {"ConversationMetadata", "POST", "/ai/conversations", R"({"metadata":{"n":7}})", "422 body.metadata.n"},
    {"MessageWithoutRole", "POST", "/ai/conversations/@/message", R"({"content":"x"})", "422 body.role"},
    {"MessageOfUnknownConversation", "POST", "/ai/conversations/x/message", R"({"role":"user"})",
     "404 10005"},
    {"MessagesOfUnknownConversation", "GET", "/ai/conversations/x/messages", "", "404 10005"},
    {"InsightsOfUnknownConversation", "GET", "/ai/conversations/x/conversations-insights", "", "404 10005"},
    {"ConversationChange", "PUT", "/ai/conversations/x", R"({"metadata":{}})", "404 10005"},
    {"ConversationDeletion", "DELETE", "/ai/conversations/x", "", "404 10005"},
    {"MalformedBody", "POST", "/ai/assistants", "{", "400 10015"},
    {"BodyIsAList", "POST", "/ai/assistants", "[]", "422 body"},
    {"UnknownMethod", "PATCH", "/ai/assistants/$", "{}", "404 10005"}};

INSTANTIATE_TEST_SUITE_P(Of, Refusal, ::testing::ValuesIn(kRefused),
                         [](const auto& info) { return info.param.name; });

/// A path with an id that nobody has in the place of each parameter.
std::string path_to_nothing(const Operation& operation) {
  auto path = operation.path;
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{')) {
    path.replace(open, path.find('}') - open + 1, "nothing");
  }
  return path;
}

/// A body with what the operation requires.
std::string smallest_body(const Operation& operation) {
  if (operation.name == "create_scheduled_event") {
    return std::string(kEvent) + R"(,"telnyx_conversation_channel":"phone_call"})";
  }
  JsonWriter writer;
  writer.begin_object();
  for (const auto& field : operation.body) {
    if (field.required) writer.member(field.name, "x");
  }
  return writer.end_object().take();
}

TEST(Refusals, EveryOperationOnAnUnknownIdIsNotFoundInTheShapeOfTheSwitch) {
  for (const bool in_detail : {false, true}) {
    callwright::simulator::Telnyx::Settings settings;
    settings.unstated.unknown_resource_is_told_in_detail = in_detail;
    settings.unstated.known_assistants_only = true;
    Account account(settings);
    for (const auto& operation : Catalogue::get().operations()) {
      if (!operation.path.starts_with("/ai/") || operation.path_params.empty()) continue;
      if (operation.name == "list_test_suite_runs") continue;  // a suite is only a name: its list is empty
      const auto refused =
          account.bench.send(operation.method, path_to_nothing(operation), smallest_body(operation));
      EXPECT_EQ(refused.status, 404) << operation.name << refused.body.text();
      EXPECT_EQ(at(refused, "errors.0.code"), in_detail ? "" : "10005") << operation.name;
      EXPECT_EQ(at(refused, "detail").empty(), !in_detail) << operation.name;
    }
  }
}

TEST(Refusals, WithoutTheKeyNothingIsAnswered) {
  Account account;
  const auto refused = account.bench.telnyx.request(
      account.bench.now,
      {.method = "GET", .path = "/ai/assistants", .query = {}, .authorization = "Bearer x", .body = ""});
  EXPECT_EQ(outcome(refused), "401 10009");
}

TEST(Refusals, AFieldThatIsNotDocumentedMayBeIgnoredInstead) {
  callwright::simulator::Telnyx::Settings settings;
  settings.unstated.unknown_fields_are_refused = false;
  Account account(settings);
  const auto made = account.post("/ai/assistants", R"({"name":"x","instructions":"x","nmae":"y"})");
  EXPECT_EQ(outcome(made), "200");
  EXPECT_EQ(at(made, "nmae"), "");
}

}  // namespace
}  // namespace callwright::tests::assistants_refusals
