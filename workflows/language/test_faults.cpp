#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/test_parts.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

namespace callwright::language {
namespace {

using Fate = RequestFate::Kind;

constexpr int kFirstError = 400;
constexpr int kLastError = 599;
constexpr int kCommitsMax = 100'000;
constexpr DurationRange kDelays{.min = Duration{0}, .max = std::chrono::minutes{5}};
constexpr auto kFates = std::to_array<std::pair<std::string_view, Fate>>({{"ok", Fate::Ok},
                                                                          {"timeout", Fate::Timeout},
                                                                          {"answer_lost", Fate::AnswerLost},
                                                                          {"not_sent", Fate::NotSent}});

std::optional<Json> unwritten_faults(const TestFaults&) { return std::nullopt; }

std::vector<std::string> event_types() {
  std::vector<std::string> names;
  for (const auto& webhook : Catalogue::get().webhooks()) names.push_back(webhook.name);
  return names;
}

Key<TestFaults> types_key(const std::string& name, std::vector<std::string> TestFaults::* member) {
  return words(name, member, [](const Reader& reader, const Place& at, const std::string& type) {
    check_event_type(reader, at, type);
  });
}

void read_duplicate(const Reader& reader, const Node& node, TestFaults& into) {
  if (node.is_scalar() && node.text == "all") {
    into.duplicates_all = true;
    return;
  }
  for (const auto* item : read_words(reader, node, "duplicate")) {
    check_event_type(reader, item->place, item->text);
    into.duplicate.push_back(item->text);
  }
}

void read_delays(const Reader& reader, const Node& node, TestFaults& into) {
  if (!node.is_map()) return wrong_type(reader, node, "delay", "a map of event types and durations");
  for (const auto& member : node.members) {
    check_event_type(reader, member.place, member.key);
    if (const auto by = read_duration(reader, member.value, member.key, kDelays))
      into.delay[member.key] = *by;
  }
}

void read_crashes(const Reader& reader, const Node& node, TestFaults& into) {
  if (node.is_scalar() && node.text == "every_record") {
    into.crashes_after_every_record = true;
    return;
  }
  if (!node.is_list() && !node.is_plain())
    return wrong_type(reader, node, "crash_after", "`every_record` or a list of numbers");
  for (const auto* item : read_words(reader, node, "crash_after")) {
    if (const auto number = read_count(reader, *item, "crash_after", 1, kCommitsMax))
      into.crash_after.push_back(*number);
  }
}

std::optional<RequestFate> read_fate(const Reader& reader, const Node& node) {
  const auto word = std::ranges::find(kFates, node.text, [](const auto& fate) { return fate.first; });
  if (node.is_scalar() && word != kFates.end()) return RequestFate{.kind = word->second};
  int status = 0;
  const auto* end = node.text.data() + node.text.size();
  const auto read = std::from_chars(node.text.data(), end, status);
  const bool is_status = node.is_plain() && read.ptr == end && read.ec == std::errc{} &&
                         status >= kFirstError && status <= kLastError;
  if (is_status) return RequestFate{.kind = Fate::Status, .status = status};
  reader.error(
      node.place, "not_accepted",
      "a request ends with `ok`, `timeout`, `answer_lost`, `not_sent` or a status from 400 to 599, not " +
          node.what());
  return std::nullopt;
}

void check_operation(const Reader& reader, const Member& member) {
  if (member.key == "webhook" || Catalogue::get().operation(member.key) != nullptr) return;
  std::vector<std::string> names = {"webhook"};
  std::ranges::transform(Catalogue::get().operations(), std::back_inserter(names), &Operation::name);
  reader.resolve(member.place, member.key, names, "operation");
}

void read_api(const Reader& reader, const Node& node, TestFaults& into) {
  if (!node.is_map()) return wrong_type(reader, node, "api", "a map of operations and what becomes of them");
  for (const auto& member : node.members) {
    check_operation(reader, member);
    RequestFates fates{.in_turn = {}, .repeats_last = !member.value.is_list()};
    const auto single = std::vector<Node>{member.value};
    for (const auto& item : member.value.is_list() ? member.value.items : single) {
      if (const auto fate = read_fate(reader, item)) fates.in_turn.push_back(*fate);
    }
    into.api.emplace(member.key, std::move(fates));
  }
}

Json crash_shape() {
  const auto number = shapes::whole_number(1, kCommitsMax);
  return shapes::any_of({shapes::one_word_of({"every_record"}), number, shapes::list(number)});
}

Json fate_shape() {
  return shapes::any_of({shapes::one_word_of({"ok", "timeout", "answer_lost", "not_sent"}),
                         shapes::whole_number(kFirstError, kLastError)});
}

}  // namespace

void check_event_type(const Reader& reader, const Place& at, const std::string& type) {
  const auto types = event_types();
  if (std::ranges::find(types, type) != types.end()) return;
  reader.resolve(at, type, types, "event type");
}

const Table<TestFaults>& fault_keys() {
  static const Table<TestFaults> table(
      "`faults`",
      {custom<TestFaults>(
           "duplicate", [] { return shapes::list_or_one(shapes::scalar()); }, read_duplicate,
           unwritten_faults),
       duration("reorder_within", &TestFaults::reorder_within, kDelays),
       custom<TestFaults>(
           "delay", [] { return shapes::map_of(shapes::duration()); }, read_delays, unwritten_faults),
       types_key("lose", &TestFaults::lose),
       custom<TestFaults>("crash_after", &crash_shape, read_crashes, unwritten_faults),
       custom<TestFaults>(
           "api", [] { return shapes::map_of(shapes::list_or_one(fate_shape())); }, read_api,
           unwritten_faults)});
  return table;
}

}  // namespace callwright::language
