#include "service/simulator/face.hpp"

#include "handlers/webhook/parse_event.hpp"
#include "handlers/webhook/verify.hpp"
#include "tests/service/simulator/simulator_world.hpp"

#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::simulator_face {
namespace {

JsonDocument parsed(const std::string& text) { return JsonDocument::of(Json::trusted(text)); }

std::string action(const std::string& leg, const std::string& name) {
  return "/v2/calls/" + leg + "/actions/" + name;
}

SignatureVerdict verdict_of(const SimulatorWorld& world, const Request& request) {
  const auto keys = parse_public_keys(world.face->public_key());
  return verify_signature({.signature = request.header("telnyx-signature-ed25519"),
                           .timestamp = request.header("telnyx-timestamp"),
                           .body = request.body},
                          *keys, request.received_at, kRequestTolerance);
}

TEST(SimulatorFace, ACallersWebhookIsSignedAndReadable) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  ASSERT_TRUE(world.run_until([&] { return !world.received.empty(); }));
  const auto& request = world.received.front();
  EXPECT_EQ(request.path, "/webhooks/telnyx");
  EXPECT_EQ(verdict_of(world, request), SignatureVerdict::Authentic);
  const auto event = parse_event(request.body);
  ASSERT_TRUE(event) << event.error().detail;
  EXPECT_EQ(event->type, EventType::CallInitiated);
  EXPECT_EQ(event->call_control_id.text(), leg);
  EXPECT_EQ(event->from, "+13125550199");
  EXPECT_EQ(parsed(request.body).root().at_path("meta.delivered_to").str(), world.url("/webhooks/telnyx"));
}

TEST(SimulatorFace, AnAcceptedCommandTakesEffectInRealTime) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), R"({"command_id":"1"})").status, 200);
  EXPECT_TRUE(world.run_until([&] { return world.event_types().size() == 2; }));
  const auto log = parsed(world.ask("GET", "/_simulator/log").body);
  EXPECT_EQ(log.root().at_path("legs.0.state").str(), "answered");
  EXPECT_EQ(log.root().at_path("effects.0.operation").str(), "answer");
}

TEST(SimulatorFace, ARefusedWebhookIsRepeatedAndThenGoesToTheFailoverAddress) {
  auto settings = SimulatorWorld::quick();
  SimulatorWorld world(std::move(settings));
  world.ask("PUT", "/_simulator/webhooks",
            R"({"url":")" + world.url("/webhooks/telnyx") + R"(","failover_url":")" + world.url("/failover") +
                R"("})");
  world.answers = {503, 429, 408, 500, 200};
  world.place_call();
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 5; }));
  std::vector<std::string> seen;
  for (const auto& request : world.received) {
    const auto body = parsed(request.body);
    seen.push_back(request.path + " " + body.root().at_path("meta.attempt").display());
    EXPECT_EQ(verdict_of(world, request), SignatureVerdict::Authentic);
    EXPECT_EQ(body.root().at_path("data.id").str(),
              parsed(world.received[0].body).root().at_path("data.id").str());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"/webhooks/telnyx 1", "/webhooks/telnyx 2", "/webhooks/telnyx 3",
                                            "/failover 4", "/failover 5"}));
}

TEST(SimulatorFace, AnotherRefusalIsFinal) {
  SimulatorWorld world;
  world.answers = {400};
  const auto leg = world.place_call();
  ASSERT_TRUE(world.run_until([&] {
    const auto log = parsed(world.ask("GET", "/_simulator/log").body);
    return log.root().at_path("webhooks.0.status").integer() == 400;
  }));
  world.ask("POST", "/_simulator/calls/" + leg + "/hangup");
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 2; }));
  EXPECT_EQ(world.event_types(), (std::vector<std::string>{"call.initiated", "call.hangup"}));
}

TEST(SimulatorFace, DuplicatesAreTheSameEvent) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults", R"({"webhooks":[{"fault":"doubled","copies":2}]})");
  world.place_call();
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 3; }));
  EXPECT_EQ(world.received[0].body, world.received[1].body);
  EXPECT_EQ(world.received[0].body, world.received[2].body);
}

TEST(SimulatorFace, DroppedWebhooksAreInTheLogAndNowhereElse) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults", R"({"webhooks":[{"fault":"lost","every":2}]})");
  const auto leg = world.place_call();
  world.ask("POST", action(leg, "answer"), "{}");
  world.ask("POST", "/_simulator/calls/" + leg + "/hangup");
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 2; }));
  EXPECT_EQ(world.event_types(), (std::vector<std::string>{"call.initiated", "call.hangup"}));
  EXPECT_NE(world.ask("GET", "/_simulator/log").body.find(R"("error":"lost")"), std::string::npos);
}

