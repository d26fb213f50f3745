#include "workflows/simulator/assistants/filters.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_filters {
namespace {

using namespace callwright::simulator::assistants;

struct Case {
  std::string condition;
  std::optional<std::string> value;
  bool holds;
};

class Filter : public ::testing::TestWithParam<Case> {};

TEST_P(Filter, Holds) {
  const auto condition = parse_condition("column", GetParam().condition);
  ASSERT_TRUE(condition) << GetParam().condition;
  EXPECT_EQ(holds(*condition, GetParam().value), GetParam().holds)
      << GetParam().condition << " of " << GetParam().value.value_or("nothing");
}

constexpr auto kTime = "2026-11-24T10:00:00.000Z";

INSTANTIATE_TEST_SUITE_P(
    Of, Filter,
    ::testing::Values(Case{"eq.a.b", "a.b", true}, Case{"eq.a", "b", false}, Case{"eq.", "", true},
                      Case{"eq.a", std::nullopt, false}, Case{"neq.a", "b", true},
                      Case{"neq.a", std::nullopt, false}, Case{"not.eq.a", "b", true},
                      Case{"not.eq.a", "a", false}, Case{"not.eq.a", std::nullopt, false},
                      Case{"eq.2026-11-24T11:00:00+01:00", kTime, true}, Case{"gte.2026-11-24", kTime, true},
                      Case{"gt.2026-11-25", kTime, false}, Case{"lt.2026-11-24T10:00:00.001Z", kTime, true},
                      Case{"lte.2026-11-24T10:00:00Z", kTime, true},
                      Case{"lt.2026-11-24T10:00:00Z", kTime, false}, Case{"like.Voice%", "Voice mail", true},
                      Case{"like.Voice*", "Voice", true}, Case{"like.%mail", "Voice mail", true},
                      Case{"like.%oi%ma%", "Voice mail", true}, Case{"like.voice%", "Voice mail", false},
                      Case{"like.V_ice", "Voice", true}, Case{"like.Voice", "Voice mail", false},
                      Case{"like.%", "", true}, Case{"like.a%b%c", "abbcxc", true},
                      Case{"like.a%b", "abc", false}, Case{"ilike.voice%", "Voice mail", true},
                      Case{"in.(a,b)", "b", true}, Case{"in.(a,b)", "c", false}, Case{"in.a", "a", false},
                      Case{"is.null", std::nullopt, true}, Case{"is.null", "a", false},
                      Case{"not.is.null", "a", true}, Case{"not.is.null", std::nullopt, false}));

TEST(Filters, WhatIsNoConditionIsNotRead) {
  for (const auto* text : {"", "eq", "a", "equals.a", "not", "not.a"}) {
    EXPECT_FALSE(parse_condition("column", text)) << text;
  }
}

TEST(Filters, AlternativesAreSplitAtCommasOutsideOfBrackets) {
  const auto two = parse_alternatives("(name.in.(a,b),created_at.gte.2026-01-01)");
  ASSERT_TRUE(two);
  ASSERT_EQ(two->size(), 2U);
  EXPECT_EQ(two->front().value, "(a,b)");
  EXPECT_EQ(two->back().column, "created_at");
  for (const auto* text : {"", "name.eq.a", "(name)", "(name.eq.a,)", "(", ")"}) {
    EXPECT_FALSE(parse_alternatives(text)) << text;
  }
}

}  // namespace
}  // namespace callwright::tests::assistants_filters
