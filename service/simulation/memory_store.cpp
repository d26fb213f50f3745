#include "service/simulation/memory_store.hpp"

#include "workflows/model/json.hpp"

#include <algorithm>

namespace callwright::simulation {
namespace {

bool goes_to_latest(const std::string& key) { return key.starts_with("text:"); }
bool is_shared_key(const std::string& key) { return key.starts_with("session:") || goes_to_latest(key); }

template <class Map>
void erase_of(Map& map, const CallId& call) {
  std::erase_if(map, [&](const auto& item) { return item.second == call; });
}

bool fits_text(const CallSummary& call, const std::string& text) {
  return call.id.starts_with(text) || call.id.starts_with("call_" + text) || call.workflow == text ||
         call.from.starts_with(text) || call.to.starts_with(text) || call.from.starts_with("+" + text) ||
         call.to.starts_with("+" + text);
}

bool fits(const CallSummary& call, const CallFilter& filter) {
  const auto same = [](const std::string& wanted, const std::string& value) {
    return wanted.empty() || wanted == value;
  };
  return same(filter.state, call.state) && same(filter.workflow, call.workflow) &&
         same(filter.outcome, call.outcome) &&
         (filter.number.empty() || filter.number == call.from || filter.number == call.to) &&
         (filter.text.empty() || fits_text(call, filter.text)) &&
         (!filter.since || call.opened_at >= *filter.since) &&
         (!filter.until || call.opened_at < *filter.until);
}

bool is_newer(const CallSummary& a, const CallSummary& b) {
  return std::pair(a.opened_at, a.row) > std::pair(b.opened_at, b.row);
}

}  // namespace

Result<std::vector<CommitOutcome>> MemoryStore::commit(const std::vector<StoreEntry>& entries,
                                                       const std::vector<UnmatchedEvent>& unmatched) {
  ++commits;
  auto trouble = Trouble::None;
  if (!fail_next.empty()) {
    trouble = fail_next.front();
    fail_next.pop_front();
  }
  if (trouble == Trouble::Refused)
    return fail(Errc::Unavailable, "store.unavailable", "The test refused it.");
  if (trouble == Trouble::Full) return fail(Errc::Unavailable, "store.full", "The test filled the disk.");
  if (trouble == Trouble::Lost) return fail(Errc::Unavailable, "store.unknown", "The test lost the batch.");
  std::vector<CommitOutcome> outcomes;
  for (const auto& entry : entries) {
    outcomes.push_back(judge(entry));
    if (outcomes.back().kind == CommitOutcome::Kind::Committed) write(entry);
  }
  for (const auto& event : unmatched) write_unmatched(event);
  if (trouble == Trouble::AnswerLost)
    return fail(Errc::Unavailable, "store.unknown", "The test lost the answer.");
  return outcomes;
}

CommitOutcome MemoryStore::judge(const StoreEntry& entry) const {
  using enum CommitOutcome::Kind;
  const auto stored = calls_.find(entry.call->id);
  if ((stored == calls_.end() ? 0 : stored->second.version) != entry.seen_version) {
    return {.kind = Conflict, .address = {}};
  }
  for (const auto& key : entry.keys) {
    const auto owner = keys_.find(key);
    if (!is_shared_key(key) && owner != keys_.end() && owner->second != entry.call->id) {
      return {.kind = Conflict, .address = {}};
    }
  }
  for (const auto& address : entry.claims) {
    const auto owner = claims_.find(address);
    if (owner != claims_.end() && owner->second != entry.call->id)
      return {.kind = ClaimLost, .address = address};
  }
  return {};
}

void MemoryStore::write(const StoreEntry& entry) {
  const auto& call = *entry.call;
  auto& stored = calls_[call.id];
  if (stored.summary.row == 0) stored.summary.row = next_row_++;
  stored = {.summary = {.id = call.id.text(),
                        .state = std::string(name_of(call.state)),
                        .workflow = call.workflow,
                        .bundle = call.bundle.text(),
                        .from = call.from,
                        .to = call.to,
                        .outcome = call.outcome,
                        .conversation_id = call.conversation.text(),
                        .opened_at = call.opened_at,
                        .closed_at = call.closed_at,
                        .row = stored.summary.row},
            .version = call.version,
            .next_due_at = entry.next_due_at,
            .snapshot = entry.snapshot};
  if (!entry.records.empty() && entry.records != "[]") log_[next_position_++] = {call.id, entry.records};
  for (const auto position : entry.settled_letters) {
    const auto letter = dead_letters_.find(position);
    if (letter != dead_letters_.end() && letter->second.call == call.id) dead_letters_.erase(letter);
  }
  for (const auto& letter : entry.dead_letters) {
    const auto position = next_position_++;
    dead_letters_[position] = {.position = position, .call = call.id, .letter = letter};
  }
  for (const auto& key : entry.keys) {
    if (goes_to_latest(key)) keys_.erase(key);
    keys_.emplace(key, call.id);
  }
  for (const auto& address : entry.releases) {
    if (const auto since = released_at(call, address))
      idle_since_[address] = std::max(idle_since_[address], *since);
    if (const auto found = claims_.find(address); found != claims_.end() && found->second == call.id) {
      claims_.erase(found);
    }
  }
  for (const auto& address : entry.claims) claims_.emplace(address, call.id);
  if (call.closed_at) erase_of(claims_, call.id);
  for (const auto position : entry.adopted) unmatched_.erase(position);
}

void MemoryStore::write_unmatched(const UnmatchedEvent& event) {
  const bool waits = std::ranges::any_of(unmatched_, [&](const auto& item) {
    return !event.event_id.empty() && item.second.event_id == event.event_id;
  });
  if (waits) return;
  const auto position = next_position_++;
  unmatched_[position] = event;
  unmatched_[position].position = position;
}

Result<void> MemoryStore::read_trouble() {
  if (fail_reads.empty()) return {};
  const auto trouble = fail_reads.front();
  fail_reads.pop_front();
  if (trouble == Trouble::None) return {};
  return fail(Errc::Unavailable, "store.unavailable", "The test refused the read.");
}

Result<std::optional<std::string>> MemoryStore::load(const CallId& call) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  const auto found = calls_.find(call);
  return found == calls_.end() ? std::nullopt : std::optional(found->second.snapshot);
}

