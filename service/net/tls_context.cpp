#include "service/net/tls_context.hpp"

#include <openssl/ssl.h>

namespace callwright {

Result<std::shared_ptr<TlsContext>> make_tls_context(const std::string& extra_ca_file) {
  auto tls = std::make_shared<TlsContext>();
  boost::system::error_code error;
  SSL_CTX_set_min_proto_version(tls->context.native_handle(), TLS1_2_VERSION);
  tls->context.set_default_verify_paths(error);
  if (!error && !extra_ca_file.empty()) tls->context.load_verify_file(extra_ca_file, error);
  if (!error) return tls;
  return fail(Errc::InvalidInput, "http.ca_file",
              "Cannot read the certificate authorities" +
                  (extra_ca_file.empty() ? std::string{} : " of " + extra_ca_file) + ": " + error.message() +
                  ".");
}

}  // namespace callwright
