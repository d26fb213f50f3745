#pragma once

#include "workflows/model/input.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace callwright::simulation {

// Which cells of the engine's table of situations and inputs (tests/workflows/engine/state_input_matrix.txt)
// the worlds reach.

/// The situation of the table that the call is in, by the first words of its title: `ringing`. Empty when it
/// is in none of them.
std::string situation_of(const Call& call);

/// The input as a line of the table has it: `caller call.hangup normal_clearing`. The table's Ana is the
/// person of the latest run who is furthest; empty for an event on the leg of somebody else and for an input
/// that the table does not try.
std::string stimulus_of(const Call& before, const Input& input);

struct Cell {
  std::string situation;
  std::string stimulus;
  auto operator<=>(const Cell&) const = default;
};

/// A line of unreached_cells.txt: a stimulus in some situations, which no world reaches, and why. A `*` at
/// the end of a name stands for any further text. A why that begins with `rare:` is for cells that happen in
/// few worlds or in none, so that new dice do not break the list.
struct Excuse {
  std::vector<std::string> situations;
  std::string stimulus;
  std::string why;
  int line = 0;
  [[nodiscard]] bool is_rare() const { return why.starts_with("rare:"); }
  [[nodiscard]] bool covers(const Cell& cell) const;
};

/// Cells and how often each was reached.
class CellSet {
 public:
  void add(const Call& before, const Input& input);
  [[nodiscard]] std::size_t count(const Cell& cell) const;

 private:
  std::map<Cell, std::size_t> counts_;
};

/// The cells of the table in its order. Throws when the file cannot be read.
std::vector<Cell> cells_of_matrix(const std::string& path);
/// Throws for a file that cannot be read and for a line that is not `situation, … | stimulus | why`. Empty
/// lines and those that begin with `#` mean nothing.
std::vector<Excuse> read_excuses(const std::string& path);

/// What is wrong between the table, the cells that were reached and the excuses; empty: nothing.
std::vector<std::string> contradictions(const std::vector<Cell>& matrix, const CellSet& reached,
                                        const std::vector<Excuse>& excuses);

}  // namespace callwright::simulation
