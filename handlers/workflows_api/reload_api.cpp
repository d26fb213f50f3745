#include "handlers/workflows_api/reload_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/calls_api.hpp"

#include <utility>

namespace callwright {
namespace {

void write_findings(JsonWriter& out, const std::vector<Finding>& findings) {
  out.key("findings").begin_array();
  for (const auto& finding : findings) out.raw(finding_json(finding));
  out.end_array();
}

HttpReply refused_reply(const ReloadRefused& refused) {
  auto reply = problem(refused.may_work_later ? 503 : 422, refused.code, refused.detail);
  if (refused.findings.empty()) return reply;
  const auto document = JsonDocument::of(Json::trusted(reply.body));
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : document.root().members()) out.key(name).node(value);
  write_findings(out, refused.findings);
  reply.body = out.end_object().take();
  return reply;
}

}  // namespace

ReloadApi::ReloadApi(WorkflowReload& workflows, std::string api_token)
    : workflows_(workflows), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> ReloadApi::reload(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto reloaded = co_await workflows_.reload(operator_of(request));
  if (!reloaded) co_return refused_reply(reloaded.error());
  JsonWriter out;
  out.begin_object().member("status", reloaded->bundle == reloaded->previous ? "unchanged" : "reloaded");
  out.member("bundle", reloaded->bundle).member("previous", reloaded->previous);
  write_findings(out, reloaded->warnings);
  co_return HttpReply{.status = 200, .body = out.end_object().take(), .headers = {}};
}

void add_routes(Router& router, const ReloadApi& api) {
  router.add("POST", "/v1/workflows/reload",
             [&api](Request request, const PathValues&) { return api.reload(std::move(request)); });
}

}  // namespace callwright
