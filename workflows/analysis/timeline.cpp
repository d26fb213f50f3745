#include "workflows/analysis/timeline.hpp"

#include "workflows/analysis/promises.hpp"

#include <utility>

namespace callwright::analysis {
namespace {

std::string padded(std::int64_t value, std::size_t width) {
  auto text = std::to_string(value);
  return std::string(width > text.size() ? width - text.size() : 0, '0') + text;
}

/// `0:07.500` since the beginning.
std::string since(Duration time) {
  const auto all = time.count();
  return std::to_string(all / 60'000) + ":" + padded(all / 1000 % 60, 2) + "." + padded(all % 1000, 3);
}

std::string person_name(const Scene& scene, std::string_view key) {
  const auto* person = scene.bundle.person(key);
  return person == nullptr ? std::string(key) : person->name;
}

std::string words_of_transition(const Scene& scene, const JsonNode& data) {
  const auto subject = data["subject"].str();
  if (subject == "leg") return "";
  const auto who = subject == "attempt" ? person_name(scene, data["person"].str()) : std::string(subject);
  return who + ": " + std::string(data["from"].str()) + " -> " + std::string(data["to"].str());
}

std::string words_of_intent(const Scene& scene, const Point& point, const JsonNode& data) {
  const auto operation = std::string(data["operation"].str());
  const auto leg = data["leg"].integer().value_or(0);
  auto words = "we ask for " + operation;
  if (leg >= 0) words += " (" + name_of_leg(scene, point, static_cast<int>(leg)) + ")";
  const auto payload = data["body"]["payload"].str();
  if (!payload.empty()) words += ": \"" + std::string(payload) + "\"";
  return words;
}

void tell(std::vector<std::string>& lines, const std::string& at, const std::string& what,
          const Played& played) {
  lines.push_back(at + "  " + what);
  for (const auto& decided : played.story) lines.push_back(std::string(at.size() + 4, ' ') + decided);
  for (const auto& breach : played.breaches)
    lines.push_back(std::string(at.size() + 2, ' ') + "! " + breach.why);
}

}  // namespace

std::string words_of(const Scene& scene, const Point& point, const Record& record) {
  const auto document = JsonDocument::of(record.data);
  const auto data = document.root();
  if (record.kind == "transition") return words_of_transition(scene, data);
  if (record.kind == "intent") return words_of_intent(scene, point, data);
  return "";
}

std::vector<std::string> timeline_of(const Scene& scene, const Start& start, TimePoint now, Luck first,
                                     const std::vector<Move>& moves) {
  std::vector<std::string> lines;
  auto played = play_input(scene, point_before(scene.bundle, start, now),
                           request_of(scene.bundle, start, now), first, true);
  tell(lines, since(Duration{0}), "the escalation " + start.escalation + " is asked for", played);
  for (const auto& move : moves) {
    const auto before = std::move(played.point);
    played = play(scene, before, move, true);
    tell(lines, since(played.point.now - now), sentence_of(scene, before, move), played);
  }
  return lines;
}

}  // namespace callwright::analysis
