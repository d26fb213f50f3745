#include "tests/e2e/api_rows.hpp"

#include <fmt/core.h>

namespace callwright::tests {
namespace api_rows_assistants {
namespace {

using Words = std::vector<std::string>;
using Make = std::function<ApiUse(ApiWorkshop&)>;

ApiUse use(Words ids, const Words& words, std::string sent) {
  ids.insert(ids.end(), words.begin(), words.end());
  return {.words = std::move(ids), .sent = std::move(sent)};
}

Make on_assistant(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use({w.assistant()}, words, sent); };
}

/// On a version that is not the main one.
Make on_version(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    const auto made = w.version();
    return use({made.assistant, made.version}, words, sent);
  };
}

Make on_tool_in_use(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    const auto assistant = w.assistant();
    return use({assistant, w.tool_of(assistant)}, words, sent);
  };
}

Make on_event() {
  return [](ApiWorkshop& w) {
    const auto assistant = w.assistant();
    return ApiUse{.words = {assistant, w.scheduled_event(assistant)}};
  };
}

Make on_test(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use({w.test_id()}, words, sent); };
}

Make on_suite(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) {
    w.test_id();
    return use({"orders"}, words, sent);
  };
}

Make on_mcp_server(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use({w.mcp_server()}, words, sent); };
}

Make on_shared_tool(Words words = {}, std::string sent = {}) {
  return [=](ApiWorkshop& w) { return use({w.shared_tool()}, words, sent); };
}

ApiUse create_assistant(ApiWorkshop& w) {
  const auto name = w.name("assistant");
  return {
      .words = {"--name",
                name,
                "--model",
                "openai/gpt-4o",
                "--instructions",
                "Help {{name}}.",
                "--tags",
                "a",
                "--tags",
                "b,c",
                "--enabled_features",
                "telephony",
                "--dynamic_variables",
                R"({"name":"Ana"})",
                "--set",
                "voice_settings.voice=Telnyx.KokoroTTS.af",
                "--set",
                "tools[0].type=webhook",
                "--set",
                "tools[0].webhook.name=find_order",
                "--set",
                "tools[0].webhook.description=Looks up",
                "--set",
                "tools[0].webhook.url=https://example.com/order",
                "--set",
                "telephony_settings.time_limit_secs=600"},
      .sent = fmt::format(
          R"({{"name":"{}","model":"openai/gpt-4o","instructions":"Help {{{{name}}}}.","tags":["a","b,c"],)"
          R"("enabled_features":["telephony"],"dynamic_variables":{{"name":"Ana"}},)"
          R"("voice_settings":{{"voice":"Telnyx.KokoroTTS.af"}},"tools":[{{"type":"webhook","webhook":)"
          R"({{"name":"find_order","description":"Looks up","url":"https://example.com/order"}}}}],)"
          R"("telephony_settings":{{"time_limit_secs":600}}}})",
          name)};
}

Make canary_rules(bool exists) {
  return [exists](ApiWorkshop& w) {
    const auto made = exists ? w.canary() : w.version();
    return ApiUse{
        .words = {made.assistant, "--set", "rules[0].serve.rollout[0].version_id=" + made.version, "--set",
                  "rules[0].serve.rollout[0].weight=10"},
        .sent = fmt::format(R"({{"rules":[{{"serve":{{"rollout":[{{"version_id":"{}","weight":10}}]}}}}]}})",
                            made.version)};
  };
}

ApiUse chat(ApiWorkshop& w) {
  const auto conversation = w.conversation();
  return {.words = {w.assistant(), "--content", "Where is my order?", "--conversation_id", conversation},
          .sent = fmt::format(R"({{"content":"Where is my order?","conversation_id":"{}"}})", conversation)};
}

ApiUse remove_tag(ApiWorkshop& w) {
  const auto assistant = w.assistant();
  w.ask("POST", "/ai/assistants/" + assistant + "/tags", R"({"tag":"to sell"})");
  return {.words = {assistant, "to sell"}};
}

