#include "service/simulator/faults.hpp"

#include "service/simulator/json_fields.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::int64_t kCountMax = 1'000'000;

Result<void> read_kind(const JsonNode& json, ApiFault& fault) {
  const auto value = json["fault"];
  if (value.str() == "timeout") {
    fault.kind = ApiFault::Kind::Timeout;
  } else if (value.str() == "reset") {
    fault.kind = ApiFault::Kind::Reset;
  } else if (value.str() == "slow") {
    fault.kind = ApiFault::Kind::Slow;
  } else if (const auto status = value.integer(); status && *status >= 400 && *status <= 599) {
    fault.status = static_cast<int>(*status);
  } else {
    return wrong_field("fault", "a status from 400 to 599, \"timeout\", \"reset\" or \"slow\"");
  }
  return {};
}

Result<void> read_extent(const JsonNode& json, ApiFault& fault) {
  const auto count = count_field(json, "count", kCountMax);
  if (!count) return std::unexpected(count.error());
  fault.count = count->value_or(1);
  const auto every = count_field(json, "every", kCountMax);
  if (!every) return std::unexpected(every.error());
  fault.every = std::max<std::int64_t>(1, every->value_or(1));
  const auto delay = seconds_field(json, "delay");
  if (!delay) return std::unexpected(delay.error());
  fault.delay = delay->value_or(fault.delay);
  const auto applied = flag_field(json, "applied");
  if (!applied) return std::unexpected(applied.error());
  fault.applied = applied->value_or(false);
  return {};
}

Result<ApiFault> read_api_fault(const JsonNode& json) {
  const auto fields =
      expect_fields(json, "an api fault", {"operation", "count", "every", "fault", "delay", "applied"});
  if (!fields) return std::unexpected(fields.error());
  ApiFault fault;
  fault.operation = json["operation"].str();
  if (fault.operation != "*" && Catalogue::get().operation(fault.operation) == nullptr) {
    return wrong_field("operation", "the name of an operation, such as dial, or *");
  }
  if (const auto extent = read_extent(json, fault); !extent) return std::unexpected(extent.error());
  if (const auto kind = read_kind(json, fault); !kind) return std::unexpected(kind.error());
  return fault;
}

}  // namespace

Result<Faults> Faults::read(const JsonNode& json) {
  const auto fields = expect_fields(json, "faults", {"webhooks", "api"});
  if (!fields) return std::unexpected(fields.error());
  Faults faults;
  auto webhooks = WebhookFaults::read(json["webhooks"]);
  if (!webhooks) return std::unexpected(webhooks.error());
  faults.webhooks_ = std::move(*webhooks);
  if (json["api"].exists() && !json["api"].is_array()) return wrong_field("api", "a list of faults");
  for (const auto& entry : json["api"].elements()) {
    auto fault = read_api_fault(entry);
    if (!fault) return std::unexpected(fault.error());
    faults.api_.push_back({std::move(*fault)});
  }
  return faults;
}

std::optional<ApiFault> Faults::next_of(std::string_view operation) {
  for (auto& [fault, seen] : api_) {
    if (fault.count == 0 || (fault.operation != "*" && fault.operation != operation)) continue;
    if (++seen % fault.every != 0) continue;
    --fault.count;
    return fault;
  }
  return std::nullopt;
}

}  // namespace callwright::simulator
