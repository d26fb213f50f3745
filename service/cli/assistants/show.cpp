#include "service/cli/assistants/show.hpp"

#include "workflows/assistants/secrets.hpp"
#include "workflows/assistants/text_diff.hpp"
#include "workflows/assistants/yaml_text.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/core.h>

namespace callwright::cli::assistants {
namespace {

using callwright::assistants::Difference;
using callwright::assistants::Drift;

/// Lines of text from outside, each safe for a terminal.
std::string indented(const std::string& text, const std::string& before, Colour colour,
                     const Terminal& terminal) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    result +=
        terminal.paint(before + printable(std::string_view(text).substr(begin, end - begin)), colour) + "\n";
    begin = end + 1;
  }
  return result;
}

/// The items of a list, one below the other.
std::string list_text(const JsonNode& list) {
  std::string text;
  for (const auto& item : list.elements())
    text += item.is_object() ? callwright::assistants::yaml_text(item) : item.display() + "\n";
  return text;
}

std::string value_text(const Json& value) {
  const auto document = JsonDocument::of(callwright::assistants::without_secrets(value));
  const auto root = document.root();
  if (root.is_string()) return root.str().empty() ? "\"\"" : root.str();
  if (root.is_object() && root.size() > 0) return callwright::assistants::yaml_text(root);
  return root.is_array() && root.size() > 0 ? list_text(root) : value.text();
}

bool is_short(const Json& value) {
  const auto text = value_text(value);
  return text.size() <= 60 && text.find('\n') == std::string::npos;
}

Colour colour_of(char mark) {
  return mark == '+' ? Colour::Green : mark == '-' ? Colour::Red : mark == '@' ? Colour::Dim : Colour::Plain;
}

std::string changed_text(const Difference& difference, const Terminal& terminal) {
  if (is_short(difference.account) && is_short(difference.file)) {
    return fmt::format(" {} → {}\n", terminal.paint(printable(value_text(difference.account)), Colour::Red),
                       terminal.paint(printable(value_text(difference.file)), Colour::Green));
  }
  std::string text = "\n";
  for (const auto& [mark, line] :
       callwright::assistants::text_diff(value_text(difference.account), value_text(difference.file)))
    text +=
        terminal.paint("    " + (mark == '@' ? std::string("…") : std::string{mark, ' '} + printable(line)),
                       colour_of(mark)) +
        "\n";
  return text;
}

std::string one_sided_text(const Json& value, char mark, const Terminal& terminal) {
  if (is_short(value)) return " " + terminal.paint(printable(value_text(value)), colour_of(mark)) + "\n";
  return "\n" + indented(value_text(value), std::string("    ") + mark + " ", colour_of(mark), terminal);
}

bool is_generated(const Side& side, const Difference& difference) {
  return std::ranges::any_of(side.wanted.generated,
                             [&](const auto& name) { return difference.field == "tools." + name; });
}

std::string note_of(const Side& side, const Drift& drift) {
  using enum Drift::Reason;
  if (is_generated(side, drift.difference)) return " (generated for the rules of the workflow)";
  switch (drift.reason) {
    case LeftOut:
      return drift.stays() ? " (the file leaves it out now; Telnyx keeps it)"
                           : " (the file leaves it out now)";
    case NewInAccount: return " (changed in the account; the file says nothing of it)";
    case Differs: break;
  }
  return {};
}

std::string drift_line(const Side& side, const Drift& drift, const Terminal& terminal) {
  const auto& difference = drift.difference;
  using enum Difference::Kind;
  const char mark = difference.kind == Changed ? '~' : difference.kind == OnlyFile ? '+' : '-';
  const auto head = fmt::format("  {} {}{}:", mark, printable(difference.field), note_of(side, drift));
  switch (difference.kind) {
    case Changed: return terminal.paint(head, Colour::Bold) + changed_text(difference, terminal);
    case OnlyFile: return terminal.paint(head, Colour::Bold) + one_sided_text(difference.file, '+', terminal);
    case OnlyAccount: break;
  }
  return terminal.paint(head, Colour::Bold) + one_sided_text(difference.account, '-', terminal);
}

std::string_view reason_of(const Drift& drift) {
  using enum Drift::Reason;
  switch (drift.reason) {
    case LeftOut: return "left_out";
    case NewInAccount: return "new_in_account";
    case Differs: break;
  }
  using enum Difference::Kind;
  switch (drift.difference.kind) {
    case OnlyFile: return "only_file";
    case OnlyAccount: return "only_account";
    case Changed: break;
  }
  return "changed";
}

}  // namespace

int complain(const char* command, const Stop& stop) {
  std::fflush(stdout);
  if (!stop.sentence.empty())
    fmt::print(stderr, "callwright assistants {}: {}\n", command, printable(stop.sentence));
  return stop.exit_code;
}

std::string findings_text(const std::vector<Finding>& findings, const Terminal& terminal) {
  std::string text;
  for (const auto& finding : findings) {
    const auto colour = finding.is_error ? Colour::Red : Colour::Yellow;
    text += terminal.paint(printable(format_finding(finding)), colour) + "\n";
    if (finding.source.empty()) continue;
    text += "  " + finding.source + "\n  " + terminal.paint(finding.caret, colour) + "\n";
  }
  return text;
}

std::string title_of(const Side& side) {
  return printable(side.file->file) + (side.id.empty() ? "" : " (" + printable(side.id) + ")");
}

std::string drift_text(const Side& side, const Terminal& terminal) {
  if (side.is_new())
    return terminal.paint(title_of(side) + " is not in the account yet", Colour::Green) + "\n";
  if (side.drifts.empty()) return {};
  auto text = terminal.paint(title_of(side), Colour::Bold) + "\n";
  for (const auto& drift : side.drifts) text += drift_line(side, drift, terminal);
  return text;
}

Json side_json(const Side& side) {
  JsonWriter out;
  out.begin_object().member("file", side.file->file).member("kind", side.is_tool ? "tool" : "assistant");
  out.member("name", side.name()).member("id", side.id);
  out.member("state", side.is_new() ? "new" : side.drifts.empty() ? "same" : "differs");
  out.key("differences").begin_array();
  for (const auto& drift : side.drifts) {
    out.begin_object()
        .member("field", drift.difference.field)
        .member("reason", std::string(reason_of(drift)));
    out.member("account", callwright::assistants::without_secrets(drift.difference.account));
    out.member("file", callwright::assistants::without_secrets(drift.difference.file)).end_object();
  }
  return out.end_array().end_object().finish();
}

std::string counted(std::size_t count, const std::string& one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

}  // namespace callwright::cli::assistants