Result<std::optional<CallId>> MemoryStore::find(const std::vector<std::string>& keys) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  for (const auto& key : keys) {
    if (const auto found = keys_.find(key); found != keys_.end()) return found->second;
  }
  return std::nullopt;
}

Result<std::vector<UnmatchedEvent>> MemoryStore::unmatched(const std::vector<std::string>& keys) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<UnmatchedEvent> found;
  for (const auto& [position, event] : unmatched_) {
    const auto wanted = [&](const std::string& key) { return std::ranges::find(keys, key) != keys.end(); };
    if (std::ranges::any_of(event.keys, wanted)) found.push_back(event);
  }
  return found;
}

Result<std::vector<Claim>> MemoryStore::claims(const std::vector<std::string>& addresses) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<Claim> found;
  for (const auto& address : addresses) {
    if (const auto claim = claims_.find(address); claim != claims_.end()) {
      found.push_back({.address = address, .call = claim->second});
    }
  }
  return found;
}

Result<std::vector<CallId>> MemoryStore::due(TimePoint until, std::size_t limit) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::set<std::tuple<TimePoint, std::int64_t, CallId>> ordered;
  for (const auto& [id, call] : calls_) {
    if (call.next_due_at && *call.next_due_at <= until)
      ordered.emplace(*call.next_due_at, call.summary.row, id);
  }
  std::vector<CallId> found;
  for (const auto& [time, row, id] : ordered) {
    if (found.size() < limit) found.push_back(id);
  }
  return found;
}

Result<std::vector<CallSummary>> MemoryStore::search(const CallFilter& filter) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<CallSummary> all;
  all.reserve(calls_.size());
  for (const auto& [id, call] : calls_) all.push_back(call.summary);
  std::ranges::sort(all, is_newer);
  auto page = all.begin();
  if (filter.before_row > 0) {
    page = std::ranges::find(all, filter.before_row, &CallSummary::row);
    if (page != all.end()) ++page;
  }
  std::vector<CallSummary> found;
  for (; page != all.end() && found.size() < filter.limit; ++page) {
    if (fits(*page, filter)) found.push_back(*page);
  }
  return found;
}

