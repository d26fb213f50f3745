#include "handlers/variables/answer.hpp"

#include "handlers/variables/encode.hpp"
#include "tests/handlers/variables/sample_workflows.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::variables_answer {
namespace {

/// One workflow with these keys, and a call of it.
struct Asked {
  Conversation conversation;
  VariablesQuestion question{.channel = "phone_call", .agent = "+13125550100", .end_user = "+13125550199"};
  Json payload = Json::trusted("{}");
  Json lookup;

  explicit Asked(const std::string& keys, bool is_known = true) {
    conversation.bundle = bundle_of(R"(
people:
  ana: { name: Ana, phone: "+13125550199" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
)" + keys);
    conversation.workflow = conversation.bundle->workflow("support");
    conversation.is_known = is_known;
    conversation.call.from = "+13125550199";
    conversation.call.to = "+13125550100";
    conversation.call.workflow = "support";
    if (!is_known) return;
    conversation.call.id = CallId("call_1");
    conversation.call.token = "call_1.signed";
  }
  [[nodiscard]] AnswerParts parts() const {
    return {
        .conversation = conversation, .question = question, .payload = payload, .now = {}, .lookup = lookup};
  }
  [[nodiscard]] std::string answer() const { return write_answer(parts()).text(); }
  /// The member `memory` of the answer.
  [[nodiscard]] std::string memory() const {
    return JsonDocument::of(write_answer(parts())).root()["memory"].json().text();
  }
  [[nodiscard]] std::string url() const {
    const auto asked = lookup_of(parts());
    return asked ? asked->url : "nobody is asked";
  }
};

constexpr const char* kVariables =
    "    variables: { a: \"${directory.name | there}\", b: \"${lookup.b | none}\", n: 3, t: true, none: "
    "\"${vars.x}\" }\n";

TEST(Answer, OfAKnownCallHasItsNameAndItsToken) {
  EXPECT_EQ(
      Asked(kVariables).answer(),
      R"({"dynamic_variables":{"a":"Ana","b":"none","n":3,"t":true,"callwright_call":"call_1.signed"},)"
      R"("conversation":{"metadata":{"callwright_call_id":"call_1","callwright_workflow":"support"}}})");
}

TEST(Answer, OfAnUnknownCallHasWhatNeedsNothingOfIt) {
  EXPECT_EQ(Asked(kVariables, false).answer(),
            R"({"dynamic_variables":{"a":"Ana","b":"none","n":3,"t":true},)"
            R"("conversation":{"metadata":{"callwright_workflow":"support"}}})");
}

TEST(Answer, WithoutAWorkflowIsEmpty) {
  const Conversation nobodys;
  const VariablesQuestion question;
  EXPECT_EQ(
      write_answer({.conversation = nobodys, .question = question, .payload = {}, .now = {}, .lookup = {}})
          .text(),
      R"({"dynamic_variables":{}})");
}

TEST(Answer, KeepsWhateverTheOtherSystemSaysWithinItsValue) {
  Asked asked(
      "    variables: { a: \"${lookup.a}\" }\n    metadata: { m: \"${lookup.a}\" }\n    lookup: { url: "
      "\"https://e.com\" }\n");
  asked.lookup = Json::trusted(R"({"a":"x\"},\n\"y\":\"${call.id}\u0001"})");
  EXPECT_EQ(
      asked.answer(),
      R"({"dynamic_variables":{"a":"x\"},\n\"y\":\"${call.id}\u0001","callwright_call":"call_1.signed"},)"
      R"("conversation":{"metadata":{"callwright_call_id":"call_1","callwright_workflow":"support",)"
      R"("m":"x\"},\n\"y\":\"${call.id}\u0001"}}})");
}

