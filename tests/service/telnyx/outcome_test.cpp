#include "service/telnyx/outcome.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::telnyx_outcome {
namespace {

using namespace std::chrono_literals;
const TimePoint kNow = *parse_time("2026-11-24T16:00:00Z");

ApiOutcome decode(int status, std::string body,
                  std::vector<std::pair<std::string, std::string>> headers = {}) {
  return decode_response(
      HttpResponse{.status = status, .headers = std::move(headers), .body = std::move(body)}, kNow);
}

TEST(TelnyxOutcome, AcceptsWithTheDataMember) {
  const auto outcome = decode(200, R"({"data":{"result":"ok","conversation_id":"c"}})");
  EXPECT_EQ(outcome.result, ApiResult::Accepted);
  EXPECT_EQ(outcome.data.text(), R"({"result":"ok","conversation_id":"c"})");
}

TEST(TelnyxOutcome, AcceptsWithTheWholeBodyWhereThereIsNoData) {
  EXPECT_EQ(decode(201, R"({"id":"assistant-1"})").data.text(), R"({"id":"assistant-1"})");
  EXPECT_EQ(decode(200, R"([1,2])").data.text(), "[1,2]");
}

TEST(TelnyxOutcome, AcceptsWithoutDataWhatCannotBeRead) {
  for (const auto* body : {"", "OK", "{\"data\":", "<html>"}) {
    const auto outcome = decode(200, body);
    EXPECT_EQ(outcome.result, ApiResult::Accepted) << body;
    EXPECT_TRUE(outcome.data.is_null()) << body;
  }
}

struct Refusal {
  int status;
  std::string body;
  std::string code;
  std::string detail;
  std::string field;
};

TEST(TelnyxOutcome, ReadsEveryErrorShape) {
  const std::vector<Refusal> cases = {
      {422,
       R"({"errors":[{"code":"90018","title":"Call has already ended","detail":"This call is no longer active."}]})",
       "90018", "This call is no longer active.", ""},
      {422, R"({"errors":[{"code":90018,"title":"Call has already ended"}]})", "90018",
       "Call has already ended", ""},
      {422,
       R"({"errors":[{"code":"10032","title":"t","detail":"d","source":{"pointer":"/voice"}},{"code":"1","title":"x"}]})",
       "10032", "d", "/voice"},
      {400,
       R"({"errors":[{"code":"10015","title":"t","detail":"d","source":{"parameter":"connection_id"}}]})",
       "10015", "d", "connection_id"},
      {403, R"({"errors":[{"code":"10010","title":"t","detail":"D3: connection channel limit"}]})", "10010",
       "D3: connection channel limit", ""},
      {422,
       R"({"detail":[{"loc":["body","items",0,"name"],"msg":"field required","type":"value_error.missing"}]})",
       "value_error.missing", "body.items.0.name: field required", "body.items.0.name"},
      {404, R"({"detail":"Assistant not found"})", "", "Assistant not found", ""},
      {404, R"({"errors":["plain words"]})", "", "plain words", ""},
      {404, "<html>nginx</html>", "", "HTTP 404 without an error that Telnyx documents.", ""},
      {404, "", "", "HTTP 404 without an error that Telnyx documents.", ""},
      {400, R"({"errors":{"code":"1"}})", "", "HTTP 400 without an error that Telnyx documents.", ""},
      {302, "", "", "HTTP 302 without an error that Telnyx documents.", ""},
  };
  for (const auto& each : cases) {
    const auto outcome = decode(each.status, each.body);
    EXPECT_EQ(outcome.result, ApiResult::Refused) << each.body;
    EXPECT_EQ(outcome.status, each.status);
    EXPECT_EQ(outcome.code, each.code) << each.body;
    EXPECT_EQ(outcome.detail, each.detail) << each.body;
    EXPECT_EQ(outcome.errors.empty() ? "" : outcome.errors[0].field, each.field) << each.body;
  }
}

TEST(TelnyxOutcome, KeepsEveryError) {
  const auto outcome = decode(422, R"({"errors":[{"code":"1","title":"a"},{"code":"2","title":"b"}]})");
  ASSERT_EQ(outcome.errors.size(), 2U);
  EXPECT_EQ(outcome.errors[1], (ApiError{.code = "2", .title = "b", .detail = "b", .field = ""}));
}

TEST(TelnyxOutcome, TheStatusDecidesNotTheCode) {
  const std::string body = R"({"errors":[{"code":"10011","title":"t"}]})";
  EXPECT_EQ(decode(429, body).result, ApiResult::RateLimited);
  EXPECT_EQ(decode(422, body).result, ApiResult::Refused);
  const std::string internal = R"({"errors":[{"code":"10007","title":"t"}]})";
  EXPECT_EQ(decode(500, internal).result, ApiResult::ServerError);
  EXPECT_EQ(decode(503, internal).result, ApiResult::ServerError);
  EXPECT_EQ(decode(404, internal).result, ApiResult::Refused);
  EXPECT_EQ(decode(408, "").result, ApiResult::ServerError);
}

TEST(TelnyxOutcome, NamesTheNextPageOfAList) {
  EXPECT_EQ(decode(200, R"({"data":[],"meta":{"cursors":{"after":"c2"}}})").next_page, "c2");
  EXPECT_EQ(decode(200, R"({"data":[],"meta":{"cursors":{"after":null}}})").next_page, "");
  EXPECT_EQ(decode(200, R"({"data":[]})").next_page, "");
}

struct Wait {
  std::vector<std::pair<std::string, std::string>> headers;
  Duration retry_after;
};

TEST(TelnyxOutcome, WaitsAsLongAsItIsTold) {
  const std::vector<Wait> cases = {
      {{}, 1s},
      {{{"retry-after", "3"}}, 3s},
      {{{"retry-after", "0"}}, 0s},
      {{{"retry-after-ms", "1500"}, {"retry-after", "9"}}, 1500ms},
      {{{"retry-after", "Tue, 24 Nov 2026 16:00:07 GMT"}}, 7s},
      {{{"retry-after", "Tue, 24 Nov 2026 15:00:00 GMT"}}, 0s},
      {{{"x-ratelimit-reset", "4"}}, 4s},
      {{{"retry-after", "2"}, {"x-ratelimit-reset", "4"}}, 2s},
      {{{"x-ratelimit-reset", std::to_string(kNow.time_since_epoch() / 1s + 5)}}, 5s},
      {{{"x-ratelimit-reset", std::to_string(kNow.time_since_epoch() / 1s - 5)}}, 0s},
      {{{"retry-after", "soon"}}, 1s},
      {{{"retry-after", "-5"}}, 1s},
      {{{"retry-after", "1.5"}}, 1s},
      {{{"retry-after", "9223372036854775807"}}, 5min},
      {{{"retry-after-ms", "9223372036854775807"}}, 5min},
      {{{"retry-after", "99999999999999999999"}}, 1s},
  };
  for (const auto& each : cases) {
    const auto outcome = decode(429, R"({"errors":[{"code":"10011","title":"t"}]})", each.headers);
    EXPECT_EQ(outcome.result, ApiResult::RateLimited);
    EXPECT_EQ(outcome.code, "10011");
    EXPECT_EQ(outcome.retry_after, each.retry_after) << (each.headers.empty() ? "" : each.headers[0].second);
  }
  EXPECT_EQ(decode(503, "", {{"retry-after", "3"}}).retry_after, 3s);
  EXPECT_EQ(decode(503, "").retry_after, 0s);
}

TEST(TelnyxOutcome, TellsUnsentFromUnanswered) {
  const auto connect = decode_failure(Error(Errc::Unavailable, "http.connect", "d"));
  EXPECT_EQ(connect.result, ApiResult::NotSent);
  EXPECT_EQ(connect.code, "not_sent");
  const auto timeout = decode_failure(Error(Errc::Timeout, "http.timeout", "d"));
  EXPECT_EQ(timeout.result, ApiResult::NoAnswer);
  EXPECT_EQ(timeout.code, "timeout");
  const auto lost = decode_failure(Error(Errc::Unavailable, "http.connection", "d"));
  EXPECT_EQ(lost.result, ApiResult::NoAnswer);
  EXPECT_EQ(lost.code, "connection");
  const auto bad = decode_failure(Error(Errc::InvalidInput, "http.url", "d"));
  EXPECT_EQ(bad.result, ApiResult::Refused);
  EXPECT_EQ(bad.code, "http.url");
}

TEST(TelnyxOutcome, CutsALongDetail) {
  const auto outcome = decode(422, R"({"detail":")" + std::string(100'000, 'x') + R"("})");
  EXPECT_EQ(outcome.detail.size(), 1'000U);
}

}  // namespace
}  // namespace callwright::tests::telnyx_outcome
