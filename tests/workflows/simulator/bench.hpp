#pragma once

#include "workflows/simulator/telnyx.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::tests::simulator {

using namespace std::chrono_literals;

/// The model of Telnyx at a table: its time is moved by hand and its webhooks are kept.
class Bench {
 public:
  explicit Bench(callwright::simulator::Telnyx::Settings settings = {}) : telnyx(std::move(settings)) {}

  callwright::simulator::Telnyx telnyx;
  TimePoint now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24}};
  std::vector<callwright::simulator::Webhook> webhooks;

  /// Moves time in the steps in which things happen.
  void wait(Duration duration);
  callwright::simulator::ApiResponse send(const std::string& method, const std::string& path,
                                          const std::string& body = "",
                                          std::vector<std::pair<std::string, std::string>> query = {});
  /// A command of a leg.
  callwright::simulator::ApiResponse command(const CallControlId& leg, const std::string& name,
                                             const std::string& body = "{}");
  /// Dials from our number; more members of the body as `,"key":value`.
  CallControlId dial(const std::string& to, const std::string& more = "");
  CallControlId incoming();
  CallControlId answered_incoming();
  /// `data.<field>` of a response, or what went wrong.
  static std::string data(const callwright::simulator::ApiResponse& response, std::string_view field);
  /// `422 90018`, or `200`.
  static std::string outcome(const callwright::simulator::ApiResponse& response);
  /// One line for each webhook since the last time: `+1500 call.gather.ended status=valid`. The milliseconds
  /// are counted from `since`; `more_fields` of the payload are shown too.
  std::vector<std::string> story(TimePoint since, const std::vector<std::string>& more_fields = {});
  /// The payload of the last webhook of that type; a missing one fails the test.
  [[nodiscard]] Json payload(std::string_view event_type) const;
  /// How many webhooks of that type came.
  [[nodiscard]] std::size_t count(std::string_view event_type) const;
  /// `404 90058`, or `200`.
  std::string outcome_of(const std::string& method, const std::string& path, const std::string& body = "");
};

}  // namespace callwright::tests::simulator
