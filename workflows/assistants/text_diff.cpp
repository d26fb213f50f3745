#include "workflows/assistants/text_diff.hpp"

#include <algorithm>
#include <cstdint>

namespace callwright::assistants {
namespace {

/// The table has a cell for each pair of lines; larger texts are shown as replaced.
constexpr std::size_t kCellsMax = 4'000'000;

using Lines = std::vector<std::string_view>;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const auto size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

DiffLine marked(char mark, std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  return {mark, std::string(line)};
}

/// How many lines the rest of both texts, from each pair of places on, have in common.
class Common {
 public:
  Common(const Lines& a, const Lines& b) : width_(b.size() + 1), lengths_((a.size() + 1) * width_, 0) {
    for (auto i = a.size(); i-- > 0;) {
      for (auto j = b.size(); j-- > 0;) {
        at(i, j) = a[i] == b[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
      }
    }
  }
  std::uint32_t& at(std::size_t i, std::size_t j) { return lengths_[i * width_ + j]; }

 private:
  std::size_t width_;
  std::vector<std::uint32_t> lengths_;
};

std::vector<DiffLine> all_lines(const Lines& before, const Lines& after) {
  std::vector<DiffLine> all;
  std::size_t i = 0;
  std::size_t j = 0;
  if (before.size() * after.size() <= kCellsMax) {
    Common common(before, after);
    while (i < before.size() && j < after.size()) {
      if (before[i] == after[j]) {
        all.push_back(marked(' ', before[i++]));
        ++j;
      } else if (common.at(i + 1, j) >= common.at(i, j + 1)) {
        all.push_back(marked('-', before[i++]));
      } else {
        all.push_back(marked('+', after[j++]));
      }
    }
  }
  for (; i < before.size(); ++i) all.push_back(marked('-', before[i]));
  for (; j < after.size(); ++j) all.push_back(marked('+', after[j]));
  return all;
}

}  // namespace

std::vector<DiffLine> text_diff(std::string_view before, std::string_view after, std::size_t context) {
  if (before == after) return {};
  const auto all = all_lines(lines_of(before), lines_of(after));
  std::vector<bool> is_shown(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].mark == ' ') continue;
    const auto first = i - std::min(i, context);
    const auto last = std::min(all.size(), i + context + 1);
    std::fill(is_shown.begin() + static_cast<std::ptrdiff_t>(first),
              is_shown.begin() + static_cast<std::ptrdiff_t>(last), true);
  }
  std::vector<DiffLine> shown;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_shown[i]) {
      shown.push_back(all[i]);
    } else if (shown.empty() || shown.back().mark != '@') {
      shown.push_back({'@', ""});
    }
  }
  return shown;
}

}  // namespace callwright::assistants
