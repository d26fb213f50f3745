#include "tests/e2e/api_workshop.hpp"

#include "handlers/ports/http_text.hpp"

#include <stdexcept>
#include <utility>

#include <fmt/core.h>

namespace callwright::tests {
namespace api_workshop {
namespace {

constexpr const char* kScenario =
    R"({"settings":{"insights_after":0,"insights":[{"insight_id":"summary","result":"Fine"}]}})";

std::string leg_path(const std::string& leg) { return "/calls/" + percent_encode(leg); }

}  // namespace
}  // namespace api_workshop

JsonDocument Ran::json() const {
  auto document = JsonDocument::parse(output);
  return document ? std::move(*document) : JsonDocument::of(Json());
}

Ran run_callwright(const TempDirectory& folder, std::vector<std::string> words,
                   std::map<std::string, std::string> environment) {
  Process process(callwright_command(folder, std::move(words), std::move(environment)));
  const int code = process.wait(kPatience).value_or(-1);
  return {code, process.output(), process.errors()};
}

ApiWorkshop::ApiWorkshop() : simulator_(api_workshop::kScenario) {
  simulator_.steer("PUT", "webhooks", R"({"url":")" + receiver_.url() + R"("})");
}

JsonDocument ApiWorkshop::ask(std::string_view method, const std::string& path,
                              const std::string& body) const {
  const auto reply = exchange(simulator_.port(), method, "/v2" + path,
                              "Authorization: Bearer KEY_SIMULATOR\r\n", method == "GET" ? "" : body);
  if (reply.status < 200 || reply.status > 299)
    throw std::runtime_error(fmt::format("{} {}: {} {}", method, path, reply.status, reply.body));
  return json_of(reply);
}

JsonDocument ApiWorkshop::ask_until(const std::string& path, std::string_view place) const {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  for (;;) {
    auto answer = ask("GET", path);
    if (answer.root().at_path(place).exists()) return answer;
    if (std::chrono::steady_clock::now() > deadline)
      throw std::runtime_error(path + " has no " + std::string(place));
  }
}

Ran ApiWorkshop::api(std::vector<std::string> words, std::map<std::string, std::string> more) const {
  words.insert(words.begin(), "api");
  more.emplace("TELNYX_API_KEY", "KEY_SIMULATOR");
  more.emplace("TELNYX_API_BASE", simulator_.api_base());
  return run_callwright(folder_, std::move(words), std::move(more));
}

JsonDocument ApiWorkshop::last_request() const {
  const auto log = simulator_.steer("GET", "log");
  const auto requests = log.root()["requests"].elements();
  return JsonDocument::of(requests.empty() ? Json() : requests.back().json());
}

std::string ApiWorkshop::number() { return fmt::format("+1312555{:04}", ++made_); }

std::string ApiWorkshop::caller() {
  const auto body = fmt::format(R"({{"from":"{}","to":"+13125550100"}})", number());
  return simulator_.steer("POST", "calls", body).root()["call_control_id"].str();
}

std::string ApiWorkshop::answered() {
  auto leg = caller();
  ask("POST", api_workshop::leg_path(leg) + "/actions/answer");
  return leg;
}

std::string ApiWorkshop::answered_and(const std::string& action, const std::string& body) {
  auto leg = answered();
  ask("POST", api_workshop::leg_path(leg) + "/actions/" + action, body);
  return leg;
}

std::string ApiWorkshop::in_conversation() {
  return answered_and("ai_assistant_start", R"({"assistant":{"id":"assistant-1"}})");
}

std::string ApiWorkshop::conversation_of_call(const std::string& leg) const {
  const auto log = simulator_.steer("GET", "log");
  for (const auto& one : log.root()["legs"].elements()) {
    if (one["call_control_id"].str() == leg) return one["conversation_id"].str();
  }
  throw std::runtime_error("no such leg");
}

ApiWorkshop::Conference ApiWorkshop::conference() {
  auto leg = answered();
  const auto body = fmt::format(R"({{"call_control_id":"{}","name":"{}"}})", leg, name("conference"));
  return {ask("POST", "/conferences", body).root().at_path("data.id").str(), std::move(leg)};
}

std::string ApiWorkshop::queue() {
  auto queue = name("queue");
  ask("POST", "/queues", fmt::format(R"({{"queue_name":"{}"}})", queue));
  return queue;
}

ApiWorkshop::Queued ApiWorkshop::queued() {
  auto in = queue();
  auto leg = answered_and("enqueue", fmt::format(R"({{"queue_name":"{}"}})", in));
  return {std::move(in), std::move(leg)};
}

std::string ApiWorkshop::assistant() {
  const auto body =
      fmt::format(R"({{"name":"{}","instructions":"Help.","model":"openai/gpt-4o"}})", name("assistant"));
  return ask("POST", "/ai/assistants", body).root()["id"].str();
}

ApiWorkshop::Version ApiWorkshop::version() {
  auto id = assistant();
  const auto path = "/ai/assistants/" + id;
  const auto main = ask("GET", path).root()["version_id"].str();
  ask("POST", path, R"({"greeting":"Hello","promote_to_main":false})");
  const auto versions = ask("GET", path + "/versions");
  for (const auto& one : versions.root()["data"].elements()) {
    if (one["version_id"].str() != main) return {std::move(id), one["version_id"].str()};
  }
  throw std::runtime_error("there is one version only");
}

ApiWorkshop::Version ApiWorkshop::canary() {
  auto made = version();
  ask("POST", "/ai/assistants/" + made.assistant + "/canary-deploys",
      fmt::format(R"({{"rules":[{{"serve":{{"rollout":[{{"version_id":"{}","weight":10}}]}}}}]}})",
                  made.version));
  return made;
}

std::string ApiWorkshop::shared_tool() {
  const auto tool = name("tool");
  const auto made = ask("POST", "/ai/tools",
                        fmt::format(R"({{"display_name":"{0}","type":"webhook","webhook":{{"name":"{0}",)"
                                    R"("description":"Looks up","url":"https://example.com/order"}}}})",
                                    tool));
  return made.root()["data"].exists() ? made.root().at_path("data.id").str() : made.root()["id"].str();
}

std::string ApiWorkshop::tool_of(const std::string& assistant) {
  auto tool = shared_tool();
  ask("PUT", "/ai/assistants/" + assistant + "/tools/" + tool);
  return tool;
}

std::string ApiWorkshop::test_id() {
  const auto body =
      fmt::format(R"({{"name":"{}","destination":"+13125550100","instructions":"Ask.",)"
                  R"("rubric":[{{"name":"Polite","criteria":"It is polite."}}],"test_suite":"orders"}})",
                  name("test"));
  return ask("POST", "/ai/assistants/tests", body).root()["test_id"].str();
}

std::string ApiWorkshop::scheduled_event(const std::string& assistant) {
  const auto event = ask("POST", "/ai/assistants/" + assistant + "/scheduled_events",
                         R"({"scheduled_at_fixed_datetime":"2099-01-01T12:00:00Z",)"
                         R"("telnyx_agent_target":"+13125550100","telnyx_conversation_channel":"phone_call",)"
                         R"("telnyx_end_user_target":"+13125550199"})");
  return event.root()["scheduled_event_id"].str();
}

std::string ApiWorkshop::mcp_server() {
  const auto body =
      fmt::format(R"({{"name":"{}","type":"http","url":"https://example.com/mcp"}})", name("mcp"));
  return ask("POST", "/ai/mcp_servers", body).root()["id"].str();
}

std::string ApiWorkshop::conversation() {
  const auto body = fmt::format(R"({{"name":"{}"}})", name("conversation"));
  return ask("POST", "/ai/conversations", body).root()["id"].str();
}

std::string ApiWorkshop::insight() {
  const auto body = fmt::format(R"({{"name":"{}","instructions":"Summarise."}})", name("insight"));
  return ask("POST", "/ai/conversations/insights", body).root().at_path("data.id").str();
}

std::string ApiWorkshop::insight_group() {
  const auto body = fmt::format(R"({{"name":"{}"}})", name("group"));
  return ask("POST", "/ai/conversations/insight-groups", body).root().at_path("data.id").str();
}

}  // namespace callwright::tests
