#include "tests/e2e/service.hpp"
#include "tests/e2e/tls_telnyx.hpp"
#include "tests/e2e/wire_call.hpp"

#include <fstream>

#include <gtest/gtest.h>

namespace callwright::tests::tls {
namespace {

class Tls : public ::testing::Test {
 protected:
  void start(bool trusting) {
    std::ofstream(folder_.file("telnyx.pem")) << telnyx_.certificate();
    if (trusting) service_.environment()["SSL_CERT_FILE"] = folder_.file("telnyx.pem");
    service_.start();
    const auto& arrival = call_.steps().front().deliveries.front();
    ASSERT_EQ(call_.deliver(arrival, service_, webhooks_, signer_).status, 200);
  }

  TempDirectory folder_;
  Signer signer_;
  FakeTelnyx webhooks_;  ///< only knows what webhooks look like
  TlsTelnyx telnyx_;
  WireCall call_{0, Ending::NoEscalation};
  Service service_{
      {.workflow = workflow_of_lines(1), .api_base = telnyx_.api_base(), .public_key = signer_.public_key()}};
};

TEST_F(Tls, ACertificateThatNobodyVouchesForGetsNoRequestAndNoKey) {
  ASSERT_NO_FATAL_FAILURE(start(false));
  EXPECT_TRUE(telnyx_.wait_for_refusals(3)) << service_.process().output();
  EXPECT_EQ(telnyx_.requests(), 0U);
  EXPECT_TRUE(service_.process().wait_for_line(
      [](const auto& line) { return line.contains("certificate verify failed"); }, kPatience))
      << service_.process().output();
}

TEST_F(Tls, ACertificateOfSslCertFileIsTrusted) {
  ASSERT_NO_FATAL_FAILURE(start(true));
  EXPECT_TRUE(telnyx_.wait_for_request("/actions/answer")) << service_.process().output();
}

}  // namespace
}  // namespace callwright::tests::tls
