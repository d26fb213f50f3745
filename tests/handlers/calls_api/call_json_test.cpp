#include "handlers/calls_api/call_json.hpp"

#include "tests/handlers/calls_api/sample_call.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::call_json {
namespace {

TEST(CallJson, ShowsLegsRunAndAttempts) {
  EXPECT_EQ(
      callwright::call_json(sample_call(), {{"ana", "Ana"}}).text(),
      R"({"id":"call_0193a5","state":"joined","failure":null,"workflow":"support","bundle":"9f86d081",)"
      R"("direction":null,"from":"+13125550199","to":"+13125550100","opened_at":"2026-11-24T16:00:00.000Z","closed_at":null,)"
      R"("outcome":null,"conversation_id":"92c8d79b","legs":[)"
      R"({"number":0,"person":null,"name":null,"address":"+13125550199","state":"joined","attempt":null,"verdict":"none",)"
      R"("call_control_id":"v3:caller","answered_at":"2026-11-24T16:00:02.000Z","ended_at":null,"hangup_cause":null},)"
      R"({"number":1,"person":"ana","name":"Ana","address":"+13125550111","state":"ended","attempt":1,"verdict":"human",)"
      R"("call_control_id":"v3:ana","answered_at":"2026-11-24T16:00:10.000Z","ended_at":"2026-11-24T16:00:12.000Z",)"
      R"("hangup_cause":"normal_clearing"},)"
      R"({"number":2,"person":"ben","name":null,"address":"sip:ben@example.com","state":"planned","attempt":2,"verdict":"none",)"
      R"("call_control_id":null,"answered_at":null,"ended_at":null,"hangup_cause":null}],)"
      R"("run":{"number":1,"escalation":"human","state":"joined","step":0,"round":1,"winner":"ben",)"
      R"("started_at":"2026-11-24T16:00:05.000Z","joined_at":"2026-11-24T16:00:20.000Z"},)"
      R"("attempts":[{"number":1,"person":"ana","outcome":"declined","run":1,"round":1,"name":"Ana","leg":1},)"
      R"({"number":2,"person":"ben","outcome":"joined","run":1,"round":1,"name":null,"leg":2}],"insights":null})");
}

TEST(CallJson, OfACallThatNoWorkflowTook) {
  Call call;
  call.id = CallId("call_1");
  call.state = CallState::Failed;
  call.failure = "no_workflow";
  call.closed_at = TimePoint{};
  call.insights = Json::trusted(R"([{"insight_id":"1a"}])");
  const auto document = JsonDocument::of(callwright::call_json(call));
  const auto root = document.root();
  EXPECT_EQ(root["state"].str(), "failed");
  EXPECT_EQ(root["failure"].str(), "no_workflow");
  EXPECT_TRUE(root["workflow"].is_null());
  EXPECT_TRUE(root["run"].is_null());
  EXPECT_EQ(root["legs"].size(), 0U);
  EXPECT_EQ(root["closed_at"].str(), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(root.at_path("insights.0.insight_id").str(), "1a");
}

TEST(PageJson, EndsWithNull) {
  const std::vector<Json> data = {Json::trusted("1"), Json::trusted("{}")};
  EXPECT_EQ(page_json(data, "7").text(), R"({"data":[1,{}],"next":"7"})");
  EXPECT_EQ(page_json({}, "").text(), R"({"data":[],"next":null})");
}

}  // namespace
}  // namespace callwright::tests::call_json
