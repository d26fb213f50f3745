#include "tests/simulation/coverage.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string_view>

namespace callwright::simulation {
namespace {

constexpr std::string_view kNoLine;
/// A cell that is reached more often than this in all worlds together is not rare.
constexpr std::size_t kRareMax = 30;

template <class... Cases>
struct Overloaded : Cases... {
  using Cases::operator()...;
};

bool assistant_talks(const Call& call) {
  return call.assistant == AssistantState::Running || call.assistant == AssistantState::Starting;
}

bool has_timer(const Call& call, TimerKind kind) {
  return std::ranges::find(call.timers, kind, &Timer::kind) != call.timers.end();
}

/// How far a person is: a phone that was hung up is behind all others.
int rank_of(const Leg& leg) { return leg.state == LegState::Ended ? -1 : static_cast<int>(leg.state); }

bool is_of_latest_run(const Call& call, const Leg& leg) {
  const auto* attempt = find_attempt(call, leg.attempt);
  return attempt != nullptr && !call.runs.empty() && attempt->run == call.runs.back().number;
}

/// Of the latest run, whoever is furthest; null when nobody was dialled.
const Leg* furthest(const Call& call) {
  const Leg* found = nullptr;
  for (const auto& leg : call.legs) {
    if (leg.number == 0 || !is_of_latest_run(call, leg)) continue;
    if (found == nullptr || rank_of(leg) > rank_of(*found)) found = &leg;
  }
  return found;
}

std::string_view while_ringing(const Call& call, const Run& run) {
  if (run.between_walks) return "between two tries";
  const auto* leg = furthest(call);
  if (leg == nullptr) return kNoLine;
  switch (leg->state) {
    case LegState::Dialing: return "dialing";
    case LegState::Ringing: return assistant_talks(call) ? "ringing" : "ringing without an assistant";
    case LegState::Answered: return "answered";
    case LegState::Screening: return "screening";
    default: return kNoLine;
  }
}

std::string_view while_joining(const Call& call, const Run& run) {
  const auto* leg = furthest(call);
  if (run.join_mode == "bridge") return run.joins == 0 ? "handing over" : "bridging";
  if (leg == nullptr) return kNoLine;
  if (leg->state == LegState::Joining) return "joining";
  return leg->state == LegState::Accepted && has_timer(call, TimerKind::BriefingDeadline) ? "briefing"
                                                                                          : kNoLine;
}

std::string_view while_escalating(const Call& call) {
  const auto* run = live_run(call);
  if (run == nullptr) return kNoLine;
  return run->state == RunState::Ringing ? while_ringing(call, *run) : while_joining(call, *run);
}

std::string_view while_ending(const Call& call) {
  const auto* caller = find_leg(call, 0);
  if (caller == nullptr) return kNoLine;
  if (caller->state == LegState::Ended) {
    const auto is_told = [](const Leg& leg) { return leg.releasing && leg.state != LegState::Ended; };
    return std::ranges::any_of(call.legs, is_told) ? "releasing" : kNoLine;
  }
  if (caller->hangups > 0) return "hanging up";
  return has_timer(call, TimerKind::GoodbyeDeadline) ? "saying goodbye" : kNoLine;
}

/// Of a call that we make, until people are rung in it.
std::string_view while_calling(const Call& call) {
  const auto& leg = call.legs.front();
  switch (call.state) {
    case CallState::Arriving: return leg.state == LegState::Ringing ? "calling and ringing" : "calling";
    case CallState::Answering: return leg.verdict_waited ? kNoLine : "called";
    case CallState::Conversing: return call.runs.empty() ? "called and talking" : kNoLine;
    case CallState::Ending:
      if (leg.outcome == AttemptOutcome::Unknown) return leg.end_wanted ? "calling unseen" : kNoLine;
      if (leg.outcome != AttemptOutcome::Machine || leg.hangups > 0 || leg.state == LegState::Ended)
        return kNoLine;
      if (has_timer(call, TimerKind::GreetingWait)) return "called a machine";
      return has_timer(call, TimerKind::GoodbyeDeadline) ? "leaving a message" : kNoLine;
    default: return kNoLine;
  }
}

std::string_view situation(const Call& call) {
  if (is_outgoing(call)) return while_calling(call);
  switch (call.state) {
    case CallState::Arriving: return kNoLine;
    case CallState::Answering: return "answering";
    case CallState::Starting: return "starting";
    case CallState::Conversing: {
      const bool had_a_person = !call.runs.empty() && call.runs.back().state == RunState::Left;
      return had_a_person ? "left" : "conversing";
    }
    case CallState::Escalating: return while_escalating(call);
    case CallState::Joined: {
      const auto* run = live_run(call);
      if (run == nullptr) return kNoLine;
      return run->join_mode == "bridge" ? "bridged" : "joined";
    }
    case CallState::Ending: return while_ending(call);
    case CallState::Ended: return "ended";
    case CallState::Settled: return "settled";
    case CallState::Transferred: return "transferred";
    case CallState::Failed: return "failed";
  }
  return kNoLine;
}

const Leg* leg_of(const Call& call, const Event& event) {
  if (event.ours && event.ours->call == call.id) return find_leg(call, event.ours->leg);
  return find_leg(call, event.call_control_id);
}

/// `caller `, `ana    ` or `other  `; empty on the leg of somebody else.
std::string_view whose(const Call& call, const Event& event) {
  const auto* leg = leg_of(call, event);
  if (leg == nullptr) return event.direction == "incoming" && call.legs.empty() ? "caller " : "other  ";
  if (leg->number == 0) return "caller ";
  const auto* first = furthest(call);
  return first != nullptr && is_of_latest_run(call, *leg) && rank_of(*leg) == rank_of(*first) ? "ana    "
                                                                                              : kNoLine;
}

/// The table has one conversation; a call that knows of none yet takes any for its own.
std::string conversation_in(const Call& call, const Event& event) {
  constexpr std::string_view kOwn = "5f0a3f0e-0000-4000-8000-000000000001";
  const bool is_own = call.conversation.empty() || event.conversation_id == call.conversation;
  return std::string(is_own ? kOwn : "another");
}

std::string label_of(const Call& call, const Event& event, bool is_caller) {
  const auto document = JsonDocument::of(event.payload);
  const auto payload = document.root();
  const auto text = [&](std::string_view member) { return payload[member].str(); };
  switch (event.type) {
    case EventType::CallHangup: return event.name + (is_caller ? " normal_clearing" : " user_busy");
    case EventType::SpeakEnded: return event.name + " " + text("status");
    case EventType::PlaybackEnded: {
      const auto status = text("status");
      return event.name + " " + (status == "file_not_found" ? "failed" : status);
    }
    case EventType::DtmfReceived: return event.name + " " + text("digit");
    case EventType::ConversationCreated:
    case EventType::ConversationEnded: return event.name + " " + conversation_in(call, event);
    case EventType::MachineDetectionEnded: {
      const auto result = text("result");
      const bool counts_as_human = result.starts_with("human") || result == "not_sure" || result == "silence";
      return "call.machine.premium.detection.ended " + (counts_as_human ? "human_residence" : result);
    }
    case EventType::MachineGreetingEnded: return "call.machine.premium.greeting.ended " + text("result");
    case EventType::GatherEnded: {
      const auto digits = text("digits");
      return event.name + " " + (digits.empty() ? "\"\"" : digits) + " " + text("status");
    }
    // The table has Telnyx's older name of an event on which nothing is decided.
    default: return event.name == "streaming.started" ? "call.streaming.started" : event.name;
  }
}

std::string line_of(const Call& call, const Event& event) {
  if (is_outgoing(call) && event.type == EventType::CallInitiated) return "called call.initiated";
  const auto who = whose(call, event);
  return who.empty() ? std::string() : std::string(who) + label_of(call, event, who == "caller ");
}

std::string line_of(const Call& call, const input::Replied& replied) {
  const auto* intent = find_intent(call, replied.intent);
  if (intent == nullptr) return {};
  const auto line = "reply  " + intent->operation;
  switch (replied.reply.kind) {
    case Reply::Kind::Accepted: return line + " accepted";
    case Reply::Kind::Refused: return line + (replied.reply.code == "90018" ? " refused 90018" : " refused");
    case Reply::Kind::Unknown: return line + " unknown";
    case Reply::Kind::Withdrawn: return {};
  }
  return {};
}

std::string line_of_timer(const Call& call, int number) {
  const auto timer = std::ranges::find(call.timers, number, &Timer::number);
  return timer == call.timers.end() ? std::string() : "timer  " + std::string(name_of(timer->kind));
}

std::string line_of_command(std::string_view name) {
  static constexpr std::array<std::string_view, 4> kKnown = {"escalate", "cancel", "tell", "hangup"};
  return "operator " + std::string(std::ranges::find(kKnown, name) != kKnown.end() ? name : "unknown");
}

std::string trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(' ') - begin + 1));
}

