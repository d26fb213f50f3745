#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/test_parts.hpp"
#include "workflows/model/call.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {
namespace {

constexpr int kCountMax = 1'000;
constexpr DurationRange kSpans{.min = Duration{0}, .max = std::chrono::hours{24}};

std::optional<Json> unwritten_expectation(const Expectation&) { return std::nullopt; }

/// The names of an enumeration from its first value to `last`.
template <class E>
std::vector<std::string> names_up_to(E last) {
  std::vector<std::string> names;
  for (int value = 0; value <= static_cast<int>(last); ++value)
    names.emplace_back(name_of(static_cast<E>(value)));
  return names;
}

std::vector<std::string> call_outcomes() {
  auto names = names_up_to(RunState::CallerGone);
  for (const auto called :
       {AttemptOutcome::NoAnswer, AttemptOutcome::Busy, AttemptOutcome::Rejected, AttemptOutcome::Machine,
        AttemptOutcome::Failed, AttemptOutcome::NoCapacity, AttemptOutcome::Unknown})
    names.emplace_back(name_of(called));
  for (const auto* more : {"assistant", "transferred", "no_workflow"}) names.emplace_back(more);
  return names;
}

Key<Expectation> one_of_key(const std::string& name, std::string Expectation::* member,
                            const std::vector<std::string>& accepted) {
  return custom<Expectation>(
      name, [accepted] { return shapes::one_word_of(accepted); },
      [name, member, accepted](const Reader& reader, const Node& node, Expectation& into) {
        if (const auto index = read_choice(reader, node, name, accepted)) into.*member = accepted[*index];
      },
      unwritten_expectation);
}

Key<Expectation> span_key(const std::string& name, std::optional<Duration> Expectation::* member) {
  return custom<Expectation>(
      name, &shapes::duration,
      [name, member](const Reader& reader, const Node& node, Expectation& into) {
        if (const auto span = read_duration(reader, node, name, kSpans)) into.*member = *span;
      },
      unwritten_expectation);
}

void read_joined(const Reader& reader, const Node& node, Expectation& into) {
  into.joined.emplace();
  for (const auto* item : read_words(reader, node, "joined")) {
    reader.resolve(item->place, item->text, reader.names().people, "person");
    into.joined->push_back(item->text);
  }
}

void read_outcomes(const Reader& reader, const Node& node, Expectation& into) {
  if (!node.is_map()) return wrong_type(reader, node, "outcomes", "a map of people and outcomes");
  const auto accepted = names_up_to(AttemptOutcome::Unknown);
  for (const auto& member : node.members) {
    reader.resolve(member.place, member.key, reader.names().people, "person");
    auto& outcomes = into.outcomes[member.key];
    for (const auto* item : read_words(reader, member.value, member.key)) {
      if (const auto index = read_choice(reader, *item, member.key, accepted))
        outcomes.push_back(accepted[*index]);
    }
  }
}

Key<Expectation> texts_key(const std::string& name, Expectation::Texts Expectation::* member) {
  return custom<Expectation>(
      name, [] { return shapes::map_of(shapes::list_or_one(shapes::scalar())); },
      [name, member](const Reader& reader, const Node& node, Expectation& into) {
        if (!node.is_map()) return wrong_type(reader, node, name, "a map of listeners and texts");
        for (const auto& entry : node.members) {
          if (entry.key != "assistant") check_who(reader, entry.place, entry.key);
          auto& texts = (into.*member)[entry.key];
          for (const auto* item : read_words(reader, entry.value, entry.key)) texts.push_back(item->text);
        }
      },
      unwritten_expectation);
}

const Table<ExpectedMessage>& message_keys() {
  static const Table<ExpectedMessage> table(
      "a message of `sms`",
      {checked(word("to", &ExpectedMessage::to), check_who), word("text", &ExpectedMessage::text)});
  return table;
}

const Table<ExpectedWebhook>& expected_webhook_keys() {
  static const Table<ExpectedWebhook> table(
      "a webhook of `webhooks`",
      {word("url", &ExpectedWebhook::url), words("contains", &ExpectedWebhook::contains,
                                                 [](const Reader&, const Place&, const std::string&) {})});
  return table;
}

template <class T>
Key<Expectation> list_key(const std::string& name, std::optional<std::vector<T>> Expectation::* member,
                          const Table<T>& (*table)()) {
  return custom<Expectation>(
      name, [table] { return shapes::list(table().schema()); },
      [name, member, table](const Reader& reader, const Node& node, Expectation& into) {
        if (!node.is_list()) return wrong_type(reader, node, name, "a list, empty where there are none");
        std::vector<T> entries;
        for (const auto& item : node.items) {
          entries.emplace_back();
          table().read(reader, item, entries.back());
        }
        into.*member = std::move(entries);
      },
      unwritten_expectation);
}

void read_commands(const Reader& reader, const Node& node, Expectation& into) {
  if (!node.is_map()) return wrong_type(reader, node, "commands", "a map of operations and numbers");
  std::vector<std::string> names;
  for (const auto& operation : Catalogue::get().operations()) names.push_back(operation.name);
  for (const auto& member : node.members) {
    reader.resolve(member.place, member.key, names, "operation");
    if (const auto count = read_count(reader, member.value, member.key, 0, kCountMax))
      into.commands[member.key] = *count;
  }
}

void read_live_legs(const Reader& reader, const Node& node, Expectation& into) {
  const auto count = read_count(reader, node, "live_legs", 0, kCountMax);
  if (count) into.live_legs = count;
}

Key<Expectation> names_key(const std::string& name,
                           std::map<std::string, std::string> Expectation::* member) {
  return custom<Expectation>(
      name, [] { return shapes::map_of(shapes::scalar()); },
      [name, member](const Reader& reader, const Node& node, Expectation& into) {
        if (!node.is_map()) return wrong_type(reader, node, name, "a map of names and texts");
        for (const auto& entry : node.members) {
          if (const auto text = read_word(reader, entry.value, entry.key)) (into.*member)[entry.key] = *text;
        }
      },
      unwritten_expectation);
}

}  // namespace

