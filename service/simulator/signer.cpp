#include "service/simulator/signer.hpp"

#include "workflows/model/text.hpp"

#include <stdexcept>

#include <sodium.h>

namespace callwright::simulator {
namespace {

/// libsodium speaks of unsigned char, the rest of the world of char.
template <class Bytes>
std::string text_of(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

}  // namespace

Signer::Signer() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  crypto_sign_keypair(public_key_.data(), secret_key_.data());
}

Signer::~Signer() { sodium_memzero(secret_key_.data(), secret_key_.size()); }

std::string Signer::public_key() const { return base64_encode(text_of(public_key_)); }

std::vector<std::pair<std::string, std::string>> Signer::headers(std::string_view body, TimePoint now) const {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const auto timestamp = std::to_string(seconds);
  const auto text = timestamp + "|" + std::string(body);
  const std::vector<unsigned char> message(text.begin(), text.end());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_key_.data());
  return {{"telnyx-timestamp", timestamp}, {"telnyx-signature-ed25519", base64_encode(text_of(signature))}};
}

}  // namespace callwright::simulator