TEST(Answer, CutsALongValueBetweenItsLetters) {
  Asked asked("    variables: { a: \"${lookup.a}\" }\n    lookup: { url: \"https://e.com\" }\n");
  std::string text = "x";
  for (int i = 0; i < 1'000; ++i) text += "é";
  asked.lookup = json_object({{"a", text}});
  const auto document = JsonDocument::of(write_answer(asked.parts()));
  EXPECT_EQ(document.root().at_path("dynamic_variables.a").str(), text.substr(0, 1'023));
}

TEST(Answer, IsRecordedWithoutTheToken) {
  const Asked asked(kVariables);
  EXPECT_EQ(recorded_answer(write_answer(asked.parts())).text(), [&] {
    auto text = asked.answer();
    const std::string token = R"(,"callwright_call":"call_1.signed")";
    return text.erase(text.find(token), token.size());
  }());
}

TEST(Memory, OfTheCallerIsAskedForAsTelnyxWritesIt) {
  EXPECT_EQ(
      Asked("    memory: { conversations: 5, insights: [i-1, i-2] }\n").memory(),
      R"({"conversation_query":"metadata->telnyx_end_user_target=eq.+13125550199&limit=5&order=last_message_at.desc",)"
      R"("insight_query":"insight_ids=i-1,i-2"})");
}

TEST(Memory, IsNotSharedByThoseWhoWithholdTheirNumber) {
  for (const auto* number : {"", "anonymous", "Restricted", "unknown"}) {
    Asked asked("    memory: { conversations: 5, insights: [i-1] }\n");
    asked.question.end_user = number;
    EXPECT_EQ(asked.memory(), "null") << number;
  }
  Asked raw("    memory: { conversation_query: \"metadata->telnyx_end_user_target=eq.${caller.number}\" }\n");
  raw.question.end_user = raw.conversation.call.from = "anonymous";
  EXPECT_EQ(raw.memory(), "null");
}

TEST(Memory, MayWantTheNumberToBeVouchedFor) {
  Asked asked("    memory: { conversations: 1, only_verified: true }\n");
  EXPECT_EQ(asked.memory(), "null");
  asked.question.is_verified = true;
  EXPECT_NE(asked.memory(), "null");
}

TEST(Memory, OfAQueryOfOnesOwnCannotBeAddedToByValues) {
  Asked asked(
      "    memory: { conversation_query: \"metadata->group=eq.${lookup.group}&limit=3\", insight_query: "
      "\"insight_ids=${lookup.ids | none}\" }\n"
      "    lookup: { url: \"https://e.com\" }\n");
  EXPECT_EQ(asked.memory(), R"({"insight_query":"insight_ids=none"})")
      << "a query for nothing would find everything";
  asked.lookup = Json::trusted(R"({"group":"a&limit=999 #%","ids":"1,2"})");
  EXPECT_EQ(
      asked.memory(),
      R"({"conversation_query":"metadata->group=eq.a%26limit%3D999%20%23%25&limit=3","insight_query":"insight_ids=1%2C2"})");
}

TEST(Lookup, AsksWithValuesThatCannotAddToTheUrl) {
  Asked asked(
      "    variables: { a: \"${lookup.a}\" }\n"
      "    lookup: { url: \"https://e.com/v1?p=${caller.number}&x=${event.name | a&b}&y=1\" }\n");
  EXPECT_EQ(asked.url(), "https://e.com/v1?p=%2B13125550199&x=a%26b&y=1");
  asked.payload = Json::trusted(R"({"name":"z&admin=1#\n/../?"})");
  EXPECT_EQ(asked.url(), "https://e.com/v1?p=%2B13125550199&x=z%26admin%3D1%23%0A%2F..%2F%3F&y=1");
}

TEST(Lookup, IsNotMadeForNobodyInParticular) {
  Asked asked(
      "    variables: { a: \"${lookup.a}\" }\n    lookup: { url: \"https://e.com/?p=${caller.number}\" }\n");
  asked.conversation.call.from.clear();
  EXPECT_EQ(asked.url(), "nobody is asked");
  EXPECT_EQ(Asked("    variables: { a: b }\n").url(), "nobody is asked");
}

TEST(Lookup, TakesItsHeadersAndTimesFromTheWorkflow) {
  const Asked asked(
      "    variables: { a: \"${lookup.a}\" }\n"
      "    lookup: { url: \"https://e.com\", timeout: 1s, cache: 2m, headers: { x: { secret: crm, prefix: "
      "\"Key \" } } }\n");
  const auto question = lookup_of(asked.parts());
  ASSERT_TRUE(question);
  EXPECT_EQ(question->timeout, std::chrono::seconds{1});
  EXPECT_EQ(question->cache, std::chrono::minutes{2});
  ASSERT_EQ(question->headers.size(), 1U);
  EXPECT_EQ(question->headers[0], (LookupHeader{.name = "x", .secret = "crm", .prefix = "Key "}));
}

}  // namespace
}  // namespace callwright::tests::variables_answer
