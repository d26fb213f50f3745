#include "service/runtime/shard.hpp"
#include "service/runtime/shard_of.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace callwright::runtime {
namespace {

/// How soon Telnyx lists a new leg is not documented.
constexpr Duration kListedAfter = std::chrono::seconds{10};
/// What has ended may be listed for a while.
constexpr Duration kListedAfterEnd = std::chrono::seconds{60};

/// So many calls are asked for at once, and then again so much later: at most 100 a second of each shard.
constexpr std::size_t kQuietMax = 100;
constexpr Duration kBetweenQuiet = std::chrono::seconds{1};
constexpr Duration kQuietEvery = std::chrono::seconds{15};

TimePoint known_since(const Call& call, const Leg& leg) {
  const auto* attempt = find_attempt(call, leg.attempt);
  return attempt == nullptr ? call.opened_at : attempt->started_at;
}

/// Whether a ringing leg is listed is not documented. One that is being hung up is asked for by its hangups.
bool should_be_listed(const Call& call, const Leg& leg, TimePoint at) {
  const bool is_there = leg.state >= LegState::Answered && leg.state != LegState::Ended;
  return is_there && leg.hangups == 0 && !leg.call_control_id.empty() &&
         known_since(call, leg) + kListedAfter <= at;
}

bool is_news(const Leg& leg, TimePoint now) {
  if (leg.state != LegState::Ended) return leg.call_control_id.empty();
  return leg.ended_at && *leg.ended_at + kListedAfterEnd <= now;
}

using Listed = std::map<CallId, std::map<int, Json>>;

std::vector<int> legs_not_listed(const Call& call, const Listed& listed, TimePoint at) {
  std::vector<int> missing;
  const auto of = listed.find(call.id);
  for (const auto& leg : call.legs) {
    const bool is_listed = of != listed.end() && of->second.contains(leg.number);
    if (!is_listed && should_be_listed(call, leg, at)) missing.push_back(leg.number);
  }
  return missing;
}

}  // namespace

/// What a look shows is compared with what the calls of this shard believe.
void Shard::compare(const ActiveCallsSeen& seen) {
  outbox_.seen(now_, seen);
  Listed listed;
  for (const auto& leg : seen.legs) {
    if (shard_of(leg.call.text(), config_.count) == config_.index) listed[leg.call][leg.leg] = leg.ids;
  }
  std::vector<std::pair<CallId, Input>> news;
  for (const auto& [id, box] : boxes_) {
    if (box.call == nullptr || !seen.complete || box.call->connection_id != seen.connection) continue;
    for (const int leg : legs_not_listed(*box.call, listed, seen.left_at))
      news.push_back({id, {now_, input::LegNotListed{leg}}});
  }
  for (const auto& [id, legs] : listed) {
    const auto found = boxes_.find(id);
    const bool is_known = found != boxes_.end() && found->second.call != nullptr;
    // Before every open call was loaded, one that is not in memory need not be closed.
    if (!is_known && !walked_) continue;
    for (const auto& [number, ids] : legs) {
      const auto* leg = is_known ? find_leg(*found->second.call, number) : nullptr;
      if (!is_known || (leg != nullptr && is_news(*leg, now_)))
        news.push_back({id, {now_, input::LegListed{number, ids}}});
    }
  }
  std::ranges::sort(news, {}, [](const auto& one) { return one.first; });
  for (auto& [id, input] : news) deliver(id, {.input = std::move(input), .tool_leg = {}});
}

/// All connections with open calls are looked at now and then.
void Shard::look_at_connections() {
  next_heal_ = now_ + config_.heal_every;
  for (const auto& [id, box] : boxes_) {
    if (box.call == nullptr || is_closed(*box.call)) continue;
    looks_until_ = now_ + kLooksGoOn;
    if (!box.call->connection_id.empty()) connections_.insert(box.call->connection_id);
  }
  if (now_ > looks_until_) return connections_.clear();
  for (const auto& connection : connections_) want_active_calls(connection);
}

/// Calls of which nothing was heard for long are asked for, a few at a time.
void Shard::ask_for_quiet_calls() {
  std::set<CallId> quiet;
  bool more = false;
  for (auto& [id, box] : boxes_) {
    if (box.call == nullptr || is_closed(*box.call) || now_ - box.heard_at < config_.quiet_after) continue;
    quiet.insert(id);
    if (quiet.size() <= kQuietMax) continue;
    quiet.erase(std::prev(quiet.end()));
    more = true;
  }
  next_quiet_ = now_ + (more ? kBetweenQuiet : std::min(config_.heal_every, kQuietEvery));
  for (const auto& id : quiet) deliver(id, {.input = {now_, input::Quiet{}}, .tool_leg = {}});
}

void Shard::run_healer() {
  if (stopped_) return;
  if (now_ >= next_heal_) look_at_connections();
  if (walked_ && now_ >= next_quiet_) ask_for_quiet_calls();
}

}  // namespace callwright::runtime
