#include "tests/e2e/signer.hpp"

#include "workflows/model/text.hpp"

#include <stdexcept>
#include <vector>

namespace callwright::tests {

Signer::Signer() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be initialised");
  crypto_sign_keypair(public_key_.data(), secret_key_.data());
}

std::string Signer::public_key() const {
  return base64_encode(std::string(public_key_.begin(), public_key_.end()));
}

std::string Signer::sign(std::string_view timestamp, std::string_view body) const {
  const auto text = std::string(timestamp) + "|" + std::string(body);
  const std::vector<unsigned char> message(text.begin(), text.end());
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(), secret_key_.data());
  return base64_encode(std::string(signature.begin(), signature.end()));
}

std::string Signer::headers(std::string_view body, std::chrono::seconds away) const {
  const auto time = std::chrono::system_clock::now().time_since_epoch() + away;
  const auto timestamp = std::to_string(std::chrono::floor<std::chrono::seconds>(time).count());
  return "telnyx-timestamp: " + timestamp + "\r\ntelnyx-signature-ed25519: " + sign(timestamp, body) + "\r\n";
}

}  // namespace callwright::tests