void MemoryStore::append(std::vector<StoredRecord>& into, std::int64_t position, const StoredStep& step,
                         std::int64_t after_seq, std::size_t limit) const {
  const auto document = JsonDocument::of(Json::trusted(step.records));
  for (const auto& record : document.root().elements()) {
    if (into.size() < limit && record["seq"].integer().value_or(0) > after_seq) {
      into.push_back({.position = position, .call = step.call.text(), .record = record.json().text()});
    }
  }
}

Result<std::vector<StoredRecord>> MemoryStore::records(const CallId& call, std::int64_t after_seq,
                                                       std::size_t limit) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<StoredRecord> found;
  for (const auto& [position, step] : log_) {
    if (step.call == call) append(found, position, step, after_seq, limit);
  }
  return found;
}

Result<std::vector<StoredRecord>> MemoryStore::records_since(std::int64_t after, std::size_t steps_max) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<StoredRecord> found;
  std::size_t steps = 0;
  for (auto step = log_.upper_bound(after); step != log_.end() && steps < steps_max; ++step, ++steps) {
    append(found, step->first, step->second, 0, SIZE_MAX);
  }
  return found;
}

Result<std::vector<DeadLetter>> MemoryStore::dead_letters(std::int64_t after, std::size_t limit) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<DeadLetter> found;
  for (auto letter = dead_letters_.upper_bound(after); letter != dead_letters_.end() && found.size() < limit;
       ++letter) {
    found.push_back(letter->second);
  }
  return found;
}

Result<std::size_t> MemoryStore::dead_letter_count() {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  return dead_letters_.size();
}

Result<std::map<std::string, std::int64_t>> MemoryStore::open_calls() {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::map<std::string, std::int64_t> counts;
  for (int state = 0; state <= static_cast<int>(CallState::Failed); ++state) {
    if (state != static_cast<int>(CallState::Settled))
      counts[std::string(name_of(static_cast<CallState>(state)))];
  }
  for (const auto& [id, call] : calls_) counts[call.summary.state] += call.summary.closed_at ? 0 : 1;
  counts.erase(std::string(name_of(CallState::Settled)));
  return counts;
}

Result<void> MemoryStore::put_bundle(const BundleId& id, const std::string& content) {
  bundles_.emplace(id, content);
  return {};
}

