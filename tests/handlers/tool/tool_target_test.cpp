#include "handlers/tool/tool_target.hpp"

#include "tests/handlers/support/fakes.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::tool_target {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Case {
  std::string name;
  std::vector<std::string> query;  ///< values of `call`
  std::vector<std::string> header;
  std::string body;
  std::string call;             ///< expected
  std::string call_control_id;  ///< expected
  std::string code;             ///< of the refusal
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const std::string kUnresolvedCall = "{{callwright_call}}";
const std::string kUnresolvedLeg = "{{call_control_id}}";
const std::string kTokenA = R"({"callwright_call":"a.good"})";
const std::string kTokenB = R"({"callwright_call":"b.good"})";

const std::vector<Case> kCases = {
    {"QueryToken", {"a.good"}, {}, "{}", "a", "", ""},
    {"Header", {}, {"v3:leg"}, "{}", "", "v3:leg", ""},
    {"BodyToken", {}, {}, kTokenA, "a", "", ""},
    {"QueryAndHeaderArePassedBoth", {"a.good"}, {"v3:leg"}, "{}", "a", "v3:leg", ""},
    {"BodyAndHeaderArePassedBoth", {}, {"v3:leg"}, kTokenA, "a", "v3:leg", ""},
    {"AllAgree", {"a.good"}, {"v3:leg"}, kTokenA, "a", "v3:leg", ""},
    {"SameTokenTwice", {"a.good", "a.good"}, {}, "{}", "a", "", ""},
    {"EmptyQueryCountsForNothing", {""}, {"v3:leg"}, "{}", "", "v3:leg", ""},
    {"UnresolvedQueryLeavesTheHeader", {kUnresolvedCall}, {"v3:leg"}, "{}", "", "v3:leg", ""},
    {"UnresolvedQueryLeavesTheBody", {kUnresolvedCall}, {}, kTokenA, "a", "", ""},
    {"UnresolvedHeaderLeavesTheQuery", {"a.good"}, {kUnresolvedLeg}, "{}", "a", "", ""},
    {"UnresolvedBodyLeavesTheHeader",
     {},
     {"v3:leg"},
     R"({"callwright_call":"{{callwright_call}}"})",
     "",
     "v3:leg",
     ""},
    {"PartlyUnresolvedIsUnresolved", {"x{{callwright_call}}.good"}, {"v3:leg"}, "{}", "", "v3:leg", ""},
    {"BrokenBodyLeavesTheQuery", {"a.good"}, {}, R"({"callwright_call":"a.goo"})", "a", "", ""},
    {"BodyTokenNotText", {"a.good"}, {}, R"({"callwright_call":["b.good"]})", "a", "", ""},
    {"Nothing", {}, {}, "{}", "", "", "tool.call_missing"},
    {"OnlyUnresolvedQuery", {kUnresolvedCall}, {}, "{}", "", "", "tool.unresolved"},
    {"OnlyUnresolvedHeader", {}, {kUnresolvedLeg}, "{}", "", "", "tool.unresolved"},
    {"AllUnresolved",
     {kUnresolvedCall},
     {kUnresolvedLeg},
     R"({"callwright_call":"{{callwright_call}}"})",
     "",
     "",
     "tool.unresolved"},
    {"ForgedQuery", {"a.bad"}, {}, "{}", "", "", "tool.token_invalid"},
    {"ForgedQueryBesideAHeader", {"a.bad"}, {"v3:leg"}, "{}", "", "", "tool.token_invalid"},
    {"ForgedBodyAlone", {}, {}, R"({"callwright_call":"a.bad"})", "", "", "tool.token_invalid"},
    {"QueryAndBodyDisagree", {"a.good"}, {}, kTokenB, "", "", "tool.disagreement"},
    {"TwoTokensInTheQuery", {"a.good", "b.good"}, {}, "{}", "", "", "tool.disagreement"},
    {"TwoLegs", {}, {"v3:leg", "v3:other"}, "{}", "", "", "tool.disagreement"},
};

class Target : public ::testing::TestWithParam<Case> {};

TEST_P(Target, IsFoundOrRefusedAndNeverGuessed) {
  const auto& c = GetParam();
  Request request{.method = "POST", .path = "/tools/escalate_to_human"};
  for (const auto& value : c.query) request.query.emplace_back("call", value);
  for (const auto& value : c.header) request.headers.emplace_back("x-telnyx-call-control-id", value);
  const auto body = JsonDocument::parse(c.body);
  ASSERT_TRUE(body);
  const auto target = find_tool_target(request, body->root(), MemoryTokens{});
  if (c.code.empty()) {
    ASSERT_TRUE(target) << target.error().code;
    EXPECT_EQ(*target, (ToolTarget{CallId(c.call), CallControlId(c.call_control_id)}));
  } else {
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().kind, Errc::Conflict);
    EXPECT_EQ(target.error().code, c.code);
  }
}
INSTANTIATE_TEST_SUITE_P(Tool, Target, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

TEST(ToolArguments, AreTheBodyWithoutOurToken) {
  const auto body =
      JsonDocument::parse(R"({"reason":"dizzy","callwright_call":"a.good","age":71,"tags":["x",null]})");
  EXPECT_EQ(tool_arguments(body->root()).text(), R"({"reason":"dizzy","age":71,"tags":["x",null]})");
  EXPECT_EQ(tool_arguments(JsonNode{}).text(), "{}");
}

TEST(ToolName, IsWhatARuleCanSpell) {
  for (const std::string good : {"escalate_to_human", "a", "Book-2"}) EXPECT_TRUE(is_tool_name(good)) << good;
  for (const auto& bad : {std::string(), std::string("a b"), std::string("a.b"), std::string("ä"),
                          std::string("a/b"), std::string(65, 'a')}) {
    EXPECT_FALSE(is_tool_name(bad)) << bad;
  }
}

}  // namespace
}  // namespace callwright::tests::tool_target
