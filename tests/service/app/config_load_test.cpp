#include "service/app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::config_load {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;
using Problems = std::vector<std::string>;

const std::string kKeyOfZeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
const std::string kKeyOfOnes = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

Result<std::string> read_test_file(const std::string& path) {
  if (path == "/run/key") return "KEY_FROM_FILE\n";
  if (path == "/run/empty") return "\n";
  return fail(Errc::NotFound, "file", "cannot read " + path + ": No such file");
}

ConfigSources sources(std::optional<std::string> file, std::map<std::string, std::string> environment = {},
                      std::map<std::string, std::string> flags = {}) {
  return {.flags = std::move(flags),
          .environment = std::move(environment),
          .file = std::move(file),
          .read_file = read_test_file,
          .cores = 2};
}

Config loaded(const ConfigSources& from) {
  auto config = load_config(from);
  EXPECT_TRUE(config) << ::testing::PrintToString(config.error());
  return config.value_or(Config{});
}

Problems problems(const ConfigSources& from) {
  const auto config = load_config(from);
  return config ? Problems{} : config.error();
}

TEST(LoadConfig, HasSafeDefaults) {
  const auto config = loaded(sources(std::nullopt));
  EXPECT_EQ(config.telnyx_api_base, "https://api.telnyx.com/v2");
  EXPECT_EQ(config.port, 8080);
  EXPECT_EQ(config.listen, "127.0.0.1");
  EXPECT_EQ(config.store_path, "callwright.db");
  EXPECT_EQ(config.workflows, "./callwright.d");
  EXPECT_EQ(config.threads, 2U) << "the number of cores";
  EXPECT_EQ(config.store_reserve_bytes, 268'435'456U);
  EXPECT_EQ(config.webhook_tolerance, 90min);
  EXPECT_EQ(config.variables_timeout, 800ms);
  EXPECT_EQ(config.webhooks_first_retry, 5s);
  EXPECT_EQ(config.webhooks_give_up, 24h);
  EXPECT_EQ(config.unmatched, Config::Unmatched::Reject);
  EXPECT_EQ(config.log_format, Config::LogFormat::Text);
  EXPECT_FALSE(config.log_full_numbers);
  EXPECT_FALSE(config.insecure_skip_verification);
  EXPECT_TRUE(config.telnyx_api_key.empty());
  EXPECT_TRUE(config.origins.empty());
}