Result<std::optional<std::string>> MemoryStore::bundle(const BundleId& id) {
  if (auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  const auto found = bundles_.find(id);
  return found == bundles_.end() ? std::nullopt : std::optional(found->second);
}

Result<std::string> MemoryStore::meta(const std::string& name, const std::string& initial) {
  return meta_.emplace(name, initial).first->second;
}

Result<std::size_t> MemoryStore::expire(TimePoint before, std::size_t limit) {
  std::set<std::tuple<TimePoint, CallId>> closed;
  for (const auto& [id, call] : calls_) {
    if (call.summary.closed_at && *call.summary.closed_at < before && !call.next_due_at)
      closed.emplace(*call.summary.closed_at, id);
  }
  std::size_t removed = 0;
  for (const auto& [time, id] : closed) {
    if (removed == limit) break;
    forget(id);
    ++removed;
  }
  std::size_t events = 0;
  std::erase_if(unmatched_, [&](const auto& item) { return item.second.at < before && events++ < limit; });
  std::erase_if(idle_since_, [&](const auto& item) { return item.second < before; });
  std::erase_if(overrides_, [&](const auto& stored) {
    return (stored.ended_at && *stored.ended_at < before) ||
           (stored.override.until && *stored.override.until < before);
  });
  std::size_t messages = 0;
  std::erase_if(messages_, [&](const auto& item) { return item.second.at < before && messages++ < limit; });
  return std::max(removed, std::min(messages, limit));
}

Result<std::map<std::string, TimePoint>> MemoryStore::idle_since() {
  if (const auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  return idle_since_;
}

Result<void> MemoryStore::put_override(const OnCallOverride& override, TimePoint at) {
  const auto ended = end_override(override.rotation, at, override.by);
  if (!ended) return std::unexpected(ended.error());
  overrides_.push_back({.override = override, .made_at = at, .ended_at = {}, .ended_by = {}});
  return {};
}

Result<bool> MemoryStore::end_override(const std::string& rotation, TimePoint at, const std::string& by) {
  for (auto& stored : overrides_) {
    if (stored.override.rotation != rotation || stored.ended_at) continue;
    stored.ended_at = at;
    stored.ended_by = by;
    return true;
  }
  return false;
}

Result<std::vector<StoredOverride>> MemoryStore::overrides(std::size_t limit) {
  if (const auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  std::vector<StoredOverride> found;
  for (const bool is_ended : {false, true}) {
    std::copy_if(overrides_.rbegin(), overrides_.rend(), std::back_inserter(found),
                 [&](const auto& stored) { return stored.ended_at.has_value() == is_ended; });
  }
  if (found.size() > limit) found.resize(limit);
  return found;
}

Result<MessageBegun> MemoryStore::begin_message(const Message& message, std::int64_t replaces) {
  for (auto& [position, stored] : messages_) {
    const bool holds = !message.key.empty() && stored.key == message.key &&
                       stored.channel == message.channel && stored.client == message.client;
    if (!holds) continue;
    const bool is_old = stored.at <= message.at - kMessageKeyKept;
    if (!is_old && position != replaces) return MessageBegun{.position = 0, .earlier = stored};
    stored.key.clear();
  }
  const auto position = next_message_++;
  messages_.emplace(position, message).first->second.position = position;
  return MessageBegun{.position = position, .earlier = {}};
}

Result<void> MemoryStore::put_conversation(std::int64_t message, const std::string& conversation_id) {
  const auto found = messages_.find(message);
  if (found != messages_.end() && found->second.end.state == MessageState::Asked)
    found->second.conversation_id = conversation_id;
  return {};
}

Result<void> MemoryStore::end_message(std::int64_t message, const MessageEnd& end) {
  const auto found = messages_.find(message);
  if (found == messages_.end()) return {};
  auto& stored = found->second;
  stored.end = end;
  stored.end.conversation_id.clear();
  if (!end.conversation_id.empty()) stored.conversation_id = end.conversation_id;
  if (end.state == MessageState::Failed) stored.key.clear();
  return {};
}

Result<std::size_t> MemoryStore::give_up_messages() {
  std::size_t given_up = 0;
  for (auto& [position, stored] : messages_) {
    if (stored.end.state != MessageState::Asked) continue;
    stored.end.state = MessageState::Unknown;
    ++given_up;
  }
  return given_up;
}

Result<std::vector<Message>> MemoryStore::messages(const MessageFilter& filter) {
  if (const auto trouble = read_trouble(); !trouble) return std::unexpected(trouble.error());
  const auto fits = [&](const Message& message) {
    return (!filter.channel || *filter.channel == message.channel) &&
           (filter.conversation_id.empty() || filter.conversation_id == message.conversation_id) &&
           (filter.number.empty() || filter.number == message.from || filter.number == message.to) &&
           (!filter.since || message.at >= *filter.since) && (!filter.until || message.at < *filter.until) &&
           (filter.before == 0 || message.position < filter.before);
  };
  std::vector<Message> found;
  for (auto stored = messages_.rbegin(); stored != messages_.rend() && found.size() < filter.limit;
       ++stored) {
    if (fits(stored->second)) found.push_back(stored->second);
  }
  return found;
}

void MemoryStore::forget(const CallId& call) {
  erase_of(keys_, call);
  erase_of(claims_, call);
  std::erase_if(log_, [&](const auto& item) { return item.second.call == call; });
  std::erase_if(dead_letters_, [&](const auto& item) { return item.second.call == call; });
  calls_.erase(call);
}

}  // namespace callwright::simulation
