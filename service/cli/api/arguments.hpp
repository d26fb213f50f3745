#pragma once

#include "service/cli/api/options.hpp"
#include "service/cli/api/set_path.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace callwright::cli::api {

/// What our own options say.
struct Switches {
  std::string body_file;  ///< `-`: standard input; empty: none
  std::string idempotency_key;
  std::optional<Duration> timeout;  ///< of each answer; empty: as the operation needs
  int retries = 4;
  bool all = false;
  bool dry_run = false;
  bool as_json = false;
  bool as_table = false;
  bool unchecked = false;
  bool help = false;
};

/// One field as it was given.
struct GivenField {
  SetPath path;
  std::string text;
  std::string shown;  ///< for messages: `--name`, `--set tools[0].type`
  bool in_query = false;
  bool is_flag = false;  ///< given by its own flag: the first replaces what the body file says
  bool is_raw = false;   ///< JSON whatever the type says; of a flag: never a file
};

/// The words behind `callwright api OPERATION`, sorted.
struct Arguments {
  Switches switches;
  std::vector<std::string> positional;
  std::vector<GivenField> fields;     ///< in their order
  std::vector<BodyProblem> problems;  ///< all of them; `field` is the flag with its dashes
  bool has_unknown_flag = false;      ///< so what is positional is not certain
};

/// Reads the words. No message holds a value of an unknown flag: it may be a secret.
Arguments read_arguments(const Operation& operation, const std::vector<std::string>& words);

}  // namespace callwright::cli::api
