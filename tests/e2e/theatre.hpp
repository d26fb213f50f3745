#pragma once

#include "handlers/ports/http_text.hpp"
#include "tests/e2e/service.hpp"

#include <string>

namespace callwright::tests {

inline constexpr const char* kCaller = "+13125550199";

/// A running service whose Telnyx is `callwright simulator`. `people` is the simulator's scenario.
struct Theatre {
  Theatre(const std::string& people, const std::string& yaml)
      : simulator(people),
        service({.workflow = yaml, .api_base = simulator.api_base(), .public_key = simulator.public_key()}) {
    service.start();
    simulator.steer("PUT", "webhooks", R"({"url":")" + service.url() + R"(/webhooks/telnyx"})");
  }

  std::string place(const std::string& from) const {
    const auto placed = simulator.steer("POST", "calls", R"({"from":")" + from + R"(","to":"+13125550100"})");
    return "calls/" + percent_encode(placed.root()["call_control_id"].str()) + "/";
  }
  std::string ask_for_a_person(const std::string& call) const {
    const auto reply = simulator.steer("POST", call + "tool",
                                       R"({"name":"escalate_to_human","arguments":{"reason":"dizzy"}})");
    return reply.root().at_path("answer.status").str();
  }
  /// What took effect on the caller's leg and the dials, in order.
  std::string effects() const {
    const auto log = simulator.steer("GET", "log");
    std::string text;
    for (const auto& effect : log.root()["effects"].elements()) {
      auto name = effect["operation"].str();
      if (name == "dial") name += effect["body"]["to"].str().substr(9);
      text += (text.empty() ? "" : " ") + name;
    }
    return text;
  }
  std::string log() {
    const auto call = service.call_of(kCaller);
    return service.process().output() + (call.empty() ? std::string() : service.records(call)) +
           simulator.steer("GET", "log").root().display();
  }

  Simulator simulator;
  Service service;
};

}  // namespace callwright::tests
