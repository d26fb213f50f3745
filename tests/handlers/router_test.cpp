#include "handlers/router.hpp"

#include "tests/handlers/support/run.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::router {
namespace {

boost::asio::awaitable<HttpReply> tell(std::string name, Request request, PathValues values) {
  std::string text = name + " " + request.method;
  for (const auto& value : values) text += " [" + value + "]";
  co_return HttpReply{.status = 200, .body = text, .headers = {}};
}

void add(Router& router, const std::string& method, const std::string& pattern) {
  router.add(method, pattern, [pattern](Request request, PathValues values) {
    return tell(pattern, std::move(request), std::move(values));
  });
}

Router table() {
  Router router;
  add(router, "GET", "/health");
  add(router, "GET", "/v1/calls");
  add(router, "POST", "/v1/calls");
  add(router, "GET", "/v1/calls/{id}");
  add(router, "GET", "/v1/calls/{id}/records");
  add(router, "POST", "/v1/calls/{id}/hangup");
  add(router, "DELETE", "/v1/oncall/{rotation}/override/{day}");
  return router;
}

struct Case {
  std::string name, method, path;
  int status;
  std::string body;   ///< of a reply with 200
  std::string allow;  ///< of a 405
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

const std::vector<Case> kCases = {
    {"Literal", "GET", "/health", 200, "/health GET", ""},
    {"OneValue", "GET", "/v1/calls/call_1", 200, "/v1/calls/{id} GET [call_1]", ""},
    {"ValueThenLiteral", "GET", "/v1/calls/call_1/records", 200, "/v1/calls/{id}/records GET [call_1]", ""},
    {"TwoValues", "DELETE", "/v1/oncall/night/override/today", 200,
     "/v1/oncall/{rotation}/override/{day} DELETE [night] [today]", ""},
    {"MethodChooses", "POST", "/v1/calls", 200, "/v1/calls POST", ""},
    {"HeadIsServedLikeGet", "HEAD", "/v1/calls/call_1", 200, "/v1/calls/{id} GET [call_1]", ""},
    {"AnyTextIsAValue", "GET", "/v1/calls/v3:a%b c", 200, "/v1/calls/{id} GET [v3:a%b c]", ""},
    {"Unknown", "GET", "/nothing", 404, "", ""},
    {"Root", "GET", "/", 404, "", ""},
    {"NoPath", "GET", "", 404, "", ""},
    {"Asterisk", "OPTIONS", "*", 404, "", ""},
    {"TrailingSlash", "GET", "/health/", 404, "", ""},
    {"EmptyValue", "GET", "/v1/calls//records", 404, "", ""},
    {"Longer", "GET", "/v1/calls/a/records/b", 404, "", ""},
    {"CaseMatters", "GET", "/Health", 404, "", ""},
    {"OtherMethod", "DELETE", "/v1/calls", 405, "", "GET, HEAD, POST"},
    {"OtherMethodOfAValue", "PUT", "/v1/calls/call_1", 405, "", "GET, HEAD"},
    {"HeadWithoutGet", "HEAD", "/v1/calls/call_1/hangup", 405, "", "POST"},
    {"Options", "OPTIONS", "/health", 405, "", "GET, HEAD"},
    {"UnknownMethod", "BREW", "/health", 405, "", "GET, HEAD"},
};

class Route : public ::testing::TestWithParam<Case> {};

TEST_P(Route, IsFound) {
  const auto& c = GetParam();
  const auto router = table();
  const auto reply = run(router.handle(Request{.method = c.method, .target = c.path, .path = c.path}));
  EXPECT_EQ(reply.status, c.status);
  if (c.status == 200) {
    EXPECT_EQ(reply.body, c.body);
  } else {
    EXPECT_EQ(reply.content_type, "application/problem+json");
  }
  const auto allow = std::ranges::find(reply.headers, "allow", &std::pair<std::string, std::string>::first);
  EXPECT_EQ(allow == reply.headers.end() ? "" : allow->second, c.allow);
}
INSTANTIATE_TEST_SUITE_P(Router, Route, ::testing::ValuesIn(kCases),
                         [](const auto& info) { return info.param.name; });

TEST(Router, CountsARequestUnderThePatternAndNeverUnderItsPath) {
  const auto router = table();
  EXPECT_EQ(router.pattern("GET", "/v1/calls/call_1"), "/v1/calls/{id}");
  EXPECT_EQ(router.pattern("HEAD", "/health"), "/health");
  EXPECT_EQ(router.pattern("GET", "/v1/other"), "other");
  EXPECT_EQ(router.pattern("POST", "/health"), "other");
}

TEST(Router, DoesNotRepeatBytesThatAreNoText) {
  const auto reply = run(table().handle(Request{.method = "GET", .path = "/\xff\xfe"}));
  EXPECT_EQ(reply.status, 404);
  EXPECT_FALSE(reply.body.contains('\xff'));
}

}  // namespace
}  // namespace callwright::tests::router
