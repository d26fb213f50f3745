#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_version {
namespace {

using namespace callwright::tests::assistants;

/// An assistant with a main version and one that was made beside it.
struct TwoVersions {
  Account account;
  std::string path = "/ai/assistants/" + account.assistant();
  std::string main = at(account.get(path), "version_id");
  std::string beside = at(account.post(path, R"({"greeting":"New","promote_to_main":false})"), "version_id");
  [[nodiscard]] std::string version(const std::string& id) const { return path + "/versions/" + id; }
};

TEST(AssistantVersion, EveryUpdateMakesOneWhichBecomesMainUnlessItIsToldNotTo) {
  TwoVersions two;
  EXPECT_EQ(at(two.account.get(two.path), "version_id"), two.main);
  EXPECT_EQ(at(two.account.get(two.path), "greeting"), "");
  const auto third = two.account.post(two.path, R"({"version_name":"Third"})");
  EXPECT_EQ(at(two.account.get(two.path), "version_id"), at(third, "version_id"));
  EXPECT_EQ(at(third, "greeting"), "") << "an update starts from main, not from the newest version";
  const auto list = two.account.get(two.path + "/versions");
  ASSERT_EQ(size_at(list, "data"), 3U);
  EXPECT_EQ(at(list, "data.0.version_id"), two.main);
  EXPECT_EQ(at(list, "data.1.greeting"), "New");
  EXPECT_EQ(at(list, "data.2.version_name"), "Third");
}

TEST(AssistantVersion, OneThatIsNotMainCanBeChangedAndDeletedByItsId) {
  TwoVersions two;
  const auto changed = two.account.post(two.version(two.beside), R"({"greeting":"Better"})");
  EXPECT_EQ(at(changed, "greeting"), "Better");
  EXPECT_EQ(at(changed, "version_id"), two.beside) << "in place";
  EXPECT_EQ(two.account.get(two.version(two.beside)).body.text(), changed.body.text());
  const auto deleted = two.account.remove(two.version(two.beside));
  EXPECT_EQ(deleted.status, 204);
  ASSERT_TRUE(deleted.text);
  EXPECT_EQ(deleted.text->text, "");
  EXPECT_EQ(outcome(two.account.get(two.version(two.beside))), "404 10005");
}

TEST(AssistantVersion, TheMainOneCannotBeChangedOrDeletedByItsId) {
  TwoVersions two;
  EXPECT_EQ(outcome(two.account.post(two.version(two.main), R"({"greeting":"x"})")), "400 10015");
  EXPECT_EQ(outcome(two.account.remove(two.version(two.main))), "400 10015");
  EXPECT_EQ(size_at(two.account.get(two.path + "/versions"), "data"), 2U);
}

TEST(AssistantVersion, PromotionMakesItMainAndEndsTheCanaryDeploy) {
  TwoVersions two;
  two.account.post(two.path + "/canary-deploys",
                   R"({"rules":[{"serve":{"version_id":")" + two.beside + "\"}}]}");
  const auto promoted = two.account.post(two.version(two.beside) + "/promote");
  EXPECT_EQ(at(promoted, "greeting"), "New");
  EXPECT_EQ(at(two.account.get(two.path), "version_id"), two.beside);
  EXPECT_EQ(outcome(two.account.get(two.path + "/canary-deploys")), "404 10005");
}

TEST(AssistantVersion, ItsMcpServersCanBeLeftOut) {
  TwoVersions two;
  EXPECT_EQ(at(two.account.get(two.version(two.main)), "mcp_servers"), "[]");
  EXPECT_EQ(at(two.account.get(two.version(two.main), {{"include_mcp_servers", "false"}}), "mcp_servers"),
            "");
}

TEST(CanaryDeploy, IsKeptReplacedAndDeleted) {
  TwoVersions two;
  const auto path = two.path + "/canary-deploys";
  EXPECT_EQ(outcome(two.account.get(path)), "404 10005");
  EXPECT_EQ(outcome(two.account.put(path, R"({"rules":[]})")), "404 10005");
  const auto made = two.account.post(
      path, R"({"rules":[{"serve":{"rollout":[{"version_id":")" + two.beside + R"(","weight":25}]}}]})");
  EXPECT_EQ(at(made, "rules.0.serve.rollout.0.weight"), "25");
  EXPECT_EQ(at(made, "assistant_id"), two.path.substr(15));
  EXPECT_EQ(two.account.get(path).body.text(), made.body.text());
  two.account.bench.wait(1s);
  const auto changed = two.account.put(path, R"({"rules":[]})");
  EXPECT_EQ(at(changed, "rules"), "[]");
  EXPECT_EQ(at(changed, "created_at"), at(made, "created_at"));
  EXPECT_EQ(at(changed, "updated_at"), "2026-11-24T00:00:01.000Z");
  EXPECT_EQ(two.account.remove(path).status, 204);
  EXPECT_EQ(outcome(two.account.remove(path)), "404 10005");
}

struct RefusedRules {
  std::string name;
  std::string rules;  ///< `$` stands for the version that is not main
  std::string place;
};

class CanaryRefusal : public ::testing::TestWithParam<RefusedRules> {};

TEST_P(CanaryRefusal, NamesThePlace) {
  TwoVersions two;
  auto rules = GetParam().rules;
  for (auto place = rules.find('$'); place != std::string::npos; place = rules.find('$')) {
    rules.replace(place, 1, two.beside);
  }
  const auto refused = two.account.post(two.path + "/canary-deploys", R"({"rules":[)" + rules + "]}");
  EXPECT_EQ(outcome(refused), "422 body.rules.0." + GetParam().place);
  EXPECT_EQ(outcome(two.account.get(two.path + "/canary-deploys")), "404 10005");
}

INSTANTIATE_TEST_SUITE_P(
    Rules, CanaryRefusal,
    ::testing::Values(
        RefusedRules{
            "WholeTraffic",
            R"({"serve":{"rollout":[{"version_id":"$","weight":60},{"version_id":"$","weight":40}]}})",
            "serve.rollout"},
        RefusedRules{"TooHeavy", R"({"serve":{"rollout":[{"version_id":"$","weight":101}]}})",
                     "serve.rollout.0.weight"},
        RefusedRules{"UnknownInRollout", R"({"serve":{"rollout":[{"version_id":"x","weight":1}]}})",
                     "serve.rollout"},
        RefusedRules{"UnknownVersion", R"({"serve":{"version_id":"x"}})", "serve.version_id"},
        RefusedRules{"ServesNothing", R"({"serve":{}})", "serve"},
        RefusedRules{"ServesBoth", R"({"serve":{"version_id":"$","rollout":[]}})", "serve"},
        RefusedRules{"NoServe", R"({"match":[]})", "serve"},
        RefusedRules{
            "Operator",
            R"({"serve":{"version_id":"$"},"match":[{"attribute":"a","operator":"eq","values":["b"]}]})",
            "match.0.operator"},
        RefusedRules{
            "NoValues",
            R"({"serve":{"version_id":"$"},"match":[{"attribute":"a","operator":"in","values":[]}]})",
            "match.0.values"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_version
