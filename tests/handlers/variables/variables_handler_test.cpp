#include "handlers/variables/variables_handler.hpp"

#include "tests/handlers/support/fakes.hpp"
#include "tests/handlers/support/fixtures.hpp"
#include "tests/handlers/support/run.hpp"
#include "tests/handlers/support/signing.hpp"
#include "tests/handlers/variables/sample_workflows.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::variables_handler {
namespace {

using std::chrono::milliseconds;

const SigningKey kKey(1);

const char* const kWorkflows = R"(
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11 }
    variables: { name: "${lookup.name | there}", from: "${caller.number | unknown}" }
    lookup: { url: "https://crm.example/?p=${caller.number}" }
)";

/// Has one call at most, and keeps what it was told.
class MemoryBook final : public ConversationBook {
 public:
  std::optional<PinnedCall> call;
  std::optional<Error> find_fails;
  std::optional<Error> record_fails;
  std::vector<std::vector<std::string>> asked;
  std::vector<Event> events;
  std::vector<TimePoint> deadlines;

  boost::asio::awaitable<Result<std::optional<PinnedCall>>> find(std::vector<std::string> keys,
                                                                 TimePoint until) override {
    asked.push_back(std::move(keys));
    deadlines.push_back(until);
    if (find_fails) co_return std::unexpected(*find_fails);
    co_return call;
  }
  boost::asio::awaitable<Result<Delivery>> record(Event event, TimePoint until) override {
    events.push_back(std::move(event));
    deadlines.push_back(until);
    if (record_fails) co_return std::unexpected(*record_fails);
    co_return call ? Delivery::Stored : Delivery::Unmatched;
  }
};

class MemoryLookups final : public Lookups {
 public:
  Result<Json> answer = json_object({{"name", "Rachel"}});
  std::vector<std::string> urls;
  TimePoint until{};
  boost::asio::awaitable<Result<Json>> ask(LookupQuestion question, TimePoint deadline) override {
    urls.push_back(question.url);
    until = deadline;
    co_return answer;
  }
};

class OneBundle final : public WorkflowLibrary {
 public:
  BundlePtr bundle = bundle_of(kWorkflows);
  [[nodiscard]] BundlePtr current() const override { return bundle; }
  boost::asio::awaitable<Result<std::string>> svg(BundlePtr, std::string) override { co_return ""; }
};

struct Desk {
  MemoryBook book;
  MemoryLookups lookups;
  OneBundle library;
  MemoryMetrics metrics;
  VariablesHandler handler{book,
                           lookups,
                           library,
                           metrics,
                           {.signature = {.keys = {kKey.public_key()}, .tolerance = kRequestTolerance}}};

  HttpReply post(std::string body, std::int64_t age = 0) {
    return run(handler.answer(signed_post(kKey, "/webhooks/telnyx/variables", std::move(body), age)));
  }
  HttpReply ask() { return post(fixture("webhooks/assistant_initialization.json")); }
  void know_the_call() {
    Call call;
    call.id = CallId("call_1");
    call.token = "call_1.signed";
    call.workflow = "support";
    call.from = "+13125550199";
    book.call = PinnedCall{call, library.bundle};
  }
};

constexpr const char* kDefaults =
    R"({"dynamic_variables":{"from":"+13125550199","name":"there"},"conversation":{"metadata":{"callwright_workflow":"support"}}})";

TEST(VariablesHandler, AnswersWithWhatTheWorkflowSaysAndRecordsIt) {
  Desk desk;
  desk.know_the_call();
  const auto reply = desk.ask();
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "application/json");
  EXPECT_EQ(
      reply.body,
      R"({"dynamic_variables":{"from":"+13125550199","name":"Rachel","callwright_call":"call_1.signed"},)"
      R"("conversation":{"metadata":{"callwright_call_id":"call_1","callwright_workflow":"support"}}})");
  ASSERT_EQ(desk.book.events.size(), 1U);
  EXPECT_EQ(desk.book.events[0].type, EventType::AssistantInitialization);
  EXPECT_EQ(desk.book.events[0].conversation_id, ConversationId("92c8d79b-8e8d-4e20-9b1c-6b9c2f1f2ab4"));
  EXPECT_FALSE(desk.book.events[0].answer.text().contains("signed")) << "the token is nobody's to read";
  EXPECT_TRUE(desk.book.events[0].answer.text().contains("Rachel"));
  EXPECT_EQ(desk.lookups.urls, std::vector<std::string>{"https://crm.example/?p=%2B13125550199"});
  EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"assistant.initialization stored"});
}

