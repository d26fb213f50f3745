#include "workflows/language/calendar_text.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/sections.hpp"

#include <algorithm>
#include <utility>

namespace callwright::language {
namespace {

constexpr std::size_t kEntriesMax = 64;    // of `open`: each is looked at whenever the time is judged
constexpr std::size_t kMembersMax = 1000;  // of a rotation
constexpr std::chrono::local_days kFirstStart{std::chrono::days{19723}};  // 2024-01-01, a Monday

Json days_shape() {
  const std::string range = "(mon|tue|wed|thu|fri|sat|sun)(-(mon|tue|wed|thu|fri|sat|sun))?";
  return shapes::list_or_one(shapes::matching("^ *" + range + " *(, *" + range + " *)*$"), 1);
}

Key<Schedule::Hours> days_key() {
  return custom<Schedule::Hours>(
      "days", &days_shape,
      [](const Reader& reader, const Node& node, Schedule::Hours& into) {
        into.days.reset();
        for (const auto* word : read_words(reader, node, "days")) {
          const auto days = parse_days(word->text);
          if (!days)
            reader.error(word->place, "not_accepted",
                         quoted(word->text) + " names no days; write `mon`, `mon-fri` or `[mon, wed]`");
          into.days |= days.value_or(std::bitset<7>{});
        }
        if (node.is_list() && node.items.empty())
          reader.error(node.place, "empty_list", "`days` lists no day; leave it out for every day");
      },
      [](const Schedule::Hours& from) -> std::optional<Json> { return json_text(days_text(from.days)); });
}

Key<Schedule::Hours> hours_key() {
  return custom<Schedule::Hours>(
      "hours",
      [] {
        return shapes::matching(
            "^ *([01][0-9]|2[0-3]):[0-5][0-9] *- *(([01][0-9]|2[0-3]):[0-5][0-9]|24:00) *$");
      },
      [](const Reader& reader, const Node& node, Schedule::Hours& into) {
        const auto text = read_word(reader, node, "hours");
        if (!text) return;
        const auto hours = parse_hours(*text);
        if (!hours)
          return reader.error(
              node.place, "not_accepted",
              quoted(*text) + " are no hours; write `08:00-18:00`, or `22:00-06:00` for a night");
        if (hours->first == hours->second)
          return reader.error(node.place, "not_accepted",
                              quoted(*text) + " begin and end at once; the whole day is `00:00-24:00`");
        std::tie(into.from, into.to) = *hours;
      },
      [](const Schedule::Hours& from) -> std::optional<Json> {
        return json_text(clock_text(from.from) + "-" + clock_text(from.to));
      });
}

const Table<Schedule::Hours>& hours_keys() {
  static const Table<Schedule::Hours> table("`open`", {days_key(), hours_key().required()});
  return table;
}

Key<Schedule> open_key() {
  return custom<Schedule>(
      "open", [] { return shapes::list(hours_keys().schema()); },
      [](const Reader& reader, const Node& node, Schedule& into) {
        if (!node.is_list()) return wrong_type(reader, node, "open", "a list of hours");
        if (node.items.size() > kEntriesMax)
          return reader.error(node.place, "out_of_range", "`open` has at most 64 entries");
        into.open.clear();
        for (const auto& item : node.items) {
          auto& hours = into.open.emplace_back();
          hours.days.set();
          hours_keys().read_complete(reader, item, hours);
        }
      },
      [](const Schedule& from) -> std::optional<Json> {
        std::vector<Json> items;
        std::ranges::transform(from.open, std::back_inserter(items),
                               [](const auto& hours) { return hours_keys().write(hours); });
        return json_list(items);
      });
}

void refuse_date(const Reader& reader, const Node& node) {
  reader.error(node.place, "not_accepted", quoted(node.text) + " is no date; write `2026-12-25`");
}

Key<Schedule> closed_key() {
  return custom<Schedule>(
      "closed", [] { return shapes::list_or_one(shapes::date()); },
      [](const Reader& reader, const Node& node, Schedule& into) {
        into.closed.clear();
        for (const auto* word : read_words(reader, node, "closed")) {
          const auto date = parse_date(word->text);
          if (!date) refuse_date(reader, *word);
          if (date) into.closed.push_back(*date);
        }
        std::ranges::sort(into.closed);
        const auto repeated = std::ranges::unique(into.closed);
        into.closed.erase(repeated.begin(), repeated.end());
      },
      [](const Schedule& from) -> std::optional<Json> {
        std::vector<std::string> dates;
        std::ranges::transform(from.closed, std::back_inserter(dates), date_text);
        return json_texts(dates);
      });
}

const Table<Schedule>& schedule_keys() {
  static const Table<Schedule> table(
      "a schedule", {word("timezone", &Schedule::timezone).required(), open_key().required(), closed_key()});
  return table;
}

Key<Rotation> every_key() {
  return custom<Rotation>(
      "every",
      [] {
        return shapes::matching("^(day|week|([1-9]|[1-9][0-9]|[12][0-9]{2}|3[0-5][0-9]|36[0-5]) days)$");
      },
      [](const Reader& reader, const Node& node, Rotation& into) {
        const auto text = read_word(reader, node, "every");
        const auto days = text ? parse_turn_length(*text) : std::nullopt;
        if (text && !days)
          reader.error(node.place, "not_accepted",
                       "`every` is `day`, `week` or a number of days up to 365 such as `3 days`, not " +
                           quoted(*text));
        into.every = days.value_or(into.every);
      },
      [](const Rotation& from) -> std::optional<Json> {
        if (from.weekday) return json_text("week");
        return json_text(from.every == 1 ? "day" : std::to_string(from.every) + " days");
      });
}

Key<Rotation> handoff_key() {
  return custom<Rotation>(
      "handoff",
      [] { return shapes::matching("^((mon|tue|wed|thu|fri|sat|sun) +)?([01][0-9]|2[0-3]):[0-5][0-9]$"); },
      [](const Reader& reader, const Node& node, Rotation& into) {
        const auto text = read_word(reader, node, "handoff");
        const auto handoff = text ? parse_handoff(*text) : std::nullopt;
        if (text && !handoff)
          reader.error(node.place, "not_accepted",
                       quoted(*text) + " is no handoff; write `08:00`, or `mon 08:00` with `every: week`");
        into.weekday = handoff.value_or(Handoff{}).weekday;
        into.handoff = handoff.value_or(Handoff{}).minute;
      },
      [](const Rotation& from) -> std::optional<Json> {
        return json_text(handoff_text({.weekday = from.weekday, .minute = from.handoff}));
      });
}

Key<Rotation> rotation_start_key() {
  return custom<Rotation>(
      "start", &shapes::date,
      [](const Reader& reader, const Node& node, Rotation& into) {
        const auto text = read_word(reader, node, "start");
        const auto date = text ? parse_date(*text) : std::nullopt;
        if (text && !date) refuse_date(reader, node);
        into.start = date.value_or(into.start);
      },
      [](const Rotation& from) -> std::optional<Json> { return json_text(date_text(from.start)); });
}

const Table<Rotation>& rotation_keys() {
  static const Table<Rotation> table(
      "a rotation",
      {words("members", &Rotation::members,
             [](const Reader& reader, const Place& at, const std::string& name) {
               reader.resolve_person(at, name);
             })
           .shaped(&shapes::some_words)
           .required(),
       every_key(), handoff_key(), word("timezone", &Rotation::timezone).required(), rotation_start_key()});
  return table;
}

/// A week is handed over on a weekday; any other turn is counted from `start`, on whatever day that is.
void complete_handoff(const Reader& reader, const Node& entry, Rotation& rotation) {
  const auto* every = entry.get("every");
  const auto* handoff = entry.get("handoff");
  const bool is_week = every == nullptr || every->text == "week";
  if (is_week && handoff == nullptr) rotation.weekday = std::chrono::Monday;
  if (handoff == nullptr || !parse_handoff(handoff->text)) return;
  if (is_week && !rotation.weekday)
    reader.error(handoff->place, "not_accepted",
                 "a week is handed over on a day: write `mon " + clock_text(rotation.handoff) + "`");
  if (!is_week && rotation.weekday)
    reader.error(handoff->place, "not_accepted",
                 "a weekday needs `every: week`; other turns are counted from `start`, so write `" +
                     clock_text(rotation.handoff) + "`");
}

void check_members(const Reader& reader, const Node& entry) {
  const auto* members = entry.get("members");
  if (members == nullptr || !members->is_list()) return;
  if (members->items.empty())
    reader.error(members->place, "empty_list", "a rotation has at least one member");
  if (members->items.size() > kMembersMax)
    reader.error(members->place, "out_of_range", "a rotation has at most 1000 members");
}

}  // namespace

Schedule read_schedule(const Reader& reader, const Member& entry) {
  Schedule schedule{.key = entry.key};
  schedule_keys().read_complete(reader, entry.value, schedule);
  return schedule;
}

Rotation read_rotation(const Reader& reader, const Member& entry) {
  Rotation rotation{.key = entry.key, .start = kFirstStart};
  rotation_keys().read_complete(reader, entry.value, rotation);
  complete_handoff(reader, entry.value, rotation);
  check_members(reader, entry.value);
  return rotation;
}

void add_calendar_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(schedule_keys().group());
  groups.push_back(hours_keys().group());
  groups.push_back(rotation_keys().group());
}

Json schedule_shape() { return schedule_keys().schema(); }

Json rotation_shape() { return rotation_keys().schema(); }

Json write_schedule(const Schedule& schedule) { return schedule_keys().write(schedule); }

Json write_rotation(const Rotation& rotation) { return rotation_keys().write(rotation); }

}  // namespace callwright::language
