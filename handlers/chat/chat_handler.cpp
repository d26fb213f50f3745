#include "handlers/chat/chat_handler.hpp"

#include "handlers/chat/chat_events.hpp"
#include "handlers/chat/chat_reply.hpp"
#include "handlers/chat/chat_stream.hpp"
#include "handlers/gateway/idempotency.hpp"
#include "workflows/model/json.hpp"

#include <utility>

namespace callwright {
namespace {

constexpr Duration kCreateWithin = std::chrono::seconds{10};

HttpReply replay_whole(const Message& earlier) {
  return chat_reply(earlier.conversation_id, earlier.end.reply);
}

HttpReply replay_streamed(const Message& earlier) {
  return streamed(conversation_event(earlier.conversation_id) + delta_event(earlier.end.reply) +
                  done_event(earlier.conversation_id, earlier.end.reply));
}

Message message_of(const Request& request, const ChatRequest& chat, std::string client, std::string key) {
  return {.at = request.received_at,
          .channel = MessageChannel::Chat,
          .assistant_id = chat.assistant_id,
          .conversation_id = chat.conversation_id,
          .client = std::move(client),
          .key = std::move(key),
          .fingerprint = request_fingerprint(request.path, request.body),
          .text = chat.message};
}

ApiCall new_conversation(const MessageTurn& turn) {
  return {.operation = "create_conversation",
          .path_params = {},
          .query = {},
          .body = Json::trusted("{}"),
          .idempotency_key = turn.upstream_key(),
          .deadline = kCreateWithin};
}

}  // namespace

ChatHandler::ChatHandler(ChatPorts ports, ChatSettings settings)
    : ports_(ports), settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> ChatHandler::answer(Request request) const {
  auto client = client_of(request, settings_.access);
  if (!client) co_return std::move(client.error());
  if (auto refused = refuse_too_often(ports_.gate, MessageChannel::Chat, *client, request.received_at))
    co_return std::move(*refused);
  auto chat = read_chat(request, settings_.assistant_id);
  if (!chat) co_return std::move(chat.error());
  auto key = read_idempotency_key(request);
  if (!key) co_return problem(key.error());
  auto pass = ports_.gate.enter();
  if (pass == nullptr) co_return too_many_at_work();
  TurnStart start{.message = message_of(request, *chat, std::move(*client), std::move(*key)),
                  .pass = std::move(pass),
                  .may_resume = false,
                  .replay = chat->wants_stream ? &replay_streamed : &replay_whole};
  auto turn = co_await begin_turn(ports_.book, std::move(start));
  if (!turn) co_return std::move(turn.error());
  co_return co_await this->chat(std::move(*chat), std::move(*turn));
}

boost::asio::awaitable<HttpReply> ChatHandler::chat(ChatRequest chat,
                                                    std::unique_ptr<MessageTurn> turn) const {
  if (turn->conversation_id().empty()) {
    const auto created = co_await ports_.telnyx.call(new_conversation(*turn));
    auto id = read_new_conversation(created);
    if (!id) co_return co_await turn->failed(std::move(id.error()));
    turn->found_conversation(std::move(*id));
  }
  auto asked = question(chat, turn->conversation_id());
  if (chat.wants_stream)
    co_return streamed(std::make_shared<ChatStream>(ports_.streams, std::move(turn), std::move(asked)));
  const auto outcome = co_await ports_.telnyx.call(std::move(asked));
  auto reply = read_chat_reply(outcome);
  if (!reply) co_return co_await turn->failed(std::move(reply.error()));
  auto answer = chat_reply(turn->conversation_id(), *reply);
  co_await turn->answered(std::move(*reply));
  co_return answer;
}

ApiCall ChatHandler::question(const ChatRequest& chat, const std::string& conversation_id) const {
  JsonWriter body;
  body.begin_object().member("content", chat.message).member("conversation_id", conversation_id);
  if (!chat.name.empty()) body.member("name", chat.name);
  if (chat.wants_stream) body.member("stream", true);
  return {.operation = "chat",
          .path_params = {{"assistant_id", chat.assistant_id}},
          .query = {},
          .body = body.end_object().finish(),
          .idempotency_key = {},
          .deadline = settings_.reply_within};
}

void add_routes(Router& router, const ChatHandler& chat) {
  router.add("POST", "/chat",
             [&chat](Request request, const PathValues&) { return chat.answer(std::move(request)); });
}

}  // namespace callwright