TEST(VariablesHandler, LeavesTimeForEveryPart) {
  Desk desk;
  desk.ask();
  EXPECT_EQ(desk.book.deadlines,
            (std::vector<TimePoint>{kNow + milliseconds{300}, kNow + milliseconds{800}}));
  EXPECT_EQ(desk.lookups.until, kNow + milliseconds{700});
  ASSERT_FALSE(desk.book.asked.empty());
  EXPECT_EQ(desk.book.asked[0].front(), "ccid:v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg");
}

TEST(VariablesHandler, AnswersWithDefaultsWhateverFails) {
  for (const auto kind : {Errc::Timeout, Errc::Unavailable, Errc::InvalidInput}) {
    Desk desk;
    const Error trouble(kind, "x", "Trouble.");
    desk.book.find_fails = trouble;
    desk.book.record_fails = trouble;
    desk.lookups.answer = std::unexpected(trouble);
    const auto reply = desk.ask();
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, kDefaults);
    EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"assistant.initialization unavailable"});
  }
}

TEST(VariablesHandler, AnswersBodiesThatItCannotRead) {
  for (const auto* body :
       {"", "nonsense", "[]", "{}", R"({"data":5})",
        R"({"data":{"event_type":"assistant.initialization","payload":[]}})",
        R"({"data":{"event_type":"assistant.initialization","payload":{"call_control_id":7}}})"}) {
    Desk desk;
    const auto reply = desk.post(body);
    EXPECT_EQ(reply.status, 200) << body;
    EXPECT_EQ(
        reply.body,
        R"({"dynamic_variables":{"from":"unknown","name":"there"},"conversation":{"metadata":{"callwright_workflow":"support"}}})")
        << "the only workflow with variables";
    EXPECT_EQ(desk.metrics.webhooks, std::vector<std::string>{"assistant.initialization malformed"});
    EXPECT_TRUE(desk.book.events.empty());
  }
}

TEST(VariablesHandler, AnswersTheShapesThatDrift) {
  for (
      const auto* body :
      {R"({"event_type":"assistant_initialization","payload":{"telnyx_agent_target":"+13125550100","telnyx_end_user_target":"+13125550199"}})",
       R"({"data":{"record_type":"event","id":"e","event_type":"assistant.initialization","payload":{"telnyx_agent_target":"+13125550100","telnyx_end_user_target":"+13125550199","sip_headers":[{"name":"X"}]}}})",
       R"({"data":{"id":"e","event_type":"assistant.initialization","payload":{"telnyx_end_user_target":"+13125550199","assistant_id":"assistant_6f1a4e0c-3a6b-4d5e-9a58-0b1f0c4d7e11"}}})"}) {
    Desk desk;
    desk.lookups.answer = fail(Errc::Timeout, "x", "");
    EXPECT_EQ(desk.post(body).body, kDefaults) << body;
    EXPECT_EQ(desk.book.events.size(), 1U);
  }
}

TEST(VariablesHandler, WithoutWorkflowsAnswersWithNothing) {
  Desk desk;
  desk.library.bundle = nullptr;
  EXPECT_EQ(desk.ask().body, R"({"dynamic_variables":{}})");
  EXPECT_EQ(desk.post("{").body, R"({"dynamic_variables":{}})");
}

TEST(VariablesHandler, AnswersOnlyTelnyx) {
  Desk desk;
  auto request =
      signed_post(kKey, "/webhooks/telnyx/variables", fixture("webhooks/assistant_initialization.json"));
  request.body += ' ';
  EXPECT_EQ(run(desk.handler.answer(request)).status, 401);
  request.headers.clear();
  EXPECT_EQ(run(desk.handler.answer(request)).status, 401);
  EXPECT_EQ(desk.post(fixture("webhooks/assistant_initialization.json"), 301).status, 401);
  EXPECT_TRUE(desk.book.events.empty());
  EXPECT_TRUE(desk.book.asked.empty());
  EXPECT_EQ(desk.metrics.webhooks, (std::vector<std::string>{"assistant.initialization bad_signature",
                                                             "assistant.initialization bad_signature",
                                                             "assistant.initialization stale"}));
  EXPECT_EQ(desk.post(fixture("webhooks/assistant_initialization.json"), 300).status, 200);
}

TEST(VariablesHandler, StoresAnotherEventThatCameHereByMistake) {
  Desk desk;
  EXPECT_EQ(desk.post(fixture("webhooks/call_initiated.json")).status, 200);
  ASSERT_EQ(desk.book.events.size(), 1U);
  EXPECT_EQ(desk.book.events[0].name, "call.initiated");
  EXPECT_TRUE(desk.book.events[0].answer.is_null());
  desk.book.record_fails = Error(Errc::Unavailable, "store.full", "Full.");
  EXPECT_EQ(desk.post(fixture("webhooks/call_initiated.json")).status, 503) << "Telnyx sends it again";
}

}  // namespace
}  // namespace callwright::tests::variables_handler
