#include "handlers/access/local_only.hpp"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::local_only {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Case {
  std::string name;
  Headers headers;
  bool expected;
  std::string remote = "127.0.0.1";
  std::string target = "/chat";
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const std::vector<Case> kCases = {
    {"Localhost", {{"host", "localhost"}}, true},
    {"LocalhostWithPort", {{"host", "LocalHost:8080"}}, true},
    {"LoopbackV4", {{"host", "127.0.0.1:8080"}}, true},
    {"AnotherLoopbackV4", {{"host", "127.8.9.10"}}, true},
    {"LoopbackV6", {{"host", "[::1]:8080"}}, true, "::1"},
    {"UnrelatedHeaders", {{"host", "localhost"}, {"cache-control", "no-cache"}, {"x-forward", "1"}}, true},
    {"RemoteNotKnown", {{"host", "localhost"}}, true, ""},
    {"NoHost", {}, false},
    {"EmptyHost", {{"host", ""}}, false},
    {"PublicHost", {{"host", "calls.example.com"}}, false},
    {"ReboundName", {{"host", "localhost.evil.example"}}, false},
    {"NumberInName", {{"host", "127.0.0.1.evil.example"}}, false},
    {"ShortAddress", {{"host", "127.1"}}, false},
    {"PrivateAddress", {{"host", "192.168.0.7"}}, false},
    {"PortNotANumber", {{"host", "localhost:80@evil"}}, false},
    {"UserInfo", {{"host", "localhost@evil.example"}}, false},
    {"BareV6", {{"host", "::1"}}, false},
    {"BracketNotClosed", {{"host", "[::1"}}, false},
    {"BracketedName", {{"host", "[localhost]"}}, false},
    {"TwoHosts", {{"host", "localhost"}, {"host", "evil.example"}}, false},
    {"Forwarded", {{"host", "localhost"}, {"forwarded", "for=203.0.113.9"}}, false},
    {"ForwardedEmpty", {{"host", "localhost"}, {"forwarded", ""}}, false},
    {"XForwardedFor", {{"host", "localhost"}, {"x-forwarded-for", "203.0.113.9"}}, false},
    {"XForwardedProto", {{"host", "localhost"}, {"x-forwarded-proto", "https"}}, false},
    {"Via", {{"host", "localhost"}, {"via", "1.1 proxy"}}, false},
    {"Cloudflare", {{"host", "localhost"}, {"cf-connecting-ip", "203.0.113.9"}}, false},
    {"RemoteElsewhere", {{"host", "localhost"}}, false, "203.0.113.9"},
    {"AbsoluteTarget", {{"host", "localhost"}}, false, "127.0.0.1", "http://evil.example/chat"},
};

Request request_of(const Case& c) {
  Request request{.method = "POST", .target = c.target, .path = "/chat"};
  request.headers = c.headers;
  request.remote_address = c.remote;
  return request;
}

class LocalRequest : public ::testing::TestWithParam<Case> {};

TEST_P(LocalRequest, JudgesTheRequest) {
  EXPECT_EQ(callwright::local_only(request_of(GetParam()), true, false), GetParam().expected);
}
INSTANTIATE_TEST_SUITE_P(Access, LocalRequest, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

TEST(LocalOnly, IsNeverTrueForAServiceThatOthersCanReach) {
  const auto request = request_of(kCases.front());
  EXPECT_FALSE(callwright::local_only(request, false, false));
  EXPECT_FALSE(callwright::local_only(request, true, true));
  EXPECT_FALSE(callwright::local_only(request, false, true));
  EXPECT_FALSE(callwright::local_only(request, Exposure{})) << "what is not known is not local";
}

}  // namespace
}  // namespace callwright::tests::local_only
