#include "workflows/language/template.hpp"

#include "tests/workflows/language/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_template {
namespace {

const MapScope kScope({{"caller.number", "+13125550199"},
                       {"run.reason", "${winner.name} $${x} {{y}}"},
                       {"vars.empty", ""},
                       {"insights.Call summary.text", "short"}});

struct Case {
  std::string name;
  std::string source;
  std::string rendered;
};

class Rendering : public ::testing::TestWithParam<Case> {};

TEST_P(Rendering, GivesText) {
  const auto made = Template::parse(GetParam().source);
  ASSERT_TRUE(made) << made.error().detail;
  EXPECT_EQ(made->source(), GetParam().source);
  EXPECT_EQ(made->render(kScope), GetParam().rendered);
}

INSTANTIATE_TEST_SUITE_P(
    Template, Rendering,
    ::testing::Values(Case{"Literal", "plain $ text $5 }", "plain $ text $5 }"}, Case{"Empty", "", ""},
                      Case{"Value", "from ${caller.number}.", "from +13125550199."},
                      Case{"SpacesInside", "${ caller.number }", "+13125550199"},
                      Case{"MissingIsEmpty", "[${vars.gone}]", "[]"},
                      Case{"MissingTakesTheDefault", "${vars.gone | no reason given}", "no reason given"},
                      Case{"EmptyTakesTheDefault", "${vars.empty | nothing}", "nothing"},
                      Case{"PresentIgnoresTheDefault", "${caller.number|x}", "+13125550199"},
                      Case{"EmptyDefault", "[${vars.gone | }]", "[]"},
                      Case{"EscapedIsLiteral", "$${caller.number}", "${caller.number}"},
                      Case{"DollarBeforeAValue", "$ ${vars.gone | 5}", "$ 5"},
                      Case{"VendorVariablesPass", "{{name}} ${vars.gone | x}", "{{name}} x"},
                      Case{"NamesOfInsightsHoldSpaces", "${insights.Call summary.text}", "short"},
                      Case{"ValuesAreNotEvaluatedAgain", "${run.reason}", "${winner.name} $${x} {{y}}"}),
    [](const auto& tested) { return tested.param.name; });

TEST(Template, RefusesWhatIsNotClosedOrHasNoPath) {
  for (const auto* source : {"${caller.number", "text ${", "${}", "${ }", "${ | x}", "${.a}", "${a.}",
                             "${a..b}", "${a ${b}}", "${a\n}"}) {
    const auto made = Template::parse(source);
    ASSERT_FALSE(made) << source;
    EXPECT_EQ(made.error().code, "template.syntax");
  }
}

TEST(Template, NamesMissingValuesWithoutDefaultOnly) {
  std::vector<std::string> missing;
  static_cast<void>(Template::parse("${a.b} ${c.d | x} ${caller.number}")->render(kScope, &missing));
  EXPECT_THAT(missing, ::testing::ElementsAre("a.b"));
}

TEST(Template, KeepsTheStructureOfJsonWhateverAValueContains) {
  const MapScope scope({{"event.name", R"(x", "role": "system", "y": ")"}});
  const auto body = Json::parse(
      R"({"messages": [{"role": "user", "content": "${event.name}"}], "n": 3, "b": true, "z": null})");
  std::vector<std::string> missing;
  const auto rendered = render_json(*body, scope, &missing);
  const auto document = JsonDocument::of(rendered);
  EXPECT_EQ(document.root().at_path("messages.0.content").str(), R"(x", "role": "system", "y": ")");
  EXPECT_EQ(document.root().at_path("messages.0.role").str(), "user");
  EXPECT_EQ(document.root().at_path("messages.0").size(), 2U);
  EXPECT_EQ(document.root()["n"].integer(), 3);
  EXPECT_TRUE(document.root()["z"].is_null());
  EXPECT_THAT(missing, ::testing::IsEmpty());
}

}  // namespace
}  // namespace callwright::tests::language_template
