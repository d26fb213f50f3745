#include "handlers/health/health_handler.hpp"

#include "workflows/model/json.hpp"

namespace callwright {
namespace {

/// A coroutine around a reply that is there already.
boost::asio::awaitable<HttpReply> at_once(HttpReply reply) { co_return reply; }

}  // namespace

HttpReply health_reply() { return HttpReply{.status = 200, .body = R"({"status":"ok"})", .headers = {}}; }

HttpReply ready_reply(const ServiceStatus& status) {
  const auto reasons = status.not_ready();
  if (reasons.empty()) return HttpReply{.status = 200, .body = R"({"status":"ready"})", .headers = {}};
  JsonWriter body;
  body.begin_object().member("status", "not_ready").key("reasons").begin_array();
  for (const auto& reason : reasons) body.string(reason);
  return HttpReply{.status = 503, .body = body.end_array().end_object().take(), .headers = {}};
}

HttpReply metrics_reply(const ServiceStatus& status) {
  return HttpReply{
      .status = 200, .content_type = "text/plain; version=0.0.4", .body = status.metrics(), .headers = {}};
}

void add_health_routes(Router& router, const ServiceStatus& status) {
  router.add("GET", "/health", [](const Request&, const PathValues&) { return at_once(health_reply()); });
  router.add("GET", "/ready",
             [&status](const Request&, const PathValues&) { return at_once(ready_reply(status)); });
  router.add("GET", "/metrics",
             [&status](const Request&, const PathValues&) { return at_once(metrics_reply(status)); });
}

}  // namespace callwright
