#pragma once

#include <string>

namespace callwright::tests {

/// A key and a certificate that it signed itself, valid for an hour, both as PEM.
struct TlsIdentity {
  /// `alt_name` is the certificate's subjectAltName: `DNS:localhost`. Throws std::runtime_error.
  explicit TlsIdentity(const std::string& alt_name);

  std::string key;
  std::string certificate;
};

}  // namespace callwright::tests
