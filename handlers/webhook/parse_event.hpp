#pragma once

#include "workflows/model/event.hpp"
#include "workflows/model/result.hpp"

#include <string_view>

namespace callwright {

/// Reads the body of a webhook, in every shape in which Telnyx is known to send one:
///   - the envelope `{"data": {event_type, id, occurred_at, payload}, "meta"}`;
///   - the same object without `data` (conference.floor.changed, siprec.failed), also with `webhook_id`;
///   - an entry of the call_events API, the event within `metadata.event`;
///   - the flat body of an insight group's own webhook, which has neither an id nor, usually, a type.
/// Names become canonical (catalogue); types that nobody knows are kept under their own name. An event
/// without an id gets one made of its content, so that a repetition is still recognised.
///
/// InvalidInput: `json.invalid`, `json.too_deep`; `event.not_object`, `event.no_type`; `event.field` with the
/// name of the field in the sentence; `webhook.api_version` for a body of API version 1. Fields of a type
/// that the catalogue does not know are nobody's contract: there a field of an unexpected kind counts as
/// absent.
Result<Event> parse_event(std::string_view body);

/// The name as a metric label: the catalogue's own text, or `other`. Lives as long as the process.
std::string_view event_label(std::string_view canonical_name);

}  // namespace callwright
