#include "service/simulator/webhook_faults.hpp"

#include "service/simulator/json_fields.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::simulator {
namespace {

constexpr std::int64_t kWebhooksMax = 1'000'000;
constexpr std::int64_t kCopiesMax = 10;
using WebhookKind = WebhookFault::Kind;
constexpr auto kWebhookKinds =
    std::to_array<std::pair<std::string_view, WebhookKind>>({{"lost", WebhookKind::Lost},
                                                             {"late", WebhookKind::Late},
                                                             {"doubled", WebhookKind::Doubled},
                                                             {"swapped", WebhookKind::Swapped}});

Result<WebhookKind> read_webhook_kind(const JsonNode& json) {
  const auto text = json["fault"].str();
  const auto found = std::ranges::find(kWebhookKinds, text, &std::pair<std::string_view, WebhookKind>::first);
  if (found == kWebhookKinds.end()) return wrong_field("fault", "lost, late, doubled or swapped");
  return found->second;
}

Result<void> read_counts(const JsonNode& json, WebhookFault& fault) {
  const auto every = count_field(json, "every", kWebhooksMax);
  if (!every) return std::unexpected(every.error());
  fault.every = std::max<std::int64_t>(1, every->value_or(1));
  const auto count = count_field(json, "count", kWebhooksMax);
  if (!count) return std::unexpected(count.error());
  fault.count = *count;
  const auto copies = count_field(json, "copies", kCopiesMax);
  if (!copies) return std::unexpected(copies.error());
  fault.copies = copies->value_or(1);
  const auto delay = seconds_field(json, "delay");
  if (!delay) return std::unexpected(delay.error());
  fault.delay = delay->value_or(fault.delay);
  return {};
}

Result<WebhookFault> read_webhook_fault(const JsonNode& json) {
  const auto fields =
      expect_fields(json, "a webhook fault", {"event", "fault", "every", "count", "delay", "copies"});
  if (!fields) return std::unexpected(fields.error());
  WebhookFault fault;
  const auto kind = read_webhook_kind(json);
  if (!kind) return std::unexpected(kind.error());
  fault.kind = *kind;
  if (json["event"].exists()) fault.event = json["event"].str();
  const auto& known = Catalogue::get().webhooks();
  if (fault.event != "*" && std::ranges::find(known, fault.event, &WebhookType::name) == known.end()) {
    return wrong_field("event", "the type of an event, such as call.answered, or *");
  }
  if (const auto counts = read_counts(json, fault); !counts) return std::unexpected(counts.error());
  return fault;
}

void meet(const WebhookFault& fault, WebhookFate& fate) {
  switch (fault.kind) {
    case WebhookKind::Lost: fate.is_lost = true; break;
    case WebhookKind::Late: fate.delay = std::max(fate.delay, fault.delay); break;
    case WebhookKind::Doubled: fate.copies += fault.copies; break;
    case WebhookKind::Swapped:
      fate.is_swapped = true;
      fate.delay = std::max(fate.delay, fault.delay);
      break;
  }
}

}  // namespace

Result<WebhookFaults> WebhookFaults::read(const JsonNode& list) {
  WebhookFaults faults;
  if (list.exists() && !list.is_array()) return wrong_field("webhooks", "a list of faults");
  for (const auto& entry : list.elements()) {
    auto fault = read_webhook_fault(entry);
    if (!fault) return std::unexpected(fault.error());
    faults.rules_.push_back({std::move(*fault)});
  }
  return faults;
}

WebhookFate WebhookFaults::next_of(std::string_view event_type) {
  WebhookFate fate;
  for (auto& [fault, met] : rules_) {
    if (fault.event != "*" && fault.event != event_type) continue;
    if (fault.count && met / fault.every >= *fault.count) continue;
    if (++met % fault.every == 0) meet(fault, fate);
  }
  return fate;
}

}  // namespace callwright::simulator
