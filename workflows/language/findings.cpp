#include "workflows/language/findings.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <tuple>

namespace callwright {
namespace language {
namespace {

constexpr std::size_t kFindingsMax = 1000;  // a hostile file may have a problem in every node
constexpr std::size_t kShownBytes = 60;     // longer names are no spelling mistakes, and cost time to compare

auto place_order(const Finding& finding) {
  return std::tie(finding.file, finding.line, finding.column, finding.code, finding.message);
}

}  // namespace

void Findings::add(bool is_error, const Place& place, std::string code, std::string message) {
  if (is_error) ++errors_;
  if (all_.size() >= kFindingsMax) return;
  all_.push_back(
      {is_error, std::string(place.file), place.line, place.column, std::move(code), std::move(message)});
}

void Findings::error(const Place& place, std::string code, std::string message) {
  add(true, place, std::move(code), std::move(message));
}

void Findings::warning(const Place& place, std::string code, std::string message) {
  add(false, place, std::move(code), std::move(message));
}

std::vector<Finding> Findings::sorted() const {
  auto list = all_;
  std::ranges::sort(list, {}, place_order);
  const auto repeated = std::ranges::unique(list);
  list.erase(repeated.begin(), repeated.end());
  return list;
}

std::string quoted(std::string_view text) {
  const auto shown = cut_utf8(text, kShownBytes);
  return "`" + shown + (shown.size() < text.size() ? "…`" : "`");
}

std::string one_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

std::string suggestion(std::string_view wrong, const std::vector<std::string>& accepted) {
  if (wrong.size() > kShownBytes) return {};
  const auto best = nearest(wrong, accepted);
  return best.empty() ? std::string() : "; did you mean `" + best + "`?";
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

}  // namespace callwright
