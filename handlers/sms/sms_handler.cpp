#include "handlers/sms/sms_handler.hpp"

#include "handlers/gateway/idempotency.hpp"
#include "workflows/model/json.hpp"

#include <chrono>
#include <utility>

namespace callwright {
namespace {

constexpr Duration kSendWithin = std::chrono::seconds{10};

HttpReply sms_reply(std::string_view conversation_id) {
  return {.status = 200, .body = json_object({{"conversation_id", conversation_id}}).text(), .headers = {}};
}

HttpReply replay(const Message& earlier) { return sms_reply(earlier.conversation_id); }

Message message_of(const Request& request, const SmsRequest& sms, std::string client, std::string key) {
  return {.at = request.received_at,
          .channel = MessageChannel::Sms,
          .assistant_id = sms.assistant_id,
          .from = sms.from,
          .to = sms.to,
          .call = sms.call,
          .client = std::move(client),
          .key = std::move(key),
          .fingerprint = request_fingerprint(request.path, request.body),
          .text = sms.text};
}

ApiCall api_call(const SmsRequest& sms, std::string_view call_conversation) {
  return {.operation = "chat_sms",
          .path_params = {{"assistant_id", sms.assistant_id}},
          .query = {},
          .body = sms_body(sms, call_conversation),
          .idempotency_key = {},
          .deadline = kSendWithin};
}

/// Nobody knows whether it was done, and the same Idempotency-Key keeps Telnyx from doing it twice.
bool is_worth_repeating(const ApiOutcome& outcome) {
  return outcome.result == ApiResult::NoAnswer || outcome.result == ApiResult::ServerError ||
         outcome.result == ApiResult::NotSent;
}

UpstreamFailure sms_failure(const ApiOutcome& outcome, bool was_repeated) {
  auto failure = upstream_failure(outcome);
  // The key is at work there (409): the first request is what is being done.
  if (outcome.status == 409) failure.state = MessageState::Unknown;
  if (was_repeated && failure.state == MessageState::Failed && outcome.result != ApiResult::Refused)
    failure.state = MessageState::Unknown;
  return failure;
}

}  // namespace

SmsHandler::SmsHandler(SmsPorts ports, SmsSettings settings)
    : ports_(ports), settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> SmsHandler::answer(Request request) const {
  auto client = client_of(request, settings_.access);
  if (!client) co_return std::move(client.error());
  if (auto refused = refuse_too_often(ports_.gate, MessageChannel::Sms, *client, request.received_at))
    co_return std::move(*refused);
  auto sms = read_sms(request, settings_.defaults);
  if (!sms) co_return std::move(sms.error());
  auto key = read_idempotency_key(request);
  if (!key) co_return problem(key.error());
  auto conversation = co_await conversation_of(sms->call);
  if (!conversation) co_return std::move(conversation.error());
  auto pass = ports_.gate.enter();
  if (pass == nullptr) co_return too_many_at_work();
  TurnStart start{.message = message_of(request, *sms, std::move(*client), std::move(*key)),
                  .pass = std::move(pass),
                  .may_resume = true,
                  .replay = &replay};
  auto turn = co_await begin_turn(ports_.book, std::move(start));
  if (!turn) co_return std::move(turn.error());
  co_return co_await send(api_call(*sms, *conversation), std::move(*turn));
}

boost::asio::awaitable<std::expected<std::string, HttpReply>> SmsHandler::conversation_of(
    std::string call) const {
  if (call.empty()) co_return std::string();
  const auto found = co_await ports_.calls.find(CallId(std::move(call)));
  if (!found) co_return std::unexpected(problem(found.error()));
  if (!*found) {
    co_return std::unexpected(problem(404, "call.not_found",
                                      "There is no call with the id in `call`; GET /v1/calls lists those "
                                      "there are."));
  }
  co_return (*found)->call.conversation.text();
}

boost::asio::awaitable<HttpReply> SmsHandler::send(ApiCall message, std::unique_ptr<MessageTurn> turn) const {
  message.idempotency_key = turn->upstream_key();
  auto outcome = co_await ports_.telnyx.call(message);
  const bool repeats = is_worth_repeating(outcome);
  if (repeats) outcome = co_await ports_.telnyx.call(std::move(message));
  if (outcome.result != ApiResult::Accepted) co_return co_await turn->failed(sms_failure(outcome, repeats));
  const auto document = JsonDocument::of(outcome.data);
  auto id = document.root()["conversation_id"].str();
  if (!id.empty()) turn->found_conversation(id);
  co_await turn->answered({});
  co_return sms_reply(id);
}

void add_routes(Router& router, const SmsHandler& sms) {
  router.add("POST", "/sms",
             [&sms](Request request, const PathValues&) { return sms.answer(std::move(request)); });
}

}  // namespace callwright
