#include "handlers/calls_api/start_request.hpp"

#include "workflows/language/load.hpp"

#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::start_request {
namespace {

constexpr std::string_view kWorkflows = R"(
language: 1
workflows:
  support: { match: { to: ["+13125550100"] }, assistant: { id: assistant-1 } }
  follow-up:
    match: { direction: outgoing, from: ["+13125550100", "+13125550101"], to: ["+1312*", "+44*"] }
    outgoing: { from: "+13125550101" }
    assistant: { id: assistant-1 }
    limits: { destinations: ["+1*"] }
  spoken:
    match: { direction: outgoing, from: ["+13125550100"], connection_id: "1" }
    start: [ { speak: { payload: "Hello." } } ]
    limits: { destinations: ["*"] }
  unlimited: { match: { direction: outgoing }, assistant: { id: assistant-1 } }
)";

BundlePtr bundle() {
  static const auto loaded = load_bundle({{.name = "a.yaml", .text = std::string(kWorkflows)}}, {});
  return loaded.bundle;
}

std::string codes_of(const StartProblems& problems) {
  std::string text;
  for (const auto& one : problems)
    text += (text.empty() ? "" : " ") + std::to_string(one.status) + ":" + one.code;
  return text;
}

struct Body {
  const char* name;
  const char* body;
  const char* header;
  const char* codes;  ///< of what is wrong, in order; empty: nothing
};
class WhatABodyMeans : public ::testing::TestWithParam<Body> {};

TEST_P(WhatABodyMeans, IsSaidWithEveryProblemAtOnce) {
  const auto read = read_start_request(GetParam().body, GetParam().header);
  EXPECT_EQ(read ? "" : codes_of(read.error()), GetParam().codes);
}

const std::string kLongKey =
    R"({"to":"+13125550199","workflow":"w","idempotency_key":")" + std::string(256, 'k') + R"("})";
const std::string kManyVariables = [] {
  std::string body = R"({"to":"+13125550199","workflow":"w","variables":{)";
  for (int i = 0; i < 51; ++i) body += (i == 0 ? "\"v" : ",\"v") + std::to_string(i) + "\":1";
  return body + "}}";
}();
const std::string kLargeVariables =
    R"({"to":"+13125550199","workflow":"w","variables":{"a":")" + std::string(8300, 'x') + R"("}})";

INSTANTIATE_TEST_SUITE_P(
    StartRequest, WhatABodyMeans,
    ::testing::Values(
        Body{"Least", R"({"to":"+13125550199","workflow":"w"})", "", ""},
        Body{"ASipAddress", R"({"to":"sip:desk@example.com","workflow":"w"})", "", ""},
        Body{"NullIsLeftOut", R"({"to":"+13125550199","workflow":"w","from":null,"variables":null})", "", ""},
        Body{"OneKeyTwice", R"({"to":"+13125550199","workflow":"w","idempotency_key":"a-1"})", "a-1", ""},
        Body{"TwoKeys", R"({"to":"+13125550199","workflow":"w","idempotency_key":"a"})", "b",
             "400:call.idempotency_key"},
        Body{"KeyWithASpace", R"({"to":"+13125550199","workflow":"w"})", "a b", "400:call.idempotency_key"},
        Body{"KeyTooLong", kLongKey.c_str(), "", "400:call.idempotency_key"},
        Body{"NoJson", "to=+13125550199", "", "400:json.invalid"},
        Body{"NoObject", "[]", "", "400:call.body"},
        Body{"Nothing", "{}", "", "400:call.to 400:call.workflow"},
        Body{"Everything",
             R"({"to":"13125550199","workflow":7,"from":"0100","assistant":"a b","variables":[],"x":1})", "",
             "400:call.field 400:call.to 400:call.workflow 400:call.from 400:call.assistant "
             "400:call.variables"},
        Body{"ANestedVariable", R"({"to":"+13125550199","workflow":"w","variables":{"a":{"b":1}}})", "",
             "400:call.variables"},
        Body{"OurVariable", R"({"to":"+13125550199","workflow":"w","variables":{"callwright_call":"x"}})", "",
             "400:call.variables"},
        Body{"ANameThatIsNone", R"({"to":"+13125550199","workflow":"w","variables":{"a b":"x"}})", "",
             "400:call.variables"},
        Body{"TooManyVariables", kManyVariables.c_str(), "", "400:call.variables"},
        Body{"TooLargeVariables", kLargeVariables.c_str(), "", "400:call.variables"}),
    [](const auto& one) { return one.param.name; });

TEST(StartRequest, ValuesKeepTheirTypesAndHaveOneOrder) {
  const auto read = read_start_request(
      R"({"to":"+13125550199","workflow":"w","variables":{"visits":3,"name":"Ada","vip":true}})", "key-1");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->variables.text(), R"({"name":"Ada","vip":true,"visits":3})");
  EXPECT_EQ(read->key, "key-1");
}

