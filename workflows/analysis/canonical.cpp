#include "workflows/analysis/canonical.hpp"

#include "workflows/analysis/equals.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>
#include <set>

namespace callwright::analysis {
namespace {

using std::chrono::seconds;

constexpr TimePoint kZero{Duration{1'000'000'000'000}};
/// For how long the engine takes an answer to a question as still true.
constexpr seconds kAnswerStands{10};
constexpr seconds kLookBack{700};  // the longest ring time and what is waited after it

/// How long ago, as a moment; what is longer ago than `longest` is the same.
TimePoint ago(TimePoint now, TimePoint then, Duration longest) {
  return kZero - std::min<Duration>(now - then, longest);
}

/// More than the escalations of a bundle ring people, so that a higher limit makes no difference.
std::ptrdiff_t attempts_max(const Bundle& bundle) {
  std::ptrdiff_t sum = 0;
  for (const auto& [key, escalation] : bundle.escalations) {
    for (const auto& step : escalation.steps)
      sum += std::ssize(people_of(bundle, step)) * step.tries * (escalation.repeat + 1);
  }
  return 2 * sum;
}

/// The call with everything renumbered and shortened, under new names of equal people.
class Canonical {
 public:
  Canonical(const Scene& scene, const Point& point, std::map<std::string, std::string> names)
      : scene_(scene), point_(point), names_(std::move(names)) {}

  std::string text() {
    const auto& from = point_.call;
    to_.workflow = from.workflow;
    to_.state = from.state;
    to_.assistant = from.assistant;
    to_.occupied_by = from.occupied_by;
    to_.vars = from.vars;
    if (from.conversation) to_.conversation = ConversationId("c");
    if (!from.older_conversations.empty()) to_.older_conversations = {"o"};
    number_legs();
    add_legs();
    add_runs();
    add_attempts();
    add_lists();
    add_intents();
    add_timers();
    add_busy();
    return write_snapshot(to_) + outside();
  }

 private:
  /// How long ago; without a clock only whether that is longer than `longest`.
  [[nodiscard]] TimePoint moment(TimePoint then, Duration longest) const {
    if (scene_.is_timed) return ago(point_.now, then, longest);
    return kZero - (point_.now - then >= longest ? longest : Duration{0});
  }

  /// Whether what was asked of Telnyx still stands when the leg's deadline comes.
  [[nodiscard]] std::optional<TimePoint> answer_of(int leg, TimePoint asked_at) const {
    auto at = point_.now;
    for (const auto& timer : point_.call.timers) {
      const bool asks = timer.kind == TimerKind::RingTimeout || timer.kind == TimerKind::GateDeadline;
      if (asks && timer.ref == leg) at = std::max(at, timer.due);
    }
    if (at - asked_at >= kAnswerStands) return std::nullopt;
    return kZero;
  }

  [[nodiscard]] std::string renamed(const std::string& person) const {
    const auto found = names_.find(person);
    return found == names_.end() ? person : found->second;
  }
  [[nodiscard]] int leg_number(int leg) const {
    const auto found = std::ranges::find(order_, leg);
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
  }

  /// The caller, then those that live: by person, and by age.
  void number_legs() {
    for (const auto& leg : point_.call.legs) {
      if (leg.number == 0 || leg.state != LegState::Ended) order_.push_back(leg.number);
    }
    std::sort(order_.begin() + 1, order_.end(), [&](int a, int b) {
      return std::pair(renamed(find_leg(point_.call, a)->person), a) <
             std::pair(renamed(find_leg(point_.call, b)->person), b);
    });
  }

  /// Of a leg on its way out only that it is.
  static Leg leaving(const Leg& leg) {
    return Leg{.person = leg.person,
               .state = leg.hangups > 0 ? LegState::Dialing : std::min(leg.state, LegState::Answered),
               .call_control_id = leg.call_control_id,
               .speaking = leg.releasing ? leg.speaking : 0,
               .end_wanted = leg.end_wanted,
               .releasing = leg.releasing,
               .hangups = std::min(leg.hangups, 4)};
  }

