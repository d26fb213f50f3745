#include "handlers/variables/answer.hpp"

#include "handlers/ports/http_text.hpp"
#include "handlers/variables/encode.hpp"
#include "workflows/engine/variables_scope.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <string>

namespace callwright {
namespace {

constexpr std::string_view kToken = "callwright_call";
constexpr std::size_t kUrlBytesMax = 4'096;
constexpr std::size_t kValueBytesMax = 1'024;
constexpr std::size_t kQueryBytesMax = 4'096;

VariablesScope scope_of(const AnswerParts& parts) {
  return {*parts.conversation.bundle, parts.conversation.call, parts.now, parts.payload, parts.lookup};
}

/// The values of a map of the workflow; texts that come to nothing are left out.
void write_values(JsonWriter& out, const Json& values, const Scope& scope) {
  if (values.is_null()) return;
  const auto document = JsonDocument::of(values);
  for (const auto& [name, value] : document.root().members()) {
    if (!value.is_string()) {
      out.key(name).node(value);
      continue;
    }
    const auto text = Template::parse(*value.string());
    const auto rendered = cut_utf8(text ? text->render(scope) : value.str(), kValueBytesMax);
    if (!rendered.empty()) out.member(name, rendered);
  }
}

bool names_other_side(const Template& query) {
  return std::ranges::any_of(query.parts(), [](const auto& part) {
    return part.is_path && (part.text == "caller.number" || part.text == "call.from" ||
                            part.text == "call.to" || part.text == "event.telnyx_end_user_target");
  });
}

/// Whoever withholds their number shares that with others: only a number of one's own has a past.
bool may_remember(const VariablesQuestion& question, const Memory& memory) {
  if (memory.only_verified && !question.is_verified) return false;
  const bool is_of_other_side = memory.conversations > 0 || names_other_side(memory.conversation_query);
  return !is_of_other_side || is_e164(question.end_user) || is_sip_uri(question.end_user);
}

/// In the form of Telnyx's own example.
std::string conversations_of(const std::string& end_user, int limit) {
  return "metadata->telnyx_end_user_target=eq." + encode_query_value(end_user) +
         "&limit=" + std::to_string(limit) + "&order=last_message_at.desc";
}

std::string conversation_query(const AnswerParts& parts, const Scope& scope) {
  const auto& memory = parts.conversation.workflow->memory;
  if (memory.conversations > 0) return conversations_of(parts.question.end_user, memory.conversations);
  return render_encoded(memory.conversation_query, scope, &encode_query_value).value_or("");
}

std::string insight_query(const Memory& memory, const Scope& scope) {
  if (memory.insights.empty()) {
    return render_encoded(memory.insight_query, scope, &encode_query_value).value_or("");
  }
  std::string query = "insight_ids=";
  for (const auto& id : memory.insights) query += (query.ends_with('=') ? "" : ",") + id;
  return query;
}

void write_memory(JsonWriter& out, const AnswerParts& parts, const Scope& scope) {
  const auto& memory = parts.conversation.workflow->memory;
  if (!may_remember(parts.question, memory)) return;
  const auto conversations = conversation_query(parts, scope);
  const auto insights = insight_query(memory, scope);
  const bool is_usable = conversations.size() <= kQueryBytesMax && insights.size() <= kQueryBytesMax;
  if ((conversations.empty() && insights.empty()) || !is_usable) return;
  out.key("memory").begin_object();
  if (!conversations.empty()) out.member("conversation_query", conversations);
  if (!insights.empty()) out.member("insight_query", insights);
  out.end_object();
}

void write_metadata(JsonWriter& out, const AnswerParts& parts, const Scope& scope) {
  const auto& conversation = parts.conversation;
  out.key("conversation").begin_object().key("metadata").begin_object();
  if (conversation.is_known) out.member("callwright_call_id", conversation.call.id.text());
  out.member("callwright_workflow", conversation.workflow->key);
  write_values(out, conversation.workflow->metadata, scope);
  out.end_object().end_object();
}

}  // namespace

std::optional<LookupQuestion> lookup_of(const AnswerParts& parts) {
  if (parts.conversation.workflow == nullptr || parts.conversation.workflow->lookup.url.empty()) return {};
  const auto& lookup = parts.conversation.workflow->lookup;
  const auto url = render_encoded(lookup.url, scope_of(parts), &percent_encode);
  if (!url || url->size() > kUrlBytesMax) return {};
  return LookupQuestion{
      .url = *url, .headers = lookup.headers, .timeout = lookup.timeout, .cache = lookup.cache};
}

Json write_answer(const AnswerParts& parts) {
  JsonWriter out;
  out.begin_object().key("dynamic_variables").begin_object();
  if (parts.conversation.workflow == nullptr) return out.end_object().end_object().finish();
  const auto scope = scope_of(parts);
  write_values(out, parts.conversation.workflow->variables, scope);
  if (parts.conversation.is_known) out.member(kToken, parts.conversation.call.token);
  out.end_object();
  write_memory(out, parts, scope);
  write_metadata(out, parts, scope);
  return out.end_object().finish();
}

Json recorded_answer(const Json& answer) {
  const auto document = JsonDocument::of(answer);
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : document.root().members()) {
    out.key(name);
    if (name != "dynamic_variables") {
      out.node(value);
      continue;
    }
    out.begin_object();
    for (const auto& [variable, given] : value.members()) {
      if (variable != kToken) out.key(variable).node(given);
    }
    out.end_object();
  }
  return out.end_object().finish();
}

}  // namespace callwright
