#include "service/net/url.hpp"

#include <algorithm>
#include <charconv>

#include <boost/asio/ip/address.hpp>

namespace callwright {
namespace net_url {
namespace {

std::unexpected<Error> bad_url(std::string_view why) {
  return fail(Errc::InvalidInput, "http.url",
              "Not a usable address: " + std::string(why) + "; write it as https://host/path.");
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Letters, digits, `-._~`, and the colons of an IPv6 address.
bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
         c == '_' || c == '~' || c == ':';
}

/// The port behind the host; 0 when it is not one.
unsigned short port_of(std::string_view text) {
  unsigned short port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc{} && end == text.data() + text.size() ? port : static_cast<unsigned short>(0);
}

/// Fills host and port from `host`, `host:port`, `[v6]` or `[v6]:port`.
bool read_authority(std::string_view authority, Url& url) {
  std::string_view host = authority;
  std::string_view rest;
  if (authority.starts_with('[')) {
    const auto close = authority.find(']');
    if (close == std::string_view::npos) return false;
    host = authority.substr(1, close - 1);
    rest = authority.substr(close + 1);
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(std::string(host), error);
    if (error) return false;
  } else if (const auto colon = authority.find(':'); colon != std::string_view::npos) {
    host = authority.substr(0, colon);
    rest = authority.substr(colon);
  }
  if (host.empty() || !std::ranges::all_of(host, is_host_character)) return false;
  url.host.assign(host);
  std::ranges::transform(url.host, url.host.begin(), lower);
  if (rest.empty()) {
    url.port = url.is_https() ? 443 : 80;
    return true;
  }
  url.port = rest.starts_with(':') ? port_of(rest.substr(1)) : static_cast<unsigned short>(0);
  return url.port != 0;
}

}  // namespace
}  // namespace net_url

bool Url::is_loopback() const {
  if (host == "localhost") return true;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

std::string Url::authority() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const bool own_port = port == (is_https() ? 443 : 80);
  return own_port ? name : name + ":" + std::to_string(port);
}

std::string Url::origin() const {
  const std::string name = host.find(':') == std::string::npos ? host : "[" + host + "]";
  return scheme + "://" + name + ":" + std::to_string(port);
}

Result<Url> parse_url(std::string_view text) {
  using namespace net_url;
  Url url;
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) return bad_url("it does not begin with https:// or http://");
  url.scheme.assign(text.substr(0, scheme_end));
  std::ranges::transform(url.scheme, url.scheme.begin(), lower);
  if (url.scheme != "https" && url.scheme != "http") return bad_url("its scheme is neither https nor http");
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '\x7f')
      return bad_url("it holds a blank or control character");
  }
  auto rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  if (!read_authority(rest.substr(0, authority_end), url)) return bad_url("its host or port is not valid");
  url.target.assign(rest.substr(authority_end));
  if (!url.target.starts_with('/')) url.target.insert(url.target.begin(), '/');
  return url;
}

}  // namespace callwright
