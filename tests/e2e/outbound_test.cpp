#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/theatre.hpp"

#include <fstream>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::outbound {
namespace {

constexpr const char* kOurs = "+13125550100";
constexpr const char* kCustomer = "+13125550199";

std::string workflows(const std::string& outgoing) {
  return R"(language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-in }
  follow-up:
    match: { direction: outgoing }
    outgoing: { from: "+13125550100", )" +
         outgoing + R"( }
    assistant: { id: assistant-out, greeting: "Hello ${vars.name}." }
    limits: { destinations: ["+1312*"] }
    rules:
      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }
      - { on: call.settled, do: [ { log: "ended as ${call.outcome}" } ] }
  nowhere:
    match: { direction: outgoing }
    assistant: { id: assistant-out }
escalations:
  human: { steps: [ { ring: [dana] } ] }
)";
}

std::string request_body(const std::string& more = "") {
  return R"({"to":"+13125550199","workflow":"follow-up")" + more + "}";
}

RawReply ask(const Service& service, const std::string& body, const std::string& key = "") {
  return exchange(service.port(), "POST", "/v1/calls",
                  "Authorization: Bearer " + std::string(Service::kToken) + "\r\n" +
                      (key.empty() ? "" : "Idempotency-Key: " + key + "\r\n"),
                  body);
}

std::string id_in(const RawReply& reply) { return json_of(reply).root()["id"].str(); }

bool wait_for(Service& service, const std::string& call, const std::string& what, const std::string& value) {
  return service.wait_until([&] { return service.call(call).root().at_path(what).display() == value; });
}

int dials(const Simulator& simulator, const std::string& to) {
  int count = 0;
  const auto log = simulator.steer("GET", "log");
  for (const auto& effect : log.root()["effects"].elements()) {
    if (effect["operation"].str() == "dial" && effect["body"]["to"].str() == to) ++count;
  }
  return count;
}

std::string heard_by(const Simulator& simulator, const std::string& to) {
  const auto log = simulator.steer("GET", "log");
  std::string text;
  for (const auto& leg : log.root()["legs"].elements()) {
    if (leg["to"].str() == to) text += leg["heard"].display();
  }
  return text;
}

TEST(Outbound, APersonIsCalledTalksToTheAssistantAndIsJoinedByAHuman) {
  Theatre theatre(R"({"people": {
    "+13125550199": {"kind": "answers", "answer_after": 0.2, "verdict_after": 0.2},
    "+13125550111": {"kind": "answers", "press": "1", "answer_after": 0.2, "verdict_after": 0.2, "press_after": 0.2}},
    "settings": {"insights_after": 0.2, "insights": [{"insight_id": "i1", "result": "Well."}]}})",
                  workflows("for: 20s"));
  auto& service = theatre.service;
  const auto reply = ask(service, request_body(R"(,"variables":{"name":"Ada","visits":3})"));
  ASSERT_EQ(reply.status, 202) << reply.body;
  const auto asked = json_of(reply);
  const auto call = id_in(reply);
  EXPECT_EQ(asked.root()["direction"].str(), "outgoing");
  EXPECT_EQ(asked.root()["from"].str(), kOurs);
  EXPECT_EQ(asked.root()["to"].str(), kCustomer);
  EXPECT_EQ(asked.root()["workflow"].str(), "follow-up");
  ASSERT_TRUE(wait_for(service, call, "state", "conversing")) << service.records(call);

  const auto log = theatre.simulator.steer("GET", "log");
  std::string leg;
  for (const auto& effect : log.root()["effects"].elements()) {
    if (effect["operation"].str() == "dial") leg = effect["call_control_id"].str();
    if (effect["operation"].str() != "ai_assistant_start") continue;
    const auto assistant = effect["body"]["assistant"];
    EXPECT_EQ(assistant["id"].str(), "assistant-out");
    EXPECT_EQ(assistant["greeting"].str(), "Hello Ada.");
    EXPECT_EQ(assistant.at_path("dynamic_variables.visits").integer(), 3) << "numbers stay numbers";
    EXPECT_FALSE(assistant.at_path("dynamic_variables.callwright_call").str().empty());
  }
  EXPECT_EQ(theatre.ask_for_a_person("calls/" + percent_encode(leg) + "/"), "ringing");
  ASSERT_TRUE(wait_for(service, call, "state", "joined")) << service.records(call);
  theatre.simulator.steer("POST", "calls/" + percent_encode(leg) + "/hangup");
  ASSERT_TRUE(wait_for(service, call, "state", "settled")) << service.records(call);
  EXPECT_EQ(service.call(call).root()["outcome"].str(), "joined");
  EXPECT_NE(service.records(call).find("ended as joined"), std::string::npos);
  EXPECT_EQ(dials(theatre.simulator, kCustomer), 1);
  const auto dials_of_dana = service.records(call).find(R"("to":"+13125550111","from":"+13125550100")");
  EXPECT_NE(dials_of_dana, std::string::npos) << "people see our number";
  EXPECT_EQ(service.process().output().find("3125550199"), std::string::npos) << "numbers are masked";
}

