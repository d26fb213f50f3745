#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_test_run {
namespace {

using namespace callwright::tests::assistants;
using callwright::simulator::Telnyx;

struct Tested {
  explicit Tested(Telnyx::Settings settings = {}) : account(std::move(settings)) {}
  Account account;
  std::string assistant = account.assistant();

  std::string test(const std::string& suite, const std::string& more = "") {
    return account.make(
        "/ai/assistants/tests",
        R"({"name":"t","instructions":"Where is my order?","destination":")" + assistant +
            R"(","test_suite":")" + suite +
            R"(","rubric":[{"name":"polite","criteria":"c"},{"name":"short","criteria":"c"}])" + more + "}",
        "test_id");
  }
  std::string run(const std::string& test) {
    return "/ai/assistants/tests/" + test + "/runs/" +
           account.make("/ai/assistants/tests/" + test + "/runs", "{}", "run_id");
  }
  std::string status(const std::string& run) { return at(account.get(run), "status"); }
};

TEST(TestRun, GoesItsWayInVirtualTimeAndPasses) {
  Tested tested;
  const auto run = tested.run(tested.test("s"));
  EXPECT_EQ(tested.status(run), "pending");
  tested.account.bench.wait(500ms);
  EXPECT_EQ(tested.status(run), "starting");
  tested.account.bench.wait(500ms);
  EXPECT_EQ(tested.status(run), "running");
  EXPECT_EQ(at(tested.account.get(run), "detail_status.1"), R"({"name":"short","status":"running"})");
  EXPECT_EQ(at(tested.account.get(run), "completed_at"), "");
  tested.account.bench.wait(10s);
  const auto done = tested.account.get(run);
  EXPECT_EQ(at(done, "status"), "passed");
  EXPECT_EQ(at(done, "detail_status.0"), R"({"name":"polite","status":"passed"})");
  EXPECT_EQ(at(done, "triggered_by"), "api");
  EXPECT_EQ(at(done, "created_at"), "2026-11-24T00:00:00.000Z");
  EXPECT_EQ(at(done, "updated_at") + at(done, "completed_at"),
            "2026-11-24T00:00:11.000Z2026-11-24T00:00:11.000Z");
  EXPECT_NE(at(done, "logs"), "");
  EXPECT_NE(at(done, "conversation_insights_id"), "");
  const auto messages = tested.account.get("/ai/conversations/" + at(done, "conversation_id") + "/messages");
  EXPECT_EQ(at(messages, "data.1.text"), "You said: Where is my order?");
}

TEST(TestRun, FailsWhenOneCriterionFails) {
  Telnyx::Settings settings;
  settings.failing_criteria = {"short"};
  Tested tested(settings);
  const auto run = tested.run(tested.test("s"));
  tested.account.bench.wait(11s);
  const auto done = tested.account.get(run);
  EXPECT_EQ(at(done, "status"), "failed");
  EXPECT_EQ(at(done, "detail_status.0.status") + at(done, "detail_status.1.status"), "passedfailed");
}

TEST(TestRun, IsAnErrorWhenTheAssistantIsGone) {
  Tested tested;
  const auto run = tested.run(tested.test("s"));
  tested.account.remove("/ai/assistants/" + tested.assistant);
  tested.account.bench.wait(11s);
  EXPECT_EQ(tested.status(run), "error");
}

TEST(TestRun, TakesNoLongerThanItMay) {
  Tested tested;
  const auto run = tested.run(tested.test("s", R"(,"max_duration_seconds":2)"));
  tested.account.bench.wait(3s);
  EXPECT_EQ(tested.status(run), "passed");
}

TEST(TestRun, TheVersionItNamesMustExist) {
  Tested tested;
  const auto path = "/ai/assistants/tests/" + tested.test("s") + "/runs";
  EXPECT_EQ(outcome(tested.account.post(path, R"({"destination_version_id":"x"})")), "400 10015");
  const auto version = at(tested.account.get("/ai/assistants/" + tested.assistant), "version_id");
  EXPECT_EQ(outcome(tested.account.post(path, R"({"destination_version_id":")" + version + "\"}")), "201");
}

TEST(TestRun, BelongsToItsTest) {
  Tested tested;
  const auto run = tested.run(tested.test("s"));
  const auto id = run.substr(run.rfind('/') + 1);
  EXPECT_EQ(outcome(tested.account.get("/ai/assistants/tests/" + tested.test("s") + "/runs/" + id)),
            "404 10005");
}

TEST(TestRun, OfADeletedTestEndsAllTheSame) {
  Tested tested;
  const auto test = tested.test("s");
  const auto run = tested.run(test);
  tested.account.remove("/ai/assistants/tests/" + test);
  tested.account.bench.wait(11s);
  EXPECT_EQ(tested.status(run), "passed");
}

TEST(TestSuite, RunsEachOfItsTests) {
  Tested tested;
  const auto one = tested.test("night");
  tested.test("day");
  const auto two = tested.test("night");
  EXPECT_EQ(at(tested.account.get("/ai/assistants/tests/test-suites"), "data"), R"(["night","day"])");
  const std::string path = "/ai/assistants/tests/test-suites/night/runs";
  const auto started = tested.account.post(path);
  EXPECT_EQ(started.status, 201);
  ASSERT_EQ(size_at(started, ""), 2U) << "a bare array";
  EXPECT_EQ(at(started, "0.test_id") + at(started, "1.test_id"), one + two);
  const auto suite_run = at(started, "0.test_suite_run_id");
  EXPECT_EQ(at(started, "1.test_suite_run_id"), suite_run);
  tested.account.post(path);
  tested.run(one);
  EXPECT_EQ(at(tested.account.get(path), "meta.total_results"), "4") << "those that were started as a suite";
  EXPECT_EQ(at(tested.account.get(path, {{"test_suite_run_id", suite_run}}), "meta.total_results"), "2");
}

TEST(TestRuns, AreFilteredByStatusAndCompletedMeansOver) {
  Tested tested;
  const auto test = tested.test("s");
  tested.run(test);
  tested.account.bench.wait(11s);
  tested.run(test);
  const auto found = [&](const std::string& status) {
    return at(tested.account.get("/ai/assistants/tests/" + test + "/runs", {{"status", status}}),
              "meta.total_results");
  };
  EXPECT_EQ(found("pending") + found("passed") + found("completed") + found("failed"), "1110");
}

TEST(Tests, AreFilteredBySuiteChannelAndDestination) {
  Tested tested;
  tested.test("a");
  tested.test("b", R"(,"telnyx_conversation_channel":"phone_call")");
  const auto found = [&](const char* name, const std::string& value) {
    return at(tested.account.get("/ai/assistants/tests", {{name, value}}), "meta.total_results");
  };
  EXPECT_EQ(found("test_suite", "b"), "1");
  EXPECT_EQ(found("telnyx_conversation_channel", "web_chat"), "1") << "the default";
  EXPECT_EQ(found("destination", tested.assistant), "2");
  EXPECT_EQ(found("destination", "other"), "0");
}

}  // namespace
}  // namespace callwright::tests::assistants_test_run
