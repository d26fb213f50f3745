#include "service/app/lookup_port.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::lookup_port {
namespace {

std::string read(int status, std::string body) {
  const auto answer = read_lookup({.status = status, .headers = {}, .body = std::move(body)});
  return answer ? answer->text() : answer.error().code;
}

TEST(ReadLookup, TakesAnObjectThatCameWith200) {
  EXPECT_EQ(read(200, R"( {"a": [1, {"b": null}]} )"), R"({"a":[1,{"b":null}]})");
  EXPECT_EQ(read(200, "{}"), "{}");
}

TEST(ReadLookup, TakesNothingElse) {
  for (const int status : {201, 204, 301, 302, 304, 400, 401, 404, 500, 503})
    EXPECT_EQ(read(status, R"({"a":1})"), "lookup.status") << status;
  for (const auto* body : {"", "null", "[]", "7", "\"a\"", "{", R"({"a":1}{})", "{\"a\":\"\xff\"}"})
    EXPECT_EQ(read(200, body), "lookup.body") << body;
  EXPECT_EQ(read(200, std::string(40, '[')), "lookup.body");
  EXPECT_EQ(read(200, "{\"a\":\"" + std::string(70'000, 'x') + "\"}"), "lookup.body");
}

}  // namespace
}  // namespace callwright::tests::lookup_port
