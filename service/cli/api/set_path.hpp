#pragma once

#include "workflows/model/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace callwright::cli::api {

/// One step into a value: the name of a member, or the index of an element.
using SetStep = std::variant<std::string, std::size_t>;
using SetPath = std::vector<SetStep>;

/// Deeper places are refused: no field of Telnyx's lies that deep.
inline constexpr std::size_t kStepsMax = 16;

/// `--set tools[0].type=webhook`, taken apart.
struct SetOption {
  SetPath path;         ///< {`tools`, 0, `type`}
  std::string place;    ///< as it was written: `tools[0].type`
  std::string value;    ///< `webhook`
  bool is_raw = false;  ///< written with `:=`: the value is JSON whatever the field's type says
};

/// Reads `a.b[0].c`; a name that holds `.`, `[` or `=` stands as a JSON text in brackets: `metadata["a.b"]`.
/// InvalidInput `set.path`.
Result<SetPath> parse_set_path(std::string_view text);

/// Reads `PATH=VALUE` or `PATH:=JSON`. InvalidInput `set.path`.
Result<SetOption> parse_set_option(std::string_view text);

/// The path as `parse_set_path` reads it.
std::string write_set_path(const SetPath& path);

}  // namespace callwright::cli::api
