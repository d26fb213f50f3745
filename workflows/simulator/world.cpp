#include "workflows/simulator/world.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

/// Longer than the API tells of a call (ten minutes) and than anything that follows one.
constexpr Duration kIsOver = std::chrono::hours{1};

Leg gone_leg() {
  Leg leg;
  leg.state = Leg::State::Ended;
  leg.ended_at = TimePoint{};
  return leg;
}

Conversation gone_conversation() {
  Conversation conversation;
  conversation.ended_at = TimePoint{};
  conversation.is_deleted = true;
  return conversation;
}

/// Since when nothing happens to it; a chat has no end.
std::optional<TimePoint> over_since(const Leg& leg) { return leg.ended_at; }
std::optional<TimePoint> over_since(const Conversation& conversation) {
  return conversation.leg ? conversation.ended_at : conversation.started_at;
}

template <class List, class Names>
void forget_over(List& list, Names& names, TimePoint now, std::size_t kept) {
  while (list.held() > kept) {
    const auto since = over_since(list.front());
    if (!since || now - *since < kIsOver) return;
    names.erase(list.front().id);
    list.forget_front();
  }
}

template <class Entries>
void keep_last(Entries& entries, std::size_t kept) {
  if (entries.size() < 2 * kept) return;
  entries.erase(entries.begin(), entries.end() - static_cast<std::ptrdiff_t>(kept));
}

}  // namespace

World::World(Telnyx::Settings the_settings)
    : settings(std::move(the_settings)),
      ids(settings.seed),
      account(settings),
      legs(gone_leg()),
      conversations(gone_conversation()),
      delivery_log(settings.seed) {}

Leg& World::add_leg() {
  Leg& leg = legs.emplace_back();
  leg.number = legs.size() - 1;
  leg.id = ids.call_control_id();
  leg.leg_id = ids.uuid();
  leg.session_id = ids.uuid();
  leg.started_at = now;
  leg_index_.emplace(leg.id, leg.number);
  return leg;
}

Conversation& World::add_conversation() {
  auto& conversation = conversations.emplace_back();
  conversation.number = conversations.size() - 1;
  conversation.id = ids.uuid();
  conversation.started_at = now;
  conversation_index_.emplace(conversation.id, conversation.number);
  return conversation;
}

Conference& World::add_conference() {
  auto& conference = conferences.emplace_back();
  conference.number = conferences.size() - 1;
  conference.id = ids.uuid();
  conference.created_at = now;
  conference.updated_at = now;
  return conference;
}

Conference* World::find_conference(std::string_view id) {
  const auto found = std::ranges::find(conferences, id, &Conference::id);
  return found == conferences.end() ? nullptr : &*found;
}

Leg* World::find_leg(std::string_view call_control_id) {
  const auto found = leg_index_.find(call_control_id);
  return found == leg_index_.end() ? nullptr : &legs[found->second];
}

Conversation* World::find_conversation(std::string_view id) {
  const auto found = conversation_index_.find(id);
  if (found == conversation_index_.end()) return nullptr;
  auto& conversation = conversations[found->second];
  return conversation.is_deleted ? nullptr : &conversation;
}

void World::after(Duration delay, Task task) {
  agenda_.emplace(std::pair(now + delay, ++tasks_made_), Entry{std::nullopt, std::move(task)});
}

void World::while_live(const Leg& leg, Duration delay, LegTask task) {
  const auto number = leg.number;
  auto on_leg = [number, task = std::move(task)](World& later) { task(later, later.legs[number]); };
  agenda_.emplace(std::pair(now + delay, ++tasks_made_), Entry{number, std::move(on_leg)});
}

void World::forget(const Leg& leg) {
  std::erase_if(agenda_, [&](const auto& entry) { return entry.second.leg == leg.number; });
}

void World::forget_what_is_old() {
  keep_last(event_log, settings.log_kept);
  keep_last(effects, settings.log_kept);
  forget_over(legs, leg_index_, now, settings.log_kept);
  forget_over(conversations, conversation_index_, now, settings.log_kept);
}

std::optional<TimePoint> World::next_task() const {
  if (agenda_.empty()) return std::nullopt;
  return agenda_.begin()->first.first;
}

void World::run(TimePoint until) {
  while (!agenda_.empty() && agenda_.begin()->first.first <= until) {
    auto due = agenda_.extract(agenda_.begin());
    now = std::max(now, due.key().first);
    due.mapped().task(*this);
  }
  now = std::max(now, until);
}

}  // namespace callwright::simulator
