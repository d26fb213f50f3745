#include "service/telnyx/streams.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <gtest/gtest.h>

namespace callwright::tests::telnyx_streams {
namespace {

class PreparedBody final : public BodyStream {
 public:
  explicit PreparedBody(std::deque<Result<std::string>> pieces) : pieces_(std::move(pieces)) {}
  boost::asio::awaitable<Result<std::string>> next() override {
    if (pieces_.empty()) co_return std::string();
    auto piece = std::move(pieces_.front());
    pieces_.pop_front();
    co_return piece;
  }

 private:
  std::deque<Result<std::string>> pieces_;
};

class PreparedHttp final : public HttpStreamClient {
 public:
  Result<HttpStream> answer = HttpStream{};
  std::vector<HttpRequest> sent;
  boost::asio::awaitable<Result<HttpStream>> open(HttpRequest request) override {
    sent.push_back(std::move(request));
    co_return answer;
  }
};

class TelnyxStreamsTest : public ::testing::Test {
 protected:
  ApiStream stream(int status, std::string type, std::deque<Result<std::string>> pieces) {
    http_.answer = HttpStream{.status = status,
                              .headers = {{"content-type", std::move(type)}},
                              .body = std::make_shared<PreparedBody>(std::move(pieces))};
    return ask("chat");
  }
  ApiStream ask(std::string operation) {
    ApiCall call{.operation = std::move(operation),
                 .path_params = {{"assistant_id", "a/1"}},
                 .body = Json::trusted(R"({"stream":true})")};
    auto answer = boost::asio::co_spawn(context_, api_.stream(std::move(call)), boost::asio::use_future);
    context_.restart();
    context_.run();
    return answer.get();
  }
  boost::asio::io_context context_;
  PreparedHttp http_;
  TelnyxStreamApi api_{
      http_, {.api_base = "https://api.example/v2/", .api_key = "KEY1", .now = [] { return TimePoint{}; }}};
};

TEST_F(TelnyxStreamsTest, EventsComeAsTheyAre) {
  const auto answer = stream(200, "text/event-stream; charset=utf-8", {"data: a\n\n"});
  EXPECT_EQ(answer.outcome.result, ApiResult::Accepted);
  ASSERT_NE(answer.body, nullptr);
  EXPECT_EQ(http_.sent.front().url, "https://api.example/v2/ai/assistants/a%2F1/chat");
  EXPECT_EQ(http_.sent.front().body, R"({"stream":true})");
}

TEST_F(TelnyxStreamsTest, AnAnswerInOnePieceIsReadWhole) {
  const auto answer = stream(200, "application/json", {R"({"cont)", R"(ent":"hi"})"});
  EXPECT_EQ(answer.body, nullptr);
  EXPECT_EQ(answer.outcome.result, ApiResult::Accepted);
  EXPECT_EQ(answer.outcome.data.text(), R"({"content":"hi"})");
}

TEST_F(TelnyxStreamsTest, AnErrorIsReadWhateverItsTypeIs) {
  for (const auto* type : {"application/json", "text/event-stream"}) {
    const auto answer = stream(404, type, {R"({"errors":[{"code":"10005","detail":"None."}]})"});
    EXPECT_EQ(answer.body, nullptr);
    EXPECT_EQ(answer.outcome.result, ApiResult::Refused);
    EXPECT_EQ(answer.outcome.status, 404);
    EXPECT_EQ(answer.outcome.detail, "None.");
  }
}

TEST_F(TelnyxStreamsTest, WhatBreaksOffGivesNoAnswer) {
  const auto broken = fail(Errc::Unavailable, "http.connection", "Gone.");
  EXPECT_EQ(stream(200, "application/json", {broken}).outcome.result, ApiResult::NoAnswer);
  http_.answer = fail(Errc::Unavailable, "http.connect", "Nobody there.");
  EXPECT_EQ(ask("chat").outcome.result, ApiResult::NotSent);
  EXPECT_EQ(ask("no_such_operation").outcome.code, "telnyx.operation");
}

}  // namespace
}  // namespace callwright::tests::telnyx_streams