  /// Whoever has taken the call is not asked again.
  static void forget_gate(Leg& leg) {
    leg.verdict = Verdict::None;
    leg.verdict_waited = leg.prompt_cut = false;
    leg.gathers = leg.gather_intent = 0;
    leg.stale_key.clear();
    leg.asked_at.reset();
  }

  void add_legs() {
    for (const int number : order_) {
      const auto& from = *find_leg(point_.call, number);
      const bool is_over = from.hangups > 0 || from.releasing || from.state == LegState::Ended;
      Leg leg = is_over ? leaving(from) : from;
      if (leg.state >= LegState::Accepted) forget_gate(leg);
      if (leg.state == LegState::Screening && line_of(point_, number).verdict_given &&
          leg.gather_intent != 0) {
        leg.verdict = Verdict::None;
        leg.prompt_cut = false;
      }
      leg.number = leg_number(number);
      leg.person = renamed(leg.person);
      const auto* person = scene_.bundle.person(from.person);
      if (person == nullptr || person->also.empty()) leg.address.clear();
      const auto* attempt = find_attempt(point_.call, from.attempt);
      leg.attempt = attempt != nullptr && attempt->outcome == AttemptOutcome::Open ? 1 : 0;
      leg.call_control_id = CallControlId(leg.call_control_id ? "i" : "");
      leg.call_leg_id = {};
      leg.call_session_id = {};
      leg.gather_intent = leg.gather_intent != 0 ? 1 : 0;
      leg.speaking = leg.speaking != 0 ? 1 : 0;
      leg.answered_at.reset();
      leg.ended_at.reset();
      leg.hangup_cause.clear();
      if (leg.unnamed_since) leg.unnamed_since = moment(*leg.unnamed_since, kLookBack);
      if (leg.asked_at) leg.asked_at = answer_of(number, *leg.asked_at);
      to_.legs.push_back(std::move(leg));
    }
  }

  [[nodiscard]] const Run* current() const {
    return point_.call.runs.empty() ? nullptr : &point_.call.runs.back();
  }

  /// Of the runs only the latest is read; that there were others counts for a limit.
  void add_runs() {
    const auto* latest = current();
    if (latest == nullptr) return;
    if (live_run(point_.call) == nullptr) {
      to_.runs.push_back(
          Run{.number = latest->number, .escalation = latest->escalation, .state = latest->state});
      return;
    }
    Run run = *latest;
    const auto* escalation = scene_.bundle.escalation(run.escalation);
    const bool waits = run.state == RunState::Ringing && !run.waiting.empty() && run.step >= 0 &&
                       (!point_.call.busy.empty() || run.parallel != 0);
    const auto longest =
        waits ? escalation->steps[static_cast<std::size_t>(run.step)].ring_time : Duration{0};
    run.reason.clear();
    run.with = {};
    run.deadline = run.deadline <= point_.now ? kZero : kZero + seconds{1};
    run.started_at = kZero;
    run.step_started_at = ago(point_.now, run.step_started_at, longest);
    run.joined_at.reset();
    run.told_at.reset();
    run.round = 1;
    run.winner = 0;
    for (auto& person : run.waiting) person = renamed(person);
    to_.runs.push_back(std::move(run));
  }

