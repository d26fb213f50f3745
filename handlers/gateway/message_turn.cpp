#include "handlers/gateway/message_turn.hpp"

#include "handlers/gateway/idempotency.hpp"

#include <utility>

namespace callwright {

MessageTurn::MessageTurn(MessageBook& book, Message message, std::string upstream_key,
                         std::shared_ptr<GatewayGate::Pass> pass)
    : book_(book),
      message_(std::move(message)),
      upstream_key_(std::move(upstream_key)),
      pass_(std::move(pass)) {}

MessageTurn::~MessageTurn() {
  if (has_ended_) return;
  book_.end_soon(message_, {.state = MessageState::Unknown,
                            .status = 0,
                            .code = "interrupted",
                            .conversation_id = message_.conversation_id,
                            .reply = heard_});
}

void MessageTurn::found_conversation(std::string id) {
  book_.put_conversation(message_.position, id);
  message_.conversation_id = std::move(id);
}

boost::asio::awaitable<void> MessageTurn::answered(std::string reply) {
  co_await end({.state = MessageState::Answered,
                .status = 200,
                .code = {},
                .conversation_id = message_.conversation_id,
                .reply = std::move(reply)});
}

boost::asio::awaitable<HttpReply> MessageTurn::failed(UpstreamFailure failure) {
  co_await end({.state = failure.state,
                .status = failure.reply.status,
                .code = failure.code,
                .conversation_id = message_.conversation_id,
                .reply = heard_});
  co_return with_conversation(std::move(failure.reply), message_.conversation_id);
}

boost::asio::awaitable<void> MessageTurn::end(MessageEnd end) {
  has_ended_ = true;
  co_await book_.end(message_, std::move(end));
}

boost::asio::awaitable<std::expected<std::unique_ptr<MessageTurn>, HttpReply>> begin_turn(MessageBook& book,
                                                                                          TurnStart start) {
  std::int64_t replaces = 0;
  while (true) {
    auto begun = co_await book.begin(start.message, replaces);
    if (!begun) co_return std::unexpected(problem(begun.error()));
    const auto& earlier = begun->begun.earlier;
    if (!earlier) {
      start.message.position = begun->begun.position;
      co_return std::make_unique<MessageTurn>(book, std::move(start.message), std::move(begun->upstream_key),
                                              std::move(start.pass));
    }
    const auto repetition = repetition_of(*earlier, start.message.fingerprint);
    if (repetition == Repetition::Replay) {
      auto reply = start.replay(*earlier);
      mark_replayed(reply);
      co_return std::unexpected(std::move(reply));
    }
    const bool resumes = repetition == Repetition::InDoubt && start.may_resume && replaces == 0;
    if (!resumes) co_return std::unexpected(refuse_repetition(repetition, *earlier));
    replaces = earlier->position;
  }
}

}  // namespace callwright
