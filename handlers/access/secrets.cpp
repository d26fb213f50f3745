#include "handlers/access/secrets.hpp"

#include "workflows/model/text.hpp"

#include <cstddef>

#include <sodium.h>

namespace callwright {
namespace {

constexpr std::string_view kScheme = "bearer ";

bool starts_with_scheme(std::string_view value) {
  if (value.size() < kScheme.size()) return false;
  for (std::size_t i = 0; i < kScheme.size(); ++i) {
    const char c = value[i];
    if ((c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c) != kScheme[i]) return false;
  }
  return true;
}

HttpReply token_problem(std::string_view code, std::string_view detail) {
  auto reply = problem(401, code, detail);
  reply.headers.emplace_back("www-authenticate", "Bearer");
  return reply;
}

}  // namespace

bool same_secret(std::string_view given, std::string_view expected) {
  // Digests have one length, so not even the length of the secret shows in the time.
  const auto a = sha256_hex(given);
  const auto b = sha256_hex(expected);
  const bool equal = sodium_memcmp(a.data(), b.data(), a.size()) == 0;
  return equal && !expected.empty();
}

std::string_view bearer_token(const Request& request) {
  const auto value = request.header("authorization");
  if (!starts_with_scheme(value)) return {};
  const auto first = value.find_first_not_of(' ', kScheme.size());
  return first == std::string_view::npos ? std::string_view{} : value.substr(first);
}

std::optional<HttpReply> refuse_without_token(const Request& request, const std::string& api_token) {
  if (api_token.empty()) {
    return token_problem(
        "api.token_not_configured",
        "This path needs an API token and none is configured: set CALLWRIGHT_API_TOKEN, restart "
        "and send it as Authorization: Bearer <token>.");
  }
  if (same_secret(bearer_token(request), api_token)) return std::nullopt;
  return token_problem("api.token_invalid",
                       "Send the value of CALLWRIGHT_API_TOKEN as Authorization: Bearer <token>.");
}

}  // namespace callwright