bool fits(std::string_view pattern, std::string_view text) {
  if (!pattern.ends_with('*')) return pattern == text;
  return text.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::ifstream opened(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + " cannot be read");
  return file;
}

/// The parts between commas.
std::vector<std::string> list_of(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const auto comma = text.find(',');
    parts.push_back(trimmed(text.substr(0, comma)));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

Excuse excuse_of(std::string_view line, int number) {
  const auto first = line.find('|');
  const auto second = first == std::string_view::npos ? first : line.find('|', first + 1);
  if (second == std::string_view::npos || trimmed(line.substr(second + 1)).empty())
    throw std::runtime_error("unreached_cells.txt:" + std::to_string(number) +
                             ": write `situation, … | stimulus | why`");
  return {.situations = list_of(line.substr(0, first)),
          .stimulus = trimmed(line.substr(first + 1, second - first - 1)),
          .why = trimmed(line.substr(second + 1)),
          .line = number};
}

std::string text_of(const Cell& cell) { return cell.situation + " | " + cell.stimulus; }

}  // namespace

std::string situation_of(const Call& call) { return std::string(situation(call)); }

std::string stimulus_of(const Call& before, const Input& input) {
  return std::visit(
      Overloaded{
          [&](const input::Arrived& arrived) { return line_of(before, arrived.event); },
          [&](const input::Replied& replied) { return line_of(before, replied); },
          [&](const input::TimerDue& due) { return line_of_timer(before, due.timer); },
          [](const input::StartRequested&) { return std::string("start  again"); },
          [](const input::ToolRequested& tool) {
            const bool is_known = tool.name == "escalate_to_human";
            return std::string(is_known ? "tool   escalate_to_human" : "tool   unknown");
          },
          [](const input::OperatorCommand& command) { return line_of_command(command.name); },
          [](const input::Restarted&) { return std::string("restart with timers that fell due meanwhile"); },
          [](const auto&) { return std::string(); }},
      input.what);
}

