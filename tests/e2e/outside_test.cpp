#include "tests/e2e/receiver.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/wire_call.hpp"
#include "workflows/model/text.hpp"

#include <fstream>
#include <memory>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::outside {
namespace {

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// The workflow of one line, with a rule for each command of an operator.
std::string workflow(const std::string& receiver) {
  auto yaml = workflow_of_lines(1);
  const std::string rules = "    rules:\n";
  yaml.insert(yaml.find(rules) + rules.size(), R"(      - on: operator.report
        do:
          - webhook:
              url: )" + receiver + R"(
              body: { call: "${call.id}", what: "${event.what}" }
              headers: { X-Source: callwright }
              secret: crm
      - on: operator.text
        do:
          - sms: { to: caller, text: "You called ${call.to}." }
          - log: "text sent"
)");
  return yaml;
}

class Outside : public ::testing::Test {
 protected:
  /// A caller talks to the assistant of a service with this configuration.
  void begin(const std::string& first_retry, const std::string& give_up) {
    service_ = std::make_unique<Service>(Service::Options{.workflow = workflow(receiver_.url()),
                                                          .api_base = telnyx_.api_base(),
                                                          .public_key = signer_.public_key()});
    std::ofstream(service_->folder().file("callwright.yaml"))
        << "secrets: { crm: " << kSecret << " }\nwebhooks_out: { first_retry: " << first_retry
        << ", give_up: " << give_up << " }\n";
    service_->start();
    for (std::size_t i = 0; i < 3; ++i)
      ASSERT_EQ(call_.play(call_.steps()[i], *service_, telnyx_, signer_), "");
    id_ = service_->call_of(call_.caller());
  }
  void finish() {
    ASSERT_EQ(call_.play(call_.steps().back(), *service_, telnyx_, signer_), "");
    ASSERT_TRUE(service_->wait_for_state(call_.caller(), "settled"));
  }
  RawReply operate(const std::string& name, const std::string& arguments = "{}") {
    return exchange(service_->port(), "POST", "/v1/calls/" + id_ + "/operator",
                    "Authorization: Bearer " + std::string(Service::kToken) + "\r\n",
                    R"({"name":")" + name + R"(","arguments":)" + arguments + "}");
  }
  bool wait_for_record(const std::string& part) {
    return service_->wait_until([&] { return service_->records(id_).contains(part); });
  }
  bool wait_for_metric(const std::string& line) {
    return service_->wait_until(
        [&] { return exchange(service_->port(), "GET", "/metrics").body.contains("\n" + line + "\n"); });
  }
  JsonDocument letters() { return json_of(service_->get("/v1/dead-letters")); }
  /// Runs `callwright` against the service and gives its output.
  std::string program(std::vector<std::string> arguments, int expected = 0) {
    arguments.insert(arguments.end(), {"--url", service_->url()});
    Process process(callwright_command(service_->folder(), std::move(arguments),
                                       {{"CALLWRIGHT_API_TOKEN", Service::kToken}, {"USER", "dana"}}));
    EXPECT_EQ(process.wait(kPatience), expected) << process.output() << process.errors();
    return process.output();
  }
  void expect_signed(const Request& request) const {
    const auto key = base64_decode(std::string_view(kSecret).substr(6)).value();
    EXPECT_EQ(request.header("webhook-signature"), standard_signature(key, request));
    EXPECT_EQ(request.header("content-type"), "application/json");
    EXPECT_EQ(request.header("x-source"), "callwright");
    EXPECT_EQ(request.body, R"({"call":")" + id_ + R"(","what":"vip"})");
  }

