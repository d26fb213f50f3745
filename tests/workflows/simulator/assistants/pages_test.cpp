#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_pages {
namespace {

using namespace callwright::tests::assistants;

/// A list with pages, and how three elements come into it.
struct Paged {
  std::string name;
  std::string path;  ///< `$` is the id of an assistant, `@` of a conversation, `%` of a test
  std::string creation;
  std::string body;
  bool takes_size_zero = false;
};

class Pages : public ::testing::TestWithParam<Paged> {
 protected:
  std::string placed(std::string text) {
    for (const auto& [mark, id] :
         std::vector<std::pair<char, std::string>>{{'$', assistant}, {'@', conversation}, {'%', test}}) {
      if (const auto place = text.find(mark); place != std::string::npos) text.replace(place, 1, id);
    }
    return text;
  }
  void SetUp() override {
    for (int i = 0; i < 3; ++i) account.post(placed(GetParam().creation), GetParam().body);
    path = placed(GetParam().path);
  }
  Account account;
  std::string assistant = account.assistant();
  std::string conversation = account.make("/ai/conversations", "{}");
  std::string test = account.make(
      "/ai/assistants/tests",
      R"({"name":"t","destination":"+1","instructions":"x","rubric":[{"name":"r","criteria":"c"}]})",
      "test_id");
  std::string path;
};

std::string meta(const callwright::simulator::ApiResponse& response) {
  std::string text;
  for (const auto* field : {"page_number", "page_size", "total_pages", "total_results"}) {
    text += at(response, std::string("meta.") + field) + " ";
  }
  return text;
}

TEST_P(Pages, AreCountedFromOneAndOfTwentyUnlessAskedForOtherwise) {
  const auto all = account.get(path);
  const auto total = size_at(all, "data");
  EXPECT_EQ(meta(all), "1 20 1 " + std::to_string(total) + " ");
  const auto second = account.get(path, {{"page[size]", "2"}, {"page[number]", "2"}});
  EXPECT_EQ(meta(second), "2 2 2 " + std::to_string(total) + " ");
  EXPECT_EQ(at(second, "data.0"), at(all, "data.2"));
  const auto beyond = account.get(path, {{"page[number]", "9"}});
  EXPECT_EQ(size_at(beyond, "data"), 0U);
  EXPECT_EQ(meta(beyond), "9 20 1 " + std::to_string(total) + " ");
  const auto just_beyond = account.get(path, {{"page[size]", "2"}, {"page[number]", "3"}});
  EXPECT_EQ(size_at(just_beyond, "data"), 0U);
  const auto far = account.get(path, {{"page[size]", "100"}, {"page[number]", "9223372036854775807"}});
  EXPECT_EQ(size_at(far, "data"), 0U) << "no page number overflows";
}

TEST_P(Pages, AreRefusedOutsideTheirLimits) {
  const auto of = [&](const char* name, const char* value) {
    return outcome(account.get(path, {{name, value}}));
  };
  EXPECT_EQ(of("page[number]", "0"), "422 query.page[number]");
  EXPECT_EQ(of("page[number]", "x"), "422 query.page[number]");
  EXPECT_EQ(of("page[size]", "2.5"), "422 query.page[size]");
  EXPECT_EQ(of("page[size]", "-1"), "422 query.page[size]");
  if (GetParam().takes_size_zero) {
    EXPECT_EQ(meta(account.get(path, {{"page[size]", "0"}})).substr(0, 6), "1 0 0 ");
  } else {
    EXPECT_EQ(of("page[size]", "0"), "422 query.page[size]");
    EXPECT_EQ(of("page[size]", "101"), "422 query.page[size]");
  }
}

const Paged kPaged[] = {
    {"Tools", "/ai/tools", "/ai/tools", R"({"type":"pay","display_name":"x","pay":{"connector_name":"c"}})"},
    {"Tests", "/ai/assistants/tests", "/ai/assistants/tests",
     R"({"name":"t","destination":"+1","instructions":"x","rubric":[{"name":"r","criteria":"c"}]})"},
    {"TestRuns", "/ai/assistants/tests/%/runs", "/ai/assistants/tests/%/runs", "{}"},
    {"ScheduledEvents", "/ai/assistants/$/scheduled_events", "/ai/assistants/$/scheduled_events",
     R"({"scheduled_at_fixed_datetime":"2027-01-01T00:00:00Z","telnyx_agent_target":"+1",)"
     R"("telnyx_conversation_channel":"phone_call","telnyx_end_user_target":"+2"})"},
    {"Messages", "/ai/conversations/@/messages", "/ai/conversations/@/message",
     R"({"role":"user","content":"Hi"})"},
    {"Insights", "/ai/conversations/insights", "/ai/conversations/insights",
     R"({"name":"n","instructions":"i"})", true},
    {"InsightGroups", "/ai/conversations/insight-groups", "/ai/conversations/insight-groups",
     R"({"name":"n"})", true}};

INSTANTIATE_TEST_SUITE_P(Of, Pages, ::testing::ValuesIn(kPaged),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_pages
