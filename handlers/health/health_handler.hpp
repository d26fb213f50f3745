#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/service_status.hpp"
#include "handlers/router.hpp"

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// `GET /health`: the process answers. It says nothing about the rest, so that a supervisor does not restart
/// a process that only waits for its disk.
HttpReply health_reply();
/// `GET /ready`: 200 when calls can be taken, else 503 with a sentence for each reason.
HttpReply ready_reply(const ServiceStatus& status);
/// `GET /metrics`: Prometheus text exposition format 0.0.4.
HttpReply metrics_reply(const ServiceStatus& status);

/// The status has to outlive the router.
void add_health_routes(Router& router, const ServiceStatus& status);

}  // namespace callwright
