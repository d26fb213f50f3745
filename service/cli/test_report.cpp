#include "service/cli/test_report.hpp"

#include "service/cli/show_call.hpp"
#include "service/cli/timeline.hpp"
#include "workflows/model/json.hpp"

#include <fmt/core.h>

namespace callwright::cli {
namespace {

constexpr std::string_view kIndent = "      ";

/// Timelines count from their call's first record; a test has one beginning for all its calls.
Duration begins_after(const TestedCall& call, TimePoint began) {
  if (call.records.empty()) return Duration{0};
  const auto first = JsonDocument::of(Json::trusted(call.records.front()));
  const auto at = parse_time(first.root()["at"].str());
  return at ? *at - began : Duration{0};
}

std::string timeline_of(const TestedCall& call, TimePoint began, const Bundle& bundle,
                        const Terminal& terminal) {
  std::map<std::string, std::string> names;
  for (const auto& [key, person] : bundle.people) names.emplace(key, person.name);
  Timeline timeline(std::move(names));
  for (const auto& record : call.records) {
    const auto document = JsonDocument::of(Json::trusted(record));
    timeline.add(document.root());
  }
  std::string text;
  for (auto line : timeline.take()) {
    line.since_start += begins_after(call, began);
    text += std::string(kIndent) + paint_line(line, terminal) + "\n";
  }
  return text;
}

std::string place_of(const TestedCase& tested, const TestFailure& failure) {
  const auto where = fmt::format("{}:{}", tested.test->file, failure.line);
  return failure.at < Duration{0} ? where : where + " at " + virtual_time(failure.at);
}

}  // namespace

std::string virtual_time(Duration duration) {
  using std::chrono::hours;
  using std::chrono::minutes;
  const auto seconds = static_cast<double>(duration.count()) / 1000.0;
  if (duration < minutes{1}) return fmt::format("{:.1f}s", seconds);
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  if (duration < hours{1}) return fmt::format("{}m{:02}s", whole / 60, whole % 60);
  return fmt::format("{}h{:02}m", whole / 3600, whole / 60 % 60);
}

std::string timelines(const TestResult& result, const Bundle& bundle, const Terminal& terminal) {
  std::string text;
  for (const auto& call : result.told) {
    if (result.told.size() > 1)
      text += fmt::format("{}{} → {}\n", kIndent, printable(call.from), printable(call.to));
    text += timeline_of(call, result.began, bundle, terminal);
  }
  return text;
}

std::string failures(const TestedCase& tested, const Terminal& terminal) {
  std::string text;
  for (const auto& failure : tested.result.failures) {
    text += fmt::format("    {}: {}\n", printable(place_of(tested, failure)),
                        terminal.paint(printable(failure.what), Colour::Bold));
    if (!failure.expected.empty())
      text += fmt::format("      expected {}\n", terminal.paint(printable(failure.expected), Colour::Green));
    text += fmt::format("      {}{}\n", failure.expected.empty() ? "" : "found    ",
                        terminal.paint(printable(failure.found), Colour::Red));
  }
  for (const auto& broken : tested.result.broken)
    text += fmt::format("    {}: {}\n", terminal.paint("a guarantee does not hold", Colour::Red),
                        printable(broken));
  return text;
}

std::string failure_text(const TestedCase& tested) {
  std::string text;
  for (const auto& failure : tested.result.failures) {
    text += place_of(tested, failure) + ": " + failure.what;
    if (!failure.expected.empty()) text += ": expected " + failure.expected + ", found";
    text += (failure.expected.empty() ? ": " : " ") + failure.found + "\n";
  }
  for (const auto& broken : tested.result.broken) text += "a guarantee does not hold: " + broken + "\n";
  return text;
}

}  // namespace callwright::cli
