#include "tests/service/runtime/outbox_script.hpp"

#include <algorithm>

namespace callwright::tests {

using namespace std::chrono_literals;
using runtime::Outbox;

OutboxScript::OutboxScript(std::size_t on_wire_max)
    : outbox({{"deployment-1", "connection-1"},
              on_wire_max,
              runtime::Sending::kWindow,
              [](std::string_view name) { return Catalogue::get().operation(name); }}) {
  call.id = CallId("call_1");
  for (int number = 0; number < 4; ++number) {
    call.legs.push_back(
        {.number = number, .call_control_id = CallControlId("v3:leg-" + std::to_string(number))});
  }
}

Intent& OutboxScript::intent(std::string_view operation, int leg, Priority priority) {
  call.intents.push_back({.number = call.next_intent++,
                          .operation = std::string(operation),
                          .leg = leg,
                          .body = Json::trusted("{}"),
                          .priority = priority,
                          .created_at = now,
                          .sent_at = now});
  return call.intents.back();
}

Intent& OutboxScript::open(int number) { return *std::ranges::find(call.intents, number, &Intent::number); }

void OutboxScript::close(int number) {
  std::erase_if(call.intents, [&](const Intent& intent) { return intent.number == number; });
}

void OutboxScript::stored() {
  outbox.sync(now, std::make_shared<const Call>(call), Outbox::Origin::Decided);
  turn();
}

void OutboxScript::restarted() {
  outbox.forget(call.id);
  outbox.sync(now, std::make_shared<const Call>(call), Outbox::Origin::Recovered);
  turn();
}

void OutboxScript::turn() {
  auto turn = outbox.take_turn(now);
  std::ranges::move(turn.sends, std::back_inserter(sends));
  std::ranges::move(turn.ended, std::back_inserter(ended));
  for (auto& input : turn.inputs) inputs.push_back(std::move(input.input));
}

void OutboxScript::pass(Duration time) {
  now += time;
  turn();
}

void OutboxScript::reply(int number, SendOutcome::Kind kind, int status, std::string_view code) {
  outbox.replied(now, call.id, number,
                 {.kind = kind, .status = status, .code = std::string(code), .detail = {}, .data = {}});
  turn();
}

void OutboxScript::limit(int number, Duration retry_after) {
  outbox.replied(now, call.id, number,
                 {.kind = SendOutcome::Kind::RateLimited,
                  .status = 429,
                  .code = "10011",
                  .detail = {},
                  .data = {},
                  .retry_after = retry_after});
  turn();
}

void OutboxScript::stay_silent(Duration limit) {
  const auto end = now + limit;
  auto answered = sends.size() - outbox.on_wire();
  while (now < end) {
    if (answered < sends.size()) {
      now += 2s;
      reply(sends[answered++].intent, SendOutcome::Kind::NoAnswer, 0, "timeout");
    } else if (const auto next = outbox.next()) {
      now = std::max(now, *next);
      turn();
    } else {
      return;
    }
  }
}

std::vector<int> OutboxScript::sent() const {
  std::vector<int> numbers;
  numbers.reserve(sends.size());
  for (const auto& send : sends) numbers.push_back(send.intent);
  return numbers;
}

std::string OutboxScript::reply_to(int number) const {
  for (const auto& input : inputs) {
    const auto* replied = std::get_if<input::Replied>(&input.what);
    if (replied == nullptr || replied->intent != number) continue;
    const auto& code = replied->reply.code;
    const auto with_code = [&](const char* kind) {
      return std::string(kind).append(code.empty() ? "" : " ").append(code);
    };
    switch (replied->reply.kind) {
      case Reply::Kind::Accepted: return with_code("accepted");
      case Reply::Kind::Refused: return with_code("refused");
      case Reply::Kind::Unknown: return with_code("unknown");
      case Reply::Kind::Withdrawn: return with_code("withdrawn");
    }
  }
  return "";
}

int OutboxScript::held(int number) const {
  return static_cast<int>(std::ranges::count_if(inputs, [&](const Input& input) {
    const auto* held = std::get_if<input::Held>(&input.what);
    return held != nullptr && held->intent == number;
  }));
}

}  // namespace callwright::tests
