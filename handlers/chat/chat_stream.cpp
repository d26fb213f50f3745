#include "handlers/chat/chat_stream.hpp"

#include "handlers/chat/chat_events.hpp"
#include "handlers/chat/chat_reply.hpp"
#include "workflows/model/text.hpp"

#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kEventBytesMax = 1'048'576;
constexpr std::size_t kTroubleBytesMax = 300;

UpstreamFailure told_trouble(const std::string& why) {
  constexpr const char* kCode = "telnyx.stream_error";
  return {.reply = problem(502, kCode,
                           "Telnyx ended the answer with an error: " + cut_utf8(why, kTroubleBytesMax) +
                               ". Look at the conversation, then ask again."),
          .state = MessageState::Unknown,
          .code = kCode};
}

UpstreamFailure broken_off() {
  return upstream_failure({.result = ApiResult::NoAnswer, .code = "connection"});
}

UpstreamFailure failure_of(const Error& error) {
  return upstream_failure(
      {.result = ApiResult::NoAnswer, .code = error.kind == Errc::Timeout ? "timeout" : "connection"});
}

}  // namespace

ChatStream::ChatStream(TelnyxStreams& telnyx, std::unique_ptr<MessageTurn> turn, ApiCall question)
    : telnyx_(telnyx), turn_(std::move(turn)), question_(std::move(question)), reader_(kEventBytesMax) {}

boost::asio::awaitable<Result<std::string>> ChatStream::next() {
  switch (stage_) {
    case Stage::Begin: stage_ = Stage::Ask; co_return conversation_event(turn_->conversation_id());
    case Stage::Ask: {
      auto events = co_await ask();
      if (!events.empty()) co_return events;
      [[fallthrough]];
    }
    case Stage::Listen: co_return co_await listen();
    case Stage::Over: break;
  }
  co_return std::string();
}

/// Empty: the answer comes in pieces.
boost::asio::awaitable<std::string> ChatStream::ask() {
  stage_ = Stage::Listen;
  auto answer = co_await telnyx_.stream(question_);
  answer_ = std::move(answer.body);
  if (answer_ != nullptr) co_return std::string();
  const auto reply = read_chat_reply(answer.outcome);
  if (!reply) co_return co_await failed(reply.error());
  co_return delta_event(*reply) + co_await done(*reply);
}

boost::asio::awaitable<std::string> ChatStream::listen() {
  while (true) {
    const auto piece = co_await answer_->next();
    if (!piece) co_return co_await failed(failure_of(piece.error()));
    if (piece->empty()) co_return co_await end_of_answer();
    std::string out;
    for (const auto& event : reader_.feed(*piece)) {
      auto news = read_chat_event(event);
      switch (news.kind) {
        case ChatNews::Kind::Nothing: break;
        case ChatNews::Kind::Delta:
          if (news.text.empty()) break;
          turn_->heard(news.text);
          out += delta_event(news.text);
          break;
        case ChatNews::Kind::Done:
          out += co_await done(news.text.empty() ? std::string(turn_->heard()) : std::move(news.text));
          co_return out;
        case ChatNews::Kind::Trouble: out += co_await failed(told_trouble(news.text)); co_return out;
      }
    }
    if (reader_.is_broken()) {
      out += co_await failed(malformed_answer("an event of it is too large"));
      co_return out;
    }
    if (!out.empty()) co_return out;
  }
}

/// Telnyx ends a stream with `done`; what ends in order without it is taken as it is.
boost::asio::awaitable<std::string> ChatStream::end_of_answer() {
  if (turn_->heard().empty()) co_return co_await failed(broken_off());
  co_return co_await done(turn_->heard());
}

boost::asio::awaitable<std::string> ChatStream::done(std::string reply) {
  stage_ = Stage::Over;
  answer_.reset();
  const auto event = done_event(turn_->conversation_id(), reply);
  co_await turn_->answered(std::move(reply));
  co_return event;
}

boost::asio::awaitable<std::string> ChatStream::failed(UpstreamFailure failure) {
  stage_ = Stage::Over;
  answer_.reset();
  co_return error_event(co_await turn_->failed(std::move(failure)));
}

HttpReply streamed(std::shared_ptr<BodyStream> stream) {
  HttpReply reply{.status = 200, .content_type = "text/event-stream", .headers = {}};
  // Proxies are asked to pass the events on as they come.
  reply.headers = {{"Cache-Control", "no-cache"}, {"X-Accel-Buffering", "no"}};
  reply.stream = std::move(stream);
  return reply;
}

HttpReply streamed(std::string events) {
  auto reply = streamed(std::shared_ptr<BodyStream>());
  reply.body = std::move(events);
  return reply;
}

}  // namespace callwright
