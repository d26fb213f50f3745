#include "service/app/config_settings.hpp"

#include "service/app/config_values.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>

namespace callwright::config {
namespace {

using namespace std::chrono_literals;

/// Puts a value that was read into its member; false when there is none.
template <class Member, class Value>
bool put(Member& member, const std::optional<Value>& value) {
  if (value) member = static_cast<Member>(*value);
  return value.has_value();
}

template <auto Member>
bool read_token(Config& config, std::string_view text) {
  return put(config.*Member, is_token(text) ? std::optional<std::string>(text) : std::nullopt);
}

template <auto Member>
bool read_secret(Config& config, std::string_view text) {
  if (!is_token(text)) return false;
  config.*Member = Secret(std::string(text));
  return true;
}

template <auto Member>
std::string show_secret(const Config& config) {
  return (config.*Member).empty() ? "" : "(set, hidden)";
}

template <auto Member>
std::string show_text(const Config& config) {
  return config.*Member;
}

bool read_api_base(Config& config, std::string_view text) {
  const auto url = read_url(text);
  if (!url || (!url->starts_with("https://") && !is_loopback(host_of(*url)))) return false;
  return put(config.telnyx_api_base, url);
}

bool read_listen(Config& config, std::string_view text) {
  if (!is_ip_address(text) && text != "localhost") return false;
  config.listen = text;
  return true;
}

bool read_store(Config& config, std::string_view text) {
  constexpr std::string_view kScheme = "sqlite:";
  if (!text.starts_with(kScheme)) return false;
  const auto path = text.substr(kScheme.size());
  if (path.empty() || path.starts_with(":")) return false;  // `:memory:` would lose every call at a restart
  config.store_path = path;
  return true;
}

/// One of two words.
template <auto Member, class Value>
bool read_choice(Config& config, std::string_view text, std::string_view first, Value first_value,
                 std::string_view second, Value second_value) {
  if (text != first && text != second) return false;
  config.*Member = text == first ? first_value : second_value;
  return true;
}

constexpr auto kSettings = std::to_array<Setting>({
    {"telnyx.api_key", "TELNYX_API_KEY", "", "the API key of your Telnyx account (Portal, API Keys)",
     read_secret<&Config::telnyx_api_key>, show_secret<&Config::telnyx_api_key>, true},
    {"telnyx.public_key", "TELNYX_PUBLIC_KEY", "",
     "public keys of your Telnyx account (Portal, Keys & Credentials): Base64 of 32 bytes each, separated by "
     "commas",
     [](Config& c, std::string_view text) { return put(c.telnyx_public_keys, read_public_keys(text)); },
     [](const Config& c) { return show_public_keys(c.telnyx_public_keys); }},
    {"telnyx.assistant_id", "TELNYX_ASSISTANT_ID", "assistant-id", "the id of an assistant, without blanks",
     [](Config& c, std::string_view text) {
       return is_path_segment(text) && read_token<&Config::telnyx_assistant_id>(c, text);
     },
     show_text<&Config::telnyx_assistant_id>},
    {"telnyx.connection_id", "TELNYX_CONNECTION_ID", "connection-id",
     "the id of a Call Control connection, without blanks",
     [](Config& c, std::string_view text) {
       return is_path_segment(text) && read_token<&Config::telnyx_connection_id>(c, text);
     },
     show_text<&Config::telnyx_connection_id>},
    {"telnyx.api_base", "TELNYX_API_BASE", "api-base", "an https URL, or an http URL of this machine",
     read_api_base, show_text<&Config::telnyx_api_base>},
    // Telnyx recognises a repetition for 60 s; the rest is for the way.
    {"telnyx.repeat_for", "", "", "a duration from 1s to 50s",
     [](Config& c, std::string_view text) { return put(c.telnyx_repeat_for, read_duration(text, 1s, 50s)); },
     [](const Config& c) { return show_duration(c.telnyx_repeat_for); }},
    {"port", "PORT", "port", "a port from 0 (any free one) to 65535",
     [](Config& c, std::string_view text) { return put(c.port, read_number(text, 0, 65535)); },
     [](const Config& c) { return std::to_string(c.port); }},
    {"listen", "CALLWRIGHT_LISTEN", "listen", "an IP address of this machine, or localhost", read_listen,
     show_text<&Config::listen>},
    {"public_url", "CALLWRIGHT_PUBLIC_URL", "public-url",
     "the http or https URL under which Telnyx reaches this service",
     [](Config& c, std::string_view text) { return put(c.public_url, read_url(text)); },
     show_text<&Config::public_url>},
    {"threads", "CALLWRIGHT_THREADS", "threads", "a number from 1 to 256",
     [](Config& c, std::string_view text) { return put(c.threads, read_number(text, 1, 256)); },
     [](const Config& c) { return std::to_string(c.threads); }},
    {"workflows", "CALLWRIGHT_WORKFLOWS", "workflows", "a directory",
     [](Config& c, std::string_view text) { return put(c.workflows, std::optional<std::string>(text)); },
     show_text<&Config::workflows>},
    {"store.url", "CALLWRIGHT_STORE", "store", "sqlite: and the name of a file", read_store,
     [](const Config& c) { return "sqlite:" + c.store_path; }},
    {"store.reserve", "", "", "bytes, with KiB, MiB or GiB",
     [](Config& c, std::string_view text) { return put(c.store_reserve_bytes, read_bytes(text)); },
     [](const Config& c) { return show_bytes(c.store_reserve_bytes); }},
    {"store.retention", "", "", "a duration from 1h to 3650d",
     [](Config& c, std::string_view text) {
       return put(c.store_retention, read_duration(text, 1h, std::chrono::days{3650}));
     },
     [](const Config& c) { return show_duration(c.store_retention); }},
    {"chat.timeout", "", "", "a duration from 1s to 10m",
     [](Config& c, std::string_view text) { return put(c.chat_timeout, read_duration(text, 1s, 10min)); },
     [](const Config& c) { return show_duration(c.chat_timeout); }},
    {"chat.rate", "", "", "messages of one client in a minute, from 1 to 60000",
     [](Config& c, std::string_view text) { return put(c.chat_per_minute, read_number(text, 1, 60'000)); },
     [](const Config& c) { return std::to_string(c.chat_per_minute); }},
    {"chat.at_once", "", "", "a number from 1 to 1000",
     [](Config& c, std::string_view text) { return put(c.chat_at_once, read_number(text, 1, 1'000)); },
     [](const Config& c) { return std::to_string(c.chat_at_once); }},
    {"sms.rate", "", "", "messages of one client in a minute, from 1 to 60000",
     [](Config& c, std::string_view text) { return put(c.sms_per_minute, read_number(text, 1, 60'000)); },
     [](const Config& c) { return std::to_string(c.sms_per_minute); }},
    {"sms.from", "CALLWRIGHT_SMS_FROM", "", "a number in E.164 form, such as +13125550100",
     [](Config& c, std::string_view text) {
       return put(c.sms_from, is_e164(text) ? std::optional<std::string>(text) : std::nullopt);
     },
     show_text<&Config::sms_from>},
    {"api_token", "CALLWRIGHT_API_TOKEN", "", "printable characters without blanks",
     read_secret<&Config::api_token>, show_secret<&Config::api_token>, true},
    {"tool_secret", "CALLWRIGHT_TOOL_SECRET", "", "printable characters without blanks",
     read_secret<&Config::tool_secret>, show_secret<&Config::tool_secret>, true},
    {"insights_secret", "CALLWRIGHT_INSIGHTS_SECRET", "",
     "letters, digits and . _ ~ -, because it is part of a URL",
     [](Config& c,
        std::string_view
            text) { return is_path_segment(text) && read_secret<&Config::insights_secret>(c, text); },
     show_secret<&Config::insights_secret>, true},
    {"log.format", "CALLWRIGHT_LOG", "log", "text or json",
     [](Config& c, std::string_view text) {
       using enum Config::LogFormat;
       return read_choice<&Config::log_format>(c, text, "text", Text, "json", Json);
     },
     [](const Config& c) { return std::string(c.log_format == Config::LogFormat::Json ? "json" : "text"); }},
    {"log.numbers", "", "", "masked or full",
     [](Config& c, std::string_view text) {
       return read_choice<&Config::log_full_numbers>(c, text, "masked", false, "full", true);
     },
     [](const Config& c) { return std::string(c.log_full_numbers ? "full" : "masked"); }},
    {"webhook_tolerance", "", "", "a duration from 5s to 90m",
     [](Config& c, std::string_view text) {
       return put(c.webhook_tolerance, read_duration(text, 5s, 90min));
     },
     [](const Config& c) { return show_duration(c.webhook_tolerance); }},
    // The assistant's dynamic_variables_webhook_timeout_ms is at most ten seconds.
    {"variables.timeout", "", "", "a duration from 100ms to 9500ms",
     [](Config& c, std::string_view text) {
       return put(c.variables_timeout, read_duration(text, 100ms, 9500ms));
     },
     [](const Config& c) { return show_duration(c.variables_timeout); }},
    {"webhooks_out.first_retry", "", "", "a duration from 100ms to 10m",
     [](Config& c, std::string_view text) {
       return put(c.webhooks_first_retry, read_duration(text, 100ms, 10min));
     },
     [](const Config& c) { return show_duration(c.webhooks_first_retry); }},
    {"webhooks_out.give_up", "", "", "a duration from 1s to 72h",
     [](Config& c, std::string_view text) { return put(c.webhooks_give_up, read_duration(text, 1s, 72h)); },
     [](const Config& c) { return show_duration(c.webhooks_give_up); }},
    {"unmatched", "", "", "reject or ignore",
     [](Config& c, std::string_view text) {
       using enum Config::Unmatched;
       return read_choice<&Config::unmatched>(c, text, "reject", Reject, "ignore", Ignore);
     },
     [](const Config& c) {
       return std::string(c.unmatched == Config::Unmatched::Reject ? "reject" : "ignore");
     }},
    {"", "", "insecure-skip-verification", "true or false",
     [](Config& c, std::string_view text) {
       return read_choice<&Config::insecure_skip_verification>(c, text, "true", true, "false", false);
     },
     [](const Config& c) { return std::string(c.insecure_skip_verification ? "true" : ""); }},
});

const Setting* find(std::string_view Setting::* name, std::string_view wanted) {
  const auto found = std::ranges::find(kSettings, wanted, name);
  return wanted.empty() || found == kSettings.end() ? nullptr : &*found;
}

}  // namespace

std::span<const Setting> settings() { return kSettings; }
const Setting* setting_of_key(std::string_view key) { return find(&Setting::key, key); }
const Setting* setting_of_flag(std::string_view flag) { return find(&Setting::flag, flag); }

}  // namespace callwright::config
