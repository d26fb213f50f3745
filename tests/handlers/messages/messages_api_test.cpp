#include "handlers/messages/messages_api.hpp"

#include "handlers/ports/http_text.hpp"
#include "tests/handlers/support/gateway_fakes.hpp"
#include "tests/handlers/support/run.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::messages_api {
namespace {

struct Office {
  MemoryBook book;
  MessagesApi api{book, "abc"};

  HttpReply get(const std::string& query, const std::string& token = "abc") {
    Request request{.method = "GET", .target = "/v1/messages", .path = "/v1/messages"};
    request.query = *parse_query(query);
    request.headers = {{"authorization", "Bearer " + token}};
    return run(api.list(std::move(request)));
  }
};

TEST(MessagesApi, ShowsMessagesToTheHolderOfTheToken) {
  Office office;
  office.book.messages.push_back(
      {.position = 9,
       .at = parse_time("2026-11-24T10:00:00Z").value(),
       .channel = MessageChannel::Sms,
       .assistant_id = "a-1",
       .conversation_id = "c-1",
       .from = "+13125550100",
       .to = "+13125550199",
       .call = "call_1",
       .client = "api",
       .key = "one",
       .fingerprint = "f",
       .text = "hi",
       .end = {.state = MessageState::Answered, .status = 200, .took = Duration{5}}});
  EXPECT_EQ(office.get("", "wrong").status, 401);
  EXPECT_EQ(
      office.get("").body,
      R"({"data":[{"id":"9","at":"2026-11-24T10:00:00.000Z","channel":"sms","state":"answered",)"
      R"("conversation_id":"c-1","assistant_id":"a-1","from":"+13125550100","to":"+13125550199",)"
      R"("call":"call_1","client":"api","idempotency_key":"one","status":200,"code":"","duration_ms":5,)"
      R"("text":"hi","reply":""}],"next":"7"})");
}

TEST(MessagesApi, AsksForWhatTheQueryNames) {
  Office office;
  ASSERT_EQ(
      office.get("channel=sms&number=+13125550199&conversation_id=c-1&since=2026-11-24T10:00:00Z&limit=7")
          .status,
      200);
  const auto& filter = office.book.filters.front();
  EXPECT_EQ(filter.channel, MessageChannel::Sms);
  EXPECT_EQ(filter.number, "+13125550199");
  EXPECT_EQ(filter.conversation_id, "c-1");
  EXPECT_EQ(filter.since, parse_time("2026-11-24T10:00:00Z"));
  EXPECT_EQ(filter.limit, 7U);
  for (const auto* query : {"channel=fax", "number=0199", "since=now", "limit=0", "limit=201", "chanel=sms",
                            "limit=1&limit=2", "since=2026-11-24T10:00:00Z&until=2026-11-23T10:00:00Z"})
    EXPECT_EQ(office.get(query).status, 400) << query;
  EXPECT_EQ(office.book.filters.size(), 1U);
}

}  // namespace
}  // namespace callwright::tests::messages_api
