#include "handlers/on_call/on_call_api.hpp"

#include "tests/handlers/support/run.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::on_call_api {
namespace {

const TimePoint kNow = parse_time("2026-11-24T10:00:00Z").value();

class MemoryDesk final : public OnCallDesk {
 public:
  std::vector<OnCallOverride> overrides;
  std::vector<std::pair<std::string, std::string>> ended;
  std::optional<Error> fail_with;

  boost::asio::awaitable<Result<OnCallSheet>> sheet(TimePoint now) override {
    if (fail_with) co_return std::unexpected(*fail_with);
    const OnCallOverride override{.rotation = "night", .person = "ben", .from = now, .by = "dana"};
    OnDuty duty{.rotation = "night",
                .on_call = {"ben", "Ben"},
                .turn = {"ana", "Ana"},
                .turn_until = now + std::chrono::hours{1},
                .next = {"ben", "Ben"},
                .override = override};
    OnCallSheet sheet;
    sheet.rotations.push_back(std::move(duty));
    sheet.changes.push_back({override, now, now, "eve"});
    co_return sheet;
  }
  boost::asio::awaitable<Result<void>> override(OnCallOverride wanted, TimePoint) override {
    overrides.push_back(std::move(wanted));
    if (fail_with) co_return std::unexpected(*fail_with);
    co_return Result<void>{};
  }
  boost::asio::awaitable<Result<void>> end_override(std::string rotation, std::string by,
                                                    TimePoint) override {
    ended.emplace_back(std::move(rotation), std::move(by));
    if (fail_with) co_return std::unexpected(*fail_with);
    co_return Result<void>{};
  }
};

struct Office {
  MemoryDesk desk;
  OnCallApi api{desk, "abc"};
  Router router;
  Office() { add_routes(router, api); }

  HttpReply send(std::string method, std::string path, std::string body = {}, std::string token = "abc") {
    Request request{.method = std::move(method), .target = path, .path = path};
    request.headers = {{"authorization", "Bearer " + token}, {"x-callwright-operator", "dana"}};
    request.body = std::move(body);
    request.received_at = kNow;
    return run(router.handle(std::move(request)));
  }
};

TEST(OnCallApi, EveryPathNeedsTheToken) {
  Office office;
  EXPECT_EQ(office.send("GET", "/v1/oncall", {}, "wrong").status, 401);
  EXPECT_EQ(office.send("PUT", "/v1/oncall/night/override", R"({"person":"ben"})", "wrong").status, 401);
  EXPECT_EQ(office.send("DELETE", "/v1/oncall/night/override", {}, "wrong").status, 401);
  EXPECT_TRUE(office.desk.overrides.empty());
  EXPECT_TRUE(office.desk.ended.empty());
}

TEST(OnCallApi, ShowsWhoIsOnCallAndWhoSaidSo) {
  Office office;
  const auto reply = office.send("GET", "/v1/oncall");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(
      reply.body,
      R"({"data":[{"rotation":"night","on_call":{"key":"ben","name":"Ben"},"turn":{"key":"ana","name":"Ana"},)"
      R"("turn_until":"2026-11-24T11:00:00.000Z","next":{"key":"ben","name":"Ben"},"override":)"
      R"({"person":"ben","from":"2026-11-24T10:00:00.000Z","until":null,"by":"dana"}}],"changes":)"
      R"([{"rotation":"night","person":"ben","from":"2026-11-24T10:00:00.000Z","until":null,"by":"dana",)"
      R"("made_at":"2026-11-24T10:00:00.000Z","ended_at":"2026-11-24T10:00:00.000Z","ended_by":"eve"}]})");
}

TEST(OnCallApi, AnOverrideBeginsNowUnlessItSaysOtherwise) {
  Office office;
  EXPECT_EQ(office.send("PUT", "/v1/oncall/night/override", R"({"person":"ben"})").status, 200);
  EXPECT_EQ(
      office
          .send("PUT", "/v1/oncall/night/override",
                R"({"person":"ana","from":"2026-11-24T18:00:00-06:00","until":"2026-11-25T08:00:00-06:00"})")
          .status,
      200);
  ASSERT_EQ(office.desk.overrides.size(), 2U);
  EXPECT_EQ(office.desk.overrides[0],
            (OnCallOverride{.rotation = "night", .person = "ben", .from = kNow, .until = {}, .by = "dana"}));
  EXPECT_EQ(office.desk.overrides[1].from, parse_time("2026-11-25T00:00:00Z"));
  EXPECT_EQ(office.desk.overrides[1].until, parse_time("2026-11-25T14:00:00Z"));
}

TEST(OnCallApi, RefusesWhatIsNoOverrideAndStoresNothing) {
  struct Case {
    std::string body, code;
  };
  const std::vector<Case> cases = {
      {"", "on_call.body"},
      {"[]", "on_call.body"},
      {"{}", "on_call.body"},
      {R"({"person":7})", "on_call.body"},
      {R"({"person":"ben","untill":"2026-11-25T08:00:00Z"})", "on_call.body"},
      {R"({"person":"ben","until":"tomorrow"})", "on_call.time"},
      {R"({"person":"ben","until":7})", "on_call.time"},
      {R"({"person":"ben","until":"2026-11-24T10:00:00Z"})", "on_call.time"},
      {R"({"person":"ben","from":"2026-11-26T10:00:00Z","until":"2026-11-25T10:00:00Z"})", "on_call.time"},
  };
  Office office;
  for (const auto& [body, code] : cases) {
    const auto reply = office.send("PUT", "/v1/oncall/night/override", body);
    EXPECT_EQ(reply.status, 400) << body;
    EXPECT_NE(reply.body.find(code), std::string::npos) << body << reply.body;
  }
  EXPECT_EQ(office.send("PUT", "/v1/oncall/night/override", std::string(5000, ' ')).status, 413);
  EXPECT_TRUE(office.desk.overrides.empty());
}

TEST(OnCallApi, EndsAnOverrideAndSaysWhoDidIt) {
  Office office;
  EXPECT_EQ(office.send("DELETE", "/v1/oncall/night/override").status, 200);
  EXPECT_EQ(office.desk.ended.at(0), (std::pair<std::string, std::string>("night", "dana")));
}

TEST(OnCallApi, ErrorsOfTheDeskAreProblems) {
  Office office;
  office.desk.fail_with = Error{Errc::NotFound, "on_call.rotation", "There is no such rotation."};
  EXPECT_EQ(office.send("PUT", "/v1/oncall/day/override", R"({"person":"ben"})").status, 404);
  EXPECT_EQ(office.send("DELETE", "/v1/oncall/day/override").status, 404);
  office.desk.fail_with = Error{Errc::Unavailable, "store.unavailable", "Not stored."};
  EXPECT_EQ(office.send("GET", "/v1/oncall").status, 503);
}

}  // namespace
}  // namespace callwright::tests::on_call_api
