#pragma once

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::cli {

enum class Colour { Plain, Dim, Bold, Red, Green, Yellow };

/// How one stream is written to. Colour only where a person looks: on a terminal, and not when NO_COLOR is
/// set.
class Terminal {
 public:
  static Terminal of(std::FILE* stream);
  explicit Terminal(bool coloured) : coloured_(coloured) {}
  [[nodiscard]] std::string paint(std::string_view text, Colour colour) const;

 private:
  bool coloured_;
};

/// Columns with two blanks between them, as wide as their widest cell; no blanks at the end of a line. The
/// first row is the heading.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// Columns that UTF-8 text takes on a terminal, as far as it has no wide characters.
std::size_t width_of(std::string_view utf8);

/// Text from outside for a terminal: control characters, which could move the cursor or change colours,
/// become `?`.
std::string printable(std::string_view text);

}  // namespace callwright::cli
