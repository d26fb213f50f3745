#include "service/cli/api/pages.hpp"

#include "service/cli/api/options.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_pages {
namespace {

using namespace callwright::cli::api;

std::string text_of(const Query& query) {
  std::string text;
  for (const auto& [name, value] : query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

TEST(ApiPages, TheNextOneFollowsFromTheAnswer) {
  struct Case {
    const char* operation;
    Query query;
    const char* answer;
    const char* next;  ///< `-`: there is none
  };
  const std::vector<Case> cases = {
      {"list_tests", {}, R"({"data":[1],"meta":{"page_number":1,"total_pages":3}})", "page[number]=2"},
      {"list_tests",
       {{"page[number]", "2"}, {"page[size]", "5"}},
       R"({"data":[1],"meta":{"page_number":2,"total_pages":3}})",
       "page[size]=5&page[number]=3"},
      {"list_tests",
       {{"page[number]", "3"}},
       R"({"data":[1],"meta":{"page_number":3,"total_pages":3}})",
       "-"},
      {"list_tests", {{"page[number]", "2"}}, R"({"data":[1],"meta":{"total_pages":3}})", "page[number]=3"},
      {"list_tests", {}, R"({"data":[],"meta":{"page_number":1,"total_pages":9}})", "-"},
      {"list_tests", {}, R"({"data":[1]})", "-"},
      // Cursors.
      {"list_active_calls", {}, R"({"data":[1],"meta":{"cursors":{"after":"c1"}}})", "page[after]=c1"},
      {"list_active_calls",
       {{"page[after]", "c1"}, {"page[limit]", "2"}},
       R"({"data":[1],"meta":{"cursors":{"after":"c2"}}})",
       "page[limit]=2&page[after]=c2"},
      {"list_active_calls",
       {{"page[after]", "c2"}},
       R"({"data":[1],"meta":{"cursors":{"after":null}}})",
       "-"},
      {"list_active_calls",
       {{"page[after]", "c2"}},
       R"({"data":[1],"meta":{"cursors":{"after":"c2"}}})",
       "-"},
      {"list_call_events", {}, R"({"data":[1],"meta":{"page_number":1,"total_pages":2}})", "page[number]=2"},
      // A bare list: a full page is followed by another.
      {"list_mcp_servers",
       {{"page[size]", "2"}},
       R"([{"id":"a"},{"id":"b"}])",
       "page[size]=2&page[number]=2"},
      {"list_mcp_servers", {{"page[size]", "2"}, {"page[number]", "2"}}, R"([{"id":"a"}])", "-"},
      {"list_mcp_servers", {{"page[size]", "2"}}, "[]", "-"},
      // No pages.
      {"list_assistants", {}, R"({"data":[1]})", "-"},
      {"list_conversations", {{"limit", "1"}}, R"({"data":[1]})", "-"},
      {"list_conversation_insights", {}, R"({"data":[1],"meta":{"page_number":1,"total_pages":2}})", "-"},
      // Answers that make no sense.
      {"list_tests", {}, R"("x")", "-"},
      {"list_tests", {}, R"({"data":[1],"meta":{"total_pages":"many"}})", "-"},
  };
  for (const auto& [operation, query, answer, next] : cases) {
    const auto document = JsonDocument::parse(answer);
    ASSERT_TRUE(document) << answer;
    const auto found = next_page(*find_operation(operation), query, document->root());
    EXPECT_EQ(found ? text_of(*found) : "-", next) << operation << " " << text_of(query) << " " << answer;
  }
}

TEST(ApiPages, AllPagesBeginWithTheLargestUnlessSomebodyChose) {
  const auto first = [](const char* operation, Query query) {
    return text_of(first_page(*find_operation(operation), std::move(query)));
  };
  EXPECT_EQ(first("list_tests", {}), "page[size]=100");
  EXPECT_EQ(first("list_tests", {{"page[size]", "5"}}), "page[size]=5");
  EXPECT_EQ(first("list_active_calls", {{"page[limit]", "5"}}), "page[limit]=5");
  EXPECT_EQ(first("list_assistants", {}), "");
  EXPECT_EQ(first("list_insights", {}), "") << "Telnyx states no largest page";
}

TEST(ApiPages, PagesThatCannotBeAskedForAreNoticed) {
  const auto answer = JsonDocument::parse(R"({"data":[1],"meta":{"page_number":1,"total_pages":2}})");
  EXPECT_TRUE(has_unreachable_pages(*find_operation("list_conversation_insights"), answer->root()));
  EXPECT_FALSE(has_unreachable_pages(*find_operation("list_tests"), answer->root()));
}

TEST(ApiPages, TheListIsFoundInEveryShape) {
  const auto count = [](const char* answer) { return list_in(JsonDocument::parse(answer)->root()).size(); };
  EXPECT_EQ(count("[1,2]"), 2U);
  EXPECT_EQ(count(R"({"data":[1],"other":[1,2]})"), 1U);
  EXPECT_EQ(count(R"({"tags":[1,2,3],"total":3})"), 3U);
  EXPECT_FALSE(list_in(JsonDocument::parse(R"({"a":[1],"b":[2]})")->root()).exists());
  EXPECT_FALSE(list_in(JsonDocument::parse(R"({"data":{"id":"x"}})")->root()).exists());
}

}  // namespace
}  // namespace callwright::tests::api_pages
