#pragma once

#include "service/observe/secret.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

using TelnyxPublicKey = std::array<unsigned char, 32>;  ///< Ed25519

/// Every setting of the process, checked. Read once at start and passed as const; nobody else reads the
/// environment.
struct Config {
  enum class LogFormat : std::uint8_t { Text, Json };
  /// An incoming call that matches no workflow is refused, or left to whoever else listens on the connection.
  enum class Unmatched : std::uint8_t { Reject, Ignore };

  Secret telnyx_api_key;
  std::vector<TelnyxPublicKey>
      telnyx_public_keys;  ///< any of them may have signed: they overlap while they rotate
  std::string telnyx_assistant_id;
  std::string telnyx_connection_id;
  std::string telnyx_api_base = "https://api.telnyx.com/v2";  ///< without a slash at its end
  /// How long a command without an answer is repeated before its outcome counts as unknown.
  Duration telnyx_repeat_for = std::chrono::seconds{50};
  std::uint16_t port = 8080;         ///< 0: any free one
  std::string listen = "127.0.0.1";  ///< IP address or `localhost`
  std::string public_url;            ///< without a slash at its end
  unsigned threads = 1;
  std::string workflows = "./callwright.d";
  std::string store_path = "callwright.db";  ///< SQLite file
  std::uint64_t store_reserve_bytes = 256ULL * 1024 * 1024;
  Duration store_retention = std::chrono::days{90};  ///< of closed calls
  Duration chat_timeout = std::chrono::seconds{60};  ///< for the reply of an assistant
  unsigned chat_per_minute = 60;                     ///< messages of one client
  unsigned chat_at_once = 64;                        ///< messages at work, text messages included
  unsigned sms_per_minute = 30;
  std::string sms_from;  ///< E.164; the number that text messages come from where a request names none
  Secret api_token;
  Secret tool_secret;
  Secret insights_secret;
  std::map<std::string, Secret> secrets;  ///< by the names that workflows use
  LogFormat log_format = LogFormat::Text;
  bool log_full_numbers = false;
  Duration webhook_tolerance = std::chrono::minutes{90};        ///< age of a webhook's signature
  Duration variables_timeout = std::chrono::milliseconds{800};  ///< from the question to the answer
  Duration webhooks_first_retry = std::chrono::seconds{5};      ///< of outgoing webhooks
  Duration webhooks_give_up = std::chrono::hours{24};
  Unmatched unmatched = Unmatched::Reject;
  bool insecure_skip_verification = false;

  std::map<std::string, std::string> origins;  ///< key -> where its value was given; absent: default
};

/// Where settings come from; flags win over the environment, the environment over the file.
struct ConfigSources {
  std::map<std::string, std::string> flags;  ///< `port` -> `8080`, by the names of `config_flags`
  std::map<std::string, std::string> environment;
  std::optional<std::string> file;  ///< text of callwright.yaml
  std::string file_name = "callwright.yaml";
  /// Reads what a `…_FILE` names; the error's detail becomes part of the problem.
  std::function<Result<std::string>(const std::string& path)> read_file;
  unsigned cores = 1;  ///< default of `threads`
};

/// The configuration, or every problem at once: one sentence each, naming the setting as it was given and
/// what it accepts. No sentence holds a value.
std::expected<Config, std::vector<std::string>> load_config(const ConfigSources& sources);

/// One command-line option that sets something.
struct ConfigFlag {
  std::string name;  ///< without the dashes
  std::string accepts;
  bool takes_value = true;
};
std::vector<ConfigFlag> config_flags();

/// `key: value  # where it was given`, one line for each setting, in the form that callwright.yaml has. A
/// secret is `(set, hidden)`.
std::string print_config(const Config& config);

/// Why the service must not start: fail closed. With workflows, webhooks have to be verified; without any, it
/// is a chat gateway and needs an assistant to pass messages to.
std::vector<std::string> start_problems(const Config& config, bool has_workflows);

/// Bound to loopback and without a public URL: half of what *local only* means, the rest is judged by
/// request.
bool is_bound_locally(const Config& config);

}  // namespace callwright
