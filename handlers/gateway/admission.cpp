#include "handlers/gateway/admission.hpp"

#include "handlers/access/secrets.hpp"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <utility>

namespace callwright {
namespace {

/// The name of whoever holds the API token, in rate limits and in the book.
constexpr std::string_view kTokenHolder = "api";
constexpr std::chrono::seconds kBusyFor{1};

}  // namespace

std::expected<std::string, HttpReply> client_of(const Request& request, const GatewayAccess& access) {
  const bool brings_token = !request.header("authorization").empty();
  if (access.open_locally && !brings_token && local_only(request, access.exposure)) {
    return request.remote_address.empty() ? std::string("local") : request.remote_address;
  }
  if (auto refused = refuse_without_token(request, access.api_token)) {
    return std::unexpected(std::move(*refused));
  }
  return std::string(kTokenHolder);
}

std::optional<HttpReply> refuse_too_often(GatewayGate& gate, MessageChannel channel,
                                          const std::string& client, TimePoint now) {
  const auto wait = gate.refuse(channel, client, now);
  if (!wait) return std::nullopt;
  const std::string name(name_of(channel));
  auto reply = problem(429, name + ".rate_limited",
                       "This client has sent too many messages; wait as long as Retry-After says, or raise " +
                           name + ".rate.");
  add_retry_after(reply, *wait);
  return reply;
}

HttpReply too_many_at_work() {
  auto reply = problem(503, "chat.overloaded",
                       "As many messages as chat.at_once allows are at work; try again in a moment.");
  add_retry_after(reply, kBusyFor);
  return reply;
}

void add_retry_after(HttpReply& reply, Duration wait) {
  const auto seconds = std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds{1});
  reply.headers.emplace_back("Retry-After", std::to_string(seconds.count()));
}

}  // namespace callwright
