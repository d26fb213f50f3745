#include "service/cli/api/set_path.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::set_path {
namespace {

using namespace callwright::cli::api;

TEST(SetPath, IsReadAndWrittenBack) {
  struct Case {
    std::string text;
    SetPath path;
  };
  const std::vector<Case> cases = {
      {"name", {"name"}},
      {"a.b", {"a", "b"}},
      {"tools[0].type", {"tools", 0U, "type"}},
      {"tools[12][3]", {"tools", 12U, 3U}},
      {R"(metadata["a.b"])", {"metadata", "a.b"}},
      {R"(metadata["x]\"y="].z)", {"metadata", R"(x]"y=)", "z"}},
      {"a:b", {"a:b"}},
      {"a-b.c_d", {"a-b", "c_d"}},
  };
  for (const auto& [text, path] : cases) {
    const auto read = parse_set_path(text);
    ASSERT_TRUE(read) << text << ": " << read.error().detail;
    EXPECT_EQ(*read, path) << text;
    EXPECT_EQ(write_set_path(*read), text);
  }
}

TEST(SetPath, SaysWhatIsWrong) {
  const std::vector<std::string> wrong = {"",       ".",       "a.",
                                          "a..b",   "[0]",     "a[",
                                          "a[]",    "a[x]",    "a[-1]",
                                          "a[\"b]", "a[\"\"]", "a[99999999999999999999]",
                                          "a=b",    ".a",      "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q"};
  for (const auto& text : wrong) {
    const auto read = parse_set_path(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, "set.path");
    EXPECT_NE(read.error().detail.find("tools[0].type"), std::string::npos) << "it shows how";
  }
}

TEST(SetOption, IsPlaceAndValue) {
  struct Case {
    std::string text, place, value;
    bool is_raw;
  };
  const std::vector<Case> cases = {
      {"a=b", "a", "b", false},
      {"a.b=c=d", "a.b", "c=d", false},
      {"a=", "a", "", false},
      {"a:=[1]", "a", "[1]", true},
      {"a:b:=null", "a:b", "null", true},
      {R"(m["k=v"]=x)", R"(m["k=v"])", "x", false},
      {"url=https://e.com/?a:=b", "url", "https://e.com/?a:=b", false},
  };
  for (const auto& [text, place, value, is_raw] : cases) {
    const auto option = parse_set_option(text);
    ASSERT_TRUE(option) << text << ": " << option.error().detail;
    EXPECT_EQ(option->place, place);
    EXPECT_EQ(option->value, value);
    EXPECT_EQ(option->is_raw, is_raw) << text;
  }
  EXPECT_FALSE(parse_set_option("no.value"));
  EXPECT_FALSE(parse_set_option("=x"));
  EXPECT_FALSE(parse_set_option(":=x"));
}

}  // namespace
}  // namespace callwright::tests::set_path
