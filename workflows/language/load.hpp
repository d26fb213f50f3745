#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/test_case.hpp"
#include "workflows/language/zone_source.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// One file of a bundle, already read: the ground floor opens no files.
struct SourceFile {
  std::string name;
  std::string text;
};

/// What is wrong, or odd, at one place of a bundle.
struct Finding {
  bool is_error = true;
  std::string file;
  int line = 0;         ///< from 1; 0 when the finding has no place
  int column = 0;       ///< from 1, in characters: a tab and an accented letter are one each
  std::string code;     ///< stable: `unknown_key`, `duplicate_key`, `wrong_type`, `unresolved_name`, …
  std::string message;  ///< what is wrong, what is accepted, the nearest right spelling
  int end_column = 0;   ///< of the first character behind the place; 0: not known
  std::vector<std::string> accepted = {};  ///< what could stand there instead, where that is a list
  std::string suggestion = {};             ///< the nearest right spelling, where one is near
  std::string source = {};                 ///< the line, or the part of a long one around the place
  std::string caret = {};  ///< for the line under `source`: blanks and tabs, then `^~~~` under the place
  friend bool operator==(const Finding&, const Finding&) = default;
};

/// `file:line:column: error: message [code]`.
std::string format_finding(const Finding& finding);

/// The same with the line of the file and a caret under the place; no line end behind the last.
std::string format_report(const Finding& finding);

/// For programs: `{file, line, column, end?, severity, code, message, accepted, suggestion}`.
Json finding_json(const Finding& finding);

struct Loaded {
  BundlePtr bundle;                  ///< null when there is an error
  std::vector<Finding> findings;     ///< all of them, in file and line order
  std::vector<TestCase> tests = {};  ///< of the section `tests`; they are no part of the bundle
};

/// What a load takes from outside of the files.
struct LoadOptions {
  /// Without it a schedule or rotation is an error, because nobody knows the hours of its time zone.
  const ZoneSource* zones = nullptr;
  /// The time of the load: which years of the time zones are kept, and what the warnings about the coming
  /// weeks look at. Counts with `zones` only.
  TimePoint now = {};
};

/// Parses, merges and checks the YAML files of one directory. Never throws on bad input.
Loaded load_bundle(const std::vector<SourceFile>& files, const LoadOptions& options = {});

/// Reads back `Bundle::content` as stored with a call, without lints.
Result<BundlePtr> load_stored_bundle(std::string_view content);

}  // namespace callwright
