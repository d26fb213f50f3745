#include "workflows/language/lookup_url.hpp"

#include "workflows/language/shape.hpp"
#include "workflows/language/template.hpp"

#include <algorithm>
#include <string_view>

namespace callwright::language {
namespace {

constexpr std::size_t kLookupUrlBytesMax = 2'048;

/// The host of an absolute URL, without its port.
std::string_view host_of(std::string_view rest) {
  const auto host = rest.substr(0, rest.find_first_of("/?"));
  if (host.starts_with('[')) return host.substr(0, std::min(host.find(']'), host.size() - 1) + 1);
  return host.substr(0, host.find(':'));
}

bool is_loopback_host(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// https, or http on this machine; printable ASCII without credentials and fragment.
bool is_safe_base(std::string_view url) {
  const bool is_secure = url.starts_with("https://");
  if (!is_secure && !url.starts_with("http://")) return false;
  const auto rest = url.substr(is_secure ? 8 : 7);
  const auto host = host_of(rest);
  return !host.empty() && !rest.substr(0, rest.find_first_of("/?")).contains('@') &&
         (is_secure || is_loopback_host(host));
}

bool is_plain(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\\' && c != '#' && c != '{'; });
}

/// True when every template stands behind `?NAME=` or `&NAME=`.
bool templates_are_values(const Template& url) {
  bool in_query = false;
  bool in_value = false;
  for (const auto& part : url.parts()) {
    if (part.is_path) {
      if (!in_value) return false;
      continue;
    }
    for (const char c : part.text) {
      if (c == '?' && !in_query) {
        in_query = true;
      } else if (c == '&') {
        in_value = false;
      } else if (c == '=' && in_query) {
        in_value = true;
      }
    }
  }
  return true;
}

}  // namespace

void check_lookup_url(const Reader& reader, const Place& at, const std::string& url) {
  const auto parsed = Template::parse(url);
  if (!parsed) return;  // said already
  const bool is_literal_where_it_must = templates_are_values(*parsed) && !url.contains("{{");
  if (!is_literal_where_it_must)
    return reader.refuse(
        at, "template_not_allowed",
        "only values of the query of `url` may be templates, as in `?number=${caller.number}`: "
        "a caller must not choose who is asked");
  const auto literal =
      parsed->parts().empty() ? std::string_view{} : std::string_view(parsed->parts()[0].text);
  const bool is_plain_text = std::ranges::all_of(
      parsed->parts(), [](const auto& part) { return part.is_path || is_plain(part.text); });
  if (url.size() > kLookupUrlBytesMax || !is_safe_base(literal) || !is_plain_text)
    reader.refuse(
        at, "not_accepted",
        "`url` is an absolute https address, or an http one of this machine, without credentials, not " +
            quoted(url));
}

Json lookup_url_shape() {
  return shapes::matching(
      R"(^(https://[^/?#@:"\\\s][^/?#@"\\\s]*|http://(localhost|127(\.[0-9]{1,3}){3}|\[::1\])(:[0-9]+)?)([/?][^#"\\]*)?$)");
}

}  // namespace callwright::language
