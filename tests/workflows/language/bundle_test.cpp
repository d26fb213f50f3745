#include "workflows/language/bundle.hpp"

#include "tests/workflows/language/sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace callwright::tests::language_bundle {
namespace {

using ::testing::ElementsAre;

BundlePtr matching_bundle() {
  const auto loaded = load_text(R"(
language: 1
workflows:
  number: { match: { to: ["+13125550100"], from: ["+1312*"] }, start: [reject: { cause: USER_BUSY }] }
  line:   { match: { connection_id: "77" }, start: [answer] }
  prefix: { match: { to: ["+1312*", "sip:clinic@example.com"] }, start: [answer] }
  out:    { match: { direction: outgoing }, start: [answer] }
)");
  EXPECT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  return loaded.bundle;
}

std::string matched(const Bundle& bundle, std::string_view direction, std::string_view to,
                    std::string_view from, std::string_view connection = "1") {
  const auto* workflow = match_workflow(bundle, direction, to, from, connection);
  return workflow == nullptr ? "" : workflow->key;
}

TEST(MatchWorkflow, TakesTheFirstThatFits) {
  const auto bundle = matching_bundle();
  EXPECT_EQ(matched(*bundle, "incoming", "+13125550100", "+13125550199"), "number");
  EXPECT_EQ(matched(*bundle, "incoming", "+13125550100", "+442071838750"), "prefix");
  EXPECT_EQ(matched(*bundle, "incoming", "+13125550101", "+13125550199"), "prefix");
  EXPECT_EQ(matched(*bundle, "incoming", "sip:clinic@example.com", "sip:a@b.c"), "prefix");
  EXPECT_EQ(matched(*bundle, "incoming", "sip:clinic@example.com.evil", "sip:a@b.c"), "");
  EXPECT_EQ(matched(*bundle, "incoming", "+442071838750", "+13125550199", "77"), "line");
  EXPECT_EQ(matched(*bundle, "incoming", "+13125550100", "+442071838750", "77"), "line");
  EXPECT_EQ(matched(*bundle, "outgoing", "+13125550100", "+13125550199"), "out");
  EXPECT_EQ(matched(*bundle, "incoming", "+442071838750", "+13125550199"), "");
}

TEST(FindActions, AddressesEveryListOfABundle) {
  Sample sample;
  sample.assistant = "    assistant: { id: a, if_fails: { do: [ { log: failed } ] } }\n";
  sample.rules += "      - { on: timer.later, do: [ { log: second } ] }\n";
  sample.escalation = "    otherwise: [ { log: nobody } ]\n";
  const auto loaded = load_text(sample.text());
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  const Bundle& bundle = *loaded.bundle;
  EXPECT_EQ(find_actions(bundle, "support", "start"), &bundle.workflows[0].start);
  EXPECT_EQ(find_actions(bundle, "support", "rules.1"), &bundle.workflows[0].rules[1].actions);
  EXPECT_EQ(find_actions(bundle, "support", "assistant.if_fails"), &bundle.workflows[0].assistant_if_fails);
  EXPECT_EQ(find_actions(bundle, "support", "escalations.human.otherwise"),
            &bundle.escalation("human")->otherwise);
  for (const auto* nowhere : {"rules.2", "rules.x", "rules.", "rules.1x", "escalations.gone.otherwise",
                              "escalations.human", "", "startx"}) {
    EXPECT_EQ(find_actions(bundle, "support", nowhere), nullptr) << nowhere;
  }
  EXPECT_EQ(find_actions(bundle, "gone", "start"), nullptr);
}

TEST(PeopleOf, ReplacesGroupsAndKeepsEachPersonOnce) {
  Sample sample;
  sample.people = R"(  dana: { phone: "+13125550111" }
  ben: { phone: "+13125550112" }
  chloe: { sip: "sip:chloe@example.com" }
groups:
  nurses: { members: [ben, chloe], order: listed }
)";
  sample.steps = "    steps: [ { ring: [chloe, nurses, dana, ben] } ]\n";
  const auto loaded = load_text(sample.text());
  ASSERT_NE(loaded.bundle, nullptr) << messages_of(loaded);
  EXPECT_THAT(people_of(*loaded.bundle, loaded.bundle->escalation("human")->steps[0]),
              ElementsAre("chloe", "ben", "dana"));
  EXPECT_TRUE(loaded.bundle->person("chloe")->is_sip);
  EXPECT_EQ(loaded.bundle->person("ben")->name, "ben");
}

}  // namespace
}  // namespace callwright::tests::language_bundle