TEST(LoadConfig, ReadsEverySettingOfTheEnvironment) {
  const auto config = loaded(sources(std::nullopt, {{"TELNYX_API_KEY", "KEY1"},
                                                    {"TELNYX_PUBLIC_KEY", kKeyOfZeros + ", " + kKeyOfOnes},
                                                    {"TELNYX_ASSISTANT_ID", "assistant-1"},
                                                    {"TELNYX_CONNECTION_ID", "123"},
                                                    {"TELNYX_API_BASE", "http://127.0.0.1:9000/v2/"},
                                                    {"PORT", "9090"},
                                                    {"CALLWRIGHT_LISTEN", "::"},
                                                    {"CALLWRIGHT_STORE", "sqlite:/var/lib/calls.db"},
                                                    {"CALLWRIGHT_WORKFLOWS", "/etc/callwright"},
                                                    {"CALLWRIGHT_API_TOKEN", "token"},
                                                    {"CALLWRIGHT_PUBLIC_URL", "https://calls.example.com/"},
                                                    {"CALLWRIGHT_LOG", "json"},
                                                    {"CALLWRIGHT_THREADS", "8"},
                                                    {"CALLWRIGHT_TOOL_SECRET", "tool"},
                                                    {"CALLWRIGHT_INSIGHTS_SECRET", "insights"}}));
  EXPECT_EQ(config.telnyx_api_key.reveal(), "KEY1");
  ASSERT_EQ(config.telnyx_public_keys.size(), 2U);
  EXPECT_EQ(config.telnyx_public_keys[1], (TelnyxPublicKey{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                                                           1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(config.telnyx_assistant_id, "assistant-1");
  EXPECT_EQ(config.telnyx_connection_id, "123");
  EXPECT_EQ(config.telnyx_api_base, "http://127.0.0.1:9000/v2");
  EXPECT_EQ(config.port, 9090);
  EXPECT_EQ(config.listen, "::");
  EXPECT_EQ(config.store_path, "/var/lib/calls.db");
  EXPECT_EQ(config.workflows, "/etc/callwright");
  EXPECT_EQ(config.api_token.reveal(), "token");
  EXPECT_EQ(config.public_url, "https://calls.example.com");
  EXPECT_EQ(config.log_format, Config::LogFormat::Json);
  EXPECT_EQ(config.threads, 8U);
  EXPECT_EQ(config.tool_secret.reveal(), "tool");
  EXPECT_EQ(config.insights_secret.reveal(), "insights");
}

TEST(LoadConfig, ReadsTheFile) {
  const auto config = loaded(sources(R"(
telnyx:
  api_key: ${env.MY_KEY}
  public_key: [)" + kKeyOfZeros + ", " + kKeyOfOnes +
                                         R"(]
  assistant_id:
port: 9090
listen: ${env.ADDRESS | 127.0.0.2}
store: { url: "sqlite:calls.db", reserve: 1GiB, retention: 30d }
log: { format: json, numbers: full }
chat: { timeout: 90s, rate: 5, at_once: 8 }
sms: { rate: 3, from: "+13125550100" }
webhook_tolerance: 5m
variables: { timeout: 1500ms }
webhooks_out: { first_retry: 100ms, give_up: 72h }
unmatched: ignore
secrets:
  crm: "a $${literal} pass phrase"
  sheet_file: /run/key
)",
                                     {{"MY_KEY", "KEY2"}}));
  EXPECT_EQ(config.telnyx_api_key.reveal(), "KEY2");
  EXPECT_EQ(config.telnyx_public_keys.size(), 2U);
  EXPECT_EQ(config.telnyx_assistant_id, "");
  EXPECT_EQ(config.port, 9090);
  EXPECT_EQ(config.listen, "127.0.0.2");
  EXPECT_EQ(config.store_path, "calls.db");
  EXPECT_EQ(config.store_reserve_bytes, 1'073'741'824U);
  EXPECT_EQ(config.store_retention, std::chrono::days{30});
  EXPECT_EQ(config.chat_timeout, 90s);
  EXPECT_EQ(config.chat_per_minute, 5U);
  EXPECT_EQ(config.chat_at_once, 8U);
  EXPECT_EQ(config.sms_per_minute, 3U);
  EXPECT_EQ(config.sms_from, "+13125550100");
  EXPECT_EQ(config.log_format, Config::LogFormat::Json);
  EXPECT_TRUE(config.log_full_numbers);
  EXPECT_EQ(config.webhook_tolerance, 5min);
  EXPECT_EQ(config.variables_timeout, 1500ms);
  EXPECT_EQ(config.webhooks_first_retry, 100ms);
  EXPECT_EQ(config.webhooks_give_up, 72h);
  EXPECT_EQ(config.unmatched, Config::Unmatched::Ignore);
  EXPECT_EQ(config.secrets.at("crm").reveal(), "a ${literal} pass phrase");
  EXPECT_EQ(config.secrets.at("sheet").reveal(), "KEY_FROM_FILE");
}

TEST(LoadConfig, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
  const std::string file = "port: 1\nthreads: 1\nworkflows: file\n";
  const auto config = loaded(sources(file, {{"PORT", "2"}, {"CALLWRIGHT_THREADS", "2"}}, {{"port", "3"}}));
  EXPECT_EQ(config.port, 3);
  EXPECT_EQ(config.threads, 2U);
  EXPECT_EQ(config.workflows, "file");
  EXPECT_EQ(config.origins,
            (std::map<std::string, std::string>{{"port", "--port"},
                                                {"threads", "CALLWRIGHT_THREADS"},
                                                {"workflows", "callwright.yaml:3 workflows"}}));
}

TEST(LoadConfig, AVariableSetToNothingIsNotSet) {
  const auto config =
      loaded(sources("port: 1", {{"PORT", ""}, {"TELNYX_API_KEY", " "}, {"CALLWRIGHT_UNHEARD", ""}}));
  EXPECT_EQ(config.port, 1);
  EXPECT_TRUE(config.telnyx_api_key.empty());
}

TEST(LoadConfig, ReadsASecretFromAFile) {
  EXPECT_EQ(loaded(sources(std::nullopt, {{"TELNYX_API_KEY_FILE", "/run/key"}})).telnyx_api_key.reveal(),
            "KEY_FROM_FILE");
  EXPECT_EQ(loaded(sources("telnyx: { api_key_file: /run/key }")).telnyx_api_key.reveal(), "KEY_FROM_FILE");
}

TEST(LoadConfig, ShortFormsMeanTheFirstSettingOfTheirSection) {
  const auto config = loaded(sources("store: sqlite:a.db\nlog: json\n"));
  EXPECT_EQ(config.store_path, "a.db");
  EXPECT_EQ(config.log_format, Config::LogFormat::Json);
}

struct Refused {
  std::string name;
  ConfigSources from;
  std::string problem;
};

class LoadConfigRefuses : public ::testing::TestWithParam<Refused> {};

TEST_P(LoadConfigRefuses, WithOneSentence) {
  EXPECT_THAT(problems(GetParam().from), ElementsAre(GetParam().problem));
}

const std::string kAcceptsKeys =
    " accepts public keys of your Telnyx account (Portal, Keys & Credentials): Base64 of 32 bytes each, "
    "separated by "
    "commas";
const std::vector<Refused> kRefused = {
    {"PortTooLarge", sources({}, {{"PORT", "65536"}}), "PORT accepts a port from 0 (any free one) to 65535"},
    {"PortWithText", sources({}, {{"PORT", "80a"}}), "PORT accepts a port from 0 (any free one) to 65535"},
    {"PortNegative", sources({}, {}, {{"port", "-1"}}),
     "--port accepts a port from 0 (any free one) to 65535"},
    {"FlagEmpty", sources({}, {}, {{"port", ""}}), "--port accepts a port from 0 (any free one) to 65535"},
    {"PortInFile", sources("\nport: [1, 2]"),
     "callwright.yaml:2 port accepts a port from 0 (any free one) to 65535"},
    {"PublicKeyShort", sources({}, {{"TELNYX_PUBLIC_KEY", "AAAA"}}), "TELNYX_PUBLIC_KEY" + kAcceptsKeys},
    {"PublicKeyNotBase64", sources({}, {{"TELNYX_PUBLIC_KEY", "KEY01-not-base64"}}),
     "TELNYX_PUBLIC_KEY" + kAcceptsKeys},
    {"PublicKeySecondOneEmpty", sources({}, {{"TELNYX_PUBLIC_KEY", kKeyOfZeros + ","}}),
     "TELNYX_PUBLIC_KEY" + kAcceptsKeys},
    {"ApiKeyWithBlank", sources({}, {{"TELNYX_API_KEY", "KEY 1"}}),
     "TELNYX_API_KEY accepts the API key of your Telnyx account (Portal, API Keys)"},
    {"ApiKeyWithLineBreak", sources({}, {{"TELNYX_API_KEY", "KEY\r\nX-Other: 1"}}),
     "TELNYX_API_KEY accepts the API key of your Telnyx account (Portal, API Keys)"},
    {"ApiBaseOverPlainHttp", sources({}, {{"TELNYX_API_BASE", "http://api.telnyx.com/v2"}}),
     "TELNYX_API_BASE accepts an https URL, or an http URL of this machine"},
    {"ApiBaseThatOnlyLooksLocal", sources({}, {{"TELNYX_API_BASE", "http://127.0.0.1.evil.example/v2"}}),
     "TELNYX_API_BASE accepts an https URL, or an http URL of this machine"},
    {"ApiBaseWithUser", sources({}, {{"TELNYX_API_BASE", "http://localhost:1@evil.example/v2"}}),
     "TELNYX_API_BASE accepts an https URL, or an http URL of this machine"},
    {"PublicUrlWithoutScheme", sources({}, {{"CALLWRIGHT_PUBLIC_URL", "calls.example.com"}}),
     "CALLWRIGHT_PUBLIC_URL accepts the http or https URL under which Telnyx reaches this service"},
    {"ListenOnAName", sources({}, {{"CALLWRIGHT_LISTEN", "example.com"}}),
     "CALLWRIGHT_LISTEN accepts an IP address of this machine, or localhost"},
    {"StoreOfAnotherKind", sources({}, {{"CALLWRIGHT_STORE", "mysql://x"}}),
     "CALLWRIGHT_STORE accepts sqlite: and the name of a file"},
    {"StoreInMemory", sources({}, {{"CALLWRIGHT_STORE", "sqlite::memory:"}}),
     "CALLWRIGHT_STORE accepts sqlite: and the name of a file"},
    {"ThreadsNone", sources({}, {{"CALLWRIGHT_THREADS", "0"}}),
     "CALLWRIGHT_THREADS accepts a number from 1 to 256"},
    {"LogFormat", sources({}, {{"CALLWRIGHT_LOG", "yaml"}}), "CALLWRIGHT_LOG accepts text or json"},
    {"InsightsSecretOutsideAPath", sources({}, {{"CALLWRIGHT_INSIGHTS_SECRET", "a/b"}}),
     "CALLWRIGHT_INSIGHTS_SECRET accepts letters, digits and . _ ~ -, because it is part of a URL"},
    {"ToleranceWidened", sources("webhook_tolerance: 2h"),
     "callwright.yaml:1 webhook_tolerance accepts a duration from 5s to 90m"},
    {"GivenUpAtOnce", sources("webhooks_out: { give_up: 0s }"),
     "callwright.yaml:1 webhooks_out.give_up accepts a duration from 1s to 72h"},
    {"DurationWithoutUnit", sources("webhook_tolerance: 300"),
     "callwright.yaml:1 webhook_tolerance accepts a duration from 5s to 90m"},
    {"ASenderThatIsNoNumber", sources("sms: { from: 'Shop' }"),
     "callwright.yaml:1 sms.from accepts a number in E.164 form, such as +13125550100"},
    {"ARateOfNothing", sources("chat: { rate: 0 }"),
     "callwright.yaml:1 chat.rate accepts messages of one client in a minute, from 1 to 60000"},
    {"ReserveWithAnotherUnit", sources("store: { reserve: 256MB }"),
     "callwright.yaml:1 store.reserve accepts bytes, with KiB, MiB or GiB"},
    {"ReserveBeyondEveryNumber", sources("store: { reserve: 99999999999999GiB }"),
     "callwright.yaml:1 store.reserve accepts bytes, with KiB, MiB or GiB"},
    {"UnknownKey", sources("telnyx:\n  api_kee: x"),
     "callwright.yaml:2: telnyx.api_kee is unknown; did you mean telnyx.api_key?"},
    {"UnknownSection", sources("a_completely_different_thing: { b: 1 }"),
     "callwright.yaml:1: a_completely_different_thing.b is unknown"},
    {"FileOfWhatIsNoSecret", sources("port_file: /run/key"), "callwright.yaml:1: port_file is unknown"},
    {"FlagsAreNoKeys", sources("insecure_skip_verification: true"),
     "callwright.yaml:1: insecure_skip_verification is unknown"},
    {"UnknownVariable", sources({}, {{"CALLWRIGHT_API_TOKN", "x"}}),
     "CALLWRIGHT_API_TOKN is unknown; did you mean CALLWRIGHT_API_TOKEN?"},
    {"UnknownFlag", sources({}, {}, {{"prt", "1"}}), "--prt is unknown; did you mean --port?"},
    {"SecretGivenTwice", sources({}, {{"TELNYX_API_KEY", "a"}, {"TELNYX_API_KEY_FILE", "/run/key"}}),
     "TELNYX_API_KEY and TELNYX_API_KEY_FILE are both set; keep one"},
    {"SecretGivenTwiceInFile", sources("telnyx: { api_key: a, api_key_file: /run/key }"),
     "callwright.yaml:1: telnyx.api_key is given twice; keep one"},
    {"SecretFileMissing", sources({}, {{"CALLWRIGHT_API_TOKEN_FILE", "/run/none"}}),
     "CALLWRIGHT_API_TOKEN_FILE: cannot read /run/none: No such file"},
    {"SecretFileEmpty", sources({}, {{"CALLWRIGHT_API_TOKEN_FILE", "/run/empty"}}),
     "CALLWRIGHT_API_TOKEN_FILE: the file is empty"},
    {"NamedSecretEmpty", sources("secrets: { crm: ' ' }"),
     "callwright.yaml:1 secrets.crm accepts a text that is not empty"},
    {"KeyTwice", sources("port: 1\nport: 2"), "callwright.yaml:2: port is given twice; keep one"},
    {"KeyTwiceInTwoForms", sources("store: sqlite:a\nstore.url: sqlite:b"),
     "callwright.yaml:2: store.url is given twice; keep one"},
    {"NotAMap", sources("- port"), "callwright.yaml:1: has to be a map of settings, `port: 8080`"},
    {"TooDeep", sources("a: { b: { c: { d: 1 } } }"),
     "callwright.yaml:1: a.b.c nests too deep; give a single value"},
    {"VariableNotSet", sources("port: ${env.P}"),
     "callwright.yaml:1: port: the environment variable P is not set; set it or write ${env.P | default}"},
    {"VariableOfAnotherKind", sources("port: '${call.id}'"),
     "callwright.yaml:1: port: only ${env.NAME} is replaced here, not ${call.id}"},
    {"VariableWithoutEnd", sources("port: '${env.P'"),
     "callwright.yaml:1: port: a ${ has no }; write $${ for a literal ${"},
};
INSTANTIATE_TEST_SUITE_P(Config, LoadConfigRefuses, ::testing::ValuesIn(kRefused),
                         [](const auto& test) { return test.param.name; });

TEST(LoadConfig, TellsEveryProblemAtOnce) {
  EXPECT_THAT(problems(sources("prt: 1\nthreads: 0\nunmatched: x",
                               {{"PORT", "x"}, {"CALLWRIGHT_LOK", "json"}}, {{"listen", "nowhere"}})),
              UnorderedElementsAre("callwright.yaml:1: prt is unknown; did you mean port?",
                                   "callwright.yaml:2 threads accepts a number from 1 to 256",
                                   "callwright.yaml:3 unmatched accepts reject or ignore",
                                   "PORT accepts a port from 0 (any free one) to 65535",
                                   "CALLWRIGHT_LOK is unknown; did you mean CALLWRIGHT_LOG?",
                                   "--listen accepts an IP address of this machine, or localhost"));
}

TEST(LoadConfig, SaysWhereTheFileIsNotYaml) {
  const auto found = problems(sources("port: 1\nlisten: [1\n"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0], ::testing::MatchesRegex("callwright.yaml:[0-9]+: not YAML: .+"));
}

TEST(LoadConfig, LeavesTheServiceLinksOfKubernetesAndTheVariablesOfOthersAlone) {
  EXPECT_THAT(problems(sources({}, {{"CALLWRIGHT_SERVICE_HOST", "10.0.0.1"},
                                    {"CALLWRIGHT_SERVICE_PORT_HTTP", "80"},
                                    {"CALLWRIGHT_PORT", "tcp://10.0.0.1:80"},
                                    {"CALLWRIGHT_PORT_80_TCP_ADDR", "10.0.0.1"},
                                    {"TELNYX_PROFILE", "work"},
                                    {"PATH", "/bin"}})),
              ::testing::IsEmpty());
}

TEST(LoadConfig, NoProblemHoldsAValue) {
  for (const auto& problem :
       problems(sources("telnyx: { public_key: hunter2, api_key: 'hunter2 x' }\nport: hunter2",
                        {{"TELNYX_API_BASE", "hunter2"}}))) {
    EXPECT_THAT(problem, ::testing::Not(::testing::HasSubstr("hunter2")));
  }
}

TEST(ConfigFlags, HaveNoSecretsBecauseOthersCanSeeACommandLine) {
  std::vector<std::string> names;
  for (const auto& flag : config_flags()) {
    names.push_back(flag.name);
    EXPECT_EQ(flag.takes_value, flag.name != "insecure-skip-verification");
  }
  EXPECT_THAT(names, ElementsAre("assistant-id", "connection-id", "api-base", "port", "listen", "public-url",
                                 "threads", "workflows", "store", "log", "insecure-skip-verification"));
}

}  // namespace
}  // namespace callwright::tests::config_load
