#include "service/cli/api/request.hpp"

#include "service/cli/api/help.hpp"

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::api_request {
namespace {

using namespace callwright::cli::api;
using Words = std::vector<std::string>;

const std::map<std::string, std::string> kFiles = {
    {"prompt.md", "# Be kind\n"},
    {"tools.yaml", "- type: hangup\n  hangup: { description: Ends the call }\n"},
    {"tool.json", R"({"type":"hangup","hangup":{"description":"Ends"}})"},
    {"schema.json", R"({"type":"object"})"},
    {"body.yaml",
     "name: Ana\ninstructions: |\n  Be kind.\ntags: [a, b]\nvoice_settings: { voice: v, speed: 1.5 }\n"},
    {"body.json", R"({"name":"Ana","instructions":"x"})"},
    {"broken.json", R"({"name":)"},
    {"broken.yaml", "name: [a\n"},
    {"list.json", "[1]"},
    {"binary", "\x80\xff"},
    {"-", R"({"tag":"from standard input"})"},
};

Sources sources() {
  return {.read = [](const std::string& name) -> Result<std::string> {
            const auto file = kFiles.find(name);
            if (file != kFiles.end()) return file->second;
            return fail(Errc::InvalidInput, "workflows.unreadable", name + " cannot be read.");
          },
          .random_id = [] { return std::string("id-of-chance"); }};
}

MadeRequest make(Words words) {
  const auto* operation = find_operation(words.front());
  words.erase(words.begin());
  return make_request(*operation, read_arguments(*operation, words), sources());
}

std::string messages_of(const std::vector<BodyProblem>& problems) {
  std::string text;
  for (const auto& problem : problems) text += (text.empty() ? "" : "\n") + problem.message;
  return text;
}

std::string query_of(const MadeRequest& made) {
  std::string text;
  for (const auto& [name, value] : made.call.query) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

TEST(ApiRequest, WordsBecomeABody) {
  struct Case {
    Words words;
    std::string body;
  };
  const std::vector<Case> cases = {
      {{"add_tag", "a", "--tag", "x"}, R"({"tag":"x"})"},
      {{"add-tag", "a", "--tag=x=y"}, R"({"tag":"x=y"})"},
      {{"add_tag", "--tag", "--", "a"}, R"({"tag":"--"})"},
      {{"add_tag", "a", "--tag", "-5 degrees"}, R"({"tag":"-5 degrees"})"},
      {{"add_tag", "a", "--tag", "17"}, R"({"tag":"17"})"},
      {{"add_tag", "a", "--tag", ""}, R"({"tag":""})"},
      {{"add_tag", "a", "--tag", "@@home"}, R"({"tag":"@home"})"},
      {{"add_tag", "a", "--tag", "@prompt.md"}, R"({"tag":"# Be kind\n"})"},
      {{"add_tag", "a", "--body", "-"}, R"({"tag":"from standard input"})"},
      {{"create_queue", "--queue-name", "q", "--max-size", "7"}, R"({"queue_name":"q","max_size":7})"},
      {{"update_queue_call", "q", "c", "--keep_after_hangup"}, R"({"keep_after_hangup":true})"},
      {{"update_queue_call", "q", "c", "--keep_after_hangup", "false"}, R"({"keep_after_hangup":false})"},
      {{"update_queue_call", "q", "--keep_after_hangup", "c"}, R"({"keep_after_hangup":true})"},
      {{"update_queue_call", "q", "c", "--no-keep-after-hangup"}, R"({"keep_after_hangup":false})"},
      // A list: one element for each flag, or the whole as JSON.
      {{"update_assistant", "a", "--tags", "x"}, R"({"tags":["x"]})"},
      {{"update_assistant", "a", "--tags", "x,y", "--tags", "z"}, R"({"tags":["x,y","z"]})"},
      {{"update_assistant", "a", "--tags", R"(["x","y"])"}, R"({"tags":["x","y"]})"},
      {{"update_assistant", "a", "--tags", "[]"}, R"({"tags":[]})"},
      {{"update_assistant", "a", "--tools", "@tools.yaml"},
       R"({"tools":[{"type":"hangup","hangup":{"description":"Ends the call"}}]})"},
      {{"update_assistant", "a", "--tools", "@tool.json", "--tools",
        R"({"type":"send_dtmf","send_dtmf":{}})"},
       R"({"tools":[{"type":"hangup","hangup":{"description":"Ends"}},{"type":"send_dtmf","send_dtmf":{}}]})"},
      // Nested places: what the schema says, JSON where it says nothing.
      {{"update_assistant", "a", "--set", "telephony_settings.time_limit_secs=60", "--set",
        "telephony_settings.recording_settings.enabled=true"},
       R"({"telephony_settings":{"time_limit_secs":60,"recording_settings":{"enabled":true}}})"},
      {{"update_assistant", "a", "--set", "dynamic_variables.zip=01234", "--set",
        "dynamic_variables.vip=true", "--set", "dynamic_variables.text:=\"true\""},
       R"({"dynamic_variables":{"zip":"01234","vip":true,"text":"true"}})"},
      {{"update_conversation", "c", "--set", "metadata.vip=true"}, R"({"metadata":{"vip":"true"}})"},
      {{"update_assistant", "a", "--set", "tags[0]=x", "--set", "tags[1]=y"}, R"({"tags":["x","y"]})"},
      {{"update_mcp_server", "m", "--set", "api_key_ref:=null"}, R"({"api_key_ref":null})"},
      {{"update_insight", "i", "--json_schema", "@schema.json"}, R"({"json_schema":{"type":"object"}})"},
      {{"update_insight", "i", "--json_schema", "a text"}, R"({"json_schema":"a text"})"},
      // File, then flags, then --set.
      {{"create_assistant", "--body", "body.yaml"},
       R"({"name":"Ana","instructions":"Be kind.\n","tags":["a","b"],"voice_settings":{"voice":"v","speed":1.5}})"},
      {{"create_assistant", "--set", "voice_settings.voice=w", "--tags", "c", "--body", "body.yaml", "--name",
        "Ben"},
       R"({"name":"Ben","instructions":"Be kind.\n","voice_settings":{"voice":"w","speed":1.5},"tags":["c"]})"},
      // Unions.
      {{"conference_play", "c", "--loop", "2"}, R"({"loop":2})"},
      {{"conference_play", "c", "--loop", "infinity"}, R"({"loop":"infinity"})"},
      {{"dial", "--connection_id", "1", "--from", "+1312555", "--to", "+1312556", "--to", "+1312557",
        "--command_id", "mine"},
       R"({"connection_id":"1","from":"+1312555","to":["+1312556","+1312557"],"command_id":"mine"})"},
      // An id of ours makes repeating safe.
      {{"hangup", "v3:x"}, R"({"command_id":"id-of-chance"})"},
      {{"send_sip_info", "v3:x", "--content_type", "text/plain", "--set", "body=hello"},
       R"({"content_type":"text/plain","body":"hello","command_id":"id-of-chance"})"},
  };
  for (const auto& [words, body] : cases) {
    const auto made = make(words);
    EXPECT_EQ(messages_of(made.problems), "") << body;
    EXPECT_EQ(made.call.body.text(), body);
  }
}

TEST(ApiRequest, WordsBecomePathAndQuery) {
  struct Case {
    Words words;
    std::string query;
  };
  const std::vector<Case> cases = {
      {{"list_tests", "--page[size]", "5"}, "page[size]=5"},
      {{"list_tests", "--page-size=5"}, "page[size]=5"},
      {{"list_tests", "--page_size", "5", "--set", "page[number]=2"}, "page[size]=5&page[number]=2"},
      {{"list_conversations", "--metadata->assistant_id", "eq.x"}, "metadata->assistant_id=eq.x"},
      {{"list_conversations", "--metadata-assistant_id", "eq.x"}, "metadata->assistant_id=eq.x"},
      {{"list_call_events", "--filter-occurred_at-gte", "2026", "--filter[failed]"},
       "filter[occurred_at][gte]=2026&filter[failed]=true"},
      {{"aggregate_conversation_insights", "--group_by", "a", "--group_by", "b"}, "group_by=a,b"},
      {{"delete_assistant", "a", "--hard_delete"}, "hard_delete=true"},
  };
  for (const auto& [words, query] : cases) {
    const auto made = make(words);
    EXPECT_EQ(messages_of(made.problems), "");
    EXPECT_EQ(query_of(made), query);
    EXPECT_TRUE(made.call.body.is_null());
  }
  EXPECT_EQ(make({"get_version", "a", "v"}).call.path_params,
            (std::map<std::string, std::string>{{"assistant_id", "a"}, {"version_id", "v"}}));
}

TEST(ApiRequest, EveryProblemIsSaidAtOnce) {
  EXPECT_EQ(
      messages_of(make({"create_assistant", "--modle", "secret-value", "--tags", "a", "--greeting",
                        "--dynamic_variables_webhook_timeout_ms", "soon", "--enabled_features", "telphony",
                        "--set", "tools[1].type=webhook", "--set", "x..y=1", "--retries", "many"})
                      .problems),
      "--modle is no flag of create_assistant; did you mean --model?\n"
      "--greeting needs a value: --greeting TEXT\n"
      "--set: `x..y=1` has a place without a name; write a place such as tools[0].type\n"
      "--retries takes a whole number from 0 to 20\n"
      "--dynamic_variables_webhook_timeout_ms takes a whole number, not \"soon\"\n"
      "--set tools[1].type: tools[1] leaves a gap: the list has 0 element(s), so the next one is [0]\n"
      "instructions is required\n"
      "name is required\n"
      "enabled_features accepts telephony or messaging, not \"telphony\"");
}

TEST(ApiRequest, NothingIsSentThatIsWrong) {
  struct Case {
    Words words;
    std::string message;
  };
  const std::vector<Case> cases = {
      {{"get_version", "a"}, "version_id is missing: callwright api get_version ASSISTANT_ID VERSION_ID"},
      {{"get_assistant", ".."}, "assistant_id must be an id, not empty and no dots alone"},
      {{"get_assistant", ""}, "assistant_id must be an id, not empty and no dots alone"},
      {{"get_assistant", "a", "b", "c"},
       "2 word(s) too many: callwright api get_assistant ASSISTANT_ID; fields are given as flags"},
      {{"get_assistant", "--assistant_id", "a"}, "assistant_id stands by its position, not behind a flag"},
      {{"get_assistant", "a", "-x"},
       "flags begin with two dashes; a value that begins with one stands behind --"},
      {{"list_tests", "--page-size", "0"}, "page[size] must be at least 1 and at most 100"},
      {{"list_tests", "--page-size", "x"}, "--page-size takes a whole number, not \"x\""},
      {{"add_tag", "a", "--tag", "x", "--tag", "y"}, "--tag is given twice, and takes one value"},
      {{"add_tag", "a", "--tag"}, "--tag needs a value: --tag TEXT"},
      {{"add_tag", "a", "--tag", "@missing.md"},
       "--tag: missing.md cannot be read. (for a text that begins with @ write @@)"},
      {{"add_tag", "a", "--tag", "x", "--all=yes"}, "--all takes no value"},
      {{"add_tag", "a", "--tag", "x", "--idempotency-key", "k"}, "add_tag takes no Idempotency-Key"},
      {{"update_queue", "q", "--max_size", "1.5"}, "--max_size takes a whole number, not \"1.5\""},
      {{"update_queue_call", "q", "c", "--keep_after_hangup=maybe"},
       "--keep_after_hangup takes true or false, not \"maybe\""},
      {{"update_conversation", "c", "--metadata", "order=17"},
       "--metadata takes an object as JSON: Not valid JSON at byte 0: Invalid value."},
      {{"hangup", "c", "--client_state", "not base64"}, "client_state must be standard Base64 with padding"},
      {{"get_assistant", "a", "--set", "name=x"}, "get_assistant takes no body"},
      {{"create_conversation", "--idempotency-key", "a\r\nX: y"},
       "--idempotency-key takes up to 255 letters, digits and signs without blanks"},
      {{"create_message", "c", "--body", "-", "--role", "@-"},
       "--role: standard input can be read once (for a text that begins with @ write @@)\ntag is not a field "
       "here; "
       "there are content, metadata, name, role, sent_at, tool_call_id, tool_calls and tool_choice"},
      {{"add_tag", "a", "--body", "list.json"}, "--body: list.json must hold an object with the fields"},
      {{"add_tag", "a", "--tag", "x", "--timeout", "0"}, "--timeout takes a whole number from 1 to 600"},
      {{"create_assistant", "--body", "body.json", "--voice", "x"},
       "--voice lies deeper: --set voice_settings.voice=…"},
  };
  for (const auto& [words, message] : cases) EXPECT_EQ(messages_of(make(words).problems), message);
}

TEST(ApiRequest, WhatIsNoTextIsAProblem) {
  EXPECT_EQ(messages_of(make({"add_tag", "a", "--tag", "x\xff"}).problems),
            "word 3 is no UTF-8 text\ntag is required");
  EXPECT_EQ(messages_of(make({"add_tag", "a", "--tag", "@binary"}).problems),
            "--tag: binary is no UTF-8 text");
}

TEST(ApiRequest, AnUnreadableBodyFileIsShownAtItsPlace) {
  const auto json = messages_of(make({"add_tag", "a", "--tag", "x", "--body", "broken.json"}).problems);
  EXPECT_TRUE(json.starts_with("--body: broken.json is not JSON: ")) << json;
  const auto yaml = messages_of(make({"add_tag", "a", "--tag", "x", "--body", "broken.yaml"}).problems);
  EXPECT_TRUE(yaml.starts_with("--body: broken.yaml:1:")) << yaml;
}

TEST(ApiRequest, AKeyIsNeverTakenAsAFlagAndNeverRepeated) {
  for (const auto* flag : {"--api-key", "--api_key", "--key", "--token"}) {
    const auto messages = messages_of(make({"list_assistants", flag, "KEY-OF-SOMEBODY"}).problems);
    EXPECT_NE(messages.find("TELNYX_API_KEY"), std::string::npos) << messages;
    EXPECT_EQ(messages.find("KEY-OF-SOMEBODY"), std::string::npos);
  }
}

TEST(ApiRequest, UncheckedSendsWhatTheCatalogueDoesNotKnow) {
  const auto made =
      make({"create_assistant", "--unchecked", "--name", "Ana", "--new-field", "3", "--enabled_features",
            "telepathy", "--set", "voice_settings.new.deep=true", "--flag"});
  EXPECT_EQ(messages_of(made.problems), "");
  EXPECT_EQ(made.call.body.text(),
            R"({"name":"Ana","new_field":3,"enabled_features":["telepathy"],"flag":true,)"
            R"("voice_settings":{"new":{"deep":true}}})");
  EXPECT_NE(messages_of(made.warnings).find("instructions is required"), std::string::npos);
  EXPECT_EQ(query_of(make({"list_tests", "--page[after]", "x", "--unchecked"})), "page[after]=x");
  EXPECT_FALSE(make({"get_version", "a", "--unchecked"}).problems.empty())
      << "without a path there is no request";
}

TEST(ApiRequest, KeysForRepetitionsAreOursUnlessGiven) {
  EXPECT_EQ(make({"create_conversation"}).call.idempotency_key, "id-of-chance");
  EXPECT_EQ(make({"create_conversation", "--idempotency-key", "mine"}).call.idempotency_key, "mine");
  EXPECT_EQ(make({"list_tests"}).call.idempotency_key, "");
}

TEST(ApiRequest, ACommandLeavesTimeToRepeatIt) {
  using namespace std::chrono_literals;
  EXPECT_EQ(make({"chat", "a"}).call.deadline, 60s);
  EXPECT_EQ(make({"hangup", "c"}).call.deadline, 10s);
  EXPECT_EQ(make({"hangup", "c", "--timeout", "3"}).call.deadline, 3s);
}

TEST(ApiRequest, ABodyNestedTooDeepIsAProblemAndNoCrash) {
  std::string deep = "1";
  for (int i = 0; i < 28; ++i) deep = "[" + deep + "]";
  const auto made = make({"update_assistant", "a", "--set", "dynamic_variables.a.b.c.d.e.f.g:=" + deep});
  EXPECT_NE(messages_of(made.problems).find("nested too deep"), std::string::npos);
}

TEST(ApiRequest, NoFlagOfAnOperationHidesAnother) {
  for (const auto& operation : Catalogue::get().operations()) {
    std::set<std::string> seen;
    for (const auto* fields : {&operation.body, &operation.query}) {
      for (const auto& field : *fields) {
        EXPECT_TRUE(seen.insert(normal_flag(field.name)).second) << operation.name << " " << field.name;
        EXPECT_EQ(find_field(operation, flag_of(field.name)).field, &field)
            << operation.name << " " << field.name;
      }
    }
  }
}

TEST(ApiRequest, TheExampleOfEachHelpIsAccepted) {
  for (const auto& operation : Catalogue::get().operations())
    EXPECT_EQ(messages_of(make(example_words(operation)).problems), "") << example_of(operation);
}

}  // namespace
}  // namespace callwright::tests::api_request