TEST(SimulatorFace, ALateWebhookComesAfterWhatHappenedLater) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults",
            R"({"webhooks":[{"fault":"late","event":"call.initiated","delay":0.3}]})");
  world.ask("POST", "/_simulator/calls/" + world.place_call() + "/hangup");
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 2; }));
  EXPECT_EQ(world.event_types(), (std::vector<std::string>{"call.hangup", "call.initiated"}));
}

TEST(SimulatorFace, ASwappedWebhookWaitsForTheNextOne) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults",
            R"({"webhooks":[{"fault":"swapped","event":"call.initiated","delay":600}]})");
  const auto leg = world.place_call();
  world.ask("POST", action(leg, "answer"), "{}");
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 2; }));
  EXPECT_EQ(world.event_types(), (std::vector<std::string>{"call.answered", "call.initiated"}));
}

TEST(SimulatorFace, ASwappedWebhookThatNoneFollowsComesLater) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults", R"({"webhooks":[{"fault":"swapped","delay":0.05}]})");
  world.place_call();
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 1; }));
}

TEST(SimulatorFace, WhatBecameOfDeliveriesIsToldByTheApi) {
  SimulatorWorld world;
  world.answers = {503};
  world.place_call();
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 2; }));
  ASSERT_TRUE(world.run_until([&] {
    const auto list = parsed(world.ask("GET", "/v2/webhook_deliveries").body);
    return list.root().at_path("data.0.status").str() == "delivered";
  }));
  const auto list = parsed(world.ask("GET", "/v2/webhook_deliveries").body);
  const auto attempts = list.root().at_path("data.0.attempts");
  ASSERT_EQ(attempts.size(), 2U) << list.root().json().text();
  EXPECT_EQ(attempts.at_path("1.http.response.status").integer(), 503);
  EXPECT_EQ(attempts.at_path("0.http.response.status").integer(), 200);
  EXPECT_EQ(attempts.at_path("0.http.request.url").str(), world.url("/webhooks/telnyx"));
}

TEST(SimulatorFace, ADoubledWebhookIsOneDeliveryToTheApi) {
  SimulatorWorld world;
  world.ask("PUT", "/_simulator/faults", R"({"webhooks":[{"fault":"doubled","copies":2}]})");
  world.place_call();
  ASSERT_TRUE(world.run_until(
      [&] { return parsed(world.ask("GET", "/_simulator/log").body).root()["webhooks"].size() == 3; }));
  const auto list = parsed(world.ask("GET", "/v2/webhook_deliveries").body);
  EXPECT_EQ(list.root()["data"].size(), 1U);
  EXPECT_EQ(list.root().at_path("data.0.attempts").size(), 1U);
}

TEST(SimulatorFace, ASlowAnswerIsTheRightOne) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("PUT", "/_simulator/faults", R"({"api":[{"operation":"answer","fault":"slow","delay":0.05}]})");
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), "{}").status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - before, std::chrono::milliseconds{50});
}

TEST(SimulatorFace, TheLogTellsEveryRequestAndItsAnswer) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("PUT", "/_simulator/faults", R"({"api":[{"operation":"speak","fault":"reset"}]})");
  world.ask("POST", action(leg, "answer"), R"({"command_id":"1"})");
  world.ask("POST", action(leg, "speak"), "{}");
  world.ask("GET", "/v2/nothing");
  const auto log = parsed(world.ask("GET", "/_simulator/log").body);
  std::vector<std::string> seen;
  for (const auto& request : log.root()["requests"].elements()) {
    seen.push_back(request["operation"].str() + " " + request["status"].display() + " " +
                   request["body"].str());
  }
  EXPECT_EQ(seen, (std::vector<std::string>{R"(answer 200 {"command_id":"1"})", "speak 0 {}", " 404 "}));
}

TEST(SimulatorFace, AFaultHitsItsOperationSoOftenAsAsked) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("PUT", "/_simulator/faults", R"({"api":[{"operation":"answer","count":2,"fault":503}]})");
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), "{}").status, 503);
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), "{}").status, 503);
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), "{}").status, 200);
}

