#include "handlers/webhook/parse_event.hpp"

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>

namespace callwright {
namespace {

constexpr std::string_view kFlatInsights = "conversation.insights.completed";
constexpr std::string_view kOther = "other";

std::unexpected<Error> wrong_field(std::string_view name, std::string_view expected) {
  return fail(Errc::InvalidInput, "event.field",
              "The field " + std::string(name) + " must be " + std::string(expected) +
                  "; post webhooks unchanged, as Telnyx sent them.");
}

/// Where the parts of an event are in the body at hand.
struct Shape {
  JsonNode event;      ///< has event_type, id, occurred_at
  JsonNode log_entry;  ///< the call_events entry around it; missing otherwise
  std::string prefix;  ///< of the event's fields, for sentences: `data.`
  bool flat = false;   ///< an insight group's own webhook: the body is the payload
};

/// An insight group's own webhook has no payload member; its type is given under `event`, or not at all.
bool is_flat_insights(const JsonNode& root) {
  if (root["payload"].exists()) return false;
  const auto name = root["event_type"].exists() ? root["event_type"] : root["event"];
  if (name.exists() && !name.is_null()) return name.string() == kFlatInsights;
  return root["insights"].is_array();
}

Result<Shape> locate(const JsonNode& root) {
  if (!root.is_object()) {
    return fail(Errc::InvalidInput, "event.not_object",
                "A webhook's body is a JSON object; this one is not.");
  }
  if (const auto data = root["data"]; data.exists() && !data.is_null()) {
    if (!data.is_object()) return wrong_field("data", "an object");
    return Shape{.event = data, .prefix = "data."};
  }
  if (const auto inner = root["metadata"]["event"]; inner.is_object()) {
    if (inner["data"].is_object()) {
      return Shape{.event = inner["data"], .log_entry = root, .prefix = "metadata.event.data."};
    }
    return Shape{.event = inner, .log_entry = root, .prefix = "metadata.event."};
  }
  if (is_flat_insights(root)) return Shape{.event = root, .flat = true};
  return Shape{.event = root};
}

/// Reads text fields and remembers the first that is something else than text or null.
class TextFields {
 public:
  explicit TextFields(JsonNode object, std::string prefix, bool strict)
      : object_(object), prefix_(std::move(prefix)), strict_(strict) {}

  /// The first of the names that holds text that is not empty.
  std::string text(std::initializer_list<std::string_view> names) {
    for (const auto name : names) {
      const auto node = object_[name];
      if (auto value = node.str(); !value.empty()) return value;
      if (strict_ && wrong_.empty() && node.exists() && !node.is_null() && !node.is_string()) {
        wrong_ = prefix_ + std::string(name);
      }
    }
    return {};
  }
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  JsonNode object_;
  std::string prefix_;
  bool strict_;
  std::string wrong_;
};

/// `call_answered` and `speak_started`, with the id beside them, are names of API version 1.
bool is_version_1(const Shape& shape, std::string_view type) {
  return shape.prefix.empty() && !shape.flat && type.find('.') == std::string_view::npos &&
         shape.event["id"].exists();
}

Result<std::string> read_name(const Shape& shape) {
  if (shape.flat) return Catalogue::get().canonical_event(kFlatInsights);
  TextFields fields(shape.event, shape.prefix, true);
  auto type = fields.text({"event_type"});
  if (!fields.wrong().empty()) return wrong_field(fields.wrong(), "text");
  if (type.empty()) type = shape.log_entry["name"].str();
  if (type.empty()) {
    return fail(Errc::InvalidInput, "event.no_type",
                "No event_type: this is not a webhook of Telnyx Call Control.");
  }
  if (is_version_1(shape, type)) {
    return fail(Errc::InvalidInput, "webhook.api_version",
                "This is a webhook of API version 1: set webhook_api_version to \"2\" on the Call Control "
                "application.");
  }
  return Catalogue::get().canonical_event(type);
}

/// The first readable of the times, in order of how exact they are. An event's time only annotates.
TimePoint first_time(std::initializer_list<JsonNode> candidates) {
  for (const auto& node : candidates) {
    if (const auto time = parse_time(node.string().value_or(std::string_view{}))) return *time;
  }
  return {};
}

/// TeXML and call records say inbound and outbound.
std::string direction_of(std::string_view text) {
  if (text == "incoming" || text == "inbound") return "incoming";
  if (text == "outgoing" || text == "outbound") return "outgoing";
  return {};
}

/// What the payload says about calls, legs and conversations. Returns the first field of a wrong kind.
std::string read_payload(const Shape& shape, const JsonNode& payload, Event& event) {
  const bool strict = event_label(event.name) != kOther;
  TextFields fields(payload, shape.flat ? "" : shape.prefix + "payload.", strict);
  event.call_control_id = CallControlId(fields.text({"call_control_id"}));
  event.call_leg_id = CallLegId(fields.text({"call_leg_id"}));
  event.call_session_id = CallSessionId(fields.text({"call_session_id"}));
  event.conversation_id = ConversationId(fields.text({"conversation_id", "telnyx_conversation_id"}));
  event.connection_id = fields.text({"connection_id"});
  event.from = fields.text({"from"});
  event.to = fields.text({"to"});
  event.direction = direction_of(fields.text({"direction"}));
  // Legs that others made carry whatever they like here, so nothing of it is an error.
  event.ours = decode_client_state(payload["client_state"].str());
  if (event.call_leg_id.empty()) event.call_leg_id = CallLegId(shape.log_entry["call_leg_id"].str());
  if (event.call_session_id.empty()) {
    event.call_session_id = CallSessionId(shape.log_entry["call_session_id"].str());
  }
  return fields.wrong();
}

}  // namespace

Result<Event> parse_event(std::string_view body) {
  const auto document = JsonDocument::parse(body, JsonDocument::kOutsideDepthMax);
  if (!document) return std::unexpected(document.error());
  const auto shape = locate(document->root());
  if (!shape) return std::unexpected(shape.error());
  auto name = read_name(*shape);
  if (!name) return std::unexpected(name.error());
  const auto payload = shape->flat ? shape->event : shape->event["payload"];
  if (payload.exists() && !payload.is_null() && !payload.is_object()) {
    return wrong_field(shape->prefix + "payload", "an object");
  }

  Event event;
  event.name = std::move(*name);
  event.type = event_type_of(event.name);
  if (const auto wrong = read_payload(*shape, payload, event); !wrong.empty()) {
    return wrong_field(wrong, "text");
  }
  TextFields envelope(shape->event, shape->prefix, true);
  event.id = EventId(envelope.text({"id", "webhook_id"}));
  if (!envelope.wrong().empty()) return wrong_field(envelope.wrong(), "text");
  // `meta.attempt` differs between deliveries of one event, so only the event itself is its identity.
  if (event.id.empty()) event.id = EventId("body-" + fingerprint(shape->event.json().text()));
  event.occurred_at = first_time({shape->event["occurred_at"], payload["occurred_at"],
                                  shape->event["created_at"], shape->log_entry["event_timestamp"]});
  event.payload = payload.json();
  return event;
}

std::string_view event_label(std::string_view canonical_name) {
  const auto& known = Catalogue::get().webhooks();
  const auto found = std::ranges::find(known, canonical_name, &WebhookType::name);
  return found == known.end() ? kOther : std::string_view(found->name);
}

}  // namespace callwright
