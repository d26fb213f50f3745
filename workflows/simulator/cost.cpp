#include "workflows/simulator/cost.hpp"

#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

constexpr Duration kReportedAfter{1000};
constexpr std::int64_t kBilledStep = 60;     ///< seconds
constexpr std::int64_t kRatePerMinute = 10;  ///< ten-thousandths of a dollar

/// Ten-thousandths of a dollar as Telnyx writes money: `0.0010`.
std::string money(std::int64_t amount) {
  const auto fraction = std::to_string(10'000 + amount % 10'000).substr(1);
  return std::to_string(amount / 10'000) + "." + fraction;
}

std::int64_t billed_seconds(const Leg& leg) {
  if (!leg.answered_at) return 0;
  const auto up = std::chrono::ceil<std::chrono::seconds>(*leg.ended_at - *leg.answered_at).count();
  return (up + kBilledStep - 1) / kBilledStep * kBilledStep;
}

void emit_cost(World& world, const Leg& leg) {
  const auto billed = billed_seconds(leg);
  const auto total = money(billed / kBilledStep * kRatePerMinute);
  JsonWriter parts;
  parts.begin_array()
      .begin_object()
      .member("billed_duration_secs", billed)
      .member("call_part", "call-control");
  parts.member("cost", total).member("currency", "USD").member("rate", money(kRatePerMinute));
  parts.end_object().end_array();
  emit(world, leg, "call.cost",
       {{"billed_duration_secs", json_number(billed)},
        {"billing_group_id", Json()},
        {"cost_parts", parts.finish()},
        {"occurred_at", json_time(world.now)},
        {"status", json_text("success")},
        {"total_cost", json_text(total)}});
}

}  // namespace

void report_cost(World& world, const Leg& leg) {
  if (!world.settings.call_cost_in_webhooks) return;
  world.after(kReportedAfter, [number = leg.number](World& later) { emit_cost(later, later.legs[number]); });
}

}  // namespace callwright::simulator
