#pragma once

#include "tests/bench/load.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::bench {

/// The figures of a run, written as they come for people, or at the end as one JSON object.
class Report {
 public:
  explicit Report(bool as_json) : as_json_(as_json) {}
  void headline(std::string_view text) const;
  /// One figure: `unit` is `us`, `bytes`, `per second`, …
  void figure(std::string_view name, double value, std::string_view unit);
  /// All figures of a stretch of load.
  void cost(std::string_view name, const Cost& cost);
  void latencies(std::string_view name, const std::vector<double>& sorted_us);
  /// Something went wrong that makes the figures worthless.
  void problem(const std::string& text);
  /// Writes the JSON; true when there was no problem.
  [[nodiscard]] bool finish();

 private:
  struct Figure {
    std::string name;
    double value;
    std::string unit;
  };
  void keep(std::string_view group, std::string_view name, double value, std::string_view unit);

  bool as_json_;
  std::vector<Figure> figures_;
  std::vector<std::string> problems_;
};

}  // namespace callwright::bench
