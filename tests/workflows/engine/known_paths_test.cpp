#include "tests/support/call_script.hpp"
#include "workflows/language/template_place.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::known_paths {
namespace {

/// Only the answer to assistant.initialization has these (variables_scope_test).
bool is_of_initialization(const std::string& path) { return path.starts_with("directory."); }

/// Says every path that the language fixes to the human of the call, on whose leg each has a value.
std::string bundle_that_says_everything() {
  std::string payload;
  for (const auto& path : language::known_paths()) {
    if (!is_of_initialization(path)) payload += path + "=${" + path + " | NOTHING};";
  }
  return R"(
language: 1
people:
  ana: { name: Ana, phone: "+13125550111" }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: assistant-1 }
    rules:
      - { on: tool.escalate_to_human, do: [ { escalate: human } ] }
      - { on: call.dtmf.received, leg: winner, do: [ { speak: { payload: ")" +
         payload + R"(" }, leg: winner } ] }
escalations:
  human: { steps: [ { ring: [ana] } ] }
)";
}

/// The language refuses a path that is not on its list; the engine has to know each that is.
TEST(KnownPaths, EachHasAValueInTheEngine) {
  CallScript call(bundle_that_says_everything());
  call.to_ringing();
  call.answer_as_human(1);
  call.to_joined(1);
  call.call.outcome = "joined";
  call.webhook("call.dtmf.received", 1, {{"digit", "9"}});
  const auto said = call.said("speak");
  EXPECT_NE(said.find("winner.name=Ana;"), std::string::npos) << said;
  EXPECT_NE(said.find("run.escalation=human;"), std::string::npos) << said;
  for (const auto& path : language::known_paths()) {
    // Whom a run rings is empty when nobody rings any more.
    if (path != "run.step")
      EXPECT_EQ(said.find(path + "=NOTHING"), std::string::npos) << path << "\n" << said;
  }
  EXPECT_GE(language::known_paths().size(), 19U);
}

}  // namespace
}  // namespace callwright::tests::known_paths
