#include "workflows/assistants/lock.hpp"

#include "workflows/assistants/difference.hpp"

#include <algorithm>
#include <iterator>

namespace callwright::assistants {
namespace {

using Entries = std::map<std::string, LockEntry, std::less<>>;

Digests read_digests(const JsonNode& entry, std::string_view side) {
  Digests digests;
  for (const auto& part : {entry["both"], entry[side]}) {
    for (const auto& [place, value] : part.members()) digests.emplace(place, value.str());
  }
  return digests;
}

/// False where an entry has no id.
bool read_entries(const JsonNode& object, Entries& entries) {
  for (const auto& [name, entry] : object.members()) {
    if (entry["id"].str().empty()) return false;
    entries.emplace(name, LockEntry{.id = entry["id"].str(),
                                    .version = entry["version"].str(),
                                    .seen = read_digests(entry, "seen"),
                                    .written = read_digests(entry, "written")});
  }
  return true;
}

void write_digests(JsonWriter& writer, std::string_view name, const Digests& digests) {
  writer.key(name).begin_object();
  for (const auto& [place, value] : digests) writer.member(place, value);
  writer.end_object();
}

/// Most places are the same on both sides.
Digests common(const Digests& a, const Digests& b) {
  Digests both;
  std::ranges::set_intersection(a, b, std::inserter(both, both.end()));
  return both;
}

Digests without(const Digests& all, const Digests& common) {
  Digests rest;
  std::ranges::set_difference(all, common, std::inserter(rest, rest.end()));
  return rest;
}

std::string entry_line(const std::string& name, const LockEntry& entry) {
  const auto both = common(entry.seen, entry.written);
  JsonWriter writer;
  writer.begin_object().member("id", entry.id);
  if (!entry.version.empty()) writer.member("version", entry.version);
  write_digests(writer, "both", both);
  write_digests(writer, "seen", without(entry.seen, both));
  write_digests(writer, "written", without(entry.written, both));
  return "    " + JsonWriter().string(name).take() + ": " + writer.end_object().take();
}

std::string section(const std::string& name, const Entries& entries) {
  std::string text = "  \"" + name + "\": {";
  bool is_first = true;
  for (const auto& [file, entry] : entries) {
    text += (is_first ? "\n" : ",\n") + entry_line(file, entry);
    is_first = false;
  }
  return text + (is_first ? "}" : "\n  }");
}

std::string named(const Entries& entries, std::string_view id) {
  const auto found =
      std::ranges::find(entries, id, [](const auto& entry) -> std::string_view { return entry.second.id; });
  return found == entries.end() ? std::string() : found->first;
}

}  // namespace

Ids Lock::ids() const {
  Ids ids;
  for (const auto& [name, entry] : assistants) ids.assistants.emplace(name, entry.id);
  for (const auto& [name, entry] : tools) ids.tools.emplace(name, entry.id);
  return ids;
}

std::string Lock::assistant_named(std::string_view id) const { return named(assistants, id); }
std::string Lock::tool_named(std::string_view id) const { return named(tools, id); }

Result<Lock> read_lock(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  Lock lock;
  const bool is_read = document && document->root().is_object() &&
                       read_entries(document->root()["assistants"], lock.assistants) &&
                       read_entries(document->root()["tools"], lock.tools);
  if (!is_read) {
    return fail(Errc::InvalidInput, "lock.unreadable",
                "it is no lock file of `callwright assistants`" +
                    (document ? std::string() : ": " + document.error().detail) +
                    "; take back the version that git has, or solve the merge.");
  }
  return lock;
}

std::string write_lock(const Lock& lock) {
  return "{\n  \"made_by\": \"callwright assistants: the ids of one account; keep it under version "
         "control\",\n" +
         section("assistants", lock.assistants) + ",\n" + section("tools", lock.tools) + "\n}\n";
}

Digests digests(const Settings& all) {
  const auto settings = without_application(all);
  Digests result;
  for (const auto& place : places_of(settings)) {
    const auto dot = place.find('.');
    const auto field = settings.find(place.substr(0, dot));
    if (dot == std::string::npos) {
      result.emplace(place, digest(field->second));
    } else {
      const auto document = JsonDocument::of(field->second);
      result.emplace(place, digest(document.root()[std::string_view(place).substr(dot + 1)].json()));
    }
  }
  return result;
}

}  // namespace callwright::assistants
