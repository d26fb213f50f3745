#include "handlers/ports/http_text.hpp"
#include "tests/e2e/receiver.hpp"
#include "tests/e2e/service.hpp"
#include "tests/e2e/theatre.hpp"
#include "tests/e2e/wire_call.hpp"

#include <fstream>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <gtest/gtest.h>

namespace callwright::tests::variables {
namespace {

constexpr const char* kPath = "/webhooks/telnyx/variables";
constexpr const char* kOurNumber = "+13122000000";
constexpr const char* kSecret = "s3cret-of-the-crm";

/// The workflow of one line, whose variables come from the system at `crm`.
std::string workflow(const std::string& crm, const std::string& timeout) {
  auto yaml = workflow_of_lines(1);
  const std::string rules = "    rules:\n";
  yaml.insert(yaml.find(rules), R"(    variables:
      name: "${lookup.name | there}"
      person: "${directory.key | nobody}"
      number: "${caller.number}"
      visits: 3
    lookup:
      url: ")" + crm + R"(?phone=${caller.number}&q=a"
      headers: { authorization: { secret: crm, prefix: "Bearer " } }
      timeout: )" + timeout + R"(
    memory: { conversations: 5 }
)");
  yaml.insert(yaml.find(rules) + rules.size(), R"(      - on: operator.text
        do: [ { sms: { to: caller, text: "You called." } } ]
)");
  return yaml;
}

struct Question {
  std::string agent = kOurNumber;
  std::string end_user;
  std::string leg;
  std::string conversation;
  std::string channel = "phone_call";
  std::string id;
};

std::string body_of(const Question& question) {
  static int next = 1;
  const auto id = question.id.empty() ? "init-" + std::to_string(next++) : question.id;
  JsonWriter out;
  out.begin_object().key("data").begin_object().member("record_type", "event").member("id", id);
  out.member("event_type", "assistant.initialization").member("occurred_at", "2026-11-24T16:00:02.6Z");
  out.key("payload").begin_object().member("telnyx_conversation_channel", question.channel);
  out.member("telnyx_agent_target", question.agent).member("telnyx_end_user_target", question.end_user);
  out.member("telnyx_end_user_target_verified", false);
  if (!question.leg.empty()) out.member("call_control_id", question.leg);
  if (!question.conversation.empty()) out.member("telnyx_conversation_id", question.conversation);
  return out.end_object().end_object().end_object().take();
}

std::string webhook_of_text(const std::string& type, const std::string& id, const std::string& conversation,
                            const std::string& more = {}) {
  return R"({"data":{"record_type":"event","event_type":")" + type + R"(","id":")" + id +
         R"(","payload":{"conversation_id":")" + conversation + '"' + more + "}}}";
}

class Variables : public ::testing::Test {
 protected:
  /// Long times where the answer is to come, short ones where it is not.
  void begin(const std::string& crm, const std::string& lookup_timeout, const std::string& timeout) {
    service_ = std::make_unique<Service>(Service::Options{.workflow = workflow(crm, lookup_timeout),
                                                          .api_base = telnyx_.api_base(),
                                                          .public_key = signer_.public_key()});
    std::ofstream(service_->folder().file("callwright.yaml"))
        << "secrets: { crm: " << kSecret << " }\nvariables: { timeout: " << timeout << " }\n";
    service_->start();
  }
  void begin() { begin(crm_.url(), "5s", "9500ms"); }
  void converse() {
    for (std::size_t i = 0; i < 3; ++i)
      ASSERT_EQ(call_.play(call_.steps()[i], *service_, telnyx_, signer_), "");
    id_ = service_->call_of(call_.caller());
  }
  void finish() {
    ASSERT_EQ(call_.play(call_.steps().back(), *service_, telnyx_, signer_), "");
    ASSERT_TRUE(service_->wait_for_state(call_.caller(), "settled"));
  }
  RawReply ask(const Question& question) { return service_->post_signed(signer_, kPath, body_of(question)); }
  std::string name_given_to(const std::string& end_user) {
    const auto reply = ask({.end_user = end_user});
    EXPECT_EQ(reply.status, 200) << reply.body;
    return json_of(reply).root().at_path("dynamic_variables.name").str();
  }
  [[nodiscard]] Question of_call() const {
    return {.end_user = call_.caller(), .leg = call_.caller_leg(), .conversation = "c-1"};
  }
  void crm_says(const std::string& body, int status = 200) {
    crm_.answer_with(HttpReply{.status = status, .body = body, .headers = {}});
  }

