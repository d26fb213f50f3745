#pragma once

#include "workflows/catalogue/catalogue.hpp"

#include <vector>

namespace callwright::catalogue {

/// The fields of an object `{name: {"type": …, …}}` of telnyx.json, in its order.
std::vector<Field> read_fields(const JsonNode& fields);
/// One element of `operations`. Throws std::logic_error on a value that the file must not hold: it is part of
/// the binary, so a wrong one is our bug and every test sees it.
Operation read_operation(const JsonNode& operation);
/// One element of `webhooks`.
WebhookType read_webhook(const JsonNode& webhook);

}  // namespace callwright::catalogue
