#include "workflows/language/outside_keys.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/telnyx_body.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::language {
namespace {

constexpr std::size_t kUrlBytesMax = 2'048;
constexpr std::string_view kTokenBytes =
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_template(std::string_view text) { return text.contains("${") || text.contains("{{"); }

/// An absolute http or https URL in printable ASCII, without credentials and fragment.
bool is_web_url(std::string_view url) {
  const auto scheme = url.starts_with("https://") ? 8U : url.starts_with("http://") ? 7U : 0U;
  if (scheme == 0 || url.size() > kUrlBytesMax) return false;
  const auto host = url.substr(scheme, url.find_first_of("/?", scheme) - scheme);
  return !host.empty() && !host.starts_with(':') && !host.contains('@') && !url.contains('#') &&
         std::ranges::all_of(url, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void check_url(const Reader& reader, const Place& at, const std::string& url) {
  if (is_template(url)) {
    reader.refuse(at, "template_not_allowed",
                  "`url` takes no template, or a caller could choose where it goes; put values into `body`");
  } else if (!is_web_url(url)) {
    reader.refuse(at, "not_accepted",
                  "`url` is an absolute http or https address without credentials, not " + quoted(url));
  }
}

Json url_shape() { return shapes::matching(R"(^https?://[^/?#@:"\\\s][^/?#@"\\\s]*([/?][^#"\\\s]*)?$)"); }

void check_number(const Reader& reader, const Place& at, const std::string& number) {
  if (is_e164(number)) return;
  auto hint = number_hint(number);
  auto message = "`from` is an E.164 number such as `+13125550100`, not " + quoted(number) + hint.or_else("");
  reader.refuse(at, "not_a_number", std::move(message), std::move(hint));
}

/// `to` of a text message: who gets it.
void check_receiver(const Reader& reader, const Place& at, const std::string& to) {
  if (to == "caller" || is_e164(to)) return;
  if (is_template(to))
    return reader.refuse(at, "template_not_allowed",
                         "`to` takes no template, or a caller could choose whom it is sent to; write "
                         "`caller`, a person or a literal number");
  reader.resolve_person(at, to, {"caller"});
  if (reader.people == nullptr) return;
  const auto person = reader.people->find(to);
  if (person != reader.people->end() && person->second.is_sip)
    reader.refuse(at, "not_a_number", quoted(to) + " has a SIP address, which gets no text messages");
}

/// Written by the service: a second one would let both sides read the request differently.
bool is_reserved(const std::string& header) {
  constexpr std::array<std::string_view, 8> kOurs = {"host",       "content-length", "transfer-encoding",
                                                     "connection", "content-type",   "user-agent",
                                                     "accept",     "expect"};
  return header.starts_with("webhook-") || std::ranges::find(kOurs, header) != kOurs.end();
}

void read_headers(const Reader& reader, const Node& node, Action& into) {
  if (!node.is_map()) return wrong_type(reader, node, "headers", "a map of names and texts");
  std::map<std::string, Json> values;
  for (const auto& member : node.members) {
    if (!is_header_name(member.key))
      reader.refuse(member.place, "not_accepted", quoted(member.key) + " is no name of a header");
    if (is_reserved(lower_case(member.key)))
      reader.refuse(member.place, "reserved_key",
                    quoted(member.key) + " is set by callwright on every webhook; remove it");
    if (const auto value = read_template(reader, member.value, member.key))
      values.emplace(member.key, json_text(value->source()));
  }
  into.with = json_sorted(values);
}

std::optional<Json> unless_null(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json);
}

}  // namespace

std::string lower_case(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

bool is_header_name(std::string_view name) {
  return !name.empty() && name.find_first_not_of(kTokenBytes) == std::string_view::npos;
}

Json headers_shape(const Json& value) {
  return shapes::with(shapes::map_of(value), "propertyNames",
                      shapes::matching("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$"));
}

void check_secret(const Reader& reader, const Place& at, const std::string& name) {
  const bool is_name = std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
  if (is_name) return;
  reader.refuse(
      at, "not_accepted",
      "`secret` names a secret of the service's configuration (`secrets.NAME`) and never holds one");
}

Table<Action> webhook_keys() {
  return {
      "`webhook`",
      {checked(word("url", &Action::target).shaped(&url_shape), check_url).required(),
       custom<Action>(
           "body", &shapes::anything,
           [](const Reader& reader, const Node& node, Action& into) { into.body = free_json(reader, node); },
           [](const Action& from) { return unless_null(from.body); }),
       custom<Action>(
           "headers", [] { return headers_shape(shapes::scalar()); }, read_headers,
           [](const Action& from) { return unless_null(from.with); }),
       checked(word("secret", &Action::secret).shaped(&shapes::name), check_secret)}};
}

Table<Action> sms_keys() {
  return {"`sms`",
          {checked(word("to", &Action::target), check_receiver).required(),
           local_text("text", &Action::text).required(), checked(word("from", &Action::from), check_number)}};
}

}  // namespace callwright::language
