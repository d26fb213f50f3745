#include "workflows/language/findings.hpp"

#include "workflows/language/source_text.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <tuple>

namespace callwright {
namespace language {
namespace {

constexpr std::size_t kFindingsMax = 1000;  // a hostile file may have a problem in every node
constexpr std::size_t kNamesShown = 24;
constexpr std::size_t kShownBytes = 60;  // longer names are no spelling mistakes, and cost time to compare

std::string listed(const std::vector<std::string>& names, std::string_view before_last) {
  std::string text;
  const auto shown = std::min(names.size(), kNamesShown);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += i + 1 == names.size() ? before_last : ", ";
    text += names[i];
  }
  if (shown < names.size()) text += " and " + std::to_string(names.size() - shown) + " more";
  return text;
}

auto place_order(const Finding& finding) {
  return std::tie(finding.file, finding.line, finding.column, finding.code, finding.message);
}

}  // namespace

void Findings::add(bool is_error, const Place& place, std::string code, std::string message, Hint hint) {
  if (is_behind_an_end(place)) return;
  if (is_error) ++errors_;
  if (all_.size() >= kFindingsMax) return;
  all_.push_back({{.is_error = is_error,
                   .file = std::string(place.file),
                   .line = place.line,
                   .column = place.column,
                   .code = std::move(code),
                   .message = std::move(message),
                   .accepted = std::move(hint.accepted),
                   .suggestion = std::move(hint.nearest)},
                  place});
}

bool Findings::is_behind_an_end(const Place& place) const {
  return std::ranges::any_of(
      ends_, [&](const Place& end) { return place.file == end.file && place.line >= end.line; });
}

void Findings::error(const Place& place, std::string code, std::string message, Hint hint) {
  add(true, place, std::move(code), std::move(message), std::move(hint));
}

void Findings::warning(const Place& place, std::string code, std::string message, Hint hint) {
  add(false, place, std::move(code), std::move(message), std::move(hint));
}

std::vector<Finding> Findings::sorted(const std::vector<SourceFile>& files) const {
  const SourceText source(files);
  std::vector<Finding> list;
  list.reserve(all_.size());
  for (const auto& noted : all_) {
    list.push_back(noted.finding);
    source.locate(list.back(), noted.place);
  }
  std::ranges::sort(list, {}, place_order);
  const auto repeated = std::ranges::unique(list);
  list.erase(repeated.begin(), repeated.end());
  return list;
}

std::string quoted(std::string_view text) {
  const auto shown = cut_utf8(text, kShownBytes);
  return "`" + shown + (shown.size() < text.size() ? "…`" : "`");
}

std::string one_of(const std::vector<std::string>& names) { return listed(names, " or "); }

std::string all_of(const std::vector<std::string>& names) {
  if (names.size() == 1) return "; there is only " + names.front();
  return names.empty() ? std::string() : "; there are " + listed(names, " and ");
}

std::string Hint::or_else(std::string_view otherwise) const {
  return nearest.empty() ? std::string(otherwise) : "; did you mean `" + nearest + "`?";
}

std::string Hint::or_list() const { return or_else(all_of(accepted)); }

Hint hint_for(std::string_view wrong, const std::vector<std::string>& accepted) {
  return {accepted, wrong.size() > kShownBytes ? std::string() : nearest(wrong, accepted)};
}

}  // namespace language

std::string format_finding(const Finding& finding) {
  std::string text;
  if (!finding.file.empty()) {
    text = finding.file;
    if (finding.line > 0) text += ":" + std::to_string(finding.line) + ":" + std::to_string(finding.column);
    text += ": ";
  }
  return text + (finding.is_error ? "error: " : "warning: ") + finding.message + " [" + finding.code + "]";
}

std::string format_report(const Finding& finding) {
  auto text = format_finding(finding);
  if (!finding.source.empty()) text += "\n  " + finding.source + "\n  " + finding.caret;
  return text;
}

Json finding_json(const Finding& finding) {
  JsonWriter out;
  out.begin_object()
      .member("file", finding.file)
      .member("line", finding.line)
      .member("column", finding.column);
  if (finding.end_column > 0) out.member("end", finding.end_column);
  out.member("severity", finding.is_error ? "error" : "warning")
      .member("code", finding.code)
      .member("message", finding.message)
      .key("accepted")
      .begin_array();
  for (const auto& accepted : finding.accepted) out.string(accepted);
  out.end_array().key("suggestion");
  if (finding.suggestion.empty()) {
    out.null();
  } else {
    out.string(finding.suggestion);
  }
  return out.end_object().finish();
}

}  // namespace callwright
