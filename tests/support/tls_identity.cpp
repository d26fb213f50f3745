#include "tests/support/tls_identity.hpp"

#include <memory>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace callwright::tests {
namespace tls_identity {
namespace {

using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;

std::string pem_of(const Bio& bio) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(bio.get(), &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace
}  // namespace tls_identity

TlsIdentity::TlsIdentity(const std::string& alt_name) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> pkey(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> x509(X509_new(), &X509_free);
  X509_set_version(x509.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509.get()), -60);
  X509_gmtime_adj(X509_getm_notAfter(x509.get()), 3'600);
  X509_set_pubkey(x509.get(), pkey.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(x509.get(), X509_get_subject_name(x509.get()));
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, const_cast<char*>(alt_name.c_str()));
  X509_add_ext(x509.get(), extension, -1);
  X509_EXTENSION_free(extension);
  if (X509_sign(x509.get(), pkey.get(), EVP_sha256()) == 0) throw std::runtime_error("cannot sign");
  const tls_identity::Bio key_bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_PrivateKey(key_bio.get(), pkey.get(), nullptr, nullptr, 0, nullptr, nullptr);
  key = tls_identity::pem_of(key_bio);
  const tls_identity::Bio certificate_bio(BIO_new(BIO_s_mem()), &BIO_free);
  PEM_write_bio_X509(certificate_bio.get(), x509.get());
  certificate = tls_identity::pem_of(certificate_bio);
}

}  // namespace callwright::tests
