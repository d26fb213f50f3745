#include "service/app/config_values.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include <arpa/inet.h>

namespace callwright::config {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t factor;
};

constexpr auto kTimeUnits =
    std::to_array<Unit>({{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}});
constexpr auto kByteUnits =
    std::to_array<Unit>({{"", 1}, {"KiB", 1024}, {"MiB", 1024ULL * 1024}, {"GiB", 1024ULL * 1024 * 1024}});

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_host_name(std::string_view text) {
  return !text.empty() &&
         std::ranges::all_of(text, [](char c) { return is_alphanumeric(c) || c == '.' || c == '-'; });
}

/// Digits and one of the units, as a multiple of the smallest.
template <class Units>
std::optional<std::uint64_t> read_with_unit(std::string_view text, const Units& units) {
  const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
  const auto unit = std::ranges::find(units, text.substr(digits), &Unit::name);
  if (unit == units.end()) return std::nullopt;
  const auto number =
      read_number(text.substr(0, digits), 0, std::numeric_limits<std::int64_t>::max() / unit->factor);
  return number ? std::optional(*number * unit->factor) : std::nullopt;
}

/// With the largest unit that leaves a whole number.
template <class Units>
std::string show_with_unit(std::uint64_t value, const Units& units) {
  auto best = units.front();
  for (const auto& unit : units) {
    if (value != 0 && value % unit.factor == 0) best = unit;
  }
  return std::to_string(value / best.factor) + std::string(best.name);
}

}  // namespace

std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t min, std::uint64_t max) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < min || number > max)
    return std::nullopt;
  return number;
}

std::optional<Duration> read_duration(std::string_view text, Duration min, Duration max) {
  const auto value = read_with_unit(text, kTimeUnits);
  if (!value) return std::nullopt;
  const Duration duration{static_cast<Duration::rep>(*value)};
  return duration >= min && duration <= max ? std::optional(duration) : std::nullopt;
}

std::string show_duration(Duration duration) {
  return show_with_unit(static_cast<std::uint64_t>(duration.count()), kTimeUnits);
}

std::optional<std::uint64_t> read_bytes(std::string_view text) { return read_with_unit(text, kByteUnits); }
std::string show_bytes(std::uint64_t bytes) { return show_with_unit(bytes, kByteUnits); }

std::optional<std::vector<TelnyxPublicKey>> read_public_keys(std::string_view text) {
  std::vector<TelnyxPublicKey> keys;
  for (;;) {
    const auto comma = text.find(',');
    const auto bytes = base64_decode(trimmed(text.substr(0, comma)));
    TelnyxPublicKey key;
    if (!bytes || bytes->size() != key.size()) return std::nullopt;
    std::ranges::transform(*bytes, key.begin(), [](char c) { return static_cast<unsigned char>(c); });
    keys.push_back(key);
    if (comma == std::string_view::npos) return keys;
    text.remove_prefix(comma + 1);
  }
}

std::string show_public_keys(const std::vector<TelnyxPublicKey>& keys) {
  std::string text;
  for (const auto& key : keys) {
    if (!text.empty()) text += ',';
    text += base64_encode(std::string(key.begin(), key.end()));
  }
  return text;
}

std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("://") + 3);
  if (url.starts_with("[")) return url.substr(1, url.find(']') - 1);
  return url.substr(0, url.find_first_of(":/"));
}

std::optional<std::string> read_url(std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  if (!text.starts_with("https://") && !text.starts_with("http://")) return std::nullopt;
  if (!is_token(text) || text.find_first_of("?#@\"<>\\^`{|}") != std::string_view::npos) return std::nullopt;
  const auto rest = text.substr(text.find("://") + 3);
  const auto authority = rest.substr(0, rest.find('/'));
  const auto host = host_of(text);
  const bool bracketed = authority.starts_with("[");
  if (bracketed && (!authority.contains(']') || !is_ip_address(host))) return std::nullopt;
  if (!bracketed && !is_host_name(host)) return std::nullopt;
  const auto after_host = authority.substr(host.size() + (bracketed ? 2 : 0));
  const bool port_fits =
      after_host.empty() || (after_host[0] == ':' && read_number(after_host.substr(1), 1, 65535));
  return port_fits ? std::optional<std::string>(text) : std::nullopt;
}

bool is_ip_address(std::string_view text) {
  const std::string address(text);
  in6_addr ignored{};
  return ::inet_pton(AF_INET, address.c_str(), &ignored) == 1 ||
         ::inet_pton(AF_INET6, address.c_str(), &ignored) == 1;
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  const std::string text(host);
  in_addr four{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return (ntohl(four.s_addr) >> 24) == 127;
  in6_addr six{};
  return ::inet_pton(AF_INET6, text.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

bool is_path_segment(std::string_view text) {
  return !text.empty() && text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
    return is_alphanumeric(c) || c == '.' || c == '_' || c == '~' || c == '-';
  });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const auto begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1);
}

}  // namespace callwright::config
