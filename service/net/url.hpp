#pragma once

#include "workflows/model/result.hpp"

#include <string>
#include <string_view>

namespace callwright {

/// An absolute `http` or `https` address, split for connecting.
struct Url {
  std::string scheme;       ///< `http` or `https`
  std::string host;         ///< lower case; an IPv6 address without its brackets
  unsigned short port = 0;  ///< 80 or 443 where the text names none
  std::string target;       ///< path with query, at least `/`

  [[nodiscard]] bool is_https() const { return scheme == "https"; }
  /// 127.0.0.0/8, ::1 or `localhost`: where plain http is allowed.
  [[nodiscard]] bool is_loopback() const;
  /// `https://host:port`, the name of a connection pool.
  [[nodiscard]] std::string origin() const;
  /// The Host header: without the port where it is the scheme's own.
  [[nodiscard]] std::string authority() const;
  friend bool operator==(const Url&, const Url&) = default;
};

/// InvalidInput `http.url` for anything but `http(s)://host[:port][/path][?query]`: user names, control
/// characters and blanks are refused. A fragment is cut off.
Result<Url> parse_url(std::string_view text);

}  // namespace callwright