const Table<Expectation>& expect_keys() {
  static const Table<Expectation> table(
      "`expect`",
      {custom<Expectation>(
           "joined", [] { return shapes::list_or_one(shapes::scalar()); }, read_joined,
           unwritten_expectation),
       custom<Expectation>(
           "outcomes",
           [] {
             return shapes::map_of(
                 shapes::list_or_one(shapes::one_word_of(names_up_to(AttemptOutcome::Unknown))));
           },
           read_outcomes, unwritten_expectation),
       one_of_key("state", &Expectation::state, names_up_to(CallState::Failed)),
       one_of_key("outcome", &Expectation::outcome, call_outcomes()),
       custom<Expectation>(
           "live_legs", [] { return shapes::whole_number(0, kCountMax); }, read_live_legs,
           unwritten_expectation),
       span_key("silence_max", &Expectation::silence_max),
       span_key("joined_within", &Expectation::joined_within),
       span_key("duration_max", &Expectation::duration_max), texts_key("heard", &Expectation::heard),
       texts_key("not_heard", &Expectation::not_heard), list_key("sms", &Expectation::sms, message_keys),
       list_key("webhooks", &Expectation::webhooks, expected_webhook_keys),
       custom<Expectation>(
           "commands", [] { return shapes::map_of(shapes::whole_number(0, kCountMax)); }, read_commands,
           unwritten_expectation),
       words("decisions", &Expectation::decisions, [](const Reader&, const Place&, const std::string&) {}),
       names_key("vars", &Expectation::vars), names_key("variables", &Expectation::variables)});
  return table;
}

void read_expectation(const Reader& reader, const Node& node, Expectation& into) {
  into.line = node.place.line;
  expect_keys().read(reader, node, into);
}

void add_expect_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(expect_keys().group());
  groups.push_back(message_keys().group());
  groups.push_back(expected_webhook_keys().group());
}

}  // namespace callwright::language
