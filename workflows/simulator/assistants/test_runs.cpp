#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/run_test.hpp"

namespace callwright::simulator::assistants {
namespace {

Json run_json(const TestRun& run) {
  JsonWriter writer;
  writer.begin_object().member("run_id", run.id).member("test_id", run.test_id);
  writer.member("status", run.status).member("triggered_by", "api").member("logs", run.logs);
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) writer.member(name, value);
  };
  add("test_suite_run_id", run.suite_run_id);
  add("conversation_id", run.conversation_id);
  add("conversation_insights_id", run.conversation_insights_id);
  writer.key("detail_status").begin_array();
  for (const auto& [name, status] : run.details) {
    writer.begin_object().member("name", name).member("status", status).end_object();
  }
  writer.end_array().member("created_at", format_time(run.created_at));
  writer.member("updated_at", format_time(run.updated_at));
  if (run.completed_at) writer.member("completed_at", format_time(*run.completed_at));
  return writer.end_object().finish();
}

/// The filter's text speaks of `completed`, which no run's status is: it finds every run that is over.
bool has_status(const TestRun& run, const std::optional<std::string>& wanted) {
  return !wanted || run.status == *wanted || (*wanted == "completed" && run.completed_at);
}

bool is_of_suite(const Query& query, const Resource& test) {
  return test.fields.text("test_suite") == query.parameter("suite_name");
}

/// A version that is named must exist.
std::optional<ApiResponse> refused_version(const Query& query) {
  const auto wanted = query.body["destination_version_id"];
  if (!wanted.exists()) return std::nullopt;
  for (const auto& assistant : query.world.account.assistants) {
    if (assistant.version(wanted.str()) != nullptr) return std::nullopt;
  }
  return bad_request("The version does not exist.", "/destination_version_id");
}

ApiResponse trigger_test_run(const Query& query) {
  const auto* test = test_of(query);
  if (test == nullptr) return unknown(query, "test");
  if (const auto refused = refused_version(query)) return *refused;
  return plain(run_json(start_run(query.world, *test, {})), 201);
}

/// A bare array of one run for each test of the suite.
ApiResponse trigger_test_suite(const Query& query) {
  std::vector<const Resource*> tests;
  for (const auto& test : query.world.account.tests) {
    if (is_of_suite(query, test)) tests.push_back(&test);
  }
  if (tests.empty()) return unknown(query, "test suite");
  if (const auto refused = refused_version(query)) return *refused;
  const auto suite_run_id = query.world.ids.uuid();
  std::vector<Json> objects;
  for (const auto* test : tests) objects.push_back(run_json(start_run(query.world, *test, suite_run_id)));
  return plain(array_of(objects), 201);
}

ApiResponse get_test_run(const Query& query) {
  const auto* run = find_by_id(query.world.account.test_runs, query.parameter("run_id"));
  if (run == nullptr || run->test_id != query.parameter("test_id")) return unknown(query, "test run");
  return plain(run_json(*run));
}

ApiResponse list_test_runs(const Query& query) {
  const auto* test = test_of(query);
  if (test == nullptr) return unknown(query, "test");
  std::vector<Json> objects;
  for (const auto& run : query.world.account.test_runs) {
    if (run.test_id == test->id && has_status(run, query.option("status"))) objects.push_back(run_json(run));
  }
  return paged_list(query, objects);
}

ApiResponse list_test_suite_runs(const Query& query) {
  const auto suite_run_id = query.option("test_suite_run_id");
  std::vector<Json> objects;
  for (const auto& run : query.world.account.test_runs) {
    const auto* test = find_by_id(query.world.account.tests, run.test_id);
    const bool fits = test != nullptr && is_of_suite(query, *test) && !run.suite_run_id.empty() &&
                      run.suite_run_id == suite_run_id.value_or(run.suite_run_id);
    if (fits && has_status(run, query.option("status"))) objects.push_back(run_json(run));
  }
  return paged_list(query, objects);
}

}  // namespace

Handlers test_run_handlers() {
  return {{"trigger_test_run", trigger_test_run},
          {"trigger_test_suite", trigger_test_suite},
          {"get_test_run", get_test_run},
          {"list_test_runs", list_test_runs},
          {"list_test_suite_runs", list_test_suite_runs}};
}

}  // namespace callwright::simulator::assistants
