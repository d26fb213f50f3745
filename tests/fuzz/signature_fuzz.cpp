#include "handlers/webhook/verify.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <sodium.h>

namespace {

using namespace callwright;

constexpr TimePoint kNow{std::chrono::seconds{1'795'536'000}};

/// A key whose secret half the fuzzer never sees.
std::vector<PublicKey> keys() {
  std::array<unsigned char, crypto_sign_SEEDBYTES> seed{};
  seed.fill(7);
  PublicKey key;
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> secret{};
  crypto_sign_seed_keypair(key.bytes.data(), secret.data(), seed.data());
  return {key};
}

/// The text up to the next line break, which is taken away.
std::string_view next_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

/// Two header lines and a body. Nothing that was not signed is authentic, and nothing unsigned gets as far as
/// the question of its age; as a key, only 32 bytes are taken.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto trusted = keys();
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const auto signature = next_line(rest);
  const auto timestamp = next_line(rest);
  const auto verdict = verify_signature({signature, timestamp, rest}, trusted, kNow, kWebhookTolerance);
  if (verdict == SignatureVerdict::Authentic || verdict == SignatureVerdict::Stale) std::abort();
  if (verdict == SignatureVerdict::Missing && !signature.empty() && !timestamp.empty()) std::abort();
  if (verify_signature({signature, timestamp, rest}, {}, kNow, kWebhookTolerance) ==
      SignatureVerdict::Authentic) {
    std::abort();
  }
  if (const auto parsed = parse_public_keys(rest); parsed && parsed->empty()) std::abort();
  return 0;
}