  /// What a finished attempt still means.
  [[nodiscard]] AttemptOutcome meaning_of(const Attempt& attempt, const Run& run) const {
    const bool is_latest =
        std::none_of(point_.call.attempts.begin(), point_.call.attempts.end(), [&](const Attempt& other) {
          return other.run == attempt.run && other.number > attempt.number && other.step == attempt.step &&
                 other.lap == attempt.lap && other.person == attempt.person;
        });
    const bool in_step = attempt.lap == run.lap && attempt.step == run.step && is_latest;
    switch (attempt.outcome) {
      case AttemptOutcome::Declined:
      case AttemptOutcome::NoKey:
      case AttemptOutcome::Machine:
      case AttemptOutcome::Unknown:
        return attempt.lap == run.lap ? AttemptOutcome::Declined : AttemptOutcome::Open;
      case AttemptOutcome::NoAnswer:
      case AttemptOutcome::Busy:
      case AttemptOutcome::Failed: return in_step ? AttemptOutcome::NoAnswer : AttemptOutcome::Open;
      case AttemptOutcome::NoCapacity: return in_step ? AttemptOutcome::NoCapacity : AttemptOutcome::Open;
      case AttemptOutcome::LostRace:
      case AttemptOutcome::Cancelled:
        return attempt.round == run.round ? AttemptOutcome::LostRace : AttemptOutcome::Open;
      default: return in_step ? AttemptOutcome::Abandoned : AttemptOutcome::Open;
    }
  }

  void add_attempts() {
    const auto* run = current();
    if (run == nullptr) return;
    std::vector<Attempt> kept;
    for (const auto& from : point_.call.attempts) {
      const int leg = leg_number(from.leg);
      const bool is_current = from.run == run->number;
      auto meaning = from.outcome;
      if (meaning != AttemptOutcome::Open) {
        const bool is_read = is_current && live_run(point_.call) != nullptr;
        meaning = is_read ? meaning_of(from, *run) : AttemptOutcome::Open;
        if (meaning == AttemptOutcome::Open && leg < 0) continue;
      }
      Attempt attempt;
      attempt.number = is_current && run->winner == from.number ? 1 : 0;
      attempt.person = renamed(from.person);
      attempt.leg = leg;
      attempt.outcome = meaning;
      if (leg >= 0 || from.outcome == AttemptOutcome::Open) attempt.step = from.step;
      attempt.lap = from.outcome == AttemptOutcome::Open ? 1 : 0;
      kept.push_back(std::move(attempt));
    }
    const auto key = [](const Attempt& a) { return std::tuple(a.person, a.leg, a.outcome, a.lap, a.step); };
    std::ranges::sort(kept, {}, key);
    const auto same = [&](const Attempt& a, const Attempt& b) { return key(a) == key(b) && a.leg < 0; };
    kept.erase(std::unique(kept.begin(), kept.end(), same), kept.end());
    to_.attempts = std::move(kept);
  }

  [[nodiscard]] int list_number(int number) const {
    const auto& lists = point_.call.lists;
    const auto found = std::ranges::find(lists, number, &ActionList::number);
    return found == lists.end() ? 0 : static_cast<int>(found - lists.begin()) + 1;
  }

  void add_lists() {
    for (const auto& from : point_.call.lists) {
      ActionList list = from;
      list.number = list_number(from.number);
      list.after = list_number(from.after);
      list.event = {};
      list.intent = from.intent != 0 ? 1 : 0;
      list.effect_leg = from.effect_leg < 0 ? kNoLeg : leg_number(from.effect_leg);
      list.timer = from.timer != 0 ? 1 : 0;
      list.request = 0;
      to_.lists.push_back(std::move(list));
    }
  }

  void add_intents() {
    int number = 0;
    for (const auto& from : point_.call.intents) {
      Intent intent = from;
      intent.number = ++number;
      intent.leg = from.leg < 0 ? kNoLeg : leg_number(from.leg);
      const bool is_of_list = from.purpose == Purpose::Action;
      const bool is_of_run = from.purpose == Purpose::Tell || from.purpose == Purpose::Hold;
      intent.ref = is_of_list ? list_number(from.ref) : is_of_run ? 0 : leg_number(from.ref);
      intent.body = {};
      intent.created_at = from.created_at == point_.now ? kZero : kZero - seconds{1};
      intent.sent_at = kZero;
      to_.intents.push_back(std::move(intent));
    }
  }

