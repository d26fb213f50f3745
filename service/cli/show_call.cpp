#include "service/cli/show_call.hpp"

#include <fmt/core.h>

namespace callwright::cli {
namespace {

Colour colour_of(TimelineLine::Tone tone) {
  switch (tone) {
    case TimelineLine::Tone::Good: return Colour::Green;
    case TimelineLine::Tone::Bad: return Colour::Red;
    case TimelineLine::Tone::Quiet: return Colour::Dim;
    case TimelineLine::Tone::Plain: break;
  }
  return Colour::Plain;
}

}  // namespace

std::string call_heading(const JsonNode& call, const Terminal& terminal) {
  const auto shown = [&](std::string_view name) { return printable(call[name].display()); };
  auto text = terminal.paint(shown("id"), Colour::Bold);
  text += fmt::format("  {} → {}  {}", shown("from"), shown("to"), shown("opened_at"));
  text += fmt::format("\nworkflow {}, {}", shown("workflow"), shown("state"));
  if (call["outcome"].is_string()) text += ", outcome " + shown("outcome");
  if (call["failure"].is_string()) text += ": " + shown("failure");
  const auto winner = call["run"]["winner"];
  if (!winner.is_string()) return text;
  const auto names = names_in(call);
  const auto name = names.find(winner.str());
  text += ", winner " + printable(name == names.end() ? winner.str() : name->second);
  if (name != names.end() && name->second != winner.str()) text += " (" + printable(winner.str()) + ")";
  return text;
}

std::map<std::string, std::string> names_in(const JsonNode& call) {
  std::map<std::string, std::string> names;
  for (const auto& leg : call["legs"].elements()) {
    if (leg["name"].is_string()) names.emplace(leg["person"].str(), leg["name"].str());
  }
  return names;
}

std::string paint_line(const TimelineLine& line, const Terminal& terminal) {
  return terminal.paint(format_line(line), colour_of(line.tone));
}

}  // namespace callwright::cli
