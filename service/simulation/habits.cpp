#include "service/simulation/habits.hpp"

namespace callwright::simulation {
namespace {

using simulator::Behaviour;

/// Longer than any phone rings.
constexpr Duration kNever = std::chrono::hours{24};

Behaviour::Kind kind_of(TestPerson::Kind kind) {
  switch (kind) {
    case TestPerson::Kind::NoAnswer: return Behaviour::Kind::NoAnswer;
    case TestPerson::Kind::Busy: return Behaviour::Kind::Busy;
    case TestPerson::Kind::Rejects: return Behaviour::Kind::Rejects;
    case TestPerson::Kind::Machine: return Behaviour::Kind::Voicemail;
    case TestPerson::Kind::Answers:
    case TestPerson::Kind::Accepts:
    case TestPerson::Kind::Declines: break;
  }
  return Behaviour::Kind::Answers;
}

}  // namespace

Behaviour waiting() {
  Behaviour behaviour;
  behaviour.answer_after = kNever;
  return behaviour;
}

Behaviour behaviour(const TestPerson& person, const Accept* accept, bool by_hand) {
  Behaviour made;
  made.kind = kind_of(person.kind);
  if (by_hand && !person.answers_after) made.answer_after = kNever;
  if (person.answers_after) made.answer_after = *person.answers_after;
  if (accept != nullptr && !accept->none) {
    if (person.kind == TestPerson::Kind::Accepts) made.press = accept->accept_key;
    if (person.kind == TestPerson::Kind::Declines) made.press = accept->decline_key;
  }
  if (!person.presses.empty()) made.press = person.presses;
  if (person.press_after) made.press_after = *person.press_after;
  made.verdict = person.verdict;
  if (person.verdict_after) made.verdict_after = *person.verdict_after;
  made.greeting = person.greeting;
  made.hangs_up_after = person.hangs_up_after;
  return made;
}

}  // namespace callwright::simulation
