#include "service/app/call_signatures.hpp"

#include <stdexcept>
#include <vector>

#include <sodium.h>

namespace callwright {
namespace {

constexpr std::size_t kSignatureBytes = 16;

std::string to_hex(const unsigned char* bytes, std::size_t count) {
  std::string hex(count * 2 + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), bytes, count);
  hex.pop_back();  // libsodium ends it with a zero
  return hex;
}

void need_sodium() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
}

}  // namespace

Result<CallSignatures> CallSignatures::make(std::string_view key_hex) {
  need_sodium();
  CallSignatures signatures;
  std::size_t length = 0;
  const int failure = sodium_hex2bin(signatures.key_.data(), signatures.key_.size(), key_hex.data(),
                                     key_hex.size(), nullptr, &length, nullptr);
  if (failure != 0 || length != signatures.key_.size()) {
    return fail(Errc::InvalidInput, "store.hmac_key",
                "The key in the store is damaged; restore the store from a backup.");
  }
  return signatures;
}

std::string CallSignatures::token_for(const CallId& call) const {
  return call.text() + "." + signature_of(call.text());
}

std::optional<CallId> CallSignatures::verify(std::string_view token) const {
  const auto dot = token.rfind('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const auto call = token.substr(0, dot);
  const auto given = token.substr(dot + 1);
  const auto expected = signature_of(call);
  if (given.size() != expected.size() || sodium_memcmp(given.data(), expected.data(), expected.size()) != 0) {
    return std::nullopt;
  }
  return CallId(std::string(call));
}

std::string CallSignatures::signature_of(std::string_view call) const {
  const std::vector<unsigned char> message(call.begin(), call.end());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hmac{};
  static_assert(crypto_auth_hmacsha256_KEYBYTES == 32);
  crypto_auth_hmacsha256(hmac.data(), message.data(), message.size(), key_.data());
  return to_hex(hmac.data(), kSignatureBytes);
}

std::string random_hex(std::size_t bytes) {
  need_sodium();
  std::vector<unsigned char> random(bytes);
  randombytes_buf(random.data(), random.size());
  return to_hex(random.data(), random.size());
}

}  // namespace callwright