  Signer signer_;
  FakeTelnyx telnyx_;
  Receiver crm_{{200}};
  std::unique_ptr<Service> service_;
  WireCall call_{0, Ending::NoEscalation};
  std::string id_;
};

TEST_F(Variables, AKnownCallIsAnsweredWithWhatIsKnownOfItAndRecordsIt) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(converse());
  crm_says(R"({"name":"Rachel \"R\"\nThomas é","secret":"x"})");
  const auto reply = ask(of_call());
  ASSERT_EQ(reply.status, 200) << reply.body;
  const auto document = json_of(reply);
  const auto given = document.root()["dynamic_variables"];
  EXPECT_EQ(given["name"].str(), "Rachel \"R\"\nThomas é");
  EXPECT_EQ(given["number"].str(), call_.caller());
  EXPECT_EQ(given["person"].str(), "nobody");
  EXPECT_EQ(given["visits"].integer(), 3);
  EXPECT_EQ(document.root().at_path("conversation.metadata.callwright_call_id").str(), id_);
  EXPECT_EQ(document.root().at_path("conversation.metadata.callwright_workflow").str(), "line0");
  EXPECT_EQ(document.root().at_path("memory.conversation_query").str(),
            "metadata->telnyx_end_user_target=eq." + call_.caller() + "&limit=5&order=last_message_at.desc");

  const auto token = given["callwright_call"].str();
  const auto tool = service_->post_signed(signer_, "/tools/nothing?call=" + percent_encode(token), "{}");
  EXPECT_EQ(tool.status, 200) << "tools find the call by it: " << tool.body;

  const auto requests = crm_.requests();
  ASSERT_EQ(requests.size(), 1U);
  EXPECT_EQ(requests[0].method, "GET");
  EXPECT_EQ(requests[0].target, "/hook?phone=" + percent_encode(call_.caller()) + "&q=a");
  EXPECT_EQ(requests[0].header("authorization"), "Bearer " + std::string(kSecret));

  const auto records = service_->records(id_);
  EXPECT_TRUE(records.contains(R"({"variables_given":{"name":"Rachel)")) << records;
  EXPECT_FALSE(records.contains(kSecret));
  const auto log = service_->process().output() + service_->process().errors();
  for (const auto& hidden : {std::string("Rachel"), std::string(kSecret), token})
    EXPECT_FALSE(log.contains(hidden)) << hidden;
}

TEST_F(Variables, AQuestionThatComesTwiceIsRecordedOnce) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(converse());
  auto question = of_call();
  question.id = "the-same";
  const auto first = ask(question);
  EXPECT_EQ(ask(question).body, first.body);
  const auto records = service_->records(id_);
  const auto at = records.find("variables_given");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(records.find("variables_given", at + 1), std::string::npos);
  EXPECT_TRUE(
      exchange(service_->port(), "GET", "/metrics")
          .body.contains(
              R"(callwright_webhooks_total{event_type="assistant.initialization",result="duplicate"} 1)"));
}

TEST_F(Variables, AQuestionBeforeItsCallIsAnsweredByTheNumbersAndAdoptedByTheCall) {
  ASSERT_NO_FATAL_FAILURE(begin());
  crm_says(R"({"name":"Rachel"})");
  const auto reply = ask(of_call());
  const auto document = json_of(reply);
  EXPECT_EQ(document.root().at_path("dynamic_variables.name").str(), "Rachel");
  EXPECT_FALSE(document.root()["dynamic_variables"]["callwright_call"].exists());
  EXPECT_FALSE(document.root().at_path("conversation.metadata.callwright_call_id").exists());
  EXPECT_EQ(document.root().at_path("conversation.metadata.callwright_workflow").str(), "line0");
  ASSERT_EQ(call_.play(call_.steps()[0], *service_, telnyx_, signer_), "");
  const auto records = service_->records(service_->call_of(call_.caller()));
  EXPECT_TRUE(records.contains(R"("variables_given":{"name":"Rachel")")) << records;
}

