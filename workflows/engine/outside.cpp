#include "workflows/engine/outside.hpp"

#include "workflows/engine/texts.hpp"
#include "workflows/language/addresses.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright::engine {
namespace {

constexpr std::string_view kSmsOperation = "chat_sms";
constexpr std::size_t kWebhookBytesMax = 65'536;
constexpr std::size_t kTextBytesMax = 1'600;  // our own limit: Telnyx states none
/// Open webhooks are written with every step of the call: a receiver that is down must not fill the store.
constexpr std::size_t kOpenWebhooksMax = 64;
constexpr std::size_t kOpenBytesMax = 262'144;

/// A header is one line: what a caller made of it is no reason not to send it.
std::string one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; }, ' ');
  return text;
}

Json webhook_request(const Action& action, const CallScope& scope) {
  JsonWriter out;
  out.begin_object().member("url", action.target).key("headers").begin_object();
  const auto headers = JsonDocument::of(action.with);
  for (const auto& [name, value] : headers.root().members())
    out.member(name, one_line(Template::parse(value.str()).value().render(scope)));
  out.end_object();
  if (!action.secret.empty()) out.member("secret", action.secret);
  out.member("body", action.body.is_null() ? Json::trusted("{}") : render_json(action.body, scope));
  return out.end_object().finish();
}

bool has_room(const Call& call, const Json& request) {
  std::size_t open = 1;
  std::size_t bytes = request.text().size();
  for (const auto& intent : call.intents) {
    if (!is_webhook(intent)) continue;
    ++open;
    bytes += intent.body.text().size();
  }
  return open <= kOpenWebhooksMax && bytes <= kOpenBytesMax;
}

/// Who gets a text message; empty, with a record of the reason, when nobody can.
std::string receiver_of(Decision& d, const Action& action) {
  std::string address = action.target;
  if (action.target == "caller") {
    const auto* caller = find_leg(d.call, 0);
    address = caller == nullptr ? std::string() : caller->address;
  } else if (const auto* person = d.bundle.person(action.target)) {
    address = person->address;
  }
  std::string why;
  if (!is_e164(address)) {
    why = "its receiver has no telephone number";
  } else if (!language::fits_any_pattern(d.workflow().limits.destinations, address)) {
    why = "its receiver is not among the workflow's destinations";
  }
  if (why.empty()) return address;
  d.decide("sms_not_sent", {{"to", action.target}, {"why", why}});
  return {};
}

std::string sender_of(const Decision& d, const Action& action) {
  if (!action.from.empty()) return action.from;
  return our_number(d.call);
}

Json sms_request(const Decision& d, const std::string& assistant, const std::string& from,
                 const std::string& to, std::string_view text) {
  JsonWriter out;
  out.begin_object().member("assistant_id", assistant).member("from", from).member("to", to);
  out.member("text", cut_utf8(text, kTextBytesMax)).member("should_create_conversation", true);
  out.key("conversation_metadata").begin_object().member("callwright_call_id", d.call.id.text());
  if (d.call.conversation) out.member("callwright_conversation_id", d.call.conversation.text());
  return out.end_object().end_object().finish();
}

std::string_view kind_of(const Intent& intent) { return is_webhook(intent) ? "webhook" : "sms"; }

/// Where it was to go, as people read it.
std::string target_of(const Intent& intent) {
  return JsonDocument::of(intent.body).root()[is_webhook(intent) ? "url" : "to"].str();
}

Json letter_of(const Decision& d, const Intent& intent, const Reply& reply) {
  JsonWriter out;
  out.begin_object().member("kind", kind_of(intent)).member("intent", identity_of(intent));
  out.member("created_at", format_time(intent.created_at)).member("given_up_at", format_time(d.now));
  const bool was_sent = reply.kind != Reply::Kind::Withdrawn;
  if (is_webhook(intent)) out.member("attempts", intent.attempts + (was_sent ? 1 : 0));
  out.member("in_doubt", reply.kind == Reply::Kind::Unknown);
  out.member("status", reply.status).member("code", reply.code).member("detail", reply.detail);
  return out.member("request", intent.body).end_object().finish();
}

void give_up(Decision& d, const Intent& intent, const Reply& reply) {
  d.step.dead_letters.push_back(letter_of(d, intent, reply));
  d.decide("dead_letter", {{"kind", std::string(kind_of(intent))},
                           {"to", target_of(intent)},
                           {"why", reply.detail.empty() ? reply.code : reply.detail}});
}