TEST(Outbound, TheCommandLineAsksForACallAndPrintsItsId) {
  Theatre theatre(R"({"people": {"+13125550199": {"kind": "no_answer"}}})", workflows("for: 20s"));
  auto& service = theatre.service;
  const auto start = [&](const std::string& to) {
    auto process = std::make_unique<Process>(callwright_command(
        service.folder(), {"calls", "start", "--to", to, "--workflow", "follow-up", "--var", "name=Ada",
                           "--url", service.url(), "--token", Service::kToken}));
    EXPECT_TRUE(process->wait(kPatience).has_value());
    return process;
  };
  const auto made = start(kCustomer);
  auto id = made->output();
  while (!id.empty() && id.back() == '\n') id.pop_back();
  EXPECT_EQ(service.call(id).root()["to"].str(), kCustomer) << made->errors();
  const auto refused = start("+442071838750");
  EXPECT_NE(refused->errors().find("call.destination"), std::string::npos) << refused->errors();
}

TEST(Outbound, OneKeyIsOneCallAlsoAfterARestart) {
  Theatre theatre(R"({"people": {"+13125550199": {"kind": "busy"}}})", workflows("for: 20s"));
  auto& service = theatre.service;
  const auto first = ask(service, request_body(), "order-17");
  ASSERT_EQ(first.status, 202) << first.body;
  const auto call = id_in(first);
  const auto again = ask(service, request_body(R"(,"idempotency_key":"order-17")"));
  EXPECT_EQ(again.status, 200) << again.body;
  EXPECT_EQ(id_in(again), call);
  ASSERT_TRUE(wait_for(service, call, "state", "settled")) << service.records(call);
  EXPECT_EQ(service.call(call).root()["outcome"].str(), "busy");
  service.restart();
  const auto later = ask(service, request_body(), "order-17");
  EXPECT_EQ(later.status, 200) << later.body;
  EXPECT_EQ(id_in(later), call);
  const auto other = ask(service, R"({"to":"+13125550198","workflow":"follow-up"})", "order-17");
  EXPECT_EQ(other.status, 422) << other.body;
  EXPECT_EQ(json_of(other).root()["code"].str(), "call.idempotency_key");
  EXPECT_EQ(dials(theatre.simulator, kCustomer), 1);
  EXPECT_EQ(dials(theatre.simulator, "+13125550198"), 0);
}

TEST(Outbound, AVoicemailHearsTheMessageOnceAndNothingElse) {
  Theatre theatre(
      R"({"people": {"+13125550199": {"kind": "voicemail", "answer_after": 0.2, "verdict_after": 0.3}}})",
      workflows(R"(voicemail: { leave_message: "Please call us back at ${call.from}." })"));
  const auto call = id_in(ask(theatre.service, request_body(R"(,"variables":{"name":"Ada"})")));
  ASSERT_TRUE(wait_for(theatre.service, call, "state", "settled")) << theatre.service.records(call);
  EXPECT_EQ(theatre.service.call(call).root()["outcome"].str(), "machine");
  EXPECT_EQ(heard_by(theatre.simulator, kCustomer), R"(["Please call us back at +13125550100."])");
}

TEST(Outbound, AVoicemailIsHungUpByDefaultBeforeItHearsAnything) {
  Theatre theatre(
      R"({"people": {"+13125550199": {"kind": "voicemail", "answer_after": 0.2, "verdict_after": 0.3}}})",
      workflows("for: 20s"));
  const auto call = id_in(ask(theatre.service, request_body()));
  ASSERT_TRUE(wait_for(theatre.service, call, "state", "settled")) << theatre.service.records(call);
  EXPECT_EQ(theatre.service.call(call).root()["outcome"].str(), "machine");
  EXPECT_EQ(heard_by(theatre.simulator, kCustomer), "[]");
}

TEST(Outbound, WhoeverIsOnTheLineIsNotCalledASecondTime) {
  Theatre theatre(
      R"({"people": {"+13125550199": {"kind": "answers", "answer_after": 0.2, "verdict_after": 0.2}}})",
      workflows("for: 20s"));
  auto& service = theatre.service;
  const auto call = id_in(ask(service, request_body()));
  const auto second = ask(service, request_body(), "second");
  EXPECT_EQ(second.status, 409) << second.body;
  EXPECT_EQ(json_of(second).root()["code"].str(), "call.address_busy");
  ASSERT_TRUE(wait_for(service, call, "state", "conversing")) << service.records(call);
  const auto stop = exchange(service.port(), "POST", "/v1/calls/" + call + "/hangup",
                             "Authorization: Bearer " + std::string(Service::kToken) + "\r\n", "{}");
  EXPECT_EQ(stop.status, 200) << stop.body;
  ASSERT_TRUE(wait_for(service, call, "legs.0.state", "ended")) << service.records(call);
  const auto third = ask(service, request_body(), "second");
  EXPECT_EQ(third.status, 202) << "a refused request leaves its key free " << third.body;
}

