#pragma once

#include "workflows/model/time.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace callwright {

/// One attempt of an outgoing webhook. Signing needs the secret and the time of the attempt, so it is left to
/// who sends it.
struct WebhookSend {
  std::string id;  ///< `webhook-id`: the same for every attempt
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string secret;  ///< name of a configured secret; empty: not signed
  std::string body;    ///< JSON, the same bytes for every attempt
  Duration timeout{0};
  friend bool operator==(const WebhookSend&, const WebhookSend&) = default;
};

/// What came of an attempt. Redirects are not followed.
struct WebhookReply {
  int status = 0;    ///< HTTP status; 0: there was no answer, and `code` says why
  std::string code;  ///< `timeout`, `connection`, `not_sent`, `no_secret`
  std::string detail;
  Duration retry_after{0};  ///< 0: not stated
};

/// The way out to the receivers of webhooks. Every shard has one of its own and uses it from its own thread.
class WebhookSender {
 public:
  using Done = std::move_only_function<void(WebhookReply)>;
  virtual ~WebhookSender() = default;
  /// Calls `done` once, on the shard's thread, never before `send` has returned, and at the latest a little
  /// after `request.timeout`; or never, when the service stops.
  virtual void send(WebhookSend request, Done done) = 0;
};

}  // namespace callwright
