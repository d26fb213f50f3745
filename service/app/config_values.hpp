#pragma once

#include "service/app/config.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The values that settings are made of. Each function is empty for text that it does not accept.
namespace callwright::config {

std::optional<std::uint64_t> read_number(std::string_view text, std::uint64_t min, std::uint64_t max);
/// `500ms`, `20s`, `4m`, `2h`, `90d`.
std::optional<Duration> read_duration(std::string_view text, Duration min, Duration max);
std::string show_duration(Duration duration);
/// Bytes, or with `KiB`, `MiB`, `GiB`.
std::optional<std::uint64_t> read_bytes(std::string_view text);
std::string show_bytes(std::uint64_t bytes);
/// Base64 of 32 bytes each, separated by commas.
std::optional<std::vector<TelnyxPublicKey>> read_public_keys(std::string_view text);
std::string show_public_keys(const std::vector<TelnyxPublicKey>& keys);

/// Absolute http or https URL without user, query and fragment; slashes at its end are taken away.
std::optional<std::string> read_url(std::string_view text);
/// Host of a URL that `read_url` accepts, without brackets.
std::string_view host_of(std::string_view url);
bool is_ip_address(std::string_view text);
/// `localhost`, an address of 127.0.0.0/8, or ::1.
bool is_loopback(std::string_view host);

/// Printable ASCII without blanks, at least one character: fit for an HTTP header.
bool is_token(std::string_view text);
/// Letters, digits, `.`, `_`, `~`, `-`: fit for a path of a URL as it is.
bool is_path_segment(std::string_view text);
std::string_view trimmed(std::string_view text);

}  // namespace callwright::config