int deliver(Decision& d, std::string_view operation, Json request, int identity, std::int64_t letter) {
  const int number = d.send(operation, kNoLeg, std::move(request), Purpose::Deliver, 0);
  auto& intent = d.call.intents.back();
  intent.identity = identity;
  intent.letter = letter;
  return number;
}

void answer(Decision& d, std::uint64_t request, int status, std::string_view word, std::string_view detail) {
  d.step.answers.push_back(Answer{
      .request = request, .status = status, .body = json_object({{"status", word}, {"detail", detail}})});
}

}  // namespace

bool send_webhook(Decision& d, const Action& action, const Subject& subject) {
  auto request = webhook_request(action, CallScope(d, subject));
  const auto bytes = JsonDocument::of(request).root()["body"].json().text().size();
  if (bytes > kWebhookBytesMax) {
    d.decide("webhook_not_sent", {{"to", action.target}, {"why", "its body has more than 65536 bytes"}});
    return false;
  }
  const bool fits = has_room(d.call, request);
  const int number = deliver(d, kWebhookOperation, std::move(request), 0, 0);
  if (fits) return true;
  const Intent intent = d.call.intents.back();
  d.drop_intent(number);
  give_up(d, intent,
          {Reply::Kind::Withdrawn, 0, "too_many", "Too many webhooks of this call wait for receivers.", {}});
  return true;
}

std::optional<int> send_sms(Decision& d, const Action& action, const Subject& subject, int list) {
  const auto refuse = [&](std::string_view why) {
    d.decide("sms_not_sent", {{"to", action.target}, {"why", std::string(why)}});
    return std::nullopt;
  };
  const CallScope scope(d, subject);
  const auto to = receiver_of(d, action);
  if (to.empty()) return std::nullopt;
  const auto from = sender_of(d, action);
  if (!is_e164(from))
    return refuse("our number of the call is no telephone number; give the action a `from`");
  const auto& ordered = d.call.order.assistant;
  const auto assistant =
      !ordered.empty() ? ordered
                       : JsonDocument::of(render_json(d.workflow().assistant, scope)).root()["id"].str();
  if (assistant.empty()) return refuse("the workflow's assistant has no id");
  const auto text = action.text.render(scope);
  if (text.empty()) return refuse("its text is empty");
  text_sent(d, to);
  return d.send(kSmsOperation, kNoLeg, sms_request(d, assistant, from, to, text), Purpose::Action, list);
}

void outside_replied(Decision& d, const Intent& intent, const Reply& reply) {
  if (!is_webhook(intent) && intent.operation != kSmsOperation) return;
  if (intent.letter != 0) d.step.settled_letters.push_back(intent.letter);
  if (reply.kind != Reply::Kind::Accepted) return give_up(d, intent, reply);
  if (is_webhook(intent)) return;
  const auto data = JsonDocument::of(reply.data);
  text_taken(d, ConversationId(data.root()["conversation_id"].str()), target_of(intent));
}

void attempt_failed(Decision& d, const input::AttemptFailed& failed) {
  const auto found = std::ranges::find(d.call.intents, failed.intent, &Intent::number);
  if (found == d.call.intents.end()) return;
  ++found->attempts;
  found->not_before = failed.next_at;
  d.cause = "attempt " + found->operation;
  JsonWriter out;
  out.begin_object().member("attempt_failed", found->attempts).member("intent", found->number);
  out.member("to", target_of(*found)).member("status", failed.reply.status).member("code", failed.reply.code);
  out.member("detail", failed.reply.detail).member("next_at", format_time(failed.next_at));
  d.record("fact", out.end_object().finish());
}

void letter_retried(Decision& d, const input::LetterRetried& retried) {
  JsonWriter out;
  out.begin_object().member("name", "retry_dead_letter").key("arguments").begin_object();
  out.member("position", retried.position).member("letter", retried.letter).end_object();
  d.record("operator", out.member("by", retried.by).end_object().finish());
  const bool under_way = std::ranges::any_of(
      d.call.intents, [&](const Intent& intent) { return intent.letter == retried.position; });
  if (under_way) return answer(d, retried.request, 409, "refused", "It is being sent again already.");
  const auto document = JsonDocument::of(retried.letter);
  const auto letter = document.root();
  const bool is_webhook_letter = letter["kind"].str() == "webhook";
  deliver(d, is_webhook_letter ? kWebhookOperation : kSmsOperation, letter["request"].json(),
          static_cast<int>(letter["intent"].integer().value_or(0)), retried.position);
  answer(d, retried.request, 202, "accepted", "It is sent again.");
}

}  // namespace callwright::engine
