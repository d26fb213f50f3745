#pragma once

#include "handlers/ports/http.hpp"

namespace callwright {

/// How the service can be reached, as far as its configuration tells.
struct Exposure {
  bool bound_to_loopback = false;
  bool has_public_url = false;  ///< CALLWRIGHT_PUBLIC_URL is set
};

/// True only for a request that a program on this machine sent straight to us: bound to loopback, no public
/// URL, a loopback Host (a web page that rebinds its name to 127.0.0.1 shows its own name there), and no
/// header that a proxy or tunnel adds. What is unclear is not local.
bool local_only(const Request& request, bool bound_to_loopback, bool has_public_url);

inline bool local_only(const Request& request, const Exposure& exposure) {
  return local_only(request, exposure.bound_to_loopback, exposure.has_public_url);
}

}  // namespace callwright