TEST_F(Variables, WhateverTheOtherSystemSaysTheDefaultsStand) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const std::vector<HttpReply> answers = {
      {.status = 500, .body = R"({"name":"x"})", .headers = {}},
      {.status = 404, .body = R"({"name":"x"})", .headers = {}},
      {.status = 204, .body = "", .headers = {}},
      {.status = 200, .body = "", .headers = {}},
      {.status = 200, .body = "<html>", .headers = {}},
      {.status = 200, .body = R"([{"name":"x"}])", .headers = {}},
      {.status = 200, .body = R"({"name":"x")", .headers = {}},
      {.status = 200, .body = R"({"name":null})", .headers = {}},
      {.status = 200,
       .body = "{\"name\":\"x\",\"more\":\"" + std::string(70'000, 'x') + "\"}",
       .headers = {}},
      {.status = 200, .body = std::string(40, '{'), .headers = {}},
      {.status = 302, .body = "", .headers = {{"location", "/other"}}},
      {.status = kNoReply, .body = "", .headers = {}}};
  for (std::size_t i = 0; i < answers.size(); ++i) {
    SCOPED_TRACE(i);
    crm_.answer_with(answers[i]);
    EXPECT_EQ(name_given_to(fmt::format("+1312555{:04}", i)), "there");
  }
  for (const auto& request : crm_.requests())
    EXPECT_EQ(request.path, "/hook") << "a redirect is not followed";
  EXPECT_EQ(crm_.requests().size(), answers.size());
  crm_says(R"({"name":"Rachel"})");
  EXPECT_EQ(name_given_to("+13125559999"), "Rachel");
  const auto log = service_->process().output() + service_->process().errors();
  EXPECT_TRUE(log.contains("lookup_failed")) << log;
  EXPECT_FALSE(log.contains("1312555")) << "a question holds the caller's number";
}

TEST_F(Variables, ASystemThatDoesNotAnswerIsNotWaitedFor) {
  ASSERT_NO_FATAL_FAILURE(begin(crm_.url(), "5s", "300ms"));
  crm_.hold();
  EXPECT_EQ(name_given_to("+13125550001"), "there") << "it is still holding its answer back";
  ASSERT_TRUE(crm_.wait_for(1));
}

TEST_F(Variables, ASystemThatIsDownIsNoTrouble) {
  std::string gone;
  {
    const Receiver closed({200});
    gone = closed.url();
  }
  ASSERT_NO_FATAL_FAILURE(begin(gone, "5s", "9500ms"));
  EXPECT_EQ(name_given_to("+13125550001"), "there");
}

TEST_F(Variables, AnAnswerIsKeptForWhoeverAsksTheSame) {
  ASSERT_NO_FATAL_FAILURE(begin());
  crm_says(R"({"name":"Rachel"})");
  for (int i = 0; i < 3; ++i) EXPECT_EQ(name_given_to("+13125550001"), "Rachel");
  EXPECT_EQ(crm_.requests().size(), 1U);
  EXPECT_EQ(name_given_to("+13125550002"), "Rachel");
  EXPECT_EQ(crm_.requests().size(), 2U);
  EXPECT_EQ(name_given_to(""), "there");
  EXPECT_EQ(crm_.requests().size(), 2U) << "nobody is asked for nobody";
}

TEST_F(Variables, TheSameQuestionOfManyIsAskedOnce) {
  ASSERT_NO_FATAL_FAILURE(begin());
  crm_says(R"({"name":"Rachel"})");
  crm_.hold();
  std::vector<std::future<std::string>> asked;
  for (int i = 0; i < 20; ++i)
    asked.push_back(std::async(std::launch::async, [this] { return name_given_to("+13125550001"); }));
  ASSERT_TRUE(crm_.wait_for(1));
  crm_.release();
  for (auto& one : asked) EXPECT_EQ(one.get(), "Rachel");
  EXPECT_EQ(crm_.requests().size(), 1U);
}

TEST_F(Variables, OnlyTelnyxIsAnswered) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto body = body_of({.end_user = "+13125550001"});
  const Signer stranger(2);
  const auto code = [&](const std::string& headers) {
    const auto reply = exchange(service_->port(), "POST", kPath, headers, body);
    return std::to_string(reply.status) + " " + json_of(reply).root()["code"].str();
  };
  EXPECT_EQ(code(""), "401 webhook.signature_missing");
  EXPECT_EQ(code(stranger.headers(body)), "401 webhook.signature_invalid");
  EXPECT_EQ(code(signer_.headers(body, -6min)), "401 webhook.signature_stale");
  EXPECT_EQ(code(signer_.headers(body, 6min)), "401 webhook.signature_stale");
  EXPECT_EQ(exchange(service_->port(), "GET", kPath).status, 405);
  EXPECT_TRUE(crm_.requests().empty());
}

TEST_F(Variables, WhatCannotBeReadGetsDefaultsToo) {
  ASSERT_NO_FATAL_FAILURE(begin());
  for (const auto* body :
       {"", "nonsense", "[]", R"({"data":{"event_type":"assistant.initialization","payload":7}})"}) {
    const auto reply = service_->post_signed(signer_, kPath, body);
    EXPECT_EQ(reply.status, 200) << body;
    EXPECT_EQ(json_of(reply).root().at_path("dynamic_variables.name").str(), "there") << reply.body;
  }
  EXPECT_EQ(ask({.agent = "+19995550100", .end_user = "+1"}).body, R"({"dynamic_variables":{}})");
}

