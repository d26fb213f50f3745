#include "workflows/language/zones.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace callwright::language {
namespace {

using std::chrono::year;

struct Window {
  TimePoint from;
  TimePoint until;
};

TimePoint begin_of(year of) { return std::chrono::sys_days{of / std::chrono::January / 1}; }

/// Time zone libraries that read the system's files end with 2037.
Window window_at(TimePoint now) {
  constexpr year kEnd{2038};
  constexpr std::chrono::years kLength{11};
  const auto this_year = std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)}.year();
  const auto from = std::clamp(this_year - std::chrono::years{1}, year{1970}, kEnd - std::chrono::years{1});
  return {begin_of(from), begin_of(std::min(from + kLength, kEnd))};
}

/// Asks the source once for each zone, and remembers those that there are not.
class Resolver {
 public:
  Resolver(const Reader& reader, const LoadOptions& options, Bundle& bundle)
      : reader_(reader), source_(options.zones), window_(window_at(options.now)), bundle_(bundle) {}

  void add(const std::string& name, const Node& entry) {
    if (name.empty() || bundle_.zones.contains(name)) return;
    const auto place = entry.value_place("timezone");
    if (source_ == nullptr)
      return reader_.error(place, "no_time_zones",
                           "time zones cannot be looked up here: no source was given");
    auto table = unknown_.contains(name) ? std::nullopt : source_->table(name, window_.from, window_.until);
    if (!table) return refuse(place, name);
    bundle_.zones.emplace(name, *std::move(table));
  }

 private:
  void refuse(const Place& place, const std::string& name) {
    unknown_.insert(name);
    if (names_.empty()) names_ = source_->names();
    if (names_.empty())
      return reader_.error(place, "no_time_zones",
                           "this system has no time zones; install its package `tzdata`");
    auto hint = reader_.suggest(name, names_);
    hint.accepted.clear();
    const auto end = hint.or_else("; write a name such as `America/Chicago`");
    reader_.error(place, "unresolved_name", "there is no time zone " + quoted(name) + end, std::move(hint));
  }

  const Reader& reader_;
  const ZoneSource* source_;
  Window window_;
  Bundle& bundle_;
  std::set<std::string, std::less<>> unknown_;
  std::vector<std::string> names_;
};

std::optional<ZoneTable::Transition> read_transition(const std::string& text) {
  const auto blank = text.find(' ');
  const auto time = parse_time(std::string_view(text).substr(0, blank));
  if (!time || blank == std::string::npos) return std::nullopt;
  std::int64_t offset = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + blank + 1, end, offset);
  constexpr std::int64_t kOffsetMax = 93'600;  // 26 hours
  if (parsed.ec != std::errc{} || parsed.ptr != end || std::abs(offset) > kOffsetMax) return std::nullopt;
  return ZoneTable::Transition{.utc = *time, .offset = std::chrono::seconds{offset}};
}

bool read_zone(const Member& member, Bundle& bundle) {
  ZoneTable zone{.name = member.key};
  for (const auto& item : member.value.items) {
    const auto transition = read_transition(item.text);
    if (!transition) return false;
    zone.transitions.push_back(*transition);
  }
  const bool is_sorted = std::ranges::is_sorted(zone.transitions, {}, &ZoneTable::Transition::utc);
  bundle.zones.emplace(member.key, std::move(zone));
  return is_sorted;
}

}  // namespace

void add_zones(const Reader& reader, const Sections& sections, const LoadOptions& options, Bundle& bundle) {
  Resolver resolver(reader, options, bundle);
  for (const auto& [key, schedule] : bundle.schedules)
    resolver.add(schedule.timezone, *sections.schedules.get(key));
  for (const auto& [key, rotation] : bundle.rotations)
    resolver.add(rotation.timezone, *sections.rotations.get(key));
}

Json write_zone(const ZoneTable& zone) {
  std::vector<std::string> transitions;
  for (const auto& transition : zone.transitions)
    transitions.push_back(format_time(transition.utc) + " " + std::to_string(transition.offset.count()));
  return json_texts(transitions);
}

bool read_stored_zones(const Node& section, Bundle& bundle) {
  for (const auto& member : section.members) {
    if (!read_zone(member, bundle)) return false;
  }
  const auto has_zone = [&](const auto& entry) { return bundle.zones.contains(entry.second.timezone); };
  return std::ranges::all_of(bundle.schedules, has_zone) && std::ranges::all_of(bundle.rotations, has_zone);
}

}  // namespace callwright::language