TEST(SimulatorFace, ALostAnswerCanHideAnEffect) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("PUT", "/_simulator/faults",
            R"({"api":[{"operation":"answer","fault":"reset","applied":true}]})");
  EXPECT_EQ(world.ask("POST", action(leg, "answer"), "{}").status, 0);
  EXPECT_NE(world.ask("GET", "/_simulator/log").body.find(R"("state":"answered")"), std::string::npos);
}

TEST(SimulatorFace, ARateLimitTellsWhenToComeBack) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("PUT", "/_simulator/faults", R"({"api":[{"operation":"*","fault":429}]})");
  const auto reply = world.ask("POST", action(leg, "answer"), "{}");
  EXPECT_EQ(reply.status, 429);
  ASSERT_EQ(reply.headers.size(), 3U);
  EXPECT_EQ(reply.headers[2], (std::pair<std::string, std::string>("x-ratelimit-reset", "1")));
  EXPECT_EQ(parsed(reply.body).root().at_path("errors.0.code").str(), "10011");
}

TEST(SimulatorFace, TheAssistantCallsAToolWithTheTokenItWasStartedWith) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  ASSERT_EQ(world.ask("POST", "/_simulator/calls/" + leg + "/tool", R"({"name":"help"})").status, 409);
  world.ask("POST", action(leg, "answer"), "{}");
  const auto started =
      world.ask("POST", action(leg, "ai_assistant_start"),
                R"({"assistant":{"id":"assistant-1","dynamic_variables":{"callwright_call":"call_1.ab"}}})");
  ASSERT_EQ(started.status, 200) << started.body;
  world.answer_body = R"({"status":"ringing","say":"I am calling Dana."})";
  const auto reply = world.ask("POST", "/_simulator/calls/" + leg + "/tool",
                               R"({"name":"help","arguments":{"reason":"dizzy"}})");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(parsed(reply.body).root().at_path("answer.say").str(), "I am calling Dana.");
  const auto tool = std::ranges::find(world.received, "/tools/help", &Request::path);
  ASSERT_NE(tool, world.received.end());
  EXPECT_EQ(tool->query_value("call"), "call_1.ab");
  EXPECT_EQ(tool->body, R"({"reason":"dizzy"})");
  EXPECT_EQ(tool->header("x-telnyx-call-control-id"), leg);
  EXPECT_EQ(verdict_of(world, *tool), SignatureVerdict::Authentic);
}

TEST(SimulatorFace, TheAssistantAsksForItsVariables) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.answer_body = R"({"dynamic_variables":{"tier":"gold"}})";
  const auto reply = world.ask("POST", "/_simulator/calls/" + leg + "/initialization",
                               R"({"verified":true,"assistant_id":"assistant-1"})");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(parsed(reply.body).root().at_path("answer.dynamic_variables.tier").str(), "gold");
  const auto asked = std::ranges::find_if(
      world.received, [](const Request& request) { return request.path.ends_with("/variables"); });
  ASSERT_NE(asked, world.received.end());
  EXPECT_EQ(verdict_of(world, *asked), SignatureVerdict::Authentic);
  const auto body = parsed(asked->body);
  EXPECT_EQ(body.root().at_path("data.event_type").str(), "assistant.initialization");
  const auto payload = body.root().at_path("data.payload");
  EXPECT_EQ(payload["telnyx_conversation_channel"].str(), "phone_call");
  EXPECT_EQ(payload["telnyx_agent_target"].str(), "+13125550100");
  EXPECT_EQ(payload["call_control_id"].str(), leg);
  EXPECT_EQ(payload["assistant_id"].str(), "assistant-1");
  EXPECT_EQ(payload["telnyx_end_user_target_verified"].boolean(), true);

  const auto by_text =
      world.ask("POST", "/_simulator/initialization",
                R"({"agent":"+13125550100","end_user":"+13125550199","conversation_id":"c-1"})");
  EXPECT_EQ(by_text.status, 200) << by_text.body;
  const auto last = parsed(world.received.back().body);
  EXPECT_EQ(last.root().at_path("data.payload.telnyx_conversation_channel").str(), "sms_chat");
  EXPECT_EQ(last.root().at_path("data.payload.telnyx_conversation_id").str(), "c-1");
  EXPECT_EQ(world.ask("POST", "/_simulator/calls/v3:none/initialization").status, 409);
  EXPECT_EQ(world.ask("POST", "/_simulator/initialization", R"({"agnt":"x"})").status, 400);
}

