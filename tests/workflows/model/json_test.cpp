#include "workflows/model/json.hpp"

#include <string>
#include <string_view>

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
  EXPECT_EQ(error_of(std::string_view("{}\0x", 4)), "json.invalid");
  EXPECT_EQ(error_of(R"("\udc00")"), "json.invalid");
  EXPECT_EQ(error_of(R"("\ud83d")"), "json.invalid");
  EXPECT_EQ(error_of(R"("\ud83dx\ude00")"), "json.invalid");
  EXPECT_EQ(error_of(R"("\ud83d\ude00 and \\udc00")"), "")
      << "a pair, and text that only looks like an escape";
  EXPECT_EQ(error_of("{\"a\":1}"), "");
}

TEST(Json, RefusesATextThatEndsInsideACharacterWithoutReadingOn) {
  for (const std::string_view lead : {"\xC3", "\xE2", "\xE2\x82", "\xF0", "\xF0\x9F", "\xF0\x9F\x98"}) {
    for (const auto& text : {"\"" + std::string(lead), R"({"a":")" + std::string(lead)}) {
      EXPECT_EQ(JsonDocument::parse(text).error().code, "json.invalid") << text.size();
    }
  }
}

TEST(Json, RefusesNumbersThatNoDoubleHolds) {
  const std::string zeros(400, '0');
  for (const auto& text : {"[1e-400]", "[1e400]", "[1E-99999999999999999999]", "[0.1e-340]"}) {
    EXPECT_EQ(error_of(text), "json.invalid") << text;
  }
  EXPECT_EQ(error_of("[0." + zeros + "1]"), "json.invalid");
  EXPECT_EQ(error_of("[0." + zeros.substr(100) + "1e-300]"), "json.invalid");
  EXPECT_EQ(error_of("[0." + zeros.substr(100) + "1e300]"), "json.invalid");
  for (const auto& text : {"[4.9406564584124654e-324]", "[1.7976931348623157e308]", "[1e-20,true,false]"}) {
    EXPECT_EQ(error_of(text), "") << text;
  }
  EXPECT_EQ(error_of(R"(["1e-400", "0.e\"1e-400"])"), "") << "text is no number";
}

TEST(Json, RefusesDeepNestingBeforeItCanOverflowAStack) {
  EXPECT_EQ(error_of(std::string(20'000, '[')), "json.too_deep");
  EXPECT_EQ(error_of(std::string(32, '[') + std::string(32, ']')), "");
  EXPECT_EQ(error_of(std::string(33, '[') + std::string(33, ']')), "json.too_deep");
  EXPECT_EQ(error_of("\"" + std::string(100, '[') + "\""), "");
}

TEST(Json, BodiesFromOutsideLeaveRoomForTheRecordAroundThem) {
  const auto nested = [](int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') +
           std::string(static_cast<std::size_t>(levels), ']');
  };
  EXPECT_TRUE(JsonDocument::parse(nested(24), JsonDocument::kOutsideDepthMax));
  EXPECT_EQ(JsonDocument::parse(nested(25), JsonDocument::kOutsideDepthMax).error().code, "json.too_deep");
}

TEST(Json, ReadsANumberAsTheNumberThatItWrote) {
  for (const auto* text : {"[1.3927926388013963e-143]", "[5.4097607429647384e+124]", "[0.12345678901234567]",
                           "[1.7976931348623157e308]", "[5e-324]", "[9007199254740993.0]",
                           "[123456789012345678901234567890]", "[-0.0]", "[2.2250738585072014e-308]"}) {
    const auto once = Json::parse(text);
    ASSERT_TRUE(once) << text;
    EXPECT_EQ(Json::parse(once->text()), once) << text;
  }
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

TEST(Json, EscapesWhatAStringCannotHold) {
  EXPECT_EQ(JsonWriter().string(std::string_view("a\"\\\b\f\n\r\t\x01\x1f\0/\x7f\u00e9", 15)).take(),
            "\"a\\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001F\\u0000/\x7f\u00e9\"");
  EXPECT_EQ(JsonWriter().string({}).take(), "\"\"");
  EXPECT_EQ(JsonWriter().string("\n").take(), "\"\\n\"");
}

TEST(Json, EveryValueOfATreeIsWrittenAsItWasRead) {
  for (const auto* text :
       {R"({"a":{},"b":[],"c":[{},[]],"d":{"e":[1,{"f":null}]}})", R"([true,false,null,"",-1,0,1.5,-0.0])",
        "[-9223372036854775808,9223372036854775807,18446744073709551615,4294967295]",
        R"(["\u0001\u001F\"\\",{"":"\n"}])", R"("text")", "1e30", "1.7976931348623157e308"}) {
    EXPECT_EQ(Json::parse(text)->text(), text);
  }
}

TEST(Json, AWriterIsEmptyAfterItsTextWasTaken) {
  JsonWriter writer;
  EXPECT_EQ(writer.begin_array().integer(1).end_array().take(), "[1]");
  EXPECT_EQ(writer.begin_array().integer(2).integer(-3).end_array().take(), "[2,-3]");
}

TEST(Json, ManyShortValuesNeedMoreRoomThanTheirText) {
  std::string text = "[";
  for (int i = 0; i < 20'000; ++i) text += i == 0 ? "1" : ",1";
  text += "]";
  EXPECT_EQ(Json::parse(text)->text(), text);
}

}  // namespace
}  // namespace callwright::tests::json