TEST(StartRequest, AFieldThatIsMisspeltIsToldTheRightName) {
  const auto read = read_start_request(R"({"to":"+13125550199","workflow":"w","asistant":"a"})", "");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error()[0].detail, "The body has an unknown field; did you mean `assistant`?");
}

struct Wish {
  const char* name;
  StartRequest request;
  bool has_connection;
  const char* codes;
};
class WhatAWorkflowAllows : public ::testing::TestWithParam<Wish> {};

TEST_P(WhatAWorkflowAllows, IsSaidWithEveryProblemAtOnce) {
  const auto checked = check_start(GetParam().request, bundle(), GetParam().has_connection);
  EXPECT_EQ(checked ? "" : codes_of(checked.error()), GetParam().codes);
}
INSTANTIATE_TEST_SUITE_P(
    StartRequest, WhatAWorkflowAllows,
    ::testing::Values(
        Wish{"Allowed", {.to = "+13125550199", .workflow = "follow-up"}, true, ""},
        Wish{"AnotherOfOurNumbers",
             {.to = "+13125550199", .workflow = "follow-up", .from = "+13125550100"},
             true,
             ""},
        Wish{"NotOneOfOurNumbers",
             {.to = "+13125550199", .workflow = "follow-up", .from = "+13125550102"},
             true,
             "400:call.from"},
        Wish{"UnknownWorkflow", {.to = "+13125550199", .workflow = "followup"}, true, "400:call.workflow"},
        Wish{"IncomingWorkflow", {.to = "+13125550199", .workflow = "support"}, true, "400:call.workflow"},
        Wish{"NotMatched", {.to = "+16305550199", .workflow = "follow-up"}, true, "400:call.to"},
        Wish{"Outside", {.to = "+442071838750", .workflow = "follow-up"}, true, "403:call.destination"},
        Wish{"ASipAddressOutside",
             {.to = "sip:desk@example.com", .workflow = "follow-up"},
             true,
             "400:call.to 403:call.destination"},
        Wish{"OurOwnNumber", {.to = "+13125550100", .workflow = "follow-up"}, true, "403:call.calls_itself"},
        Wish{"ItsCallerId", {.to = "+13125550101", .workflow = "follow-up"}, true, "403:call.calls_itself"},
        Wish{"NoDestinationsNoCallerId",
             {.to = "+13125550199", .workflow = "unlimited"},
             false,
             "400:call.from 400:call.connection 403:call.destination"},
        Wish{"NoAssistantToReplace",
             {.to = "+13125550199", .workflow = "spoken", .assistant = "assistant-2"},
             false,
             "400:call.assistant"},
        Wish{"AConnectionOfItsOwn", {.to = "+13125550199", .workflow = "spoken"}, false, ""}),
    [](const auto& one) { return one.param.name; });

TEST(StartRequest, OneRequestHasOneDigestWhateverItsSpelling) {
  const auto digest = [](const char* body) {
    return check_start(*read_start_request(body, ""), bundle(), true)->order.digest;
  };
  const auto first = digest(R"({"to":"+13125550199","workflow":"follow-up","variables":{"a":1,"b":"x"}})");
  EXPECT_EQ(digest(R"({"variables":{"b":"x","a":1},"workflow":"follow-up","to":"+13125550199"})"), first);
  EXPECT_NE(digest(R"({"to":"+13125550199","workflow":"follow-up","variables":{"a":1,"b":"y"}})"), first);
  EXPECT_NE(digest(R"({"to":"+13125550198","workflow":"follow-up","variables":{"a":1,"b":"x"}})"), first);
}

TEST(StartRequest, SeveralProblemsAreOneDocument) {
  const auto reply = problem_of(read_start_request("{}", "").error());
  EXPECT_EQ(reply.status, 400);
  const auto said = JsonDocument::of(Json::trusted(reply.body));
  EXPECT_EQ(said.root()["code"].str(), "call.to");
  EXPECT_EQ(said.root().at_path("errors.1.code").str(), "call.workflow");
}

}  // namespace
}  // namespace callwright::tests::start_request
