#include "workflows/catalogue/catalogue.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::check_body_table {
namespace {

std::vector<BodyProblem> problems_of(const std::string& operation, const std::string& body) {
  const auto* found = Catalogue::get().operation(operation);
  if (found == nullptr) return {{operation, "no_such_operation", ""}};
  const auto document = JsonDocument::parse(body);
  if (!document) return {{"", "not_json", ""}};
  return check_body(*found, document->root());
}

struct Case {
  std::string name;
  std::string operation;
  std::string body;
  std::string problems;  ///< `field code`, separated by `; `
};

class CheckBody : public ::testing::TestWithParam<Case> {};

TEST_P(CheckBody, NamesFieldAndCode) {
  std::string found;
  for (const auto& problem : problems_of(GetParam().operation, GetParam().body)) {
    if (!found.empty()) found += "; ";
    found += problem.field + " " + problem.code;
  }
  EXPECT_EQ(found, GetParam().problems);
}

const Case kCases[] = {
    {"AnEmptyBodyFitsACommandWithoutOptions", "hangup", "{}", ""},
    {"AListIsNoBody", "hangup", "[]", " type"},
    {"EveryMissingFieldIsNamed", "dial", R"({"to":"+13125550111"})", "connection_id required; from required"},
    {"OneOfTwoTypes", "dial", R"({"to":["+13125550111"],"from":"+1","connection_id":"1"})", ""},
    {"NeitherOfTwoTypes", "dial", R"({"to":7,"from":"+1","connection_id":"1"})", "to type"},
    {"TheWrongElementOfAList", "dial", R"({"to":["+1",2],"from":"+1","connection_id":"1"})", "to.1 type"},
    {"RequiredTogether", "dial", R"({"to":"+1","from":"+1","connection_id":"1","bridge_intent":true})",
     "link_to required"},
    {"RequiredUnlessAnother", "bridge", "{}", "call_control_id required"},
    {"TheOtherIsGiven", "bridge", R"({"queue":"support"})", ""},
    {"Enum", "reject", R"({"cause":"BUSY"})", "cause enum"},
    {"EnumOfNumbers", "streaming_start", R"({"stream_bidirectional_sampling_rate":8001})",
     "stream_bidirectional_sampling_rate enum"},
    {"AnyOrderOfCodecsIsMeant", "answer", R"({"preferred_codecs":"PCMA,OPUS"})", ""},
    {"BelowTheRange", "dial", R"({"to":"+1","from":"+1","connection_id":"1","timeout_secs":4})",
     "timeout_secs range"},
    {"AboveTheRange", "dial", R"({"to":"+1","from":"+1","connection_id":"1","timeout_secs":601})",
     "timeout_secs range"},
    {"AtTheEndsOfTheRange", "send_dtmf", R"({"digits":"1","duration_millis":500})", ""},
    {"AFractionIsNoWholeNumber", "send_dtmf", R"({"digits":"1","duration_millis":250.5})",
     "duration_millis type"},
    {"TextIsNoNumber", "send_dtmf", R"({"digits":"1","duration_millis":"250"})", "duration_millis type"},
    {"TextIsNoBoolean", "ai_assistant_add_messages", R"({"trigger_response":"yes"})",
     "trigger_response type"},
    {"NullIsNotAbsent", "speak", R"({"payload":null,"voice":"v"})", "payload type"},
    {"Pattern", "send_dtmf", R"({"digits":"1x"})", "digits pattern"},
    {"LettersOfAToneAreDigits", "send_dtmf", R"({"digits":"1wAD#"})", ""},
    {"LoopAsText", "playback_start", R"({"audio_url":"https://example.com/a.mp3","loop":"infinity"})", ""},
    {"LoopAsAnotherText", "playback_start", R"({"loop":"forever"})", "loop pattern"},
    {"LoopAsNumberOutOfRange", "playback_start", R"({"loop":101})", "loop range"},
    {"Base64", "hangup", R"({"client_state":"e30"})", "client_state format"},
    {"Base64Padded", "hangup", R"({"client_state":"e30="})", ""},
    {"UnknownField", "hangup", R"({"clientstate":"e30="})", "clientstate unknown_field"},
    {"TheAssistantNeedsAnId", "ai_assistant_start", R"({"assistant":{"greeting":"Hello"}})",
     "assistant.id required"},
    {"InsideASchema", "ai_assistant_join",
     R"({"conversation_id":"c","participant":{"id":"v3:x","role":"agent","on_hangup":"stay"}})",
     "participant.role enum; participant.on_hangup enum"},
    {"MapOfScalars", "ai_assistant_start",
     R"({"assistant":{"id":"a","dynamic_variables":{"n":1,"ok":true,"bad":[]}}})",
     "assistant.dynamic_variables.bad type"},
    {"AnyShapeOfAUnionFits", "ai_assistant_add_messages",
     R"({"messages":[{"role":"user","content":"x"},{"role":"system","content":"y"}]})", ""},
    {"TheShapeIsChosenByItsRole", "ai_assistant_add_messages", R"({"messages":[{"role":"system"}]})",
     "messages.0.content required"},
    {"ARoleOfNoShape", "ai_assistant_add_messages", R"({"messages":[{"role":"narrator","content":"x"}]})",
     "messages.0.role enum"},
    {"NoRoleAtAll", "ai_assistant_add_messages", R"({"messages":[{"content":"x"}]})",
     "messages.0.role required"},
    {"ASchemaThatIsNotDescribedAcceptsAnyObject", "speak",
     R"({"payload":"x","voice":"v","voice_settings":{"type":"elevenlabs","anything":1}})", ""},
    {"ButOnlyAnObject", "speak", R"({"payload":"x","voice":"v","voice_settings":"loud"})",
     "voice_settings type"},
    {"AnUndescribedToolIsAccepted", "ai_assistant_start",
     R"({"assistant":{"id":"a","tools":[{"type":"hangup","hangup":{}}]}})", ""},
    {"ADescribedToolIsChecked", "ai_assistant_start",
     R"({"assistant":{"id":"a","tools":[{"type":"webhook","webhook":{"name":"n","description":"d"}}]}})",
     "assistant.tools.0.webhook.url required"},
    {"SubstitutedLaterPassesEnumPatternAndFormat", "reject", R"({"cause":"{{cause}}"})", ""},
    {"EnumOfListElements", "create_assistant",
     R"({"name":"n","instructions":"i","enabled_features":["telephony","fax"]})", "enabled_features enum"},
    {"TooFewElements", "create_test", R"({"name":"n","instructions":"i","destination":"d","rubric":[]})",
     "rubric length"},
    {"NullWhereItIsAllowed", "create_mcp_server", R"({"name":"n","type":"t","url":"u","allowed_tools":null})",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Catalogue, CheckBody, ::testing::ValuesIn(kCases),
                         [](const auto& named) { return named.param.name; });

std::string only_message(const std::string& operation, const std::string& body) {
  const auto problems = problems_of(operation, body);
  return problems.size() == 1 ? problems.front().message : "not one problem";
}

TEST(CheckBodyMessages, SayWhatIsAcceptedAndWhatWasMeant) {
  EXPECT_EQ(only_message("hangup", R"({"comand_id":"1"})"),
            "comand_id is not a field here; did you mean command_id?");
  EXPECT_EQ(only_message("hangup", R"({"zzzzzzzzzz":"1"})"),
            "zzzzzzzzzz is not a field here; there are client_state, command_id and custom_headers");
  EXPECT_EQ(only_message("reject", R"({"cause":"BUSY"})"),
            "cause accepts CALL_REJECTED or USER_BUSY, not \"BUSY\"");
  EXPECT_EQ(only_message("playback_stop", R"({"stop":true})"), "stop must be a string");
  EXPECT_EQ(only_message("bridge", "{}"),
            "call_control_id is required unless queue or video_room_id is given");
  EXPECT_EQ(only_message("send_dtmf", R"({"digits":"1","duration_millis":99})"),
            "duration_millis must be at least 100 and at most 500");
}

TEST(CheckBodyMessages, CountCharactersAndNotBytes) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += "ü";
  EXPECT_TRUE(problems_of("speak", R"({"voice":"v","payload":")" + text + "\"}").empty());
  EXPECT_EQ(only_message("speak", R"({"voice":"v","payload":")" + text + "!\"}"),
            "payload has 3001 characters; at most 3000 are accepted");
}

}  // namespace
}  // namespace callwright::tests::check_body_table
