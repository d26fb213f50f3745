#include "workflows/simulator/queues.hpp"

#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

std::int64_t seconds(Duration duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

}  // namespace

CallQueue& add_queue(World& world, const std::string& name, std::size_t max_size) {
  auto& queue = world.queues[name];
  queue.id = world.ids.uuid();
  queue.name = name;
  queue.max_size = max_size;
  queue.created_at = world.now;
  queue.updated_at = world.now;
  return queue;
}

std::size_t position_in(const CallQueue& queue, const Leg& leg) {
  const auto found = std::ranges::find(queue.entries, leg.number, &CallQueue::Entry::leg);
  return found == queue.entries.end() ? 0 : static_cast<std::size_t>(found - queue.entries.begin()) + 1;
}

std::int64_t average_wait_secs(const World& world, const CallQueue& queue) {
  auto waited = queue.waited;
  auto calls = queue.left;
  for (const auto& entry : queue.entries) {
    waited += world.now - entry.since;
    ++calls;
  }
  return calls == 0 ? 0 : seconds(waited) / calls;
}

void enter_queue(World& world, Leg& leg, CallQueue& queue, bool stays_after_hangup, Duration max_wait) {
  exit_queue(world, leg, "leave");
  queue.entries.push_back({leg.number, world.now, stays_after_hangup});
  queue.updated_at = world.now;
  leg.queue_name = queue.name;
  emit(world, leg, "call.enqueued",
       {{"current_position", json_number(static_cast<std::int64_t>(queue.entries.size()))},
        {"queue", json_text(queue.name)},
        {"queue_avg_wait_time_secs", json_number(average_wait_secs(world, queue))}});
  if (max_wait <= Duration{0}) return;
  world.while_live(leg, max_wait, [name = queue.name, since = world.now](World& later, Leg& waiting) {
    if (waiting.queue_name != name) return;
    const auto& same = later.queues.at(name);
    if (same.entries[position_in(same, waiting) - 1].since == since) exit_queue(later, waiting, "timeout");
  });
}

void exit_queue(World& world, Leg& leg, std::string_view reason) {
  if (!leg.queue_name) return;
  auto& queue = world.queues.at(*std::exchange(leg.queue_name, std::nullopt));
  const auto position = position_in(queue, leg);
  const auto entry = queue.entries.begin() + static_cast<std::ptrdiff_t>(position - 1);
  const auto waited = world.now - entry->since;
  queue.entries.erase(entry);
  queue.updated_at = world.now;
  queue.waited += waited;
  ++queue.left;
  emit(world, leg, "call.dequeued",
       {{"queue", json_text(queue.name)},
        {"queue_position", json_number(static_cast<std::int64_t>(position))},
        {"reason", json_text(reason)},
        {"wait_time_secs", json_number(seconds(waited))}});
}

void end_in_queue(World& world, Leg& leg) {
  if (!leg.queue_name) return;
  const auto& queue = world.queues.at(*leg.queue_name);
  if (!queue.entries[position_in(queue, leg) - 1].stays_after_hangup) exit_queue(world, leg, "hangup");
}

}  // namespace callwright::simulator
