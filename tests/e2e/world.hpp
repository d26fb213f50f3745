#pragma once

#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/signer.hpp"
#include "tests/e2e/wire_call.hpp"

namespace callwright::tests {

/// A running service, with Telnyx in the hands of the test.
struct World {
  explicit World(int lines)
      : service({.workflow = workflow_of_lines(lines),
                 .api_base = telnyx.api_base(),
                 .public_key = signer.public_key()}) {
    service.start();
  }
  std::string play(WireCall& call, const Step& step) { return call.play(step, service, telnyx, signer); }
  RawReply deliver(WireCall& call, const Delivery& delivery) {
    return call.deliver(delivery, service, telnyx, signer);
  }

  Signer signer;
  FakeTelnyx telnyx;
  Service service;
};

}  // namespace callwright::tests
