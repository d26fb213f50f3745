#include "service/simulator/json_fields.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <cmath>

namespace callwright::simulator {
namespace {

constexpr double kSecondsMax = 86'400;

}  // namespace

std::unexpected<Error> wrong_field(std::string_view name, std::string_view accepted) {
  return fail(Errc::InvalidInput, "simulator.field",
              std::string(name) + " must be " + std::string(accepted) + ".");
}

Result<void> expect_fields(const JsonNode& object, std::string_view what,
                           std::initializer_list<std::string_view> known) {
  if (!object.is_object()) return wrong_field(what, "a JSON object");
  for (const auto& [name, value] : object.members()) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string near = nearest(name, known);
    return fail(Errc::InvalidInput, "simulator.field",
                std::string(what) + " has no field " + std::string(name) +
                    (near.empty() ? "." : "; did you mean " + near + "?"));
  }
  return {};
}

Result<std::optional<std::string>> text_field(const JsonNode& object, std::string_view name) {
  const auto value = object[name];
  if (!value.exists() || value.is_null()) return std::nullopt;
  if (!value.is_string()) return wrong_field(name, "a text");
  return value.str();
}

Result<std::optional<std::int64_t>> count_field(const JsonNode& object, std::string_view name,
                                                std::int64_t max) {
  const auto value = object[name];
  if (!value.exists() || value.is_null()) return std::nullopt;
  const auto number = value.integer();
  if (!number || *number < 0 || *number > max) {
    return wrong_field(name, "a whole number from 0 to " + std::to_string(max));
  }
  return *number;
}

Result<std::optional<Duration>> seconds_field(const JsonNode& object, std::string_view name) {
  const auto value = object[name];
  if (!value.exists() || value.is_null()) return std::nullopt;
  const auto number = value.number();
  if (!number || *number < 0 || *number > kSecondsMax) return wrong_field(name, "seconds, such as 1.5");
  return Duration(static_cast<Duration::rep>(std::lround(*number * 1000)));
}

Result<std::optional<bool>> flag_field(const JsonNode& object, std::string_view name) {
  const auto value = object[name];
  if (!value.exists() || value.is_null()) return std::nullopt;
  const auto flag = value.boolean();
  if (!flag) return wrong_field(name, "true or false");
  return *flag;
}

}  // namespace callwright::simulator
