#include "handlers/access/local_only.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace callwright {
namespace {

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// `127.` and three more numbers of one to three digits; 127.0.0.0/8 is all loopback.
bool is_loopback_v4(std::string_view host) {
  if (!host.starts_with("127.")) return false;
  int parts = 0;
  while (true) {
    const auto dot = host.find('.');
    const auto part = host.substr(0, dot);
    if (!all_digits(part) || part.size() > 3) return false;
    ++parts;
    if (dot == std::string_view::npos) return parts == 4;
    host.remove_prefix(dot + 1);
  }
}

bool is_loopback_address(std::string_view address) {
  return is_loopback_v4(address) || address == "::1" ||
         (address.starts_with("::ffff:") && is_loopback_v4(address.substr(7)));
}

/// The name part of `name`, `name:port`, `[v6]` or `[v6]:port`; empty when it is none of these.
std::string_view host_name(std::string_view host) {
  const bool bracketed = host.starts_with('[');
  const auto end = bracketed ? host.find(']') : host.find(':');
  if (bracketed && end == std::string_view::npos) return {};
  const auto name = bracketed ? host.substr(1, end - 1) : host.substr(0, end);
  const auto rest = host.substr(std::min(host.size(), name.size() + (bracketed ? 2 : 0)));
  if (!rest.empty() && (rest[0] != ':' || !all_digits(rest.substr(1)))) return {};
  if (bracketed && name.find(':') == std::string_view::npos) return {};
  return name;
}

bool is_local_host(std::string_view host) {
  std::string name(host_name(host));
  std::ranges::transform(name, name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return name == "localhost" || is_loopback_address(name);
}

bool is_forwarding_header(std::string_view name) {
  return name == "forwarded" || name == "via" || name.starts_with("x-forwarded-") || name.starts_with("cf-");
}

}  // namespace

bool local_only(const Request& request, bool bound_to_loopback, bool has_public_url) {
  if (!bound_to_loopback || has_public_url) return false;
  if (!request.remote_address.empty() && !is_loopback_address(request.remote_address)) return false;
  // An absolute target (`GET http://host/path`) would overrule Host; only proxies are sent such targets.
  if (!request.target.empty() && request.target[0] != '/') return false;
  bool has_host = false;
  for (const auto& [name, value] : request.headers) {
    if (is_forwarding_header(name)) return false;
    if (name != "host") continue;
    if (!is_local_host(value)) return false;
    has_host = true;
  }
  return has_host;
}

}  // namespace callwright
