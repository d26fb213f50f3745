#include "service/app/config.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::config_print {
namespace {

TEST(PrintConfig, ShowsEverySettingAndWhereItWasGiven) {
  const auto config = load_config({.flags = {{"insecure-skip-verification", "true"}},
                                   .environment = {{"TELNYX_API_KEY", "hunter2"}, {"PORT", "9090"}},
                                   .file = "store: { reserve: 1GiB }\nsecrets: { crm: hunter2 }\n",
                                   .read_file = {},
                                   .cores = 2});
  ASSERT_TRUE(config);
  EXPECT_EQ(print_config(*config),
            R"(telnyx.api_key:             (set, hidden)                       # TELNYX_API_KEY
telnyx.public_key:          # not set
telnyx.assistant_id:        # not set
telnyx.connection_id:       # not set
telnyx.api_base:            https://api.telnyx.com/v2
telnyx.repeat_for:          50s
port:                       9090                                # PORT
listen:                     127.0.0.1
public_url:                 # not set
threads:                    2
workflows:                  ./callwright.d
store.url:                  sqlite:callwright.db
store.reserve:              1GiB                                # callwright.yaml:1 store.reserve
store.retention:            90d
chat.timeout:               1m
chat.rate:                  60
chat.at_once:               64
sms.rate:                   30
sms.from:                   # not set
api_token:                  # not set
tool_secret:                # not set
insights_secret:            # not set
log.format:                 text
log.numbers:                masked
webhook_tolerance:          90m
variables.timeout:          800ms
webhooks_out.first_retry:   5s
webhooks_out.give_up:       1d
unmatched:                  reject
# --insecure-skip-verification
secrets.crm:                (set, hidden)                       # callwright.yaml:2
)");
}

TEST(PrintConfig, IsAFileThatLoadsToTheSameSettings) {
  const auto config =
      load_config({.flags = {{"threads", "3"}, {"log", "json"}},
                   .environment = {{"TELNYX_PUBLIC_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},
                                   {"CALLWRIGHT_PUBLIC_URL", "https://calls.example.com"}},
                   .file = "unmatched: ignore\nwebhook_tolerance: 61500ms",
                   .read_file = {}});
  ASSERT_TRUE(config);
  auto again = load_config({.flags = {}, .environment = {}, .file = print_config(*config), .read_file = {}});
  ASSERT_TRUE(again) << ::testing::PrintToString(again.error());
  again->origins = config->origins;
  EXPECT_EQ(print_config(*again), print_config(*config));
}

}  // namespace
}  // namespace callwright::tests::config_print
