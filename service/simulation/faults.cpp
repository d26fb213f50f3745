#include "service/simulation/faults.hpp"

namespace callwright::simulation {
namespace {

int intensity(Dice& dice, int highest) {
  return dice.chance(600) ? static_cast<int>(dice.below(static_cast<std::size_t>(highest)) + 1) : 0;
}

}  // namespace

Faults Faults::drawn(Dice& dice) {
  Faults faults;
  faults.duplicate = intensity(dice, 400);
  faults.late_webhook = intensity(dice, 100);
  faults.webhook_delay = dice.between(Duration{50}, Duration{3000});
  if (dice.chance(100)) return faults;
  faults.crash = intensity(dice, 60);
  faults.crash_by_time = intensity(dice, 100);
  faults.commit_fails = intensity(dice, 60);
  faults.read_fails = intensity(dice, 100);
  faults.slow_disk = intensity(dice, 50);
  if (dice.chance(250)) return faults;
  faults.request_lost = intensity(dice, 60);
  faults.answer_lost = intensity(dice, 60);
  faults.server_error = intensity(dice, 80);
  faults.rate_limited = intensity(dice, 40);
  faults.not_sent = intensity(dice, 40);
  faults.late_request = intensity(dice, 30);
  faults.never_answered = intensity(dice, 30);
  return faults;
}

}  // namespace callwright::simulation
