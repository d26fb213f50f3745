#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"
#include "workflows/simulator/queues.hpp"

#include <map>
#include <vector>

namespace callwright::simulator {
namespace {

constexpr std::size_t kSizeByEnqueue = 100;
constexpr std::size_t kSizeByCreation = 300;

std::size_t size_given(const JsonNode& body, std::size_t otherwise) {
  return static_cast<std::size_t>(body["max_size"].integer().value_or(static_cast<std::int64_t>(otherwise)));
}

CommandResult enqueue(const Command& command, Leg& leg) {
  auto& world = command.world;
  const auto name = command.text("queue_name");
  if (leg.queue_name == name) return std::unexpected(refusal("90038", "The call is already in this queue."));
  auto found = world.queues.find(name);
  if (found == world.queues.end()) {
    add_queue(world, name, size_given(command.body, kSizeByEnqueue));
    found = world.queues.find(name);
  } else if (size_given(command.body, found->second.max_size) != found->second.max_size) {
    return std::unexpected(
        refusal("90037", "The queue exists and its max_size cannot be changed.", "/max_size"));
  }
  auto& queue = found->second;
  if (queue.entries.size() >= queue.max_size) return std::unexpected(refusal("90036", "The queue is full."));
  const std::chrono::seconds max_wait{command.body["max_wait_time_secs"].integer().value_or(0)};
  enter_queue(world, leg, queue, command.flag("keep_after_hangup"), max_wait);
  return ok();
}

CommandResult leave_queue(const Command& command, Leg& leg) {
  if (!leg.queue_name) return std::unexpected(refusal("90035", "The call is not in a queue."));
  exit_queue(command.world, leg, "leave");
  return ok();
}

void write_queue(JsonWriter& writer, const World& world, const CallQueue& queue) {
  writer.begin_object().member("average_wait_time_secs", average_wait_secs(world, queue));
  writer.member("created_at", format_time(queue.created_at));
  writer.member("current_size", static_cast<std::int64_t>(queue.entries.size())).member("id", queue.id);
  writer.member("max_size", static_cast<std::int64_t>(queue.max_size)).member("name", queue.name);
  writer.member("record_type", "queue").member("updated_at", format_time(queue.updated_at)).end_object();
}

void write_entry(JsonWriter& writer, const World& world, const CallQueue& queue, std::size_t place) {
  const auto& entry = queue.entries[place];
  const auto& leg = world.legs[entry.leg];
  const auto waited = std::chrono::duration_cast<std::chrono::seconds>(world.now - entry.since).count();
  writer.begin_object().member("call_control_id", leg.id).member("call_leg_id", leg.leg_id);
  writer.member("call_session_id", leg.session_id).member("connection_id", world.settings.connection_id);
  writer.member("enqueued_at", format_time(entry.since)).member("from", leg.from);
  writer.member("is_alive", leg.is_live()).member("queue_id", queue.id);
  writer.member("queue_position", static_cast<std::int64_t>(place + 1)).member("record_type", "queue_call");
  writer.member("to", leg.to).member("wait_time_secs", waited).end_object();
}

/// A question about one queue.
struct QueueQuery {
  const Query& query;
  World& world;
  CallQueue& queue;
};
using QueueAnswer = ApiResponse (*)(const QueueQuery&);

ApiResponse one_queue(const World& world, const CallQueue& queue) {
  JsonWriter writer;
  write_queue(writer.begin_object().key("data"), world, queue);
  return {200, writer.end_object().finish(), {}};
}

ApiResponse create_queue(const Query& query) {
  auto& world = query.world;
  const auto name = query.body["queue_name"].str();
  if (world.queues.contains(name)) {
    return response_of(refusal("10012", "There is a queue of that name.", "/queue_name"));
  }
  return one_queue(world, add_queue(world, name, size_given(query.body, kSizeByCreation)));
}

ApiResponse list_queues(const Query& query) {
  std::vector<const CallQueue*> all;
  for (const auto& [name, queue] : query.world.queues) all.push_back(&queue);
  return list_of(query, all.size(),
                 [&](JsonWriter& writer, std::size_t i) { write_queue(writer, query.world, *all[i]); });
}

ApiResponse retrieve_queue(const QueueQuery& asked) { return one_queue(asked.world, asked.queue); }

ApiResponse update_queue(const QueueQuery& asked) {
  asked.queue.max_size = size_given(asked.query.body, asked.queue.max_size);
  asked.queue.updated_at = asked.world.now;
  return one_queue(asked.world, asked.queue);
}

ApiResponse delete_queue(const QueueQuery& asked) {
  if (!asked.queue.entries.empty()) return response_of(refusal("90050", "Calls wait in the queue."));
  asked.world.queues.erase(asked.queue.name);
  return {204, Json(), {}};
}

ApiResponse list_queue_calls(const QueueQuery& asked) {
  return list_of(asked.query, asked.queue.entries.size(), [&](JsonWriter& writer, std::size_t i) {
    write_entry(writer, asked.world, asked.queue, i);
  });
}

/// Place of the call that the path names, from 1; 0: it is not in the queue.
std::size_t place_of(const QueueQuery& asked) {
  const auto* leg = asked.world.find_leg(asked.query.parameter("call_control_id"));
  return leg == nullptr ? 0 : position_in(asked.queue, *leg);
}

ApiResponse no_such_call() { return not_found("The call is not in the queue."); }

ApiResponse retrieve_queue_call(const QueueQuery& asked) {
  const auto place = place_of(asked);
  if (place == 0) return no_such_call();
  JsonWriter writer;
  write_entry(writer.begin_object().key("data"), asked.world, asked.queue, place - 1);
  return {200, writer.end_object().finish(), {}};
}

ApiResponse update_queue_call(const QueueQuery& asked) {
  const auto place = place_of(asked);
  if (place == 0) return no_such_call();
  auto& entry = asked.queue.entries[place - 1];
  entry.stays_after_hangup =
      asked.query.body["keep_after_hangup"].boolean().value_or(entry.stays_after_hangup);
  return {204, Json(), {}};
}

ApiResponse remove_queue_call(const QueueQuery& asked) {
  if (place_of(asked) == 0) return no_such_call();
  exit_queue(asked.world, *asked.world.find_leg(asked.query.parameter("call_control_id")), "leave");
  return {204, Json(), {}};
}

template <QueueAnswer Answer>
ApiResponse about_queue(const Query& query) {
  const auto found = query.world.queues.find(query.parameter("queue_name"));
  if (found == query.world.queues.end()) return not_found("There is no such queue.");
  return Answer({query, query.world, found->second});
}

}  // namespace

CommandEffect queue_command(std::string_view name) {
  if (name == "enqueue") return enqueue;
  if (name == "leave_queue") return leave_queue;
  return nullptr;
}

QueryAnswer queue_query(std::string_view name) {
  static const std::map<std::string_view, QueryAnswer> answers = {
      {"create_queue", create_queue},
      {"list_queues", list_queues},
      {"retrieve_queue", about_queue<retrieve_queue>},
      {"update_queue", about_queue<update_queue>},
      {"delete_queue", about_queue<delete_queue>},
      {"list_queue_calls", about_queue<list_queue_calls>},
      {"retrieve_queue_call", about_queue<retrieve_queue_call>},
      {"update_queue_call", about_queue<update_queue_call>},
      {"remove_queue_call", about_queue<remove_queue_call>}};
  const auto found = answers.find(name);
  return found == answers.end() ? nullptr : found->second;
}

}  // namespace callwright::simulator
