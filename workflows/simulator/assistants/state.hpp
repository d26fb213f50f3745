#pragma once

#include "workflows/simulator/assistants/fields.hpp"
#include "workflows/simulator/telnyx.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator::assistants {

/// Something with an id that the account keeps: a shared tool, an MCP server, an insight, a test.
struct Resource {
  std::string id;
  TimePoint created_at{};
  Fields fields;
};

struct Version {
  std::string id;
  TimePoint created_at{};
  Fields settings;  ///< every documented field of an assistant that was given or has a default
};

struct CanaryDeploy {
  Json rules;
  TimePoint created_at{};
  TimePoint updated_at{};
};

struct Assistant {
  std::string id;
  TimePoint created_at{};
  std::vector<Version> versions;  ///< the oldest first; never empty
  std::string main_version;
  std::optional<CanaryDeploy> canary;
  Json import_metadata;  ///< null: made here

  [[nodiscard]] Version* version(std::string_view version_id);
  [[nodiscard]] const Version* version(std::string_view version_id) const;
  [[nodiscard]] Version& main() { return *version(main_version); }
  [[nodiscard]] const Version& main() const { return *version(main_version); }
};

struct InsightGroup {
  std::string id;
  TimePoint created_at{};
  Fields fields;
  std::vector<std::string> insights;  ///< ids, in the order of assignment
};

struct CallAttempt {
  TimePoint at{};
  std::string status;
  std::int64_t seconds = 0;
};

struct ScheduledEvent {
  std::string id;
  TimePoint created_at{};
  std::string assistant_id;
  Fields fields;  ///< as given when it was created
  TimePoint due{};
  std::string status = "pending";
  std::string conversation_id;
  std::vector<CallAttempt> attempts;
  std::vector<std::string> errors;

  [[nodiscard]] bool is_call() const { return fields.text("telnyx_conversation_channel") == "phone_call"; }
};

struct TestRun {
  std::string id;  ///< run_id
  TimePoint created_at{};
  TimePoint updated_at{};
  std::optional<TimePoint> completed_at;
  std::string test_id;
  std::string suite_run_id;  ///< empty: it was started alone
  std::string status = "pending";
  std::string logs;
  std::string conversation_id;
  std::string conversation_insights_id;
  std::vector<std::pair<std::string, std::string>> details;  ///< name of the criterion, its status
};

/// The answer to a request with an Idempotency-Key.
struct RememberedAnswer {
  TimePoint at{};
  Json request;
  ApiResponse response;
};

/// What the account holds besides calls and conversations. A value.
struct State {
  explicit State(const Telnyx::Settings& settings);

  std::vector<Assistant> assistants;
  std::vector<std::string> deleted_assistants;
  std::vector<Resource> tools;
  std::vector<Resource> mcp_servers;
  std::vector<Resource> insights;
  std::vector<InsightGroup> insight_groups;
  std::vector<Resource> tests;
  std::vector<TestRun> test_runs;
  std::vector<ScheduledEvent> scheduled_events;
  std::map<std::string, RememberedAnswer> remembered;  ///< by method, path and key
};

/// Null when there is none. The pointer holds until the list changes.
template <class Kept>
auto* find_by_id(Kept& all, std::string_view id) {
  const auto found = std::ranges::find(all, id, [](const auto& one) -> std::string_view { return one.id; });
  return found == all.end() ? nullptr : &*found;
}

template <class Kept>
bool erase_by_id(Kept& all, std::string_view id) {
  return std::erase_if(all, [&](const auto& one) { return one.id == id; }) > 0;
}

}  // namespace callwright::simulator::assistants
