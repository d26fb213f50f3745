#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

/// Reading what a person or a test wrote: each error names the field and what is accepted.
/// All errors are InvalidInput `simulator.field`.
namespace callwright::simulator {

/// An object with no members but `known`.
Result<void> expect_fields(const JsonNode& object, std::string_view what,
                           std::initializer_list<std::string_view> known);

/// The member's text, whole number, or duration in seconds (fractions allowed); empty when it is absent.
Result<std::optional<std::string>> text_field(const JsonNode& object, std::string_view name);
Result<std::optional<std::int64_t>> count_field(const JsonNode& object, std::string_view name,
                                                std::int64_t max);
Result<std::optional<Duration>> seconds_field(const JsonNode& object, std::string_view name);
Result<std::optional<bool>> flag_field(const JsonNode& object, std::string_view name);

std::unexpected<Error> wrong_field(std::string_view name, std::string_view accepted);

}  // namespace callwright::simulator
