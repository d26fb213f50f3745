#include "workflows/simulator/assistants/run_test.hpp"

#include "workflows/simulator/assistants/conclude.hpp"
#include "workflows/simulator/assistants/messages.hpp"
#include "workflows/simulator/assistants/serving.hpp"

#include <algorithm>

namespace callwright::simulator::assistants {
namespace {

constexpr Duration kStartsAfter = std::chrono::milliseconds{500};
constexpr Duration kRunsAfter = std::chrono::seconds{1};
constexpr Duration kUsualLength = std::chrono::seconds{10};

/// Deleted tests leave their runs behind, so both may be gone by then.
void set_status(World& world, const std::string& run_id, const char* status) {
  auto* run = find_by_id(world.account.test_runs, run_id);
  if (run == nullptr) return;
  run->status = status;
  run->updated_at = world.now;
  if (run->details.empty()) return;
  for (auto& [name, detail] : run->details) detail = status;
}

bool is_web(const Fields& test) { return test.text("telnyx_conversation_channel").starts_with("web_"); }

/// The conversation that a run holds with the assistant: it is told the instructions and repeats them.
void hold_conversation(World& world, const std::string& run_id, const Fields& test) {
  auto* run = find_by_id(world.account.test_runs, run_id);
  if (run == nullptr) return;
  auto& conversation = world.add_conversation();
  conversation.assistant_id = test.text("destination");
  conversation.insights_id = world.ids.uuid();
  conversation.metadata = {{"assistant_id", conversation.assistant_id},
                           {"telnyx_conversation_channel", test.text("telnyx_conversation_channel")}};
  take_assistant(world, conversation);
  const auto instructions = test.text("instructions");
  add_message(world, conversation, "user", instructions);
  add_message(world, conversation, "assistant", "You said: " + instructions);
  run->conversation_id = conversation.id;
}

void end_conversation(World& world, TestRun& run) {
  auto* conversation = world.find_conversation(run.conversation_id);
  if (conversation == nullptr) return;
  conclude(world, *conversation);
  run.conversation_insights_id = conversation->insights_id;
}

void judge(World& world, TestRun& run) {
  run.status = "passed";
  for (auto& [name, detail] : run.details) {
    const auto& failing = world.settings.failing_criteria;
    const bool has_failed = std::ranges::find(failing, name) != failing.end();
    detail = has_failed ? "failed" : "passed";
    if (has_failed) run.status = "failed";
  }
  run.logs = "The assistant repeated what it was told.";
}

void finish_run(World& world, const std::string& run_id, const Fields& test) {
  auto* run = find_by_id(world.account.test_runs, run_id);
  if (run == nullptr) return;
  if (is_web(test) && is_unknown(world, test.text("destination"))) {
    set_status(world, run_id, "error");
    run->logs = "The assistant was not found.";
  } else {
    end_conversation(world, *run);
    judge(world, *run);
  }
  run->updated_at = world.now;
  run->completed_at = world.now;
}

Duration length_of(const Fields& test) {
  const auto* limit = test.find("max_duration_seconds");
  if (limit == nullptr) return kUsualLength;
  const auto seconds = JsonDocument::of(*limit).root().integer().value_or(0);
  return std::min<Duration>(kUsualLength, std::chrono::seconds{seconds});
}

}  // namespace

TestRun start_run(World& world, const Resource& test, const std::string& suite_run_id) {
  TestRun run;
  run.id = world.ids.uuid();
  run.created_at = run.updated_at = world.now;
  run.test_id = test.id;
  run.suite_run_id = suite_run_id;
  const auto rubric = JsonDocument::of(*test.fields.find("rubric"));
  for (const auto& entry : rubric.root().elements()) run.details.emplace_back(entry["name"].str(), "pending");
  world.after(kStartsAfter, [id = run.id](World& later) { set_status(later, id, "starting"); });
  world.after(kRunsAfter, [id = run.id, fields = test.fields](World& later) {
    set_status(later, id, "running");
    hold_conversation(later, id, fields);
  });
  world.after(kRunsAfter + length_of(test.fields),
              [id = run.id, fields = test.fields](World& later) { finish_run(later, id, fields); });
  return world.account.test_runs.emplace_back(std::move(run));
}

}  // namespace callwright::simulator::assistants
