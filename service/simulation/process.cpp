#include "service/simulation/process.hpp"

#include "handlers/webhook/parse_event.hpp"
#include "workflows/language/load.hpp"

#include <algorithm>

namespace callwright::simulation {
namespace {

namespace message = runtime::message;
using std::chrono::milliseconds;
using std::chrono::seconds;

/// A command_id is repeated for 50 s and remembered for 60: a clock that is set back by more than the rest
/// while the process is down would have it sent when Telnyx has forgotten it.
constexpr Duration kLongestStepBack = seconds{8};

struct SetRequest {
  runtime::RequestId request;
  void operator()(message::Arrived& arrived) const { arrived.request = request; }
  void operator()(message::ToolArrived& arrived) const { arrived.request = request; }
  void operator()(message::StartCall& wanted) const { wanted.start.request = request; }
  void operator()(message::OperatorArrived& arrived) const { arrived.request = request; }
  void operator()(message::LetterRetried& retried) const { retried.request = request; }
  template <class Other>
  void operator()(Other&) const {}
};

}  // namespace

Process::Process(Stage& stage, Surroundings surroundings)
    : stage_(stage), surroundings_(std::move(surroundings)) {}

void Process::start() {
  ++life_;
  started_at_ = stage_.now;
  reader_free_ = writer_free_ = stage_.now;
  const auto count = stage_.dice.below(2) + 1;
  for (std::size_t index = 0; index < count; ++index) {
    runtime::ShardConfig config;
    config.index = index;
    config.count = count;
    config.deployment = kDeployment;
    config.connection_id = "1000000000000000001";
    config.webhooks.first_retry = seconds{1};
    config.step = surroundings_.step;
    config.read_event = &parse_event;
    config.token_for = [](const CallId& call) { return call.text() + ".token"; };
    shards_.push_back({std::make_unique<runtime::Shard>(std::move(config), stage_.dice, now())});
  }
  use_bundle();
}

void Process::use_bundle() {
  for (std::size_t index = 0; index < shards_.size(); ++index)
    handle(index, message::BundleChanged{stage_.bundle});
  tell_of_people();
}

void Process::tell_of_people() {
  const auto idle_since = stage_.store.idle_since();
  const auto overrides = stage_.store.overrides(100);
  if (!idle_since || !overrides) return;
  message::AvailabilityKnown known{.overrides = {}, .idle_since = *idle_since};
  for (const auto& stored : *overrides) {
    if (!stored.ended_at) known.overrides.push_back(stored.override);
  }
  for (std::size_t index = 0; index < shards_.size(); ++index) handle(index, known);
}

void Process::set_clock_forward(Duration by) {
  clock_ahead_ += by;
  stage_.tell({}, "CLOCK " + std::to_string(by.count()) + " ms forward");
  for (std::size_t index = 0; index < shards_.size(); ++index) handle(index, message::Tick{});
}

void Process::crash(std::string_view why) {
  stage_.count("crashes");
  stage_.tell({}, "CRASH " + std::string(why));
  ++life_;
  shards_.clear();
  for (auto& [request, answered] : std::exchange(asked_, {})) answered(nullptr);
  const bool is_long = stage_.dice.chance(stage_.faults.long_restarts);
  const auto pause = is_long ? seconds{70} : stage_.dice.between(seconds{0}, stage_.faults.restart);
  if (is_long) stage_.count("crashes with a pause longer than the window");
  if (auto step = stage_.strikes(Fault::ClockStep)) {
    stage_.count("clock steps while the process is down");
    clock_ahead_ += step->between(-kLongestStepBack, kLongestStepBack);
  }
  stage_.after(pause, [this] {
    stage_.tell({}, "START");
    start();
  });
}

bool Process::dies() {
  if (crashes_left_ == 0 || !stage_.strikes(Fault::Crash)) return false;
  --crashes_left_;
  return true;
}

void Process::ask(runtime::Message message, Answered answered) {
  if (!is_up()) return answered(nullptr);
  const auto request = next_request_++;
  std::visit(SetRequest{request}, message);
  asked_.emplace(request, std::move(answered));
  handle(stage_.dice.below(shards_.size()), std::move(message));
}

void Process::later(TimePoint time, std::function<void()> what) {
  stage_.agenda.at(
      time,
      [this, life = life_, what = std::move(what)] {
        if (life == life_) what();
      },
      Agenda::Kind::Housekeeping);
}

void Process::handle(std::size_t index, runtime::Message message) {
  shards_[index].shard->handle(now(), std::move(message));
  plan_turn(index);
}

void Process::plan_turn(std::size_t index) {
  if (std::exchange(shards_[index].turn_planned, true)) return;
  later(stage_.now + stage_.dice.between(milliseconds{0}, milliseconds{1}), [this, index] { turn(index); });
}

void Process::turn(std::size_t index) {
  shards_[index].turn_planned = false;
  const auto life = life_;
  for (auto& one : shards_[index].shard->take_effects()) {
    std::visit([&](auto& effect) { perform(index, std::move(effect)); }, one);
    if (life != life_) return;
    if (stage_.dice.chance(125) && dies()) return crash("between two effects");
  }
}

/// What a start itself notes down does not count: a process that died of it would never come to work.
bool Process::dies_as_planned(const runtime::effect::Commit& commit) {
  if (!stage_.planned.crashes()) return false;
  const auto tells_of_the_start = [](const StoreEntry& entry) {
    const auto records = JsonDocument::of(Json::trusted(entry.records));
    const auto list = records.root().elements();
    return std::ranges::all_of(list,
                               [](const JsonNode& record) { return record["data"]["restarted"].exists(); });
  };
  if (!commit.entries.empty() && std::ranges::all_of(commit.entries, tells_of_the_start)) return false;
  return stage_.planned.crashes_after_commit();
}

TimePoint Process::disk_time(TimePoint& free_at, Duration longest) {
  free_at = std::max(free_at, stage_.now) + stage_.dice.between(milliseconds{0}, longest);
  return free_at;
}

void Process::read(std::size_t index, std::function<runtime::Message()> question) {
  later(disk_time(reader_free_, milliseconds{5}), [this, index, question = std::move(question)] {
    const bool fails = stage_.strikes(Fault::ReadFails).has_value();
    if (fails) stage_.count("reads that failed");
    stage_.store.fail_reads.assign(fails ? 1 : 0, MemoryStore::Trouble::Refused);
    auto answer = question();
    stage_.store.fail_reads.clear();
    later(stage_.now + stage_.dice.between(milliseconds{0}, milliseconds{3}),
          [this, index, answer = std::move(answer)] { handle(index, answer); });
  });
}

void Process::perform(std::size_t index, runtime::effect::Lookup lookup) {
  read(index, [this, lookup = std::move(lookup)]() -> runtime::Message {
    auto call = stage_.store.find(lookup.keys);
    if (!call) return message::LookupFailed{lookup.lookup};
    message::LookedUp found{lookup.lookup, std::move(*call), {}};
    if (!found.call) found.unmatched = *stage_.store.unmatched(lookup.keys);
    return found;
  });
}

void Process::perform(std::size_t index, const runtime::effect::Load& wanted) {
  read(index, [this, id = wanted.call] { return load(id); });
}

runtime::Message Process::load(const CallId& id) {
  const auto snapshot = stage_.store.load(id);
  if (!snapshot) return message::LoadFailed{id};
  if (!*snapshot) return message::Loaded{id, std::nullopt, nullptr};
  auto call = read_snapshot(**snapshot);
  if (!call) {
    stage_.require(false, id, "a stored snapshot can be read: " + call.error().detail);
    return message::LoadFailed{id};
  }
  auto& bundle = bundles_[call->bundle];
  if (!bundle) bundle = load_stored_bundle(**stage_.store.bundle(call->bundle)).value();
  return message::Loaded{id, std::move(*call), bundle};
}

void Process::perform(std::size_t index, runtime::effect::ScanDue scan) {
  read(index, [this, scan]() -> runtime::Message {
    auto calls = stage_.store.due(scan.until, scan.limit);
    if (!calls) return message::ScanFailed{};
    return message::DueFound{std::move(*calls)};
  });
}

void Process::perform(std::size_t index, runtime::effect::Commit commit) {
  auto slow = stage_.strikes(Fault::SlowDisk);
  if (slow) stage_.count("slow commits");
  const bool is_stuck = slow && slow->chance(100);
  const auto longest = is_stuck ? Duration{9000} : slow ? Duration{3000} : Duration{15};
  const auto time = disk_time(writer_free_, longest);
  if (is_stuck) disk_stuck_until_ = time;
  later(time, [this, index, commit = std::move(commit)] { write(index, commit); });
}

void Process::write(std::size_t index, const runtime::effect::Commit& commit) {
  using Trouble = MemoryStore::Trouble;
  constexpr std::array kTroubles = {Trouble::Refused, Trouble::Full, Trouble::Lost, Trouble::AnswerLost};
  if (dies()) return crash("before a commit was stored");
  if (auto failure = stage_.strikes(Fault::CommitFails)) {
    const auto trouble = failure->one_of(kTroubles);
    stage_.store.fail_next.push_back(trouble);
    stage_.count("commits that failed");
    if (trouble == Trouble::AnswerLost) stage_.count("commits that were stored and reported as failed");
  }
  auto outcomes = stage_.store.commit(commit.entries, commit.unmatched);
  stage_.count("commits");
  surroundings_.stored();
  if (dies() || dies_as_planned(commit)) return crash("after a commit was stored");
  runtime::Message answer;
  if (outcomes) {
    for (std::size_t i = 0; i < outcomes->size(); ++i) {
      const auto& outcome = (*outcomes)[i];
      if (outcome.kind == CommitOutcome::Kind::Conflict) stage_.count("conflicts");
      if (outcome.kind != CommitOutcome::Kind::ClaimLost) continue;
      stage_.count("claims lost");
      stage_.tell(commit.entries[i].call->id, "CLAIM LOST " + outcome.address);
    }
    answer = message::Committed{commit.batch, std::move(*outcomes)};
  } else {
    answer = message::CommitFailed{commit.batch, outcomes.error().code != "store.unknown"};
  }
  later(stage_.now + stage_.dice.between(milliseconds{0}, milliseconds{5}),
        [this, index, answer = std::move(answer)] { handle(index, answer); });
}

void Process::perform(std::size_t index, const runtime::effect::Send& send) {
  surroundings_.send(
      send, [this, index, life = life_, call = send.call, intent = send.intent](SendOutcome outcome) {
        if (life == life_) handle(index, message::Replied{call, intent, std::move(outcome)});
      });
}

void Process::perform(std::size_t index, const runtime::effect::AskActiveCalls& ask) {
  surroundings_.ask(ask, [this, index, life = life_, connection = ask.connection](SendOutcome outcome) {
    if (life == life_) handle(index, message::ActiveCallsReplied{connection, std::move(outcome)});
  });
}

void Process::perform(std::size_t index, const runtime::effect::SendWebhook& send) {
  surroundings_.send_webhook(
      send, [this, index, life = life_, call = send.call, intent = send.intent](WebhookReply reply) {
        if (life == life_) handle(index, message::WebhookReplied{call, intent, std::move(reply)});
      });
}

void Process::perform(std::size_t, const runtime::effect::Respond& respond) {
  const auto asked = asked_.extract(respond.request);
  if (!asked.empty()) asked.mapped()(&respond);
}

void Process::perform(std::size_t index, runtime::effect::WakeAt wake) {
  const auto number = ++shards_[index].wake;
  const auto time =
      std::max(wake.time - clock_ahead_, stage_.now) + stage_.dice.between(milliseconds{0}, milliseconds{2});
  later(time, [this, index, number] {
    if (number == shards_[index].wake) handle(index, message::Tick{});
  });
}

void Process::perform(std::size_t, runtime::effect::Forward forward) {
  stage_.count("messages between shards");
  later(stage_.now + stage_.dice.between(milliseconds{0}, milliseconds{2}),
        [this, shard = forward.shard, told = std::move(forward.message)] { handle(shard, told); });
}

void Process::perform(std::size_t, const runtime::effect::StepFailed& failed) {
  stage_.require(false, failed.call, "a step never throws: " + failed.what);
}

}  // namespace callwright::simulation