  [[nodiscard]] int timer_ref(const Timer& timer) const {
    switch (timer.kind) {
      case TimerKind::RingTimeout:
      case TimerKind::VerdictWait:
      case TimerKind::GateDeadline:
      case TimerKind::BriefingDeadline:
      case TimerKind::ReleaseDeadline:
      case TimerKind::HangupRetry:
      case TimerKind::DialAnswer:
      case TimerKind::ConversationEnd: return leg_number(timer.ref);
      case TimerKind::ActionEffect: return list_number(timer.ref);
      case TimerKind::ConversationAsk: return timer.ref;
      default: return 0;
    }
  }

  void add_timers() {
    for (const auto& from : point_.call.timers) {
      Timer timer = from;
      timer.number = 0;
      timer.ref = timer_ref(from);
      const bool is_far = !scene_.is_timed || falls_at_any_time(scene_, from.kind);
      timer.due = is_far ? kZero : kZero + (from.due - point_.now);
      to_.timers.push_back(std::move(timer));
    }
    std::ranges::sort(to_.timers, {},
                      [](const Timer& timer) { return std::tuple(timer.due, timer.kind, timer.ref); });
  }

  void add_busy() {
    for (const auto& busy : point_.call.busy) {
      if (busy.until > point_.now) to_.busy.push_back({.address = busy.address, .until = kZero});
    }
  }

  /// Everything beside the call that decides what may happen.
  [[nodiscard]] std::string outside() const {
    const auto& outside = point_.outside;
    const auto* run = current();
    const auto& call = point_.call;
    std::string text;
    const auto add = [&](std::int64_t value) { text += std::to_string(value) + ","; };
    for (const int leg : order_) {
      auto line = line_of(point_, leg);
      line.verdict_given = line.verdict_given && find_leg(point_.call, leg)->state < LegState::Accepted;
      add(static_cast<int>(line.state) * 16 + (line.verdict_given ? 8 : 0) + (line.has_accepted ? 4 : 0) +
          (line.is_connected ? 2 : 0) + (line.is_bridged ? 1 : 0));
    }
    add((outside.conversation_lives ? 1 : 0) + (outside.end_is_a_persons ? 2 : 0) +
        (outside.is_transferred ? 4 : 0));
    add(std::ssize(outside.ends_untold));
    add(outside.setbacks);
    for (const auto& debt : outside.late) {
      add(static_cast<int>(debt.kind));
      add(debt.kind == Debt::Kind::HangupReport ? leg_number(debt.ref) : debt_number(debt));
    }
    if (run == nullptr) return text;
    if (is_searching(call)) {
      add(is_told_in_time(scene_, point_) ? 1 : 0);
      add(std::min<std::ptrdiff_t>(std::ranges::count(call.attempts, run->number, &Attempt::run), 2));
    }
    add(std::clamp<std::ptrdiff_t>(scene_.workflow.limits.attempts - std::ssize(call.attempts), 0,
                                   attempts_max(scene_.bundle)));
    return text;
  }

  [[nodiscard]] int debt_number(const Debt& debt) const {
    if (debt.kind != Debt::Kind::Reply) return 0;
    const auto* intent = find_intent(point_.call, debt.ref);
    return intent == nullptr ? -1 : static_cast<int>(intent - point_.call.intents.data());
  }

  const Scene& scene_;
  const Point& point_;
  std::map<std::string, std::string> names_;
  Call to_;
  std::vector<int> order_;
};

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ULL;
  value ^= value >> 32;
  value *= 0xd6e8feb86659fd93ULL;
  return value ^ (value >> 32);
}

}  // namespace

std::string canonical_text(const Scene& scene, const Equals& equals, const Point& point) {
  return Canonical(scene, point, canonical_names(equals, point)).text();
}

Digest digest_of(std::string_view text) {
  Digest digest{text.size(), 0x9e3779b97f4a7c15ULL};
  for (std::size_t at = 0; at < text.size(); at += sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, std::min(sizeof word, text.size() - at));
    digest.high = mix(digest.high ^ word);
    digest.low = mix(digest.low * 0x9fb21c651e98df25ULL + word) ^ digest.high;
  }
  return digest;
}

}  // namespace callwright::analysis