TEST(Outbound, WhatCannotBeCalledIsRefusedAndNobodyIsDialled) {
  Theatre theatre("{}", workflows("for: 20s"));
  struct Case {
    const char* body;
    int status;
    const char* code;
    const char* says;
  };
  for (const auto& one : {
           Case{"{", 400, "json.invalid", ""},
           Case{"[]", 400, "call.body", ""},
           Case{R"({"to":"+13125550177","workflow":"folow-up"})", 400, "call.workflow", "`follow-up`"},
           Case{R"({"to":"+13125550177","workflow":"support"})", 400, "call.workflow", "calls that come in"},
           Case{R"({"to":"+13125550177","workflow":"follow-up","asistant":"x"})", 400, "call.field",
                "`assistant`"},
           Case{R"({"to":"3125550177","workflow":"follow-up"})", 400, "call.to", "E.164"},
           Case{R"({"to":"+442071838750","workflow":"follow-up"})", 403, "call.destination", "destinations"},
           Case{R"({"to":"+13125550100","workflow":"follow-up"})", 403, "call.calls_itself", ""},
           Case{R"({"to":"+13125550177","workflow":"nowhere","from":"+13125550100"})", 403,
                "call.destination", ""},
           Case{R"({"to":"+13125550177","workflow":"nowhere"})", 400, "call.from", "outgoing"},
       }) {
    const auto reply = ask(theatre.service, one.body);
    EXPECT_EQ(reply.status, one.status) << one.body << reply.body;
    EXPECT_EQ(json_of(reply).root()["code"].str(), one.code) << one.body << reply.body;
    EXPECT_NE(json_of(reply).root()["detail"].str().find(one.says), std::string::npos) << reply.body;
    EXPECT_EQ(reply.body.find("3125550177"), std::string::npos) << "no numbers in errors";
  }
  const auto both = ask(theatre.service, request_body(R"(,"idempotency_key":"a")"), "b");
  EXPECT_EQ(both.status, 400) << both.body;
  EXPECT_EQ(exchange(theatre.service.port(), "POST", "/v1/calls", "", request_body()).status, 401);
  EXPECT_EQ(theatre.effects(), "");
}

TEST(Outbound, ANearlyFullDiskRefusesCallsThatWeWouldMake) {
  const Signer signer;
  FakeTelnyx telnyx;
  Service service(
      {.workflow = workflows("for: 20s"), .api_base = telnyx.api_base(), .public_key = signer.public_key()});
  std::ofstream(service.folder().file("callwright.yaml")) << "store: { reserve: 9000000GiB }\n";
  service.start();
  const auto reply = ask(service, request_body());
  EXPECT_EQ(reply.status, 503) << reply.body;
  EXPECT_EQ(json_of(reply).root()["code"].str(), "store.reserve") << reply.body;
  EXPECT_TRUE(telnyx.commands().empty());
}

/// Telnyx in the hands of the test; a command's outcome counts as unknown after one second.
class OutboundByHand : public ::testing::Test {
 protected:
  OutboundByHand()
      : service_({.workflow = workflows("for: 20s"),
                  .api_base = telnyx_.api_base(),
                  .public_key = signer_.public_key()}) {
    std::ofstream(service_.folder().file("callwright.yaml")) << "telnyx: { repeat_for: 1s }\n";
    service_.start();
  }

  RawReply webhook(const std::string& type, const std::string& more = "") {
    const auto leg = FakeTelnyx::leg_of_number(kCustomer);
    const auto body = R"({"data":{"record_type":"event","event_type":")" + type + R"(","id":"event-)" +
                      std::to_string(++events_) +
                      R"(","occurred_at":"2026-11-24T10:00:00Z","payload":{"call_control_id":")" + leg +
                      R"(","call_leg_id":"id-of-)" + leg + R"(","call_session_id":"session-of-)" + leg +
                      R"(","connection_id":"1000000000000000001","client_state":")" +
                      telnyx_.client_state(leg) + R"(","from":"+13125550100","to":"+13125550199")" + more +
                      "}}}";
    return service_.post_signed(signer_, "/webhooks/telnyx", body);
  }

  int dials() {
    int count = 0;
    std::string id;
    for (const auto& command : telnyx_.commands()) {
      if (command.operation != "dial" || command.command_id == id) continue;
      id = command.command_id;
      ++count;
    }
    return count;
  }

  Signer signer_;
  FakeTelnyx telnyx_;
  Service service_;
  int events_ = 0;
};

