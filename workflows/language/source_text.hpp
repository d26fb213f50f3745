#pragma once

#include "workflows/language/load.hpp"
#include "workflows/language/node.hpp"

#include <map>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The files of a bundle as a person sees them. The parser counts bytes and knows where a value begins; a
/// finding wants characters, the end of the value and the line to show.
class SourceText {
 public:
  explicit SourceText(const std::vector<SourceFile>& files);
  /// Fills line, columns, source and caret of `finding`. A place that no file holds is left as it is.
  void locate(Finding& finding, const Place& place) const;

 private:
  struct Range {
    int line = 0;           ///< from 1
    std::size_t begin = 0;  ///< bytes of the line
    std::size_t end = 0;
  };
  using Lines = std::vector<std::string_view>;
  [[nodiscard]] static Range range_of(const Lines& lines, const Place& place);
  std::map<std::string_view, Lines> files_;
};

}  // namespace callwright::language
