#include "handlers/health/health_handler.hpp"

#include "tests/handlers/support/run.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::health_handler {
namespace {

class FixedStatus final : public ServiceStatus {
 public:
  std::vector<std::string> reasons;
  [[nodiscard]] std::vector<std::string> not_ready() const override { return reasons; }
  [[nodiscard]] std::string metrics() const override { return "callwright_outbox_depth 3\n"; }
};

HttpReply get(const ServiceStatus& status, const std::string& path) {
  Router router;
  add_health_routes(router, status);
  return run(router.handle(Request{.method = "GET", .target = path, .path = path}));
}

TEST(Health, SaysOkWhateverElseIsWrong) {
  FixedStatus status;
  status.reasons = {"The store cannot be written."};
  const auto reply = get(status, "/health");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"status":"ok"})");
}

TEST(Ready, GivesEveryReasonWhyNot) {
  FixedStatus status;
  EXPECT_EQ(get(status, "/ready").status, 200);
  EXPECT_EQ(get(status, "/ready").body, R"({"status":"ready"})");
  status.reasons = {"The store cannot be written.", "No \"workflow\" is loaded."};
  const auto reply = get(status, "/ready");
  EXPECT_EQ(reply.status, 503);
  EXPECT_EQ(
      reply.body,
      R"({"status":"not_ready","reasons":["The store cannot be written.","No \"workflow\" is loaded."]})");
}

TEST(Metrics, AreInThePrometheusTextFormat) {
  const auto reply = get(FixedStatus{}, "/metrics");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "text/plain; version=0.0.4");
  EXPECT_EQ(reply.body, "callwright_outbox_depth 3\n");
}

}  // namespace
}  // namespace callwright::tests::health_handler
