#include "service/cli/api_client.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/cli/exit_code.hpp"
#include "service/cli/terminal.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

std::string environment(const char* name, const char* otherwise = "") {
  const char* value = std::getenv(name);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

/// CALLWRIGHT_API_TOKEN, or the first line of the file that CALLWRIGHT_API_TOKEN_FILE names.
std::string token_of_environment() {
  auto token = environment("CALLWRIGHT_API_TOKEN");
  const auto file = environment("CALLWRIGHT_API_TOKEN_FILE");
  if (token.empty() && !file.empty()) {
    std::ifstream in(file);
    std::getline(in, token);
  }
  return token;
}

std::unexpected<Error> refusal(const HttpResponse& response) {
  const auto document = JsonDocument::parse(response.body);
  const auto detail = document ? document->root()["detail"].str() : std::string();
  const auto code = document ? document->root()["code"].str() : std::string();
  const auto kind = response.status == 404   ? Errc::NotFound
                    : response.status >= 500 ? Errc::Unavailable
                                             : Errc::InvalidInput;
  return fail(kind, code.empty() ? "api.refused" : code,
              detail.empty() ? fmt::format("The service answered {}.", response.status) : detail);
}

}  // namespace

void add_api_options(CLI::App& command, ApiOptions& options) {
  command.add_option("--url", options.url, "Address of the service (default http://127.0.0.1:$PORT)");
  command.add_option("--token", options.token,
                     "API token (default CALLWRIGHT_API_TOKEN, which other users cannot see)");
}

ApiClient::ApiClient(const Services& services, ApiOptions options)
    : services_(services), options_(std::move(options)) {
  if (options_.url.empty()) options_.url = "http://127.0.0.1:" + environment("PORT", "8080");
  while (options_.url.ends_with('/')) options_.url.pop_back();
  if (options_.token.empty()) options_.token = token_of_environment();
}

Result<JsonDocument> ApiClient::get(const std::string& path) const { return exchange("GET", path, {}); }

Result<JsonDocument> ApiClient::post(const std::string& path, const std::string& body) const {
  return exchange("POST", path, body);
}

Result<JsonDocument> ApiClient::put(const std::string& path, const std::string& body) const {
  return exchange("PUT", path, body);
}

Result<JsonDocument> ApiClient::remove(const std::string& path) const { return exchange("DELETE", path, {}); }

Result<std::vector<Json>> ApiClient::records(const std::string& call) const {
  std::vector<Json> all;
  std::string cursor;
  do {
    const auto page = get("/v1/calls/" + percent_encode(call) + "/records?limit=500" +
                          (cursor.empty() ? "" : "&cursor=" + percent_encode(cursor)));
    if (!page) return std::unexpected(page.error());
    for (const auto& record : page->root()["data"].elements()) all.push_back(record.json());
    auto next = page->root()["next"].str();
    if (next == cursor) break;
    cursor = std::move(next);
  } while (!cursor.empty());
  return all;
}

Result<JsonDocument> ApiClient::exchange(std::string method, const std::string& path,
                                         std::string body) const {
  HttpRequest request{
      .method = std::move(method), .url = options_.url + path, .headers = {}, .body = std::move(body)};
  request.deadline = std::chrono::seconds{10};
  if (!options_.token.empty()) request.headers.emplace_back("authorization", "Bearer " + options_.token);
  if (!request.body.empty()) request.headers.emplace_back("content-type", "application/json");
  // Whoever commands is noted in the records of the call.
  const auto user = environment("USER");
  if (request.method != "GET" && !user.empty()) request.headers.emplace_back("x-callwright-operator", user);
  const auto response = services_.exchange(std::move(request));
  if (!response) {
    if (response.error().kind == Errc::InvalidInput) return std::unexpected(response.error());
    return fail(Errc::Unavailable, response.error().code,
                "No callwright answers at " + options_.url + ": " + response.error().detail);
  }
  if (response->status < 200 || response->status > 299) return refusal(*response);
  auto document = JsonDocument::parse(response->body);
  if (!document)
    return fail(Errc::Unavailable, "api.not_json", options_.url + " does not answer like callwright.");
  return document;
}

int report(const Error& error) {
  fmt::print(stderr, "callwright: {} [{}]\n", printable(error.detail), error.code);
  return error.kind == Errc::Unavailable || error.kind == Errc::Timeout ? kUnreachable : kFindings;
}

}  // namespace callwright::cli