TEST_F(OutboundByHand, ADialWithoutAnAnswerIsFoundByItsClientStateAndNotMadeAgain) {
  telnyx_.hold("dial");
  const auto call = id_in(ask(service_, request_body()));
  ASSERT_TRUE(wait_for(service_, call, "legs.0.call_control_id", FakeTelnyx::leg_of_number(kCustomer)))
      << service_.records(call);
  telnyx_.release();
  EXPECT_EQ(webhook("call.answered").status, 200);
  EXPECT_EQ(webhook("call.machine.premium.detection.ended", R"(,"result":"human_residence")").status, 200);
  ASSERT_TRUE(telnyx_.wait_for("ai_assistant_start", FakeTelnyx::leg_of_number(kCustomer)));
  EXPECT_EQ(dials(), 1);
}

TEST_F(OutboundByHand, ADialThatTelnyxDoesNotListIsUnknownAndIsNotMadeAgain) {
  telnyx_.hold("dial");
  telnyx_.hide(FakeTelnyx::leg_of_number(kCustomer));
  const auto call = id_in(ask(service_, request_body()));
  ASSERT_TRUE(service_.wait_until([&] {
    return service_.records(call).find(R"("what":"called","outcome":"unknown")") != std::string::npos;
  })) << service_.records(call);
  EXPECT_EQ(service_.call(call).root()["state"].str(), "ending");
  EXPECT_EQ(dials(), 1);
  telnyx_.release();
  EXPECT_EQ(webhook("call.answered").status, 200)
      << "it was dialled after all: hung up as soon as it is known";
  ASSERT_TRUE(telnyx_.wait_for("hangup", FakeTelnyx::leg_of_number(kCustomer)));
  EXPECT_EQ(webhook("call.hangup", R"(,"hangup_cause":"normal_clearing")").status, 200);
  ASSERT_TRUE(wait_for(service_, call, "state", "settled")) << service_.records(call);
  EXPECT_EQ(service_.call(call).root()["outcome"].str(), "unknown");
}

TEST_F(OutboundByHand, KilledAtAnyStepItGoesOnAndDialsOnce) {
  telnyx_.hold("dial");
  const auto call = id_in(ask(service_, request_body(), "once"));
  service_.restart();  // accepted, and whether the dial left is not known
  telnyx_.release();
  ASSERT_TRUE(telnyx_.wait_for("dial", FakeTelnyx::leg_of_number(kCustomer)));
  EXPECT_EQ(webhook("call.initiated", R"(,"direction":"outgoing")").status, 200);
  service_.restart();
  EXPECT_EQ(webhook("call.answered").status, 200);
  service_.restart();
  EXPECT_EQ(webhook("call.machine.premium.detection.ended", R"(,"result":"human_residence")").status, 200);
  service_.restart();
  ASSERT_TRUE(telnyx_.wait_for("ai_assistant_start", FakeTelnyx::leg_of_number(kCustomer)));
  EXPECT_EQ(id_in(ask(service_, request_body(), "once")), call);
  telnyx_.leg_ended(FakeTelnyx::leg_of_number(kCustomer));
  EXPECT_EQ(webhook("call.hangup", R"(,"hangup_cause":"normal_clearing")").status, 200);
  ASSERT_TRUE(wait_for(service_, call, "legs.0.state", "ended")) << service_.records(call);
  EXPECT_EQ(dials(), 1);
}

TEST_F(OutboundByHand, HungUpByAnOperatorBeforeTheLegIsKnownItIsHungUpAsSoonAsItIs) {
  telnyx_.hold("dial");
  const auto call = id_in(ask(service_, request_body()));
  ASSERT_TRUE(telnyx_.wait_for("dial", FakeTelnyx::leg_of_number(kCustomer)));
  const auto stop = exchange(service_.port(), "POST", "/v1/calls/" + call + "/hangup",
                             "Authorization: Bearer " + std::string(Service::kToken) + "\r\n", "{}");
  EXPECT_EQ(stop.status, 200) << stop.body;
  EXPECT_EQ(webhook("call.initiated", R"(,"direction":"outgoing")").status, 200);
  ASSERT_TRUE(telnyx_.wait_for("hangup", FakeTelnyx::leg_of_number(kCustomer)));
  EXPECT_EQ(webhook("call.hangup", R"(,"hangup_cause":"originator_cancel")").status, 200);
  ASSERT_TRUE(wait_for(service_, call, "state", "settled")) << service_.records(call);
  EXPECT_EQ(service_.call(call).root()["outcome"].str(), "cancelled");
}

}  // namespace
}  // namespace callwright::tests::outbound
