#include "service/cli/conversation.hpp"

#include "service/cli/api/repeat.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

constexpr std::chrono::seconds kReplyWithin{60};
constexpr std::chrono::seconds kAnswerWithin{10};
constexpr int kRepeatsMax = 2;
constexpr int kPageSize = 100;
/// As many messages as a person reads again; a longer conversation shows none that are later.
constexpr int kPagesMax = 50;

api::Report malformed(const std::string& operation, const std::string& member) {
  return {.headline = "The answer of Telnyx to " + operation + " has no `" + member + "`",
          .lines = {},
          .next = "It was done; look at the conversation in the portal.",
          .exit_code = kUnreachable};
}

}  // namespace

int wrong_settings(const Error& error) {
  fmt::print(stderr, "callwright: {} [{}]\n", printable(error.detail), error.code);
  return kUsage;
}

std::expected<Json, api::Report> ask(const ApiCall& call, const Services& services) {
  const auto& operation = *Catalogue::get().operation(call.operation);
  auto answered = api::send_repeatedly(operation, call, kRepeatsMax, services);
  if (answered.outcome.result == ApiResult::Accepted) return std::move(answered.outcome.data);
  return std::unexpected(api::report_of(operation, call, answered));
}

std::expected<std::vector<SaidMessage>, api::Report> Conversation::history() const {
  std::vector<SaidMessage> all;
  for (int page = 1; page <= kPagesMax; ++page) {
    const auto answer =
        ask({.operation = "list_messages",
             .path_params = {{"conversation_id", id_}},
             .query = {{"page[number]", std::to_string(page)}, {"page[size]", std::to_string(kPageSize)}},
             .body = {},
             .idempotency_key = {},
             .deadline = kAnswerWithin},
            services_);
    if (!answer) return std::unexpected(answer.error());
    const auto document = JsonDocument::of(*answer);
    const auto messages = document.root().elements();
    for (const auto& message : messages) {
      all.push_back({.role = message["role"].str(),
                     .text = message["text"].str(),
                     .sent_at = message["sent_at"].str(),
                     .number = all.size()});
    }
    if (messages.size() < kPageSize) break;
  }
  std::ranges::sort(all, {}, [](const auto& said) { return std::tie(said.sent_at, said.number); });
  return all;
}

std::expected<void, api::Report> Conversation::create() {
  const auto answer = ask({.operation = "create_conversation",
                           .path_params = {},
                           .query = {},
                           .body = {},
                           .idempotency_key = services_.random_id(),
                           .deadline = kAnswerWithin},
                          services_);
  if (!answer) return std::unexpected(answer.error());
  id_ = JsonDocument::of(*answer).root()["id"].str();
  if (id_.empty()) return std::unexpected(malformed("create_conversation", "id"));
  return {};
}

std::expected<std::string, api::Report> Conversation::say(const std::string& text) {
  if (id_.empty()) {
    if (auto created = create(); !created) return std::unexpected(std::move(created.error()));
  }
  JsonWriter body;
  body.begin_object().member("content", text).member("conversation_id", id_);
  if (!name_.empty()) body.member("name", name_);
  const auto answer = ask({.operation = "chat",
                           .path_params = {{"assistant_id", assistant_}},
                           .query = {},
                           .body = body.end_object().finish(),
                           .idempotency_key = {},
                           .deadline = kReplyWithin},
                          services_);
  if (!answer) return std::unexpected(answer.error());
  const auto reply = JsonDocument::of(*answer);
  if (!reply.root()["content"].is_string()) return std::unexpected(malformed("chat", "content"));
  return reply.root()["content"].str();
}

}  // namespace callwright::cli
