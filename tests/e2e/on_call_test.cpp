#include "tests/e2e/theatre.hpp"

#include <csignal>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

// Who is on call, and workflows that change, while calls run.

namespace callwright::tests::on_call {
namespace {

constexpr const char* kPeople = R"({"people": {
  "+13125550111": {"kind": "answers", "press": "1", "answer_after": 0.2, "verdict_after": 0.2, "press_after": 0.2},
  "+13125550112": {"kind": "answers", "press": "1", "answer_after": 0.2, "verdict_after": 0.2, "press_after": 0.2}},
  "settings": {"insights_after": 0.2, "insights": [{"insight_id": "i1", "result": "Done."}]}})";

/// Ana and Ben by turns, a turn lasts for ever as far as a test goes: `first` is the one.
std::string workflow(const std::string& first, const std::string& second, const std::string& ring) {
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
  ben: { name: Ben, phone: "+13125550112" }
groups:
  both: { members: [ana, ben], order: longest_idle }
rotations:
  night: { members: [)" +
         first + ", " + second + R"(], every: 365 days, handoff: "00:00", start: 2026-01-01, timezone: UTC }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    rules:
      - on: tool.escalate_to_human
        do: [ { escalate: human } ]
escalations:
  human:
    accept: { prompt: "Hi.", briefing: "Hi.", caller_gone: "Bye." }
    steps: [ { ring: [)" +
         ring + R"(], order: sequence } ]
)";
}

class OnCall : public ::testing::Test {
 protected:
  void begin(const std::string& yaml) { theatre_ = std::make_unique<Theatre>(kPeople, yaml); }

  /// A caller asks for a person, is joined and hangs up; whom they talked to.
  std::string who_takes_a_call(const std::string& from) {
    const auto call = theatre_->place(from);
    EXPECT_TRUE(theatre_->service.wait_for_state(from, "conversing")) << theatre_->log();
    EXPECT_EQ(theatre_->ask_for_a_person(call), "ringing");
    EXPECT_TRUE(theatre_->service.wait_for_state(from, "joined")) << theatre_->log();
    const auto id = theatre_->service.call_of(from);
    const auto winner = theatre_->service.call(id).root()["run"]["winner"].str();
    theatre_->simulator.steer("POST", call + "hangup");
    EXPECT_TRUE(theatre_->service.wait_for_state(from, "settled")) << theatre_->log();
    return winner;
  }
  std::string program(std::vector<std::string> arguments, int expected = 0) {
    arguments.insert(arguments.end(), {"--url", theatre_->service.url()});
    Process process(callwright_command(theatre_->service.folder(), std::move(arguments),
                                       {{"CALLWRIGHT_API_TOKEN", Service::kToken}, {"USER", "dana"}}));
    EXPECT_EQ(process.wait(kPatience), expected) << process.output() << process.errors();
    return process.output() + process.errors();
  }
  RawReply reload() {
    return exchange(theatre_->service.port(), "POST", "/v1/workflows/reload",
                    "Authorization: Bearer " + std::string(Service::kToken) + "\r\n");
  }
  void write_workflow(const std::string& yaml) {
    std::ofstream(theatre_->service.folder().file("workflows/main.yaml")) << yaml;
  }
  bool wait_for_log(const std::string& part) {
    return theatre_->service.wait_until([&] { return theatre_->service.process().output().contains(part); });
  }

  std::unique_ptr<Theatre> theatre_;
};

TEST_F(OnCall, AnOverrideRingsTheStandInUntilItIsEndedAndOutlivesARestart) {
  begin(workflow("ana", "ben", "night"));
  const auto turn = program({"oncall", "who"}).contains("Ana") ? "ana" : "ben";
  EXPECT_EQ(who_takes_a_call("+13125550191"), turn);

  EXPECT_NE(program({"oncall", "override", "day", "ben"}, 1).find("on_call.rotation"), std::string::npos);
  EXPECT_NE(program({"oncall", "override", "night", "dora"}, 1).find("on_call.person"), std::string::npos);
  program({"oncall", "override", "night"}, 2);
  const std::string other = turn == std::string("ana") ? "ben" : "ana";
  program({"oncall", "override", "night", other});
  EXPECT_EQ(who_takes_a_call("+13125550192"), other);
  const auto records = theatre_->service.records(theatre_->service.call_of("+13125550192"));
  EXPECT_NE(records.find(R"("instead_of":")" + std::string(turn) + R"(","by":"dana")"), std::string::npos)
      << records;

  theatre_->service.restart();
  theatre_->simulator.steer("PUT", "webhooks",
                            R"({"url":")" + theatre_->service.url() + R"(/webhooks/telnyx"})");
  EXPECT_EQ(who_takes_a_call("+13125550193"), other);
  program({"oncall", "override", "night", "--end"});
  EXPECT_EQ(who_takes_a_call("+13125550194"), turn);
  const auto sheet = JsonDocument::of(Json::trusted(program({"oncall", "who", "--json"})));
  const auto change = sheet.root()["changes"].elements().at(0);
  EXPECT_EQ(change["person"].str(), other);
  EXPECT_EQ(change["by"].str(), "dana");
  EXPECT_EQ(change["ended_by"].str(), "dana");
}

TEST_F(OnCall, TheOneWhoIsIdleForLongestIsRungAfterARestartToo) {
  begin(workflow("ana", "ben", "both"));
  EXPECT_EQ(who_takes_a_call("+13125550191"), "ana");
  EXPECT_EQ(who_takes_a_call("+13125550192"), "ben");
  EXPECT_EQ(who_takes_a_call("+13125550193"), "ana");
  theatre_->service.restart();
  theatre_->simulator.steer("PUT", "webhooks",
                            R"({"url":")" + theatre_->service.url() + R"(/webhooks/telnyx"})");
  EXPECT_EQ(who_takes_a_call("+13125550194"), "ben");
}

TEST_F(OnCall, AReloadCountsForNewCallsAndTheOthersKeepWhatTheyBeganWith) {
  begin(workflow("ana", "ben", "ana"));
  const std::string early = "+13125550191";
  const auto call = theatre_->place(early);
  ASSERT_TRUE(theatre_->service.wait_for_state(early, "conversing")) << theatre_->log();

  write_workflow(workflow("ana", "ben", "ben"));
  const auto reloaded = reload();
  EXPECT_EQ(reloaded.status, 200) << reloaded.body;
  EXPECT_EQ(json_of(reloaded).root()["status"].str(), "reloaded");
  EXPECT_EQ(json_of(reload()).root()["status"].str(), "unchanged");
  EXPECT_EQ(who_takes_a_call("+13125550192"), "ben");

  // The early call finds its bundle after a restart, too.
  theatre_->service.restart();
  theatre_->simulator.steer("PUT", "webhooks",
                            R"({"url":")" + theatre_->service.url() + R"(/webhooks/telnyx"})");
  EXPECT_EQ(theatre_->ask_for_a_person(call), "ringing");
  ASSERT_TRUE(theatre_->service.wait_for_state(early, "joined")) << theatre_->log();
  EXPECT_EQ(theatre_->service.call(theatre_->service.call_of(early)).root()["run"]["winner"].str(), "ana");
}

TEST_F(OnCall, ABadBundleChangesNothingAndSaysWhy) {
  begin(workflow("ana", "ben", "ana"));
  write_workflow("language: 1\npeople: { ana: { fone: \"+13125550111\" } }\n");
  const auto refused = reload();
  EXPECT_EQ(refused.status, 422) << refused.body;
  EXPECT_NE(refused.body.find("main.yaml"), std::string::npos) << refused.body;
  EXPECT_NE(refused.body.find("did you mean"), std::string::npos) << refused.body;
  theatre_->service.process().signal(SIGHUP);
  EXPECT_TRUE(wait_for_log("workflow_error")) << theatre_->log();
  EXPECT_EQ(who_takes_a_call("+13125550191"), "ana");

  write_workflow(workflow("ana", "ben", "ben"));
  theatre_->service.process().signal(SIGHUP);
  EXPECT_TRUE(wait_for_log("workflows_reloaded")) << theatre_->log();
  EXPECT_EQ(who_takes_a_call("+13125550192"), "ben");
}

}  // namespace
}  // namespace callwright::tests::on_call