ApiUse add_tool(ApiWorkshop& w) { return {.words = {w.assistant(), w.shared_tool()}}; }

ApiUse of_canary(ApiWorkshop& w) { return {.words = {w.canary().assistant}}; }

ApiUse get_run(ApiWorkshop& w) {
  const auto test = w.test_id();
  const auto run = w.ask("POST", "/ai/assistants/tests/" + test + "/runs");
  return {.words = {test, run.root()["run_id"].str()}};
}

ApiUse create_test(ApiWorkshop& w) {
  const auto name = w.name("test");
  return {.words = {"--name", name, "--destination", "+13125550100", "--instructions", "Ask.", "--rubric",
                    R"({"name":"Polite","criteria":"It is polite."})"},
          .sent = fmt::format(R"({{"name":"{}","destination":"+13125550100","instructions":"Ask.",)"
                              R"("rubric":[{{"name":"Polite","criteria":"It is polite."}}]}})",
                              name)};
}

ApiUse create_tool(ApiWorkshop& w) {
  const auto name = w.name("tool");
  return {
      .words = {"--display_name", name, "--type", "webhook", "--timeout_ms", "2000", "--set",
                "webhook.name=find", "--set", "webhook.description=Finds", "--set",
                "webhook.url=https://example.com/find", "--set", "webhook.async=true"},
      .sent = fmt::format(R"({{"display_name":"{}","type":"webhook","timeout_ms":2000,"webhook":{{"name":)"
                          R"("find","description":"Finds","url":"https://example.com/find","async":true}}}})",
                          name)};
}

}  // namespace
}  // namespace api_rows_assistants

