#include "service/app/config_values.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::config_values {
namespace {

using namespace config;

TEST(ConfigValues, UrlsAreAbsoluteAndPlain) {
  struct Case {
    std::string text;
    std::optional<std::string> url;
    std::string host;
  };
  const std::vector<Case> cases = {
      {"https://api.telnyx.com/v2", "https://api.telnyx.com/v2", "api.telnyx.com"},
      {"https://example.com//", "https://example.com", "example.com"},
      {"http://localhost:8080/v2", "http://localhost:8080/v2", "localhost"},
      {"http://[::1]:8080", "http://[::1]:8080", "::1"},
      {"https://", {}, ""},
      {"https:///path", {}, ""},
      {"ftp://example.com", {}, ""},
      {"example.com", {}, ""},
      {"https://user@example.com", {}, ""},
      {"https://example.com?x=1", {}, ""},
      {"https://example.com#x", {}, ""},
      {"https://example.com:0", {}, ""},
      {"https://example.com:65536", {}, ""},
      {"https://example.com:", {}, ""},
      {"https://exa mple.com", {}, ""},
      {"https://[::1", {}, ""},
      {"https://[nonsense]", {}, ""},
      {"https://exämple.com", {}, ""},
  };
  for (const auto& test : cases) {
    const auto url = read_url(test.text);
    EXPECT_EQ(url, test.url) << test.text;
    if (url) EXPECT_EQ(host_of(*url), test.host) << test.text;
  }
}

TEST(ConfigValues, LoopbackIsThisMachineOnly) {
  for (const char* host : {"localhost", "127.0.0.1", "127.255.0.3", "::1", "0:0:0:0:0:0:0:1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"0.0.0.0", "::", "128.0.0.1", "127.0.0.1.example.com", "localhost.example.com",
                           "10.0.0.1", "", "127.1", "::ffff:10.0.0.1"}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

TEST(ConfigValues, AmountsAreShownAsTheyCanBeRead) {
  for (const char* text : {"1500ms", "20s", "4m", "2h", "90d", "0ms"}) {
    const auto duration = read_duration(text, Duration{0}, std::chrono::days{365});
    ASSERT_TRUE(duration) << text;
    EXPECT_EQ(show_duration(*duration), text);
  }
  for (const char* text : {"17", "1KiB", "256MiB", "3GiB"})
    EXPECT_EQ(show_bytes(read_bytes(text).value_or(0)), text);
  for (const char* text :
       {"", "s", "20", "20 s", "-1s", "1.5h", "20S", "18446744073709551615d", "99999999999999999999s"}) {
    EXPECT_FALSE(read_duration(text, Duration{0}, Duration::max())) << text;
  }
  for (const char* text : {"", "MiB", "1MB", "1 MiB", "-1"}) EXPECT_FALSE(read_bytes(text)) << text;
}

TEST(ConfigValues, BlanksAtBothEndsAreNoPart) {
  EXPECT_EQ(trimmed(" \t a b\r\n"), "a b");
  EXPECT_EQ(trimmed(" \n"), "");
  EXPECT_EQ(trimmed(""), "");
}

}  // namespace
}  // namespace callwright::tests::config_values
