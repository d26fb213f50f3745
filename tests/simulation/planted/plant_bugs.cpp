// plant_bugs SOURCE_FOLDER OUTPUT_FOLDER FILE: copies FILE with every bug that the table has for it.

#include "tests/simulation/planted/planted_bugs.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

namespace callwright::simulation {
namespace {

/// Replaces the one place; false when it is not there, or more than once.
bool replace_once(std::string& text, std::string_view from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos || text.find(from, at + 1) != std::string::npos) return false;
  text.replace(at, from.size(), to);
  return true;
}

std::string with_number(std::string_view planted, std::size_t bug) {
  constexpr std::string_view kPlanted = "PLANTED";
  std::string text(planted);
  const auto call = "::callwright::simulation::is_planted(" + std::to_string(bug) + ")";
  for (auto at = text.find(kPlanted); at != std::string::npos; at = text.find(kPlanted, at + call.size()))
    text.replace(at, kPlanted.size(), call);
  return text;
}

int run(const std::filesystem::path& source, const std::filesystem::path& output, const std::string& file) {
  std::ifstream in(source / file);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  for (std::size_t bug = 0; bug < kPlantedBugs.size(); ++bug) {
    const auto& planted = kPlantedBugs[bug];
    if (planted.file != file) continue;
    if (!replace_once(text, planted.original, with_number(planted.planted, number_of(bug)))) {
      std::cerr << file << ": the place of \"" << planted.name << "\" is not there exactly once\n";
      return 1;
    }
  }
  std::filesystem::create_directories((output / file).parent_path());
  std::ofstream out(output / file);
  out << "#include \"tests/simulation/planted/planted.hpp\"\n" << text;
  return out.flush() ? 0 : 1;
}

}  // namespace
}  // namespace callwright::simulation

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: plant_bugs SOURCE_FOLDER OUTPUT_FOLDER FILE\n";
    return 2;
  }
  return callwright::simulation::run(argv[1], argv[2], argv[3]);
}
