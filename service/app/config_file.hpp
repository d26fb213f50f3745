#pragma once

#include <map>
#include <string>
#include <vector>

namespace callwright::config {

/// One value of callwright.yaml, with `${env.NAME}` already replaced.
struct FileValue {
  std::string key;  ///< nesting as dots
  std::string text;
  std::string where;  ///< `callwright.yaml:3`
};

struct FileContent {
  std::vector<FileValue> values;
  std::vector<std::string> problems;
};

/// Flattens the file and refuses what YAML would quietly allow, such as a key that comes twice. Whether the
/// keys exist is not checked here. `${env.NAME}` is the variable's value, `${env.NAME | text}` has a default,
/// `$${` is a literal `${`.
FileContent read_file_content(const std::string& text, const std::string& file_name,
                              const std::map<std::string, std::string>& environment);

}  // namespace callwright::config
