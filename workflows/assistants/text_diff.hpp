#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// A line of a difference between two texts.
struct DiffLine {
  char mark = ' ';  ///< ' ' in both, '-' only before, '+' only after, '@' where lines were left out
  std::string text;
  friend bool operator==(const DiffLine&, const DiffLine&) = default;
};

/// What changes from `before` to `after`, line by line, with up to `context` lines that both have around each
/// change. Empty: nothing. Whether the last line is ended counts as a change of that line.
std::vector<DiffLine> text_diff(std::string_view before, std::string_view after, std::size_t context = 3);

}  // namespace callwright::assistants
