#include "workflows/analysis/wording.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright {
namespace {

constexpr std::size_t kTextMax = 48;

std::string shortened(std::string_view text) {
  auto cut = std::string(cut_utf8(text, kTextMax));
  return cut.size() < text.size() ? cut + "…" : cut;
}

std::string seconds_text(Duration time) {
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(time);
  if (whole != time) return std::to_string(time.count()) + "ms";
  if (whole.count() >= 120 && whole.count() % 60 == 0) return std::to_string(whole.count() / 60) + "m";
  return std::to_string(whole.count()) + "s";
}

std::string_view name_of(Condition::Operator op) {
  switch (op) {
    case Condition::Operator::Eq: return " = ";
    case Condition::Operator::Ne: return " ≠ ";
    case Condition::Operator::In: return " in ";
    case Condition::Operator::Lt: return " < ";
    case Condition::Operator::Lte: return " ≤ ";
    case Condition::Operator::Gt: return " > ";
    case Condition::Operator::Gte: return " ≥ ";
    case Condition::Operator::Contains: return " contains ";
    case Condition::Operator::StartsWith: return " starts with ";
    case Condition::Operator::Matches: return " matches ";
    case Condition::Operator::Exists: break;
  }
  return "";
}

std::string order_of(const RingStep& step) {
  switch (step.order) {
    case RingStep::Order::All: return "all at once";
    case RingStep::Order::Sequence: return "one after another";
    case RingStep::Order::Stagger: break;
  }
  return "every " + seconds_text(step.every) + " one more";
}

std::string words_of(const Condition::Test& test) {
  if (test.op == Condition::Operator::Exists)
    return test.path + (test.values.front() == "true" ? " is there" : " is missing");
  std::string values;
  for (const auto& value : test.values) values += (values.empty() ? "" : ", ") + value;
  return test.path + std::string(name_of(test.op)) + shortened(values);
}

void add(std::string& text, const std::string& part, std::string_view between) {
  if (part.empty()) return;
  text += (text.empty() ? "" : std::string(between)) + part;
}

}  // namespace

std::string words_of(const Condition& condition) {
  std::string text;
  for (const auto& test : condition.tests) add(text, words_of(test), " and ");
  std::string any;
  for (const auto& one : condition.any) add(any, words_of(one), " or ");
  if (!any.empty()) add(text, "(" + any + ")", " and ");
  for (const auto& one : condition.none_of) add(text, "not (" + words_of(one) + ")", " and ");
  if (!condition.during.empty()) add(text, "during " + condition.during, " and ");
  if (!condition.outside.empty()) add(text, "outside " + condition.outside, " and ");
  return text;
}

std::string words_of(const Action& action) {
  switch (action.kind) {
    case Action::Kind::Command: {
      const auto body = JsonDocument::of(action.body);
      const auto text = body.root()["payload"].str();
      return action.operation + (text.empty() ? "" : ": " + shortened(text));
    }
    case Action::Kind::Escalate: return "escalate to " + action.target;
    case Action::Kind::CancelEscalation: return "cancel the escalation";
    case Action::Kind::Reply: return "reply: " + shortened(action.text.source());
    case Action::Kind::TellAssistant: return "tell the assistant: " + shortened(action.text.source());
    case Action::Kind::Goodbye: return "goodbye: " + shortened(action.text.source());
    case Action::Kind::Set: return "set values";
    case Action::Kind::Timer: return "timer " + action.target + " in " + seconds_text(action.after);
    case Action::Kind::Log: return "log: " + shortened(action.text.source());
    case Action::Kind::Webhook: return "webhook to " + shortened(action.target);
    case Action::Kind::Sms: return "text message to " + action.target;
  }
  return {};
}

std::string whom(const Bundle& bundle, const RingStep& step) {
  std::string text;
  for (const auto& name : step.ring) {
    const auto* person = bundle.person(name);
    add(text, person == nullptr ? name : person->name, ", ");
  }
  return text;
}

std::string how(const Bundle& bundle, const RingStep& step) {
  std::string text;
  const bool is_one_person = step.ring.size() == 1 && bundle.group(step.ring.front()) == nullptr;
  if (!is_one_person) text = order_of(step) + ", ";
  text += seconds_text(step.ring_time) + (is_one_person ? "" : " each");
  if (step.tries > 1) text += ", " + std::to_string(step.tries) + " tries";
  if (!step.during.empty()) text += ", during " + step.during;
  if (!step.outside.empty()) text += ", outside " + step.outside;
  return text;
}

}  // namespace callwright
