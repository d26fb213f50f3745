#include "workflows/model/json.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::json {
namespace {

std::string error_of(std::string_view text) {
  const auto parsed = JsonDocument::parse(text);
  return parsed ? "" : parsed.error().code;
}

TEST(Json, RefusesWhatIsNotJson) {
  EXPECT_EQ(error_of("{"), "json.invalid");
  EXPECT_EQ(error_of("{} x"), "json.invalid");
  EXPECT_EQ(error_of(""), "json.invalid");
  EXPECT_EQ(error_of("\"\xff\""), "json.invalid");
  EXPECT_EQ(error_of("{\"a\":1}"), "");
}

TEST(Json, RefusesDeepNestingBeforeItCanOverflowAStack) {
  EXPECT_EQ(error_of(std::string(20'000, '[')), "json.too_deep");
  EXPECT_EQ(error_of(std::string(32, '[') + std::string(32, ']')), "");
  EXPECT_EQ(error_of(std::string(33, '[') + std::string(33, ']')), "json.too_deep");
  EXPECT_EQ(error_of("\"" + std::string(100, '[') + "\""), "");
}

TEST(Json, LooksUpByPathAndForgivesWhatIsMissing) {
  const auto document = JsonDocument::parse(R"({"a":{"b":[10,{"c":"deep"}]},"n":1.5,"t":true,"z":null})");
  ASSERT_TRUE(document);
  const auto root = document->root();
  EXPECT_EQ(root.at_path("a.b.1.c").str(), "deep");
  EXPECT_EQ(root.at_path("a.b.0").integer(), 10);
  EXPECT_FALSE(root.at_path("a.b.2").exists());
  EXPECT_FALSE(root["x"]["y"]["z"].exists());
  EXPECT_EQ(root["n"].number(), 1.5);
  EXPECT_EQ(root["n"].integer(), std::nullopt);
  EXPECT_TRUE(root["z"].is_null());
  EXPECT_EQ(root["z"].display(), "");
  EXPECT_EQ(root["t"].display(), "true");
  EXPECT_EQ(root["a"].display(), R"({"b":[10,{"c":"deep"}]})");
}

TEST(Json, WritesWhatItReads) {
  JsonWriter writer;
  writer.begin_object()
      .member("s", "a\"b")
      .member("n", 7)
      .key("list")
      .begin_array()
      .boolean(true)
      .null()
      .end_array();
  writer.member("raw", Json::trusted("{\"x\":1}")).end_object();
  const auto text = writer.take();
  EXPECT_EQ(text, R"({"s":"a\"b","n":7,"list":[true,null],"raw":{"x":1}})");
  EXPECT_EQ(Json::parse(" { \"a\" : [ 1 ] } ")->text(), R"({"a":[1]})");
  EXPECT_EQ(Json{}, Json::trusted("null"));
}

}  // namespace
}  // namespace callwright::tests::json
