#include "workflows/language/half_hours.hpp"

#include "workflows/language/calendar.hpp"

#include <chrono>

namespace callwright::language {
namespace {

constexpr std::chrono::minutes kHalfHour{30};
constexpr std::size_t kLookedAtMax = 200;  // schedules and their hours: each is asked 4320 times

HalfHours always() { return HalfHours{}.set(); }

}  // namespace

Openings::Openings(const Bundle& bundle, TimePoint now)
    : bundle_(bundle), from_(std::chrono::floor<std::chrono::hours>(now) + std::chrono::hours{1}) {
  std::size_t entries = 0;
  for (const auto& [key, schedule] : bundle.schedules) entries += schedule.open.size() + 1;
  are_too_many_ = entries > kLookedAtMax;
}

TimePoint Openings::time_of(std::size_t index) const {
  return from_ + static_cast<int>(index) * Duration{kHalfHour};
}

const HalfHours& Openings::open(const std::string& schedule) {
  const auto [found, is_new] = open_.try_emplace(schedule);
  for (std::size_t i = 0; is_new && i < found->second.size(); ++i)
    found->second[i] = is_open(bundle_, schedule, time_of(i));
  return found->second;
}

HalfHours Openings::within(const std::string& during, const std::string& outside) {
  auto hours = during.empty() ? always() : open(during);
  if (!outside.empty()) hours &= ~open(outside);
  return hours;
}

HalfHours Openings::of(const RingStep& step) { return within(step.during, step.outside); }

HalfHours Openings::may(const Condition& condition) {
  auto hours = within(condition.during, condition.outside);
  HalfHours any;
  for (const auto& one : condition.any) any |= may(one);
  if (!condition.any.empty()) hours &= any;
  for (const auto& denied : condition.none_of) hours &= ~must(denied);
  return hours;
}

HalfHours Openings::must(const Condition& condition) {
  if (!condition.tests.empty()) return {};
  auto hours = within(condition.during, condition.outside);
  HalfHours any;
  for (const auto& one : condition.any) any |= must(one);
  if (!condition.any.empty()) hours &= any;
  for (const auto& denied : condition.none_of) hours &= ~may(denied);
  return hours;
}

}  // namespace callwright::language
