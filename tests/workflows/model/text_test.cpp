#include "workflows/model/text.hpp"

#include "workflows/model/client_state.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::text {
namespace {

TEST(Text, MasksNumbers) {
  EXPECT_EQ(mask_number("+13125550199"), "+1312•••0199");
  EXPECT_EQ(mask_number("sip:ana@example.com"), "sip:•••@example.com");
  EXPECT_EQ(mask_number("12345"), "•••");
  EXPECT_EQ(mask_number(""), "");
}

TEST(Text, KnowsE164AndSip) {
  EXPECT_TRUE(is_e164("+13125550199"));
  EXPECT_FALSE(is_e164("13125550199"));
  EXPECT_FALSE(is_e164("+03125550199"));
  EXPECT_FALSE(is_e164("+1312555019912345"));
  EXPECT_FALSE(is_e164("+1312"));
  EXPECT_TRUE(is_sip_uri("sip:ana@example.com"));
  EXPECT_FALSE(is_sip_uri("sip:@example.com"));
  EXPECT_FALSE(is_sip_uri("sip:ana"));
}

TEST(Text, FindsTheNearestSpelling) {
  const std::vector<std::string> known = {"escalate", "assistant", "rules"};
  EXPECT_EQ(nearest("escalte", known), "escalate");
  EXPECT_EQ(nearest("rule", known), "rules");
  EXPECT_EQ(nearest("zzzzzzzz", known), "");
}

TEST(Text, SpellingForgivesSwapsCaseAndWhatJoinsWords) {
  EXPECT_EQ(spelling_distance("hagnup", "hangup"), 1U);
  EXPECT_EQ(spelling_distance("Machine-Detection", "machine_detection"), 0U);
  EXPECT_EQ(spelling_distance("silence limit", "silence_limit"), 0U);
  EXPECT_EQ(spelling_distance("", "abc"), 3U);
  EXPECT_EQ(spelling_distance("abc", "ca"), 3U);
  EXPECT_EQ(spelling_distance("kitten", "sitting"), 3U);
}

TEST(Text, NearestTakesTheOnlyNameThatHasTheWord) {
  const std::vector<std::string> known = {"machine_detection", "silence_limit", "call.answered",
                                          "call.hangup"};
  EXPECT_EQ(nearest("detection", known), "machine_detection");
  EXPECT_EQ(nearest("mach", known), "machine_detection");
  EXPECT_EQ(nearest("hangup", known), "call.hangup");
  EXPECT_EQ(nearest("call", known), "") << "two begin so";
  EXPECT_EQ(nearest("etection", std::vector<std::string>{"machine_detection"}), "") << "no word of it";
  EXPECT_EQ(nearest("x", std::vector<std::string>{"a", "b"}), "") << "nothing in common";
}

TEST(Text, CutsBetweenCharacters) {
  EXPECT_EQ(cut_utf8("a•b", 4), "a•");
  EXPECT_EQ(cut_utf8("a•b", 3), "a");
  EXPECT_EQ(cut_utf8("abc", 9), "abc");
}

TEST(ClientState, RoundTripsAndIgnoresForeignOnes) {
  const ClientState state{.deployment = "d1", .call = CallId("call_x"), .leg = 3};
  EXPECT_EQ(decode_client_state(encode_client_state(state)), state);
  EXPECT_EQ(decode_client_state("g3QAAAAC"), std::nullopt);
  EXPECT_EQ(decode_client_state("not base64!"), std::nullopt);
  EXPECT_EQ(decode_client_state(base64_encode("callwright1 d call_x -1")), std::nullopt);
  EXPECT_EQ(decode_client_state(base64_encode("callwright1 d")), std::nullopt);
  EXPECT_EQ(decode_client_state(""), std::nullopt);
}

}  // namespace
}  // namespace callwright::tests::text
