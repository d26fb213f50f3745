#pragma once

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace callwright::cli {

/// One continuation of a command line.
struct Candidate {
  std::string text;
  std::string help = {};
  friend bool operator==(const Candidate&, const Candidate&) = default;
};

/// What may stand in place of the last of `words`, which is what is typed so far of it (it may be empty): the
/// words behind `callwright`. Nothing: a shell offers files.
std::vector<Candidate> candidates_of(const CLI::App& app, const std::vector<std::string>& words);

/// The same behind `callwright api`, from the catalogue.
std::vector<Candidate> api_candidates(const std::vector<std::string>& words);

/// Those of `all` that begin with `typed`.
std::vector<Candidate> beginning_with(std::vector<Candidate> all, const std::string& typed);

}  // namespace callwright::cli
