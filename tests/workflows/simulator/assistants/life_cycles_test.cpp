#include "tests/workflows/simulator/assistants/account.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_life_cycles {
namespace {

using namespace callwright::tests::assistants;

/// A kind of resource that is created, read, listed, changed and deleted in the same way as the others.
struct Kind {
  std::string name;
  std::string path;
  std::string body;
  std::string id;       ///< where the answer to the creation has it
  std::string wrapper;  ///< before every field of an answer: `data.` or nothing
  std::string list;     ///< where a list has its elements
  std::string change_method;
  std::string change;
  std::string changed_field;
  std::string changed_value;
  std::string kept_field;
  int created = 200;
};

class LifeCycle : public ::testing::TestWithParam<Kind> {
 protected:
  Account account;
  callwright::simulator::ApiResponse made = account.post(GetParam().path, GetParam().body);
  std::string place = GetParam().path + "/" + at(made, GetParam().id);
};

TEST_P(LifeCycle, WhatIsCreatedIsThere) {
  const auto& kind = GetParam();
  EXPECT_EQ(made.status, kind.created);
  const auto read = account.get(place);
  EXPECT_EQ(outcome(read), "200");
  EXPECT_EQ(read.body.text(), made.body.text());
  EXPECT_EQ(at(read, kind.wrapper + "created_at"), "2026-11-24T00:00:00.000Z");
  const auto list = account.get(kind.path);
  EXPECT_EQ(size_at(list, kind.list), 1U);
  const auto first = kind.list.empty() ? "0" : kind.list + ".0";
  const auto read_object = kind.wrapper.empty() ? read.body.text() : at(read, "data");
  EXPECT_EQ(at(list, first), read_object);
}

TEST_P(LifeCycle, AChangeSetsWhatItNamesAndKeepsTheRest) {
  const auto& kind = GetParam();
  const auto before = at(account.get(place), kind.wrapper + kind.kept_field);
  EXPECT_NE(before, "");
  const auto changed = account.bench.send(kind.change_method, place, kind.change);
  EXPECT_EQ(outcome(changed), "200");
  EXPECT_EQ(at(changed, kind.wrapper + kind.changed_field), kind.changed_value);
  EXPECT_EQ(at(changed, kind.wrapper + kind.kept_field), before);
  EXPECT_EQ(account.get(place).body.text(), changed.body.text());
}

TEST_P(LifeCycle, WhatIsDeletedIsGone) {
  const auto& kind = GetParam();
  EXPECT_EQ(outcome(account.remove(place)), "200");
  for (const auto* method : {"GET", "DELETE"}) {
    EXPECT_EQ(outcome(account.bench.send(method, place)), "404 10005") << method;
  }
  EXPECT_EQ(outcome(account.bench.send(kind.change_method, place, kind.change)), "404 10005");
  EXPECT_EQ(size_at(account.get(kind.path), kind.list), 0U);
}

const Kind kKinds[] = {
    {"Tool", "/ai/tools", R"({"type":"webhook","display_name":"Look up","webhook":{"name":"look"}})", "id",
     "", "data", "PATCH", R"({"timeout_ms":700})", "timeout_ms", "700", "tool_definition"},
    {"McpServer", "/ai/mcp_servers", R"({"name":"m","type":"http","url":"https://mcp.test"})", "id", "", "",
     "PUT", R"({"allowed_tools":["x"],"id":"other"})", "allowed_tools", R"(["x"])", "id"},
    {"Insight", "/ai/conversations/insights", R"({"name":"Mood","instructions":"How?"})", "data.id", "data.",
     "data", "PUT", R"({"json_schema":{"type":"object"}})", "json_schema", R"({"type":"object"})",
     "instructions"},
    {"InsightGroup", "/ai/conversations/insight-groups", R"({"name":"After"})", "data.id", "data.", "data",
     "PUT", R"({"description":"d","webhook":"https://w.test"})", "description", "d", "name"},
    {"Test", "/ai/assistants/tests",
     R"({"name":"t","destination":"+1312","instructions":"Ask.","rubric":[{"name":"r","criteria":"c"}]})",
     "test_id", "", "data", "PUT", R"({"test_suite":"s"})", "test_suite", "s", "rubric", 201}};

INSTANTIATE_TEST_SUITE_P(Of, LifeCycle, ::testing::ValuesIn(kKinds),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_life_cycles
