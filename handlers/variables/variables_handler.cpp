#include "handlers/variables/variables_handler.hpp"

#include "handlers/variables/answer.hpp"
#include "handlers/variables/conversation.hpp"
#include "handlers/variables/question.hpp"
#include "handlers/webhook/parse_event.hpp"
#include "workflows/model/input.hpp"

#include <optional>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

constexpr std::string_view kInitialization = "assistant.initialization";
/// For what is no question: Telnyx repeats it when it is refused.
constexpr Duration kPatience = std::chrono::seconds{10};

HttpReply reply_with(const Json& answer) {
  return HttpReply{.status = 200, .body = answer.text(), .headers = {}};
}

WebhookResult result_of(const Result<Delivery>& delivery) {
  if (!delivery) return WebhookResult::Unavailable;
  switch (*delivery) {
    case Delivery::Stored: return WebhookResult::Stored;
    case Delivery::Duplicate: return WebhookResult::Duplicate;
    case Delivery::Unmatched: return WebhookResult::Unmatched;
  }
  return WebhookResult::Stored;
}

/// What can be said without having understood the question.
Json answer_without_question(BundlePtr bundle, TimePoint now) {
  const VariablesQuestion nothing;
  const auto conversation = find_conversation(nothing, std::nullopt, std::move(bundle));
  return write_answer(
      {.conversation = conversation, .question = nothing, .payload = {}, .now = now, .lookup = {}});
}

}  // namespace

VariablesDeadlines deadlines_of(TimePoint received_at, Duration timeout) {
  return {.found = received_at + timeout * 3 / 8,
          .looked_up = received_at + timeout * 7 / 8,
          .recorded = received_at + timeout};
}

VariablesHandler::VariablesHandler(ConversationBook& book, Lookups& lookups, const WorkflowLibrary& workflows,
                                   HandlerMetrics& metrics, VariablesSettings settings)
    : book_(book),
      lookups_(lookups),
      workflows_(workflows),
      metrics_(metrics),
      settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> VariablesHandler::answer(Request request) const {
  const auto verdict = verify_request(request, settings_.signature);
  if (verdict != SignatureVerdict::Authentic) {
    const bool is_stale = verdict == SignatureVerdict::Stale;
    metrics_.count_webhook(kInitialization, is_stale ? WebhookResult::Stale : WebhookResult::BadSignature);
    co_return signature_problem(verdict);
  }
  auto event = parse_event(request.body);
  if (!event) {
    metrics_.count_webhook(kInitialization, WebhookResult::Malformed);
    co_return reply_with(answer_without_question(workflows_.current(), request.received_at));
  }
  if (!is_question(*event)) co_return co_await take_other(*std::move(event), request.received_at);
  event->type = EventType::AssistantInitialization;
  event->name = kInitialization;
  co_return co_await answer_question(*std::move(event), request.received_at);
}

boost::asio::awaitable<HttpReply> VariablesHandler::take_other(Event event, TimePoint at) const {
  const auto label = event_label(event.name);
  const auto stored = co_await book_.record(std::move(event), at + kPatience);
  metrics_.count_webhook(label, result_of(stored));
  if (!stored) co_return problem(stored.error());
  co_return reply_with(answer_without_question(workflows_.current(), at));
}

boost::asio::awaitable<HttpReply> VariablesHandler::answer_question(Event event, TimePoint at) const {
  const auto until = deadlines_of(at, settings_.timeout);
  const auto question = read_question(event);
  auto found = co_await book_.find(keys_of(event), until.found);
  const auto conversation =
      find_conversation(question, found ? std::move(*found) : std::nullopt, workflows_.current());
  AnswerParts parts{
      .conversation = conversation, .question = question, .payload = event.payload, .now = at, .lookup = {}};
  if (auto wanted = lookup_of(parts)) {
    auto looked_up = co_await lookups_.ask(*std::move(wanted), until.looked_up);
    if (looked_up) parts.lookup = *std::move(looked_up);
  }
  const auto answer = write_answer(parts);
  event.answer = recorded_answer(answer);
  const auto stored = co_await book_.record(std::move(event), until.recorded);
  metrics_.count_webhook(kInitialization, result_of(stored));
  co_return reply_with(answer);
}

void add_routes(Router& router, const VariablesHandler& handler) {
  router.add("POST", "/webhooks/telnyx/variables",
             [&handler](Request request, PathValues) { return handler.answer(std::move(request)); });
}

}  // namespace callwright
