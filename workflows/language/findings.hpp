#pragma once

#include "workflows/language/load.hpp"
#include "workflows/language/node.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// What is accepted where something else stands: a sentence says it, and programs read it.
struct Hint {
  std::vector<std::string> accepted;
  std::string nearest;  ///< empty: nothing accepted is near

  /// The end of a sentence: `; did you mean `x`?`, or `otherwise` where nothing is near.
  [[nodiscard]] std::string or_else(std::string_view otherwise) const;
  /// The same with the list of what is accepted, or nothing where there is none.
  [[nodiscard]] std::string or_list() const;
};

/// Collects what is wrong with a bundle, so that one load reports every problem.
class Findings {
 public:
  void error(const Place& place, std::string code, std::string message, Hint hint = {});
  void warning(const Place& place, std::string code, std::string message, Hint hint = {});
  /// Nothing from the line of `place` on is added any more for its file: it was not read as it was meant.
  void end_at(const Place& place) { ends_.push_back(place); }
  [[nodiscard]] bool has_errors() const { return errors_ > 0; }
  [[nodiscard]] std::size_t count() const { return all_.size(); }
  /// All of them in file, line and column order, each once, with what `files` show at their places.
  [[nodiscard]] std::vector<Finding> sorted(const std::vector<SourceFile>& files = {}) const;

 private:
  struct Noted {
    Finding finding;
    Place place;
  };
  void add(bool is_error, const Place& place, std::string code, std::string message, Hint hint);
  [[nodiscard]] bool is_behind_an_end(const Place& place) const;
  std::vector<Noted> all_;
  std::vector<Place> ends_;
  std::size_t errors_ = 0;
};

/// Text from a file as a message may show it: in backquotes, cut to a length that a person reads.
std::string quoted(std::string_view text);

/// `a, b or c`, as many as a person reads.
std::string one_of(const std::vector<std::string>& names);
/// `; there are a, b and c`, the end of a sentence.
std::string all_of(const std::vector<std::string>& names);

/// What of `accepted` a person who wrote `wrong` most likely meant.
Hint hint_for(std::string_view wrong, const std::vector<std::string>& accepted);

}  // namespace callwright::language
