#include "workflows/catalogue/type_expression.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::type_expression {
namespace {

using catalogue::parse_type;
using Kind = catalogue::TypeExpression::Kind;

TEST(TypeExpression, ReadsAlternativesOnlyOutsideBrackets) {
  const auto types = parse_type("string|array<object:A|object:B>|map<string|integer>");
  ASSERT_EQ(types.size(), 3U);
  EXPECT_EQ(types[0].kind, Kind::String);
  EXPECT_EQ(types[1].kind, Kind::Array);
  ASSERT_EQ(types[1].inner.size(), 2U);
  EXPECT_EQ(types[1].inner[1].schema, "B");
  EXPECT_EQ(types[2].kind, Kind::Map);
  ASSERT_EQ(types[2].inner.size(), 2U);
  EXPECT_EQ(types[2].inner[1].kind, Kind::Integer);
}

TEST(TypeExpression, TakesTheFormatInBracketsAsAnAnnotation) {
  EXPECT_EQ(parse_type("string(uuid)").front().kind, Kind::String);
  EXPECT_EQ(parse_type("integer(int32)").front().kind, Kind::Integer);
  EXPECT_EQ(parse_type("number(float)").front().kind, Kind::Number);
}

TEST(TypeExpression, ReadsNestedElements) {
  const auto type = parse_type("map<array<string>>").front();
  ASSERT_EQ(type.inner.size(), 1U);
  EXPECT_EQ(type.inner.front().kind, Kind::Array);
  EXPECT_EQ(type.inner.front().inner.front().kind, Kind::String);
}

TEST(TypeExpression, DescribesEachKindOnce) {
  EXPECT_EQ(describe(parse_type("string|integer")), "a string or a whole number");
  EXPECT_EQ(describe(parse_type("object:A|object:B")), "an object");
}

}  // namespace
}  // namespace callwright::tests::type_expression
