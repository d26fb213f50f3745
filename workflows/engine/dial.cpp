#include "workflows/engine/dial.hpp"

#include "workflows/engine/legs.hpp"
#include "workflows/engine/ringing.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>

namespace callwright::engine {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

/// Telnyx: time_limit_secs of Dial.
constexpr seconds kShortestLimit{30};
/// For a verdict; Telnyx's own default is half a second longer.
constexpr int kAnalysisMillis = 3000;

/// `premium` tells of a greeting that ended with a beep, `greeting_end` of every one, `detect` of none.
std::string_view mode_of(MachineDetection detection, bool hears_greeting) {
  if (detection == MachineDetection::Premium) return "premium";
  return hears_greeting ? "greeting_end" : "detect";
}

}  // namespace

MachineDetection detection_of(MachineDetection wanted, std::string_view address) {
  return is_sip_uri(address) ? MachineDetection::None : wanted;
}

Json dial_body(const Call& call, const DialWishes& wishes) {
  JsonWriter out;
  out.begin_object().member("to", wishes.to).member("from", wishes.from);
  if (!call.connection_id.empty()) out.member("connection_id", call.connection_id);
  out.member("timeout_secs", duration_cast<seconds>(wishes.ring_time).count());
  out.member("retry_on_timeout", false);
  const auto limit = std::clamp(duration_cast<seconds>(wishes.longest), kShortestLimit, kLegTimeLimit);
  out.member("time_limit_secs", std::int64_t{limit.count()});
  const auto detection = detection_of(wishes.detection, wishes.to);
  if (detection != MachineDetection::None) {
    out.member("answering_machine_detection", mode_of(detection, wishes.hears_greeting));
    out.key("answering_machine_detection_config").begin_object();
    out.member("total_analysis_time_millis", kAnalysisMillis).end_object();
  }
  return out.end_object().finish();
}

Duration ring_time_of(const Decision& d, const Leg& leg) {
  if (leg.number == 0) return d.workflow().outgoing.ring_time;
  const auto& attempt = *find_attempt(d.call, leg.attempt);
  return step_of(d.escalation(attempt), attempt.step).ring_time;
}

bool is_capacity_problem(const Reply& reply) {
  static constexpr auto kCodes =
      std::to_array<std::string_view>({"90041", "90042", "90043", "D1", "D2", "D3", "D22"});
  static constexpr std::string_view kWord = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  if (std::ranges::find(kCodes, reply.code) != kCodes.end()) return true;
  std::string_view rest = reply.detail;
  while (!rest.empty()) {
    rest.remove_prefix(std::min(rest.find_first_of(kWord), rest.size()));
    const auto word = rest.substr(0, rest.find_first_not_of(kWord));
    if (std::ranges::find(kCodes, word) != kCodes.end()) return true;
    rest.remove_prefix(word.size());
  }
  return false;
}

}  // namespace callwright::engine
