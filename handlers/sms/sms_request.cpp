#include "handlers/sms/sms_request.hpp"

#include "handlers/gateway/fields.hpp"

#include <array>

namespace callwright {
namespace {

constexpr auto kKnown = std::to_array<std::string_view>(
    {"to", "text", "from", "conversation_metadata", "should_create_conversation", "assistant_id", "call"});
/// Our own limits: Telnyx states none.
constexpr std::size_t kTextBytesMax = 1'600;
constexpr std::size_t kMetadataMax = 32;
constexpr std::size_t kMetadataNameMax = 64;
constexpr std::size_t kMetadataTextMax = 512;
/// Names of ours in the metadata; a client cannot pretend that a message belongs to a call.
constexpr std::string_view kOwnPrefix = "callwright_";

std::string problem_of(std::string_view name, const JsonNode& value) {
  if (name.empty() || name.size() > kMetadataNameMax)
    return "The names in conversation_metadata have 1 to 64 bytes.";
  if (name.starts_with(kOwnPrefix))
    return "The names in conversation_metadata that begin with callwright_ are set by callwright; name the "
           "call in `call`.";
  if (value.is_string() && value.string()->size() <= kMetadataTextMax) return {};
  if (value.integer() || value.boolean()) return {};
  return "conversation_metadata holds texts of at most 512 bytes, whole numbers, true and false.";
}

Json read_metadata(Fields& fields) {
  constexpr std::string_view kName = "conversation_metadata";
  const auto node = fields.node(kName);
  if (!node.exists() || node.is_null()) return {};
  if (!node.is_object() || node.size() > kMetadataMax) {
    fields.refuse(kName, "conversation_metadata must be an object of at most 32 values.");
    return {};
  }
  for (const auto& [name, value] : node.members()) {
    auto wrong = problem_of(name, value);
    if (!wrong.empty()) fields.refuse(kName, std::move(wrong));
  }
  return node.json();
}

void apply(const SmsDefaults& defaults, SmsRequest& sms, Fields& fields) {
  if (sms.to.empty()) fields.refuse("to", "to is required: the number that gets the message, in E.164 form.");
  if (sms.from.empty()) sms.from = defaults.from;
  if (sms.from.empty())
    fields.refuse("from", "from is required: a number of the account with messaging, or set sms.from.");
  if (sms.assistant_id.empty()) sms.assistant_id = defaults.assistant_id;
  if (sms.assistant_id.empty())
    fields.refuse("assistant_id", "assistant_id is required: name one, or set TELNYX_ASSISTANT_ID.");
}

}  // namespace

std::expected<SmsRequest, HttpReply> read_sms(const Request& request, const SmsDefaults& defaults) {
  const auto body = read_body(request, "sms", kKnown);
  if (!body) return std::unexpected(body.error());
  Fields fields(body->root(), "sms");
  SmsRequest sms{.to = fields.number("to"),
                 .from = fields.number("from"),
                 .text = fields.text("text", kTextBytesMax),
                 .assistant_id = fields.id("assistant_id"),
                 .call = fields.id("call"),
                 .should_create_conversation = fields.flag("should_create_conversation"),
                 .metadata = read_metadata(fields)};
  if (fields.node("text").is_string() && sms.text.empty())
    fields.refuse("text", "text is empty; leave it out to have the assistant begin.");
  apply(defaults, sms, fields);
  if (fields.refusal()) return std::unexpected(*fields.refusal());
  return sms;
}

Json sms_body(const SmsRequest& sms, std::string_view call_conversation) {
  JsonWriter out;
  out.begin_object().member("from", sms.from).member("to", sms.to);
  if (!sms.text.empty()) out.member("text", sms.text);
  if (sms.should_create_conversation)
    out.member("should_create_conversation", *sms.should_create_conversation);
  if (sms.call.empty() && sms.metadata.is_null()) return out.end_object().finish();
  out.key("conversation_metadata").begin_object();
  const auto metadata = JsonDocument::of(sms.metadata);
  for (const auto& [name, value] : metadata.root().members()) out.key(name).node(value);
  if (!sms.call.empty()) out.member("callwright_call_id", sms.call);
  if (!call_conversation.empty()) out.member("callwright_conversation_id", call_conversation);
  return out.end_object().end_object().finish();
}

}  // namespace callwright
