#pragma once

#include "workflows/model/json.hpp"

#include <string>

namespace callwright::cli::api {

enum class Form { Pretty, Compact, Table };

/// An answer of Telnyx's as it is printed, with a line end. Pretty: JSON on several lines, what is not JSON
/// as it came, nothing for an empty answer. Compact: JSON on one line always, `{}` for an empty answer, a
/// JSON text for what is not JSON. Table: `table_of` where the answer is JSON.
std::string answer_text(const std::string& body, Form form);

/// A list of objects as a table: what identifies a thing first, no column that is empty or nested; one object
/// as two columns. Cells are cut to a width that people read.
std::string table_of(const JsonNode& answer);

/// What a terminal must not obey becomes `?`; lines stay lines.
std::string printable_lines(std::string text);

}  // namespace callwright::cli::api
