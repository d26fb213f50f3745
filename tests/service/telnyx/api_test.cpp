#include "service/telnyx/api.hpp"

#include "workflows/catalogue/catalogue.hpp"

#include <deque>
#include <stdexcept>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace callwright::tests::telnyx_api {
namespace {

/// Gives the answers that the test prepared and keeps what was sent.
class PreparedHttp final : public HttpClient {
 public:
  std::deque<Result<HttpResponse>> answers;
  std::vector<HttpRequest> sent;
  boost::asio::awaitable<Result<HttpResponse>> exchange(HttpRequest request) override {
    sent.push_back(std::move(request));
    auto answer = std::move(answers.front());
    answers.pop_front();
    co_return answer;
  }
};

class TelnyxApiTest : public ::testing::Test {
 protected:
  ApiOutcome call(ApiCall what) {
    auto outcome = boost::asio::co_spawn(context_, api_.call(std::move(what)), boost::asio::use_future);
    context_.restart();
    context_.run();
    return outcome.get();
  }
  void answer(int status, std::string body) {
    http_.answers.emplace_back(HttpResponse{.status = status, .headers = {}, .body = std::move(body)});
  }
  std::string header(const std::string& name) {
    for (const auto& [each, value] : http_.sent.back().headers) {
      if (each == name) return value;
    }
    return "";
  }
  boost::asio::io_context context_;
  PreparedHttp http_;
  TelnyxApi api_{http_, TelnyxConfig{.api_base = "https://api.example/v2/", .api_key = "KEY1", .now = [] {
                                       return TimePoint{};
                                     }}};
};

TEST_F(TelnyxApiTest, SendsACallCommand) {
  answer(200, R"({"data":{"result":"ok","conversation_id":"c1"}})");
  const auto outcome = call({.operation = "ai_assistant_start",
                             .path_params = {{"call_control_id", "v3:a/b="}},
                             .query = {},
                             .body = json_object({{"command_id", "x"}}),
                             .deadline = std::chrono::milliseconds{1'234}});
  EXPECT_EQ(outcome.result, ApiResult::Accepted);
  EXPECT_EQ(outcome.data.text(), R"({"result":"ok","conversation_id":"c1"})");
  const auto& sent = http_.sent.at(0);
  EXPECT_EQ(sent.method, "POST");
  EXPECT_EQ(sent.url, "https://api.example/v2/calls/v3%3Aa%2Fb%3D/actions/ai_assistant_start");
  EXPECT_EQ(sent.body, R"({"command_id":"x"})");
  EXPECT_EQ(sent.deadline, std::chrono::milliseconds{1'234});
  EXPECT_EQ(header("Authorization"), "Bearer KEY1");
  EXPECT_EQ(header("Content-Type"), "application/json");
}

TEST_F(TelnyxApiTest, SendsAnEmptyObjectWhereThereIsNoBody) {
  answer(200, "{}");
  call({.operation = "answer", .path_params = {{"call_control_id", "v3:a"}}, .query = {}});
  EXPECT_EQ(http_.sent.at(0).body, "{}");
}

TEST_F(TelnyxApiTest, ReadsWithAQueryAndWithoutABody) {
  const Operation operation{.name = "get", .method = "GET", .path = "/things/{thing_id}"};
  const auto request = request_for(operation,
                                   {.operation = "get",
                                    .path_params = {{"thing_id", "t"}},
                                    .query = {{"page[number]", "2"}, {"q", "a&b"}}},
                                   {.api_base = "https://api.example/v2", .api_key = "K", .now = {}});
  ASSERT_TRUE(request);
  EXPECT_EQ(request->url, "https://api.example/v2/things/t?page%5Bnumber%5D=2&q=a%26b");
  EXPECT_EQ(request->body, "");
}

TEST_F(TelnyxApiTest, SendsAnIdempotencyKeyOnlyWhereItIsTaken) {
  Operation operation{.name = "o", .method = "POST", .path = "/o", .takes_idempotency_key = true};
  const ApiCall what{.operation = "o", .path_params = {}, .query = {}, .idempotency_key = "k-1"};
  const TelnyxConfig config{.api_key = "K", .now = {}};
  EXPECT_EQ(request_for(operation, what, config)->headers.back().second, "k-1");
  operation.takes_idempotency_key = false;
  EXPECT_NE(request_for(operation, what, config)->headers.back().second, "k-1");
}

TEST_F(TelnyxApiTest, NeedsEveryPathParameter) {
  for (const auto* id : {"", ".", ".."}) {
    const auto outcome = call({.operation = "answer", .path_params = {{"call_control_id", id}}, .query = {}});
    EXPECT_EQ(outcome.result, ApiResult::Refused) << id;
    EXPECT_EQ(outcome.code, "telnyx.path_parameter") << id;
    EXPECT_EQ(outcome.status, 0);
  }
  EXPECT_EQ(call({.operation = "answer", .path_params = {}, .query = {}}).code, "telnyx.path_parameter");
  EXPECT_TRUE(http_.sent.empty());
}

TEST_F(TelnyxApiTest, DoesNotSendWhatTheCatalogueDoesNotKnow) {
  const auto outcome = call({.operation = "answre", .path_params = {}, .query = {}});
  EXPECT_EQ(outcome.result, ApiResult::Refused);
  EXPECT_EQ(outcome.code, "telnyx.operation");
  EXPECT_TRUE(http_.sent.empty());
}

TEST_F(TelnyxApiTest, PassesFailuresOn) {
  http_.answers.emplace_back(fail(Errc::Timeout, "http.timeout", "late"));
  const auto outcome =
      call({.operation = "hangup", .path_params = {{"call_control_id", "v3:a"}}, .query = {}});
  EXPECT_EQ(outcome.result, ApiResult::NoAnswer);
  EXPECT_EQ(outcome.code, "timeout");
}

TEST_F(TelnyxApiTest, A409OfAnIdempotencyKeyMeansWait) {
  const ApiCall what{
      .operation = "chat_sms", .path_params = {{"assistant_id", "a"}}, .query = {}, .idempotency_key = "k"};
  const auto* operation = Catalogue::get().operation(what.operation);
  if (operation == nullptr || !operation->takes_idempotency_key) GTEST_FAIL() << "the catalogue changed";
  answer(409, "");
  EXPECT_EQ(call(what).result, ApiResult::RateLimited);
  answer(409, "");
  EXPECT_EQ(call({.operation = "answer", .path_params = {{"call_control_id", "v3:a"}}, .query = {}}).result,
            ApiResult::Refused);
}

TEST_F(TelnyxApiTest, EveryOperationOfTheCatalogueGivesARequest) {
  for (const auto& operation : Catalogue::get().operations()) {
    ApiCall what{.operation = operation.name, .path_params = {}, .query = {}};
    for (const auto& name : operation.path_params) what.path_params[name] = "v3:x";
    const auto request = request_for(operation, what, {.api_key = "K", .now = {}});
    ASSERT_TRUE(request) << operation.name << ": " << request.error().detail;
    EXPECT_EQ(request->url.find('{'), std::string::npos) << request->url;
  }
}

}  // namespace
}  // namespace callwright::tests::telnyx_api