bool Excuse::covers(const Cell& cell) const {
  return fits(stimulus, cell.stimulus) && std::ranges::any_of(situations, [&](const std::string& pattern) {
           return fits(pattern, cell.situation);
         });
}

void CellSet::add(const Call& before, const Input& input) {
  Cell cell{.situation = situation_of(before), .stimulus = {}};
  if (cell.situation.empty()) return;
  cell.stimulus = stimulus_of(before, input);
  if (!cell.stimulus.empty()) ++counts_[std::move(cell)];
}

std::size_t CellSet::count(const Cell& cell) const {
  const auto found = counts_.find(cell);
  return found == counts_.end() ? 0 : found->second;
}

std::vector<Cell> cells_of_matrix(const std::string& path) {
  auto file = opened(path);
  std::vector<Cell> cells;
  std::string title;
  bool only_recorded = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      title = line.substr(3, line.find(':') - 3);
      only_recorded = false;
    } else if (line == "only recorded:") {
      only_recorded = true;
    } else if (!line.empty() && !line.starts_with("unreachable:") && line.starts_with(' ') == only_recorded) {
      cells.push_back({.situation = title, .stimulus = trimmed(line)});
    }
  }
  return cells;
}

std::vector<Excuse> read_excuses(const std::string& path) {
  auto file = opened(path);
  std::vector<Excuse> excuses;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (!trimmed(line).empty() && !line.starts_with('#')) excuses.push_back(excuse_of(line, number));
  }
  return excuses;
}

std::vector<std::string> contradictions(const std::vector<Cell>& matrix, const CellSet& reached,
                                        const std::vector<Excuse>& excuses) {
  std::vector<std::string> found;
  for (const auto& cell : matrix) {
    const auto is_excused =
        std::ranges::any_of(excuses, [&](const Excuse& excuse) { return excuse.covers(cell); });
    if (reached.count(cell) == 0 && !is_excused)
      found.push_back(text_of(cell) + " | is reached by no world: make it happen, or say why it cannot");
  }
  for (const auto& excuse : excuses) {
    const auto line = "unreached_cells.txt:" + std::to_string(excuse.line) + ": ";
    std::size_t covered = 0;
    for (const auto& cell : matrix) {
      if (!excuse.covers(cell)) continue;
      ++covered;
      const auto count = reached.count(cell);
      if (count > (excuse.is_rare() ? kRareMax : 0))
        found.push_back(line + text_of(cell) + " is reached " + std::to_string(count) +
                        " times: take it out");
    }
    if (covered == 0) found.push_back(line + "covers no cell of the table: take it out");
  }
  return found;
}

}  // namespace callwright::simulation
