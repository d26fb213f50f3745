#include "tests/workflows/assistants/support.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_drift {
namespace {

using assistants::Drift;

struct Case {
  const char* name;
  const char* last_file;  ///< at the last pull or apply
  const char* last_account;
  const char* file;  ///< now
  const char* account;
  const char* drift;  ///< `field reason who-changed-it`
  const char* update;
};

std::string reason_of(const Drift& drift) {
  switch (drift.reason) {
    case Drift::Reason::LeftOut: return "left_out";
    case Drift::Reason::NewInAccount: return "new_in_account";
    case Drift::Reason::Differs: break;
  }
  return "differs";
}

std::string shown(const std::vector<Drift>& drifts) {
  std::string text;
  for (const auto& one : drifts) {
    text += one.difference.field + " " + reason_of(one);
    text += one.file_changed ? " file" : "";
    text += one.account_changed ? " account" : "";
    text += "\n";
  }
  return text;
}

class AssistantDrift : public ::testing::TestWithParam<Case> {};

TEST_P(AssistantDrift, KnowsWhoChangedWhat) {
  const auto& c = GetParam();
  const auto entry =
      assistants::remembered("assistant-1", "v", settings(c.last_file), settings(c.last_account));
  const auto drifts = assistants::drift(settings(c.file), settings(c.account), &entry);
  EXPECT_EQ(shown(drifts), c.drift);
  EXPECT_EQ(assistants::json_of(assistants::update_for(drifts, settings(c.file), settings(c.account))).text(),
            c.update);
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, AssistantDrift,
    ::testing::Values(Case{"Nothing", R"({"name":"n"})", R"({"name":"n","m":1})", R"({"name":"n"})",
                           R"({"name":"n","m":1})", "", "{}"},
                      Case{"TheFile", R"({"name":"n"})", R"({"name":"n"})", R"({"name":"o"})",
                           R"({"name":"n"})", "name differs file\n", R"({"name":"o"})"},
                      Case{"TheAccount", R"({"name":"n"})", R"({"name":"n"})", R"({"name":"n"})",
                           R"({"name":"p"})", "name differs account\n", R"({"name":"n"})"},
                      Case{"Both", R"({"name":"n"})", R"({"name":"n"})", R"({"name":"o"})", R"({"name":"p"})",
                           "name differs file account\n", R"({"name":"o"})"},
                      Case{"BothTheSame", R"({"name":"n"})", R"({"name":"n"})", R"({"name":"o"})",
                           R"({"name":"o"})", "", "{}"},
                      Case{"SomethingElseOfAnObject", R"({"t":{"a":1}})", R"({"t":{"a":1,"b":1}})",
                           R"({"t":{"a":2}})", R"({"t":{"a":1,"b":2}})",
                           "t.a differs file\nt.b new_in_account account\n", R"({"t":{"b":2,"a":2}})"},
                      Case{"AFieldThatTheFileNeverSet", R"({})", R"({})", R"({})", R"({"d":"x"})",
                           "d new_in_account account\n", "{}"},
                      Case{"AFieldThatTheFileLeavesOut", R"({"d":"x"})", R"({"d":"x"})", R"({})",
                           R"({"d":"x"})", "d left_out file\n", "{}"},
                      Case{"AKeyThatTheFileLeavesOut", R"({"t":{"a":1,"b":1}})",
                           R"({"t":{"a":1,"b":1,"c":1}})", R"({"t":{"a":1}})", R"({"t":{"a":1,"b":1,"c":1}})",
                           "t.b left_out file\n", R"({"t":{"c":1,"a":1}})"},
                      Case{"WhatWasEmptyAnyway", R"({"tags":[]})", R"({"tags":[]})", R"({})",
                           R"({"tags":[]})", "", "{}"},
                      Case{"TheApplicationThatTelnyxMakes", R"({"telephony_settings":{"a":1}})",
                           R"({"telephony_settings":{"a":1,"default_texml_app_id":"x"}})",
                           R"({"telephony_settings":{"a":1}})",
                           R"({"telephony_settings":{"a":1,"default_texml_app_id":"y"}})", "", "{}"},
                      Case{"ATool", R"({"tools":[{"type":"hangup"}]})", R"({"tools":[{"type":"hangup"}]})",
                           R"({"tools":[]})", R"({"tools":[{"type":"hangup"}]})",
                           "tools.hangup differs file\n", R"({"tools":[]})"}),
    [](const auto& info) { return info.param.name; });

TEST(AssistantDrift, WithoutMemoryBothMayHaveChangedIt) {
  const auto drifts =
      assistants::drift(settings(R"({"name":"n"})"), settings(R"({"name":"o","x":1})"), nullptr);
  ASSERT_EQ(shown(drifts), "name differs file account\n");
  EXPECT_TRUE(drifts.front().is_conflict());
}

TEST(AssistantLock, IsReadBackAsWritten) {
  assistants::Lock lock;
  lock.assistants["support"] = assistants::remembered(
      "assistant-1", "v1", settings(R"({"name":"n","t":{"a":1}})"), settings(R"({"name":"n","x":2})"));
  lock.assistants["sp\"ecial"] = assistants::remembered("assistant-2", "", {}, {});
  lock.tools["look"] = assistants::remembered("tool-1", "", settings(R"({"type":"webhook"})"), {});
  const auto text = assistants::write_lock(lock);
  const auto back = assistants::read_lock(text);
  ASSERT_TRUE(back) << back.error().detail;
  EXPECT_EQ(*back, lock);
  EXPECT_EQ(assistants::write_lock(*back), text);
  EXPECT_EQ(back->assistant_named("assistant-2"), "sp\"ecial");
  EXPECT_EQ(back->tool_named("assistant-2"), "");
  EXPECT_EQ(assistants::write_lock({}),
            assistants::write_lock(*assistants::read_lock(assistants::write_lock({}))));
}

TEST(AssistantLock, RefusesWhatIsNone) {
  for (const auto* text :
       {"", "[]", "{\"assistants\":{\"a\":{}}}", "{\"tools\":{\"a\":{\"id\":\"\"}}}", "<<<<<<< HEAD"}) {
    const auto lock = assistants::read_lock(text);
    ASSERT_FALSE(lock) << text;
    EXPECT_EQ(lock.error().code, "lock.unreadable");
  }
}

}  // namespace
}  // namespace callwright::tests::assistants_drift
