#pragma once

#include "handlers/chat/sse_reader.hpp"
#include "handlers/gateway/message_turn.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/telnyx.hpp"

#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// The answer of an assistant as Server-Sent Events: `conversation` at once, a `delta` for each piece that
/// comes, then `done` or `error`. When the client goes, so does the request to Telnyx.
class ChatStream final : public BodyStream {
 public:
  ChatStream(TelnyxStreams& telnyx, std::unique_ptr<MessageTurn> turn, ApiCall question);
  boost::asio::awaitable<Result<std::string>> next() override;
  [[nodiscard]] std::string_view heartbeat() const override { return ": still there\n\n"; }

 private:
  enum class Stage { Begin, Ask, Listen, Over };
  boost::asio::awaitable<std::string> ask();
  boost::asio::awaitable<std::string> listen();
  boost::asio::awaitable<std::string> end_of_answer();
  boost::asio::awaitable<std::string> done(std::string reply);
  boost::asio::awaitable<std::string> failed(UpstreamFailure failure);

  TelnyxStreams& telnyx_;
  std::unique_ptr<MessageTurn> turn_;
  ApiCall question_;
  Stage stage_ = Stage::Begin;
  SseReader reader_;
  std::shared_ptr<BodyStream> answer_;
};

/// 200 with that stream.
HttpReply streamed(std::shared_ptr<BodyStream> stream);
/// 200 with these events: an answer that is there already.
HttpReply streamed(std::string events);

}  // namespace callwright
