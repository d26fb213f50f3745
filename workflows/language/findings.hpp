#pragma once

#include "workflows/language/load.hpp"
#include "workflows/language/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// Collects what is wrong with a bundle, so that one load reports every problem.
class Findings {
 public:
  void error(const Place& place, std::string code, std::string message);
  void warning(const Place& place, std::string code, std::string message);
  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  /// All of them in file, line and column order, each once.
  [[nodiscard]] std::vector<Finding> sorted() const;

 private:
  void add(bool is_error, const Place& place, std::string code, std::string message);
  std::vector<Finding> all_;
  std::size_t errors_ = 0;
};

/// Text from a file as a message may show it: in backquotes, cut to a length that a person reads.
std::string quoted(std::string_view text);

/// `a, b or c`.
std::string one_of(const std::vector<std::string>& names);

/// `; did you mean `x`?`, or empty when nothing accepted is near.
std::string suggestion(std::string_view wrong, const std::vector<std::string>& accepted);

}  // namespace callwright::language
