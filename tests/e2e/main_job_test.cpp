#include "handlers/ports/http_text.hpp"
#include "tests/e2e/service.hpp"
#include "tests/support/bundles.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::main_job {
namespace {

constexpr std::string_view kPrompt = "A caller asks for you. Press 1 to take the call, 2 to pass.";

constexpr std::string_view kScenario = R"({
  "people": {
    "+13125550111": {"kind": "answers", "press": "1", "answer_after": 0.6, "verdict_after": 0.3, "press_after": 0.2},
    "+13125550112": {"kind": "voicemail", "answer_after": 0.2, "verdict_after": 0.3}},
  "settings": {"insights_after": 0.3, "insights": [{"insight_id": "i1", "result": "A dizzy caller."}]}})";

/// One call from the first ring to the insights, by two programs that talk HTTP.
class MainJob : public ::testing::Test {
 protected:
  MainJob()
      : simulator_(std::string(kScenario)),
        service_({.workflow = std::string(kTwoPeople),
                  .api_base = simulator_.api_base(),
                  .public_key = simulator_.public_key()}) {
    service_.start();
    simulator_.steer("PUT", "webhooks", R"({"url":")" + service_.url() + R"(/webhooks/telnyx"})");
  }

  void play() {
    const auto placed = simulator_.steer("POST", "calls", R"({"from":"+13125550199","to":"+13125550100"})");
    const auto act = "calls/" + percent_encode(placed.root()["call_control_id"].str()) + "/";
    ASSERT_TRUE(service_.wait_for_state("+13125550199", "conversing")) << log();
    const auto tool = simulator_.steer("POST", act + "tool",
                                       R"({"name":"escalate_to_human","arguments":{"reason":"dizzy"}})");
    ASSERT_EQ(tool.root()["status"].integer(), 200) << tool.root().display();
    EXPECT_EQ(tool.root().at_path("answer.status").str(), "ringing");
    ASSERT_TRUE(service_.wait_for_state("+13125550199", "joined")) << log();
    simulator_.steer("POST", act + "hangup");
    ASSERT_TRUE(service_.wait_for_state("+13125550199", "settled")) << log();
  }

  std::string log() {
    return service_.process().output() + service_.records(service_.call_of("+13125550199")) +
           simulator_.steer("GET", "log").root().display();
  }
  JsonDocument call() { return service_.call(service_.call_of("+13125550199")); }
  std::string records() { return service_.records(service_.call_of("+13125550199")); }

  Simulator simulator_;
  Service service_;
};

/// How often each command took effect at Telnyx.
std::map<std::string, int> effects_of(const JsonNode& log) {
  std::map<std::string, int> effects;
  for (const auto& effect : log["effects"].elements()) {
    auto name = effect["operation"].str();
    if (name == "dial") name += " " + effect["body"]["to"].str();
    ++effects[name];
  }
  return effects;
}

void expect_complete(const JsonNode& page, const JsonNode& log) {
  std::set<std::string> kinds;
  std::set<std::string> received;
  std::int64_t seq = 0;
  for (const auto& record : page["data"].elements()) {
    EXPECT_EQ(record["seq"].integer(), ++seq) << "a record is missing";
    kinds.insert(record["kind"].str());
    if (record["kind"].str() == "received") received.insert(record["data"]["id"].str());
  }
  for (const char* kind : {"received", "tool", "intent", "reply", "decision", "transition", "closed"}) {
    EXPECT_TRUE(kinds.contains(kind)) << kind;
  }
  for (const auto& webhook : log["webhooks"].elements()) {
    EXPECT_EQ(webhook["status"].integer(), 200) << webhook.display();
    EXPECT_TRUE(received.contains(webhook["event_id"].str())) << webhook.display();
  }
}

void expect_counted(const std::string& metrics) {
  for (const char* line :
       {R"(callwright_webhooks_total{event_type="call.initiated",result="stored"} 3)",
        R"(callwright_webhooks_total{event_type="call.hangup",result="stored"} 3)",
        R"(callwright_intents_total{operation="answer",result="accepted"} 1)",
        R"(callwright_intents_total{operation="dial",result="accepted"} 2)",
        R"(callwright_intents_total{operation="ai_assistant_join",result="accepted"} 1)",
        R"(callwright_attempts_total{outcome="joined"} 1)",
        R"(callwright_attempts_total{outcome="machine"} 1)",
        R"(callwright_time_to_human_seconds_count{workflow="support"} 1)", "callwright_orphan_legs 0",
        "callwright_outbox_depth 0", "callwright_dead_letters 0"}) {
    EXPECT_NE(metrics.find(line), std::string::npos) << line << "\n" << metrics;
  }
}

TEST_F(MainJob, ACallerIsAnsweredJoinedByTheOneWhoAcceptsAndCounted) {
  ASSERT_NO_FATAL_FAILURE(play());
  const auto ended = call();
  EXPECT_EQ(ended.root()["outcome"].str(), "joined");
  EXPECT_EQ(ended.root().at_path("attempts.0.outcome").str(), "joined");
  EXPECT_EQ(ended.root().at_path("attempts.1.outcome").str(), "machine");
  EXPECT_EQ(ended.root().at_path("run.winner").str(), "ana");
  EXPECT_EQ(ended.root().at_path("insights.0.result").str(), "A dizzy caller.");
  for (const auto& leg : ended.root()["legs"].elements()) EXPECT_EQ(leg["state"].str(), "ended");

  const auto log = simulator_.steer("GET", "log");
  auto effects = effects_of(log.root());
  for (const char* once : {"answer", "ai_assistant_start", "dial +13125550111", "dial +13125550112",
                           "gather_using_speak", "ai_assistant_join"}) {
    EXPECT_EQ(effects[once], 1) << once << log.root().display();
  }
  for (const auto& leg : log.root()["legs"].elements()) {
    EXPECT_EQ(leg["state"].str(), "ended") << leg.display();
    if (leg["to"].str() != "+13125550112") continue;
    for (const auto& heard : leg["heard"].elements())
      EXPECT_EQ(heard.str(), kPrompt) << "a voicemail heard it";
  }
  const auto page = JsonDocument::of(Json::trusted(records()));
  expect_complete(page.root(), log.root());
  expect_counted(exchange(service_.port(), "GET", "/metrics").body);
  EXPECT_EQ(service_.process().output().find("3125550199"), std::string::npos)
      << "numbers are masked in the log";
}

}  // namespace
}  // namespace callwright::tests::main_job