  Signer signer_;
  FakeTelnyx telnyx_;
  Receiver receiver_{{200}};
  std::unique_ptr<Service> service_;
  WireCall call_{0, Ending::NoEscalation};
  std::string id_;
};

TEST_F(Outside, AWebhookIsRepeatedUntilItIsAcceptedThroughAKillAndTheEndOfItsCall) {
  receiver_.answer({500, 503, 204});
  ASSERT_NO_FATAL_FAILURE(begin("300ms", "24h"));
  ASSERT_EQ(operate("report", R"({"what":"vip"})").status, 200);
  ASSERT_TRUE(wait_for_record("\"attempt_failed\":1"));
  ASSERT_NO_FATAL_FAILURE(finish());
  service_->restart();
  ASSERT_TRUE(receiver_.wait_for(3));
  ASSERT_TRUE(wait_for_record("\"result\":\"accepted\",\"status\":204"));

  const auto requests = receiver_.requests();
  EXPECT_EQ(requests.size(), 3U);
  std::set<std::string> ids;
  for (const auto& request : requests) {
    ids.emplace(request.header("webhook-id"));
    expect_signed(request);
  }
  EXPECT_EQ(ids.size(), 1U) << "receivers know a repetition by its id";
  EXPECT_LE(requests[0].header("webhook-timestamp"), requests[2].header("webhook-timestamp"));
  EXPECT_EQ(service_->call(id_).root()["state"].str(), "settled");
  EXPECT_TRUE(wait_for_metric(R"(callwright_intents_total{operation="webhook",result="accepted"} 1)"));
  EXPECT_EQ(letters().root()["data"].size(), 0U);
}

TEST_F(Outside, AWebhookThatIsGivenUpIsALetterThatAnOperatorSendsAgain) {
  receiver_.answer({500});
  ASSERT_NO_FATAL_FAILURE(begin("100ms", "1s"));
  ASSERT_EQ(operate("report", R"({"what":"vip"})").status, 200);
  ASSERT_TRUE(wait_for_record("\"dead_letter\""));
  ASSERT_NO_FATAL_FAILURE(finish());
  EXPECT_TRUE(wait_for_metric("callwright_dead_letters 1"));
  const auto listed = JsonDocument::parse(program({"dead-letters", "list", "--json"}));
  ASSERT_TRUE(listed);
  const auto letter = listed->root().at_path("0");
  EXPECT_EQ(letter["call"].str(), id_);
  EXPECT_EQ(letter["to"].str(), receiver_.url());
  EXPECT_EQ(letter["status"].integer(), 500);
  EXPECT_EQ(letter.at_path("body.what").str(), "vip");
  const auto before = receiver_.requests();

  receiver_.answer({410});
  program({"dead-letters", "retry", letter["id"].str()});
  ASSERT_TRUE(receiver_.wait_for(before.size() + 1));
  ASSERT_TRUE(service_->wait_until([&] {
    return letters().root().at_path("data.0.status").integer() == 410;
  })) << "it is a letter again";
  EXPECT_EQ(letters().root()["data"].size(), 1U);

  receiver_.answer({200});
  EXPECT_EQ(program({"dead-letters", "retry", "--all"}), "1 of 1 dead letters are sent again.\n");
  ASSERT_TRUE(service_->wait_until([&] { return letters().root()["data"].size() == 0; }));
  const auto last = receiver_.requests().back();
  expect_signed(last);
  EXPECT_EQ(last.header("webhook-id"), before.front().header("webhook-id"));
  EXPECT_TRUE(service_->records(id_).contains(R"("by":"dana")")) << "who asked for it is in the call";
  EXPECT_TRUE(wait_for_metric("callwright_dead_letters 0"));
  program({"dead-letters", "retry", letter["id"].str()}, 1);
}

TEST_F(Outside, ATextMessageIsSentOnceUnderItsKeyThroughAKill) {
  ASSERT_NO_FATAL_FAILURE(begin("5s", "24h"));
  telnyx_.hold("chat_sms");
  ASSERT_EQ(operate("text").status, 200);
  const auto sent = telnyx_.wait_for("chat_sms", call_.caller());
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->target, "POST /v2/ai/assistants/assistant-6f1a4e0c/chat/sms");
  const auto body = JsonDocument::of(Json::trusted(sent->body));
  EXPECT_EQ(body.root()["text"].str(), "You called +13122000000.");
  EXPECT_EQ(body.root()["from"].str(), "+13122000000");
  EXPECT_EQ(body.root()["should_create_conversation"].boolean(), true);
  EXPECT_EQ(body.root().at_path("conversation_metadata.callwright_call_id").str(), id_);
  EXPECT_FALSE(service_->records(id_).contains("text sent")) << "the list waits for the reply";

  service_->kill();
  telnyx_.release();
  service_->start();
  ASSERT_TRUE(wait_for_record("text sent"));
  std::set<std::string> keys;
  for (const auto& command : telnyx_.commands()) {
    if (command.operation == "chat_sms") keys.insert(command.command_id);
  }
  EXPECT_EQ(keys, std::set<std::string>{sent->command_id});
  EXPECT_NE(sent->command_id, "");
  EXPECT_EQ(letters().root()["data"].size(), 0U);
}

TEST_F(Outside, MetricsCountCallsThatAnEarlierProcessBegan) {
  ASSERT_NO_FATAL_FAILURE(begin("5s", "24h"));
  EXPECT_TRUE(wait_for_metric(R"(callwright_calls{state="conversing"} 1)"));
  service_->restart();
  EXPECT_TRUE(wait_for_metric(R"(callwright_calls{state="conversing"} 1)"));
  ASSERT_NO_FATAL_FAILURE(finish());
  EXPECT_TRUE(wait_for_metric(R"(callwright_calls{state="conversing"} 0)"));
  EXPECT_TRUE(wait_for_metric(R"(callwright_calls{state="ended"} 0)"));
}

TEST(OutsideStart, RefusesASecretThatIsNotThere) {
  for (const std::string secrets : {"", "secrets: { crm: \"whsec_not base64\" }\n"}) {
    Service service({.workflow = workflow("https://crm.example/hook"),
                     .api_base = "http://127.0.0.1:9/v2",
                     .public_key = Signer().public_key()});
    service.environment()["CALLWRIGHT_LOG"] = "text";
    std::ofstream(service.folder().file("callwright.yaml")) << secrets;
    EXPECT_EQ(service.run_to_end(), 2);
    EXPECT_TRUE(service.process().errors().contains("crm")) << service.process().errors();
    EXPECT_FALSE(service.process().errors().contains("not base64")) << "no sentence holds a secret";
  }
}

}  // namespace
}  // namespace callwright::tests::outside
