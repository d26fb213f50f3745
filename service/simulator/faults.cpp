#include "service/simulator/faults.hpp"

#include "service/simulator/json_fields.hpp"
#include "workflows/catalogue/catalogue.hpp"

namespace callwright::simulator {
namespace {

constexpr std::int64_t kDuplicatesMax = 10;
constexpr std::int64_t kCountMax = 1'000'000;

Result<void> read_kind(const JsonNode& json, ApiFault& fault) {
  const auto value = json["fault"];
  if (value.str() == "timeout") {
    fault.kind = ApiFault::Kind::Timeout;
  } else if (value.str() == "reset") {
    fault.kind = ApiFault::Kind::Reset;
  } else if (const auto status = value.integer(); status && *status >= 400 && *status <= 599) {
    fault.status = static_cast<int>(*status);
  } else {
    return wrong_field("fault", "a status from 400 to 599, \"timeout\" or \"reset\"");
  }
  return {};
}

Result<ApiFault> read_api_fault(const JsonNode& json) {
  const auto fields = expect_fields(json, "an api fault", {"operation", "count", "fault", "applied"});
  if (!fields) return std::unexpected(fields.error());
  ApiFault fault;
  fault.operation = json["operation"].str();
  if (fault.operation != "*" && Catalogue::get().operation(fault.operation) == nullptr) {
    return wrong_field("operation", "the name of an operation, such as dial, or *");
  }
  const auto count = count_field(json, "count", kCountMax);
  if (!count) return std::unexpected(count.error());
  fault.count = count->value_or(1);
  const auto applied = flag_field(json, "applied");
  if (!applied) return std::unexpected(applied.error());
  fault.applied = applied->value_or(false);
  const auto kind = read_kind(json, fault);
  if (!kind) return std::unexpected(kind.error());
  return fault;
}

}  // namespace

Result<Faults> Faults::read(const JsonNode& json) {
  const auto fields = expect_fields(json, "faults", {"duplicate", "drop_every", "api"});
  if (!fields) return std::unexpected(fields.error());
  Faults faults;
  const auto duplicate = count_field(json, "duplicate", kDuplicatesMax);
  if (!duplicate) return std::unexpected(duplicate.error());
  faults.duplicate_ = duplicate->value_or(0);
  const auto drop_every = count_field(json, "drop_every", kCountMax);
  if (!drop_every) return std::unexpected(drop_every.error());
  faults.drop_every_ = drop_every->value_or(0);
  if (json["api"].exists() && !json["api"].is_array()) return wrong_field("api", "a list of faults");
  for (const auto& entry : json["api"].elements()) {
    auto fault = read_api_fault(entry);
    if (!fault) return std::unexpected(fault.error());
    faults.api_.push_back(std::move(*fault));
  }
  return faults;
}

bool Faults::drops_next() { return drop_every_ > 0 && ++webhooks_ % drop_every_ == 0; }

std::optional<ApiFault> Faults::next_of(std::string_view operation) {
  for (auto& fault : api_) {
    if (fault.count == 0 || (fault.operation != "*" && fault.operation != operation)) continue;
    --fault.count;
    return fault;
  }
  return std::nullopt;
}

}  // namespace callwright::simulator
