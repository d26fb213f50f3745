#include "handlers/tool/tool_handler.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/tool/tool_target.hpp"
#include "workflows/model/json.hpp"

#include <optional>
#include <utility>

namespace callwright {
namespace {

/// The model reads the body and may say it; the reason is for the person who set the tool up.
HttpReply unmatched_reply(const Error& reason) {
  return HttpReply{
      .status = 409,
      .body = json_object({{"status", "unmatched"},
                           {"say",
                            "This request could not be matched to the call, so nothing was done. Tell "
                            "the caller that it did not work and offer another way to help."}})
                  .text(),
      .headers = {{"x-callwright-problem", reason.code}}};
}

std::unexpected<RefusedTool> refuse(HttpReply reply) {
  return std::unexpected(RefusedTool{std::move(reply), false});
}

std::unexpected<RefusedTool> refuse_unmatched(const Error& reason) {
  return std::unexpected(RefusedTool{unmatched_reply(reason), true});
}

/// Empty when the request is the assistant's. A right secret is enough; else the signature decides.
std::optional<HttpReply> refuse_stranger(const Request& request, const ToolSettings& settings) {
  const bool knows_secret = same_secret(bearer_token(request), settings.secret) ||
                            same_secret(request.header("x-callwright-tool-secret"), settings.secret);
  if (knows_secret) return std::nullopt;
  const auto verdict = verify_request(request, settings.signature);
  if (verdict == SignatureVerdict::Authentic) return std::nullopt;
  return signature_problem(verdict);
}

}  // namespace

std::expected<ToolCall, RefusedTool> read_tool_request(const Request& request, std::string name,
                                                       const CallTokens& tokens,
                                                       const ToolSettings& settings) {
  if (!settings.out_of_service.empty()) {
    return refuse(problem(503, "tool.out_of_service", settings.out_of_service));
  }
  if (request.body.size() > settings.body_bytes_max) {
    return refuse(problem(
        413, "tool.too_large",
        "The arguments of a tool have at most " + std::to_string(settings.body_bytes_max) + " bytes."));
  }
  if (auto reply = refuse_stranger(request, settings)) return refuse(std::move(*reply));
  if (!is_tool_name(name)) {
    return refuse(problem(400, "tool.name", "A tool's name has 1 to 64 letters, digits, _ and -."));
  }
  const auto body = JsonDocument::parse(request.body.empty() ? "{}" : std::string_view(request.body),
                                        JsonDocument::kOutsideDepthMax);
  if (!body) return refuse(problem(body.error()));
  if (!body->root().is_object()) {
    return refuse(problem(400, "tool.arguments", "The body of a tool request is a JSON object or empty."));
  }
  auto target = find_tool_target(request, body->root(), tokens);
  if (!target) return refuse_unmatched(target.error());
  return ToolCall{std::move(*target), std::move(name), tool_arguments(body->root())};
}

ToolHandler::ToolHandler(CallInbox& inbox, const CallTokens& tokens, HandlerMetrics& metrics,
                         ToolSettings settings)
    : inbox_(inbox), tokens_(tokens), metrics_(metrics), settings_(std::move(settings)) {}

boost::asio::awaitable<HttpReply> ToolHandler::run(Request request, std::string name) const {
  auto call = read_tool_request(request, std::move(name), tokens_, settings_);
  if (!call) {
    if (call.error().unmatched) metrics_.count_tool_unmatched();
    co_return std::move(call.error().reply);
  }
  auto answer = co_await inbox_.request_tool(std::move(call->target), std::move(call->name),
                                             std::move(call->arguments), request.received_at);
  if (answer) co_return HttpReply{.status = answer->status, .body = answer->body.text(), .headers = {}};
  const auto& error = answer.error();
  if (error.kind == Errc::NotFound || error.kind == Errc::Conflict) {
    metrics_.count_tool_unmatched();
    co_return unmatched_reply(error);
  }
  co_return problem(error);
}

void add_routes(Router& router, const ToolHandler& handler) {
  router.add("POST", "/tools/{name}", [&handler](Request request, PathValues values) {
    return handler.run(std::move(request), std::move(values.front()));
  });
}

}  // namespace callwright
