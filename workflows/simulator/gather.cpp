#include "workflows/simulator/gather.hpp"

#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/webhooks.hpp"

namespace callwright::simulator {
namespace {

/// The try did not succeed: the next one, or the end.
void try_again(World& world, Leg& leg, std::string_view status) {
  auto& gather = *leg.gather;
  if (--gather.tries_left < 1 || !gather.prompt) {
    end_gather(world, leg, status);
    return;
  }
  gather.digits.clear();
  gather.waiting = false;
  ++leg.gather_token;
  if (status == "invalid" && gather.invalid_prompt) say(world, leg, *gather.invalid_prompt);
  say(world, leg, *gather.prompt);
}

void time_out(World& world, Leg& leg) {
  const auto& gather = *leg.gather;
  if (gather.digits.empty()) {
    try_again(world, leg, "timeout");
  } else if (gather.digits.size() >= gather.minimum) {
    end_gather(world, leg, "valid");
  } else {
    try_again(world, leg, "invalid");
  }
}

void await_digit(World& world, Leg& leg, Duration within) {
  const auto token = ++leg.gather_token;
  world.while_live(leg, within, [token](World& later, Leg& waiting) {
    if (waiting.gather && waiting.gather_token == token) time_out(later, waiting);
  });
}

void take_digit(World& world, Leg& leg, char digit) {
  auto& gather = *leg.gather;
  if (!gather.waiting) {
    gather.waiting = true;
    drop_prompts(world, leg);
  }
  if (gather.terminating == std::string_view(&digit, 1)) {
    if (gather.digits.size() >= gather.minimum) {
      if (world.settings.unstated.gather_includes_terminating_digit) gather.digits += digit;
      end_gather(world, leg, "valid");
    } else {
      try_again(world, leg, "invalid");
    }
  } else if (gather.valid.find(digit) == std::string::npos) {
    try_again(world, leg, "invalid");
  } else {
    gather.digits += digit;
    if (gather.digits.size() >= gather.maximum) {
      end_gather(world, leg, "valid");
    } else {
      await_digit(world, leg, gather.inter_digit);
    }
  }
}

/// What a person does who was given `press`: all its keys, some time after the prompt.
void plan_keys(World& world, const Leg& leg) {
  if (leg.incoming || leg.person.kind != Behaviour::Kind::Answers) return;
  if (leg.person.press.empty()) return;
  world.while_live(leg, leg.person.press_after, [token = leg.gather_token](World& later, Leg& pressing) {
    if (!pressing.gather || pressing.gather_token != token) return;
    const auto keys = pressing.person.press;
    for (const char key : keys) press_key(later, pressing, key);
  });
}

}  // namespace

void start_gather(World& world, Leg& leg, Gather gather) {
  end_gather(world, leg, "cancelled");
  leg.gather = std::move(gather);
  if (leg.gather->prompt) {
    say(world, leg, *leg.gather->prompt);
  } else {
    prompt_over(world, leg);
  }
}

void prompt_over(World& world, Leg& leg) {
  leg.gather->waiting = true;
  await_digit(world, leg, leg.gather->timeout);
  plan_keys(world, leg);
}

void press_key(World& world, Leg& leg, char digit) {
  if (leg.gather || world.settings.unstated.digits_are_reported_outside_gather) {
    emit(world, leg, "call.dtmf.received", {{"digit", json_text(std::string_view(&digit, 1))}});
  }
  if (leg.gather) take_digit(world, leg, digit);
}

void end_gather(World& world, Leg& leg, std::string_view status) {
  if (!leg.gather) return;
  const auto digits = leg.gather->digits;
  leg.gather.reset();
  ++leg.gather_token;
  drop_prompts(world, leg);
  emit(world, leg, "call.gather.ended", {{"digits", json_text(digits)}, {"status", json_text(status)}});
}

}  // namespace callwright::simulator
