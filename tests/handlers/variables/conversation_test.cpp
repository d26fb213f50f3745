#include "handlers/variables/conversation.hpp"

#include "tests/handlers/variables/sample_workflows.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::variables_conversation {
namespace {

const char* const kWorkflows = R"(
workflows:
  vip: { match: { to: ["+13125550100"], from: ["+1630*"] }, assistant: { id: assistant-a } }
  support: { match: { to: ["+13125550100"] }, assistant: { id: assistant-b } }
  outbound: { match: { direction: outgoing, from: ["+13125550100"] }, assistant: { id: assistant-c } }
  elsewhere:
    match: { to: ["+13125550177"], connection_id: "14" }
    assistant: { id: assistant-d }
    variables: { a: b }
)";

VariablesQuestion question(std::string agent, std::string end_user, std::string assistant = {}) {
  return {.channel = "phone_call",
          .agent = std::move(agent),
          .end_user = std::move(end_user),
          .assistant_id = std::move(assistant)};
}

struct Case {
  std::string name;
  VariablesQuestion asked;
  std::string workflow;
  std::string from;
};
void PrintTo(const Case& tested, std::ostream* out) { *out << tested.name; }

class FindConversation : public ::testing::TestWithParam<Case> {};

TEST_P(FindConversation, OfACallThatIsNotKnown) {
  const auto bundle = bundle_of(kWorkflows);
  const auto found = find_conversation(GetParam().asked, std::nullopt, bundle);
  EXPECT_FALSE(found.is_known);
  EXPECT_EQ(found.workflow == nullptr ? "" : found.workflow->key, GetParam().workflow);
  if (found.workflow != nullptr) EXPECT_EQ(found.call.workflow, GetParam().workflow);
  EXPECT_EQ(found.call.from, GetParam().from);
}

INSTANTIATE_TEST_SUITE_P(
    Workflows, FindConversation,
    ::testing::Values(
        Case{"FirstThatMatches", question("+13125550100", "+16305550199"), "vip", "+16305550199"},
        Case{"SecondThatMatches", question("+13125550100", "+13125550199"), "support", "+13125550199"},
        Case{"TheOneWithThatAssistantOfThoseThatMatch",
             question("+13125550100", "+16305550199", "assistant-b"), "support", "+16305550199"},
        Case{"OneThatMatchesBeforeOneWithTheAssistant",
             question("+13125550100", "+16305550199", "assistant-d"), "vip", "+16305550199"},
        Case{"OutgoingByItsAssistant", question("+13125550100", "+16305550199", "assistant-c"), "outbound",
             "+13125550100"},
        Case{"AssistantAlone", question("", "", "assistant-b"), "support", ""},
        Case{"AnotherNumberWithTheAssistant", question("+19995550100", "+16305550199", "assistant-a"), "vip",
             "+16305550199"},
        Case{"WithoutConnection", question("+13125550177", "+1"), "elsewhere", "+1"},
        Case{"NothingIsSaid", question("", ""), "elsewhere", ""},
        Case{"Nobody", question("+19995550100", "+16305550199", "assistant-z"), "", "+16305550199"}),
    [](const auto& tested) { return tested.param.name; });

TEST(FindConversation, OfAKnownCallIsThatOfItsOwnWorkflows) {
  const auto pinned =
      bundle_of("workflows: { support: { match: { to: [\"+13125550100\"] }, assistant: { id: old } } }");
  Call call;
  call.id = CallId("call_1");
  call.workflow = "support";
  call.from = "+13125550199";
  const auto found =
      find_conversation(question("+13125550177", "+1"), PinnedCall{call, pinned}, bundle_of(kWorkflows));
  EXPECT_TRUE(found.is_known);
  EXPECT_EQ(found.bundle, pinned);
  EXPECT_EQ(found.workflow, pinned->workflow("support"));
  EXPECT_EQ(found.call, call);
}

TEST(FindConversation, ByTextIsWithWhoeverWasTexted) {
  const auto pinned = bundle_of(kWorkflows);
  Call call;
  call.id = CallId("call_1");
  call.workflow = "support";
  call.from = "+13125550199";
  auto asked = question("+13125550100", "+13125550111");
  asked.channel = "sms_chat";
  const auto found = find_conversation(asked, PinnedCall{call, pinned}, nullptr);
  EXPECT_EQ(found.call.id, CallId("call_1"));
  EXPECT_EQ(found.call.from, "+13125550111");
}

TEST(FindConversation, ACallThatNoWorkflowTookIsNotKnown) {
  Call call;
  call.id = CallId("call_1");
  const auto found = find_conversation(question("+13125550100", "+13125550199"),
                                       PinnedCall{call, bundle_of(kWorkflows)}, bundle_of(kWorkflows));
  EXPECT_FALSE(found.is_known);
  EXPECT_TRUE(found.call.id.empty());
}

TEST(FindConversation, WithoutWorkflowsIsNobodys) {
  EXPECT_EQ(find_conversation(question("+13125550100", "+1"), std::nullopt, nullptr).workflow, nullptr);
}

TEST(FindConversation, OfTwoWorkflowsWithVariablesNoneIsMeantByNothing) {
  const auto bundle = bundle_of(R"(
workflows:
  a: { match: { to: ["+13125550100"] }, assistant: { id: a }, variables: { x: y } }
  b: { match: { to: ["+13125550101"] }, assistant: { id: b }, variables: { x: y } }
)");
  EXPECT_EQ(find_conversation({}, std::nullopt, bundle).workflow, nullptr);
}

TEST(ReadQuestion, TakesWhatIsThere) {
  Event event;
  EXPECT_EQ(read_question(event), VariablesQuestion{});
  event.payload = Json::trusted(
      R"({"telnyx_conversation_channel":"web_call","telnyx_agent_target":5,"telnyx_end_user_target":null,)"
      R"("telnyx_end_user_target_verified":true,"assistant_id":"assistant_6f1a"})");
  EXPECT_EQ(
      read_question(event),
      (VariablesQuestion{.channel = "web_call", .assistant_id = "assistant-6f1a", .is_verified = true}));
}

}  // namespace
}  // namespace callwright::tests::variables_conversation
