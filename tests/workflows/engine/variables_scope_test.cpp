#include "workflows/engine/variables_scope.hpp"

#include "tests/support/call_script.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::variables_scope {
namespace {

constexpr std::string_view kBundle = R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111", also: ["+13125550112"] }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";

std::string said(const Scope& scope, std::string_view text) { return Template::parse(text)->render(scope); }

TEST(VariablesScope, KnowsTheCallTheQuestionAndTheLookup) {
  CallScript script(kBundle);
  script.to_conversing();
  const VariablesScope scope(script.bundle(), script.call, script.now,
                             Json::trusted(R"({"telnyx_conversation_channel":"phone_call"})"),
                             Json::trusted(R"({"a":{"b":[1,"x\"\n"]},"none":null,"yes":true})"));
  EXPECT_EQ(said(scope, "${call.id} ${caller.number} ${call.to} ${call.workflow}"),
            "call_test +13125550199 +13125550100 support");
  EXPECT_EQ(said(scope, "${conversation.id}"), "5f0a3f0e-0000-4000-8000-000000000001");
  EXPECT_EQ(said(scope, "${event.telnyx_conversation_channel}"), "phone_call");
  EXPECT_EQ(said(scope, "${lookup.a.b.0}${lookup.a.b.1}${lookup.yes}"), "1x\"\ntrue");
  EXPECT_EQ(said(scope, "${lookup.none | -}${lookup.z | -}${directory.name | -}"), "---");
}

TEST(VariablesScope, KnowsWhoCallsFromAnyOfTheirPhones) {
  const CallScript script(kBundle);
  for (const auto* number : {"+13125550111", "+13125550112"}) {
    Call call;
    call.from = number;
    const VariablesScope scope(script.bundle(), call, script.now, {}, {});
    EXPECT_EQ(said(scope, "${directory.name} ${directory.key}"), "Ana ana");
    EXPECT_EQ(said(scope, "${lookup.a | default}"), "default");
  }
}

TEST(VariablesScope, OfNobodyHasOnlyDefaults) {
  const CallScript script(kBundle);
  const VariablesScope scope(script.bundle(), {}, script.now, {}, {});
  EXPECT_EQ(said(scope, "${directory.name | a}${caller.number | b}${call.id | c}${event.x | d}"), "abcd");
}

}  // namespace
}  // namespace callwright::tests::variables_scope