ApiRows api_assistant_rows() {
  using namespace api_rows_assistants;
  const Words scheduled = {"--scheduled_at_fixed_datetime",
                           "2099-01-01T12:00:00Z",
                           "--telnyx_agent_target",
                           "+13125550100",
                           "--telnyx_conversation_channel",
                           "sms_chat",
                           "--telnyx_end_user_target",
                           "+13125550199",
                           "--text",
                           "Hello",
                           "--set",
                           "dynamic_variables.zip=01234",
                           "--set",
                           "conversation_metadata.vip=true"};
  const std::string scheduled_body =
      R"({"scheduled_at_fixed_datetime":"2099-01-01T12:00:00Z","telnyx_agent_target":"+13125550100",)"
      R"("telnyx_conversation_channel":"sms_chat","telnyx_end_user_target":"+13125550199","text":"Hello",)"
      R"("dynamic_variables":{"zip":"01234"},"conversation_metadata":{"vip":true}})";
  return {
      {"list_assistants", [](ApiWorkshop& w) { return w.assistant(), ApiUse{}; }},
      {"create_assistant", create_assistant},
      {"import_assistants",
       [](ApiWorkshop&) {
         return ApiUse{.words = {"--provider", "vapi", "--api_key_ref", "vapi-key", "--import_ids", "a",
                                 "--import_ids", "b"},
                       .sent = R"({"provider":"vapi","api_key_ref":"vapi-key","import_ids":["a","b"]})"};
       }},
      {"get_assistant",
       [](ApiWorkshop& w) {
         return ApiUse{.words = {w.assistant(), "--fetch_dynamic_variables_from_webhook", "false", "--from",
                                 "+13125550199"},
                       .query = "fetch_dynamic_variables_from_webhook=false&from=+13125550199"};
       }},
      {"update_assistant", on_assistant({"--greeting", "Hello again", "--no-promote_to_main"},
                                        R"({"greeting":"Hello again","promote_to_main":false})")},
      {"delete_assistant", on_assistant()},
      {"clone_assistant", on_assistant()},
      {"get_assistant_texml",
       [](ApiWorkshop& w) { return ApiUse{.words = {w.assistant()}, .is_json = false}; }},
      {"chat", chat},
      {"chat_sms",
       on_assistant({"--from", "+13125550100", "--to", "+13125550199", "--text", "Hello",
                     "--should_create_conversation", "--conversation_metadata", R"({"order":17})"},
                    R"({"from":"+13125550100","to":"+13125550199","text":"Hello",)"
                    R"("should_create_conversation":true,"conversation_metadata":{"order":17}})")},
      {"enhance_instructions",
       [](ApiWorkshop& w) {
         return ApiUse{
             .words = {w.assistant(), "--instructions", "Be kind.", "--set", "enhancement_prompt:=null"},
             .sent = R"({"instructions":"Be kind.","enhancement_prompt":null})",
             .is_json = false};
       }},
      {"list_tags", [](ApiWorkshop&) { return ApiUse{}; }},
      {"add_tag", on_assistant({"--tag", "support"}, R"({"tag":"support"})")},
      {"remove_tag", remove_tag},
      {"add_assistant_tool", add_tool},
      {"remove_assistant_tool", on_tool_in_use()},
      {"test_assistant_tool",
       on_tool_in_use({"--set", "arguments.order=17", "--set", "dynamic_variables.name=Ana"},
                      R"({"arguments":{"order":17},"dynamic_variables":{"name":"Ana"}})")},
      {"list_versions", on_assistant()},
      {"get_version", on_version()},
      {"update_version", on_version({"--greeting", "Hello once more"}, R"({"greeting":"Hello once more"})")},
      {"delete_version", on_version()},
      {"promote_version", on_version()},
      {"create_canary_deploy", canary_rules(false)},
      {"get_canary_deploy", of_canary},
      {"update_canary_deploy", canary_rules(true)},
      {"delete_canary_deploy", of_canary},
      {"list_scheduled_events",
       [](ApiWorkshop& w) {
         const auto assistant = w.assistant();
         w.scheduled_event(assistant);
         return ApiUse{.words = {assistant, "--conversation-channel", "phone_call", "--page-size", "5"},
                       .query = "conversation_channel=phone_call&page[size]=5"};
       }},
      {"create_scheduled_event", on_assistant(scheduled, scheduled_body)},
      {"get_scheduled_event", on_event()},
      {"delete_scheduled_event", on_event()},
      {"list_tests",
       [](ApiWorkshop& w) {
         w.test_id();
         return ApiUse{.words = {"--test_suite", "orders"}, .query = "test_suite=orders"};
       }},
      {"create_test", create_test},
      {"get_test", on_test()},
      {"update_test",
       on_test({"--description", "Asks for an order"}, R"({"description":"Asks for an order"})")},
      {"delete_test", on_test()},
      {"list_test_suites", [](ApiWorkshop& w) { return w.test_id(), ApiUse{}; }},
      {"list_test_suite_runs", on_suite()},
      {"trigger_test_suite", on_suite()},
      {"list_test_runs", on_test()},
      {"trigger_test_run", on_test()},
      {"get_test_run", get_run},
      {"list_mcp_servers", [](ApiWorkshop& w) { return w.mcp_server(), ApiUse{}; }},
      {"create_mcp_server",
       [](ApiWorkshop&) {
         return ApiUse{.words = {"--name", "search", "--type", "http", "--url", "https://example.com/mcp",
                                 "--allowed_tools", R"(["search"])"},
                       .sent = R"({"name":"search","type":"http","url":"https://example.com/mcp",)"
                               R"("allowed_tools":["search"]})"};
       }},
      {"get_mcp_server", on_mcp_server()},
      {"update_mcp_server", on_mcp_server({"--allowed-tools", "search", "--allowed-tools", "find"},
                                          R"({"allowed_tools":["search","find"]})")},
      {"delete_mcp_server", on_mcp_server()},
      {"list_tools",
       [](ApiWorkshop& w) {
         w.shared_tool();
         return ApiUse{.words = {"--filter[type]", "webhook"}, .query = "filter[type]=webhook"};
       }},
      {"create_tool", create_tool},
      {"get_tool", on_shared_tool()},
      {"update_tool", on_shared_tool({"--display_name", "Look up"}, R"({"display_name":"Look up"})")},
      {"delete_tool", on_shared_tool()},
  };
}

}  // namespace callwright::tests