TEST_F(Variables, WithoutWorkflowsThereIsNothingToGive) {
  Service service({.workflow = {},
                   .api_base = telnyx_.api_base(),
                   .public_key = signer_.public_key(),
                   .more = {{"TELNYX_ASSISTANT_ID", "assistant-1"}}});
  service.start();
  const auto reply = service.post_signed(signer_, kPath, body_of({.end_user = "+13125550001"}));
  EXPECT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(reply.body, R"({"dynamic_variables":{}})");
}

TEST_F(Variables, AnotherEventThatIsSentHereIsNotLost) {
  ASSERT_NO_FATAL_FAILURE(begin());
  const auto body = R"({"data":{"record_type":"event","event_type":"call.initiated","id":"e-1","payload":)"
                    R"({"call_control_id":"v3:a","direction":"incoming","from":"+13121000000","to":")" +
                    std::string(kOurNumber) + R"("}}})";
  EXPECT_EQ(service_->post_signed(signer_, kPath, body).status, 200);
  EXPECT_NE(service_->call_of("+13121000000"), "");
}

TEST_F(Variables, TextsThatComeBackAreRecordedWithTheirCallAndReopenNothing) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(converse());
  ASSERT_EQ(exchange(service_->port(), "POST", "/v1/calls/" + id_ + "/operator",
                     "Authorization: Bearer " + std::string(Service::kToken) + "\r\n", R"({"name":"text"})")
                .status,
            200);
  const auto conversation = FakeTelnyx::conversation_of(call_.caller());
  ASSERT_TRUE(service_->wait_until([&] {
    return service_->records(id_).contains(R"("text_conversation":")" + conversation + R"(","what":"sent")");
  }));
  ASSERT_NO_FATAL_FAILURE(finish());
  const auto before = service_->call(id_).root().display();

  // A text message from the number, in a conversation that Telnyx has just begun.
  const auto reply = ask({.end_user = call_.caller(), .conversation = "later", .channel = "sms_chat"});
  EXPECT_EQ(json_of(reply).root().at_path("conversation.metadata.callwright_call_id").str(), id_);
  EXPECT_TRUE(service_->records(id_).contains(R"({"text_conversation":"later","what":"begun")"));
  // And what comes of the one that our message began.
  const auto ended = webhook_of_text("call.conversation.ended", "t-1", conversation);
  const auto insights = webhook_of_text("call.conversation_insights.generated", "t-2", conversation,
                                        R"(,"results":[{"insight_id":"mood","result":"angry"}])");
  for (const auto& body : {ended, insights})
    EXPECT_EQ(service_->post_signed(signer_, "/webhooks/telnyx", body).body, R"({"status":"stored"})");
  const auto records = service_->records(id_);
  EXPECT_TRUE(records.contains(R"("text_conversation":")" + conversation + R"(","what":"ended")")) << records;
  EXPECT_TRUE(records.contains(R"("text_conversation":")" + conversation + R"(","what":"insights")"));
  EXPECT_EQ(service_->call(id_).root().display(), before) << "the call is as it was";
}

TEST_F(Variables, ATextOfANumberThatNobodyTextedBelongsToNoCall) {
  ASSERT_NO_FATAL_FAILURE(begin());
  ASSERT_NO_FATAL_FAILURE(converse());
  const auto reply = ask({.end_user = call_.caller(), .conversation = "later", .channel = "sms_chat"});
  EXPECT_EQ(reply.status, 200);
  EXPECT_FALSE(json_of(reply).root().at_path("conversation.metadata.callwright_call_id").exists());
  EXPECT_FALSE(service_->records(id_).contains("text_conversation"));
}

TEST(VariablesOfTheSimulator, AreAskedForAsTelnyxDoes) {
  Theatre theatre("{}", workflow_of_lines(1));
  Theatre* const stage = &theatre;
  const auto placed =
      stage->simulator.steer("POST", "calls", R"({"from":"+13125550199","to":"+13122000000"})");
  const auto call = "calls/" + percent_encode(placed.root()["call_control_id"].str()) + "/";
  ASSERT_TRUE(stage->service.wait_for_state(kCaller, "conversing")) << stage->log();
  const auto answer = stage->simulator.steer("POST", call + "initialization");
  EXPECT_EQ(answer.root()["status"].integer(), 200) << answer.root().display();
  EXPECT_EQ(answer.root().at_path("answer.conversation.metadata.callwright_call_id").str(),
            stage->service.call_of(kCaller));
}

}  // namespace
}  // namespace callwright::tests::variables
