#include "handlers/workflows_api/workflows_api.hpp"

#include "handlers/access/secrets.hpp"
#include "workflows/analysis/graph.hpp"

#include <string_view>
#include <utility>

namespace callwright {
namespace {

constexpr std::string_view kDot = "text/vnd.graphviz";
constexpr std::string_view kMermaid = "text/vnd.mermaid";

/// Empty: a format that is none.
std::string format_of(const Request& request) {
  const auto wanted = request.query_value("format");
  if (wanted == "svg" || wanted == "dot" || wanted == "mermaid") return std::string(wanted);
  if (!wanted.empty()) return {};
  const auto accept = request.header("accept");
  if (accept.find(kDot) != std::string_view::npos) return "dot";
  if (accept.find(kMermaid) != std::string_view::npos) return "mermaid";
  return "svg";
}

void write_texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& texts) {
  out.key(key).begin_array();
  for (const auto& text : texts) out.string(text);
  out.end_array();
}

Json list_json(const Bundle* bundle) {
  JsonWriter out;
  out.begin_object().key("bundle");
  if (bundle == nullptr) return out.null().key("data").begin_array().end_array().end_object().finish();
  out.string(bundle->id.text()).key("data").begin_array();
  for (const auto& workflow : bundle->workflows) {
    out.begin_object().member("name", workflow.key).member("direction", workflow.match.direction);
    write_texts(out, "to", workflow.match.to);
    write_texts(out, "from", workflow.match.from);
    out.member("rules", static_cast<std::int64_t>(workflow.rules.size()));
    write_texts(out, "escalations", escalations_of(*bundle, workflow.key));
    out.end_object();
  }
  return out.end_array().end_object().finish();
}

HttpReply text_reply(std::string_view type, std::string body) {
  return {.status = 200,
          .content_type = std::string(type) + "; charset=utf-8",
          .body = std::move(body),
          .headers = {}};
}

}  // namespace

WorkflowsApi::WorkflowsApi(WorkflowLibrary& library, std::string api_token)
    : library_(library), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> WorkflowsApi::list(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto bundle = library_.current();
  co_return HttpReply{.status = 200, .body = list_json(bundle.get()).text(), .headers = {}};
}

boost::asio::awaitable<HttpReply> WorkflowsApi::graph(Request request, std::string workflow) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  auto bundle = library_.current();
  if (bundle == nullptr || bundle->workflow(workflow) == nullptr) {
    co_return problem(404, "workflow.not_found",
                      "There is no workflow with this name; GET /v1/workflows lists those there are.");
  }
  const auto format = format_of(request);
  if (format.empty()) co_return problem(400, "query.format", "format is svg, dot or mermaid.");
  if (format == "dot") co_return text_reply(kDot, dot_of(picture_of(*bundle, workflow)));
  if (format == "mermaid") co_return text_reply(kMermaid, mermaid_of(picture_of(*bundle, workflow)));
  auto svg = co_await library_.svg(std::move(bundle), std::move(workflow));
  if (!svg) co_return problem(svg.error());
  co_return HttpReply{
      .status = 200,
      .content_type = "image/svg+xml",
      .body = std::move(*svg),
      .headers = {{"content-security-policy", "default-src 'none'; style-src 'unsafe-inline'"}}};
}

void add_routes(Router& router, const WorkflowsApi& api) {
  router.add("GET", "/v1/workflows",
             [&api](Request request, const PathValues&) { return api.list(std::move(request)); });
  router.add("GET", "/v1/workflows/{name}/graph", [&api](Request request, PathValues values) {
    return api.graph(std::move(request), std::move(values.front()));
  });
}

}  // namespace callwright