TEST(SimulatorFace, SteeringThatCannotBeDoneSaysSo) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  const std::string calls = "/_simulator/calls/";
  EXPECT_EQ(world.ask("POST", calls + "v3:none/hangup").status, 409);
  EXPECT_EQ(world.ask("POST", calls + leg + "/dance").status, 404);
  EXPECT_EQ(world.ask("GET", "/_simulator/nothing").status, 404);
  EXPECT_EQ(world.ask("GET", "/other").status, 404);
  EXPECT_EQ(world.ask("POST", "/_simulator/calls", "{").status, 400);
  EXPECT_EQ(world.ask("POST", "/_simulator/calls", R"({"from":"+1"})").status, 400);
  const auto person = world.ask("PUT", "/_simulator/people/+13125550111", R"({"kind":"answers","pres":"1"})");
  EXPECT_EQ(person.status, 400);
  EXPECT_NE(person.body.find("did you mean press?"), std::string::npos) << person.body;
  EXPECT_EQ(world.ask("POST", calls + leg + "/say", R"({"text":"hello"})").status, 409) << "it still rings";
  EXPECT_EQ(world.ask("POST", calls + leg + "/unhold").status, 409);
}

TEST(SimulatorFace, WhatACallerSaysIsAMessageOfTheConversation) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("POST", action(leg, "answer"), "{}");
  const auto started = world.ask("POST", action(leg, "ai_assistant_start"), R"({"assistant":{"id":"a-1"}})");
  const auto conversation = parsed(started.body).root().at_path("data.conversation_id").str();
  ASSERT_EQ(world.ask("POST", "/_simulator/calls/" + leg + "/say", R"({"text":"Where is it?"})").status, 200);
  const auto messages = world.ask("GET", "/v2/ai/conversations/" + conversation + "/messages").body;
  bool heard = false;
  for (const auto& message : parsed(messages).root()["data"].elements()) {
    heard = heard || (message["role"].str() == "user" && message["text"].str() == "Where is it?");
  }
  EXPECT_TRUE(heard) << messages;
  EXPECT_EQ(parsed(world.ask("GET", "/_simulator/log").body).root().at_path("said.0.text").str(),
            "Where is it?");
}

TEST(SimulatorFace, TakesOneIdempotencyKeyAndRefusesSeveralOrAnEmptyOne) {
  SimulatorWorld world;
  const auto create = [&](std::vector<std::pair<std::string, std::string>> keys) {
    return world.ask("POST", "/v2/ai/assistants", R"({"name":"Ann","instructions":"x"})", std::move(keys));
  };
  const auto first = create({{"idempotency-key", "k"}});
  EXPECT_EQ(create({{"idempotency-key", "k"}}).body, first.body);
  EXPECT_NE(create({}).body, first.body);
  EXPECT_EQ(create({{"idempotency-key", "k"}, {"idempotency-key", "k"}}).status, 400);
  EXPECT_EQ(create({{"idempotency-key", ""}}).status, 400);
}

TEST(SimulatorFace, SendsTextsAsTheyAreAndNothingWhereThereIsNothing) {
  SimulatorWorld world;
  const auto made = world.ask("POST", "/v2/ai/assistants", R"({"name":"Ann","instructions":"x"})");
  const auto path = "/v2/ai/assistants/" + parsed(made.body).root()["id"].str();
  const auto texml = world.ask("GET", path + "/texml");
  EXPECT_EQ(texml.content_type, "application/xml");
  EXPECT_TRUE(texml.body.starts_with("<?xml")) << texml.body;
  world.ask("POST", path + "/canary-deploys", R"({"rules":[]})");
  const auto deleted = world.ask("DELETE", path + "/canary-deploys");
  EXPECT_EQ(deleted.status, 204);
  EXPECT_EQ(deleted.body, "");
}

TEST(SimulatorFace, APhoneCanBePutOnHold) {
  SimulatorWorld world;
  const auto leg = world.place_call();
  world.ask("POST", action(leg, "answer"), "{}");
  EXPECT_EQ(world.ask("POST", "/_simulator/calls/" + leg + "/hold").status, 200);
  EXPECT_EQ(world.ask("POST", "/_simulator/calls/" + leg + "/unhold").status, 200);
  ASSERT_TRUE(world.run_until([&] { return world.received.size() == 4; }));
  auto types = world.event_types();
  std::ranges::sort(types);
  EXPECT_EQ(types, (std::vector<std::string>{"call.answered", "call.hold", "call.initiated", "call.unhold"}));
}

}  // namespace
}  // namespace callwright::tests::simulator_face
