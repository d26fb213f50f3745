#pragma once

#include "handlers/access/local_only.hpp"
#include "handlers/ports/http.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <array>
#include <chrono>
#include <span>
#include <string_view>
#include <vector>

namespace callwright {

/// An account's webhook key (Telnyx portal, Keys & Credentials, Public Key).
struct PublicKey {
  std::array<unsigned char, 32> bytes{};
  friend bool operator==(const PublicKey&, const PublicKey&) = default;
};

/// Standard Base64 of 32 bytes, as the portal shows it. InvalidInput `webhook.public_key`.
Result<PublicKey> parse_public_key(std::string_view base64);
/// Keys separated by commas, so that an old and a new key are both good while keys are changed; at least one.
Result<std::vector<PublicKey>> parse_public_keys(std::string_view comma_separated);

/// How far a timestamp may lie from the time of receipt.
struct SignatureTolerance {
  std::chrono::seconds past{};
  std::chrono::seconds future{};
};
/// Call webhooks: whether a retry, up to an hour later, is signed anew is not stated. A replay within that
/// time does no harm, because event ids are remembered for longer.
inline constexpr SignatureTolerance kWebhookTolerance{std::chrono::minutes{90}, std::chrono::seconds{300}};
/// Tools and dynamic variables, which nobody sends again later.
inline constexpr SignatureTolerance kRequestTolerance{std::chrono::seconds{300}, std::chrono::seconds{300}};

enum class SignatureVerdict {
  Authentic,
  Missing,      ///< a header is missing
  ApiVersion1,  ///< signed with the scheme of webhook API version 1, HMAC, which names no key of the account
  Malformed,    ///< a header is not what it should be
  Bad,          ///< no key signed these bytes
  Stale,        ///< signed by Telnyx, too long ago or too far in the future
};

/// What is signed and by what; texts of the headers as received.
struct SignedBody {
  std::string_view signature;  ///< `telnyx-signature-ed25519`: standard Base64 of 64 bytes
  std::string_view timestamp;  ///< `telnyx-timestamp`: Unix seconds, decimal digits only
  std::string_view body;       ///< raw bytes
};

/// Authentic when one of the keys signed `<timestamp>|<body>` (Ed25519) and the timestamp is within
/// `tolerance` of `now`; the age is looked at only after the signature. Nothing is authentic without a key.
/// Source: telnyx-node, src/lib/webhooks.ts; whole seconds as there.
SignatureVerdict verify_signature(const SignedBody& message, std::span<const PublicKey> keys, TimePoint now,
                                  SignatureTolerance tolerance);

/// How a path decides that Telnyx made a request.
struct SignaturePolicy {
  std::vector<PublicKey> keys;
  SignatureTolerance tolerance = kWebhookTolerance;
  bool skip_when_local = false;  ///< `--insecure-skip-verification`, honoured for local requests only
  Exposure exposure;
};

/// Takes the headers of the request and its `received_at`.
SignatureVerdict verify_request(const Request& request, const SignaturePolicy& policy);

/// The 401 that tells what to do about a verdict. Not for Authentic.
HttpReply signature_problem(SignatureVerdict verdict);

}  // namespace callwright
