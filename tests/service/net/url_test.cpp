#include "service/net/url.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::url {
namespace {

Url url_of(std::string scheme, std::string host, unsigned short port, std::string target) {
  return Url{.scheme = std::move(scheme), .host = std::move(host), .port = port, .target = std::move(target)};
}

TEST(Url, IsSplitForConnecting) {
  EXPECT_EQ(parse_url("https://api.telnyx.com/v2/calls?a=b"),
            url_of("https", "api.telnyx.com", 443, "/v2/calls?a=b"));
  EXPECT_EQ(parse_url("HTTP://LocalHost:8080"), url_of("http", "localhost", 8080, "/"));
  EXPECT_EQ(parse_url("https://h?x#frag"), url_of("https", "h", 443, "/?x"));
  EXPECT_EQ(parse_url("http://[::1]:81/a"), url_of("http", "::1", 81, "/a"));
}

TEST(Url, RefusesWhatCannotBeConnectedTo) {
  for (const auto* text :
       {"", "/path", "ftp://h/", "https://", "https:///x", "https://h:0/", "https://h:70000/", "https://h:/",
        "https://u:p@h/", "https://u@h/", "https://h /", "https://h/a b", "https://h/\r\nX: y",
        "https://[::1/", "https://[nonsense]/", "https://h:8a/", "https://h%2e/", "https://[::1]x/"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().code, "http.url") << text;
  }
}

TEST(Url, KnowsLoopback) {
  for (const auto* text : {"http://localhost/", "http://127.0.0.1/", "http://127.9.8.7/", "http://[::1]/"}) {
    EXPECT_TRUE(parse_url(text)->is_loopback()) << text;
  }
  for (const auto* text : {"http://localhost.evil.org/", "http://127.0.0.1.org/", "http://10.0.0.1/",
                           "http://0.0.0.0/", "http://[::2]/", "http://2130706433/"}) {
    EXPECT_FALSE(parse_url(text)->is_loopback()) << text;
  }
}

TEST(Url, NamesHostAndPool) {
  EXPECT_EQ(parse_url("https://h/x")->authority(), "h");
  EXPECT_EQ(parse_url("https://h:80/x")->authority(), "h:80");
  EXPECT_EQ(parse_url("http://[::1]:81/")->authority(), "[::1]:81");
  EXPECT_EQ(parse_url("https://h/x")->origin(), "https://h:443");
}

}  // namespace
}  // namespace callwright::tests::url
