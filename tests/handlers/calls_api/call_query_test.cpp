#include "handlers/calls_api/call_query.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::call_query {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

Request with_query(Pairs query) {
  Request request{.method = "GET", .path = "/v1/calls"};
  request.query = std::move(query);
  return request;
}

TEST(CallQuery, IsEmptyByDefault) {
  const auto query = parse_call_query(with_query({}));
  ASSERT_TRUE(query);
  EXPECT_EQ(query->limit, 50U);
  EXPECT_EQ(query->state + query->workflow + query->number + query->outcome + query->text + query->cursor,
            "");
  EXPECT_FALSE(query->since || query->until);
}

TEST(CallQuery, ReadsEveryKey) {
  const auto query = parse_call_query(with_query({{"state", "settled"},
                                                  {"workflow", "support"},
                                                  {"number", "+13125550199"},
                                                  {"outcome", "joined"},
                                                  {"since", "2026-11-24T10:00:00-06:00"},
                                                  {"until", "2026-11-24T17:00:00Z"},
                                                  {"q", "dizzy"},
                                                  {"cursor", "41"},
                                                  {"limit", "200"}}));
  ASSERT_TRUE(query) << query.error().detail;
  EXPECT_EQ(query->state, "settled");
  EXPECT_EQ(query->workflow, "support");
  EXPECT_EQ(query->number, "+13125550199");
  EXPECT_EQ(query->outcome, "joined");
  EXPECT_EQ(format_time(*query->since), "2026-11-24T16:00:00.000Z");
  EXPECT_EQ(format_time(*query->until), "2026-11-24T17:00:00.000Z");
  EXPECT_EQ(query->text, "dizzy");
  EXPECT_EQ(query->cursor, "41");
  EXPECT_EQ(query->limit, 200U);
}

TEST(CallQuery, UnderstandsAPlusSignThatBecameASpace) {
  const auto query =
      parse_call_query(with_query({{"number", " 13125550199"}, {"since", "2026-11-24T10:00:00 01:00"}}));
  ASSERT_TRUE(query) << query.error().detail;
  EXPECT_EQ(query->number, "+13125550199");
  EXPECT_EQ(format_time(*query->since), "2026-11-24T09:00:00.000Z");
}

struct Case {
  std::string name;
  Pairs query;
  std::string code;
  std::string says;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const std::vector<Case> kCases = {
    {"State", {{"state", "done"}}, "query.state", "settled"},
    {"Number", {{"number", "3125550199"}}, "query.number", "%2B"},
    {"Since", {{"since", "yesterday"}}, "query.since", "2026-11-24T10:00:00Z"},
    {"Until", {{"until", "2026-13-01T00:00:00Z"}}, "query.until", "2026-11-24T10:00:00Z"},
    {"SinceAfterUntil",
     {{"since", "2026-11-25T00:00:00Z"}, {"until", "2026-11-24T00:00:00Z"}},
     "query.since",
     "before"},
    {"LimitZero", {{"limit", "0"}}, "query.limit", "1 to 200"},
    {"LimitTooLarge", {{"limit", "201"}}, "query.limit", "1 to 200"},
    {"LimitNegative", {{"limit", "-1"}}, "query.limit", "1 to 200"},
    {"LimitText", {{"limit", "10x"}}, "query.limit", "1 to 200"},
    {"LimitOverflow", {{"limit", "99999999999999999999"}}, "query.limit", "1 to 200"},
    {"Misspelt", {{"workflw", "a"}}, "query.unknown", "workflow"},
    {"Unknown", {{"zzzzzzzzzz", "a"}}, "query.unknown", "outcome"},
    {"Repeated", {{"q", "a"}, {"q", "b"}}, "query.repeated", "q once"},
    {"TooLong", {{"q", std::string(257, 'a')}}, "query.q", "256"},
};

class Wrong : public ::testing::TestWithParam<Case> {};

TEST_P(Wrong, IsSaidClearly) {
  const auto query = parse_call_query(with_query(GetParam().query));
  ASSERT_FALSE(query);
  EXPECT_EQ(query.error().kind, Errc::InvalidInput);
  EXPECT_EQ(query.error().code, GetParam().code);
  EXPECT_TRUE(query.error().detail.contains(GetParam().says)) << query.error().detail;
}
INSTANTIATE_TEST_SUITE_P(CallQuery, Wrong, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

TEST(RecordQuery, TakesCursorAndLimitOnly) {
  EXPECT_EQ(parse_record_query(with_query({{"cursor", "7"}, {"limit", "500"}})), (RecordQuery{"7", 500}));
  EXPECT_EQ(parse_record_query(with_query({{"limit", "501"}})).error().code, "query.limit");
  EXPECT_EQ(parse_record_query(with_query({{"state", "settled"}})).error().code, "query.unknown");
}

}  // namespace
}  // namespace callwright::tests::call_query
