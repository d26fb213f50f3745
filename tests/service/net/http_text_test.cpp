#include "handlers/ports/http_text.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::http_text {
namespace {

TEST(HttpText, EncodesACallControlId) {
  EXPECT_EQ(percent_encode("v3:MdI91X4lWFEs7IgbBEOT9M4AigoY-_~.="),
            "v3%3AMdI91X4lWFEs7IgbBEOT9M4AigoY-_~.%3D");
  EXPECT_EQ(percent_encode("a/b?c#d%e f+é"), "a%2Fb%3Fc%23d%25e%20f%2B%C3%A9");
}

TEST(HttpText, DecodesWhatItEncodes) {
  std::string every;
  for (int byte = 1; byte < 256; ++byte) every += static_cast<char>(byte);
  EXPECT_EQ(percent_decode(percent_encode(every)), every);
  EXPECT_EQ(percent_decode(percent_encode(every), true), every);
}

TEST(HttpText, RefusesBadEscapes) {
  for (const auto* text : {"%", "%2", "a%2", "%zz", "%2z", "%z2", "%%20", "%00", "%+1"}) {
    EXPECT_EQ(percent_decode(text), std::nullopt) << text;
  }
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
}

TEST(HttpText, ReadsAndWritesQueries) {
  const QueryPairs pairs = {{"page[number]", "2"}, {"q", "a b&c=d"}, {"empty", ""}};
  EXPECT_EQ(write_query(pairs), "page%5Bnumber%5D=2&q=a%20b%26c%3Dd&empty=");
  EXPECT_EQ(parse_query(write_query(pairs)), pairs);
  EXPECT_EQ(parse_query("&&a&b=1=2&"), (QueryPairs{{"a", ""}, {"b", "1=2"}}));
  EXPECT_EQ(parse_query(""), QueryPairs{});
  EXPECT_EQ(parse_query("a=%"), std::nullopt);
}

TEST(HttpText, ReadsAndWritesDates) {
  const auto time = *parse_time("1994-11-06T08:49:37Z");  // the example of RFC 9110
  EXPECT_EQ(http_date(time), "Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), time);
  EXPECT_EQ(http_date(*parse_time("2024-02-29T23:59:59.999Z")), "Thu, 29 Feb 2024 23:59:59 GMT");
  for (const auto* text : {"", "3", "Sun, 06 Nov 1994 08:49:37 PST", "Sunday, 06-Nov-94 08:49:37 GMT",
                           "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Xxx 1994 08:49:37 GMT",
                           "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace callwright::tests::http_text
