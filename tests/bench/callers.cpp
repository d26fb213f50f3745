#include "tests/bench/callers.hpp"

#include <charconv>
#include <stdexcept>
#include <utility>

#include <fmt/core.h>

namespace callwright::bench {
namespace {

constexpr std::string_view kActions = "/actions/";
constexpr std::string_view kIds = "bench-";

int number_at(std::string_view text) {
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The value of a text member, by looking for its name; the service's JSON is compact.
std::string_view text_member(std::string_view body, std::string_view name) {
  const auto key = fmt::format("\"{}\":\"", name);
  const auto at = body.find(key);
  if (at == std::string_view::npos) return {};
  const auto value = body.substr(at + key.size());
  return value.substr(0, value.find('"'));
}

}  // namespace

Callers::Callers(std::vector<Happening> story, const tests::Signer& signer, int lines, std::uint64_t seed)
    : story_(std::move(story)), signer_(signer), on_line_(static_cast<std::size_t>(lines)), random_(seed) {}

Caller& Callers::begin() {
  auto& caller = callers_.emplace_back();
  caller.slot = static_cast<std::uint32_t>(callers_.size() - 1);
  stays_.push_back(false);
  waits_.push_back(true);
  return caller;
}

void Callers::begin_whole(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (next_line_ == on_line_.size()) throw std::logic_error("more whole calls than lines");
    auto& caller = begin();
    caller.line = static_cast<int>(next_line_);
    on_line_.at(next_line_++) = caller.slot;
    consider(caller);
  }
}

void Callers::begin_idle(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    auto& caller = begin();
    caller.line = static_cast<int>(i % on_line_.size());
    stays_.back() = true;
    consider(caller);
  }
}

void Callers::consider(const Caller& caller) {
  if (!waits_[caller.slot] || caller.next >= story_.size()) return;
  const auto after = story_[caller.next].after;
  if ((caller.seen & after) != after) return;
  waits_[caller.slot] = false;
  ready_.push_back(caller.slot);
  if (on_ready) on_ready();
}

std::uint32_t Callers::take_random(std::vector<std::uint32_t>& slots) {
  std::swap(slots[random_() % slots.size()], slots.back());
  const auto slot = slots.back();
  slots.pop_back();
  return slot;
}

std::optional<Parcel> Callers::next() {
  if (ready_.empty()) return std::nullopt;
  auto& caller = callers_[take_random(ready_)];
  const auto& happening = story_[caller.next];
  ++caller.sent;
  return Parcel{caller.slot, &happening, request_of(caller, happening, signer_)};
}

std::optional<Parcel> Callers::touch() {
  if (idle_.empty()) return std::nullopt;
  auto& caller = callers_[take_random(idle_)];
  ++caller.sent;
  return Parcel{caller.slot, &kTouch, request_of(caller, kTouch, signer_)};
}

void Callers::answered(const Parcel& parcel) {
  auto& caller = callers_[parcel.slot];
  if (parcel.happening == &kTouch) return idle_.push_back(caller.slot);
  ++caller.next;
  if (stays_[caller.slot] && caller.next == kConversing) return idle_.push_back(caller.slot);
  if (caller.next == story_.size()) {
    ++finished_;
    if (!renews_) {
      ++over_;
      return;
    }
    caller = Caller{.slot = caller.slot,
                    .generation = caller.generation + 1,
                    .line = caller.line,
                    .next = 0,
                    .sent = 0,
                    .seen = 0,
                    .client_states = {},
                    .token = {}};
  }
  waits_[caller.slot] = true;
  consider(caller);
}

std::string Callers::command(std::string_view path, std::string_view body) {
  ++commands_;
  return path.ends_with("/calls") ? dialled(body) : on_leg(path, body);
}

std::string Callers::dialled(std::string_view body) {
  const auto to = text_member(body, "to");
  const auto line = number_at(to.substr(to.size() - 4));
  auto& caller = callers_.at(on_line_.at(static_cast<std::size_t>(line)));
  const int leg = to == number_of_person(line, 1) ? 1 : 2;
  note(caller, Command::Dial, leg, body);
  return fmt::format(
      R"({{"data":{{"record_type":"call","call_control_id":"{}","call_leg_id":"428c31b6-7af4-{}-{}-{}",)"
      R"("call_session_id":"428c31b6-abf3-{}-{}-0","is_alive":true}}}})",
      call_control_id(caller, leg), caller.slot, caller.generation, leg, caller.slot, caller.generation);
}

std::string Callers::on_leg(std::string_view path, std::string_view body) {
  const auto ids = path.substr(path.find(kIds) + kIds.size());
  const auto slot = number_at(ids);
  const auto rest = ids.substr(ids.find('-') + 1);
  const auto generation = number_at(rest);
  const int leg = number_at(rest.substr(rest.find('-') + 1));
  auto& caller = callers_.at(static_cast<std::size_t>(slot));
  const auto command = command_named(path.substr(path.find(kActions) + kActions.size()));
  const bool is_current = static_cast<std::uint32_t>(generation) == caller.generation;
  auto reply =
      command == Command::Start
          ? fmt::format(R"({{"data":{{"result":"ok","conversation_id":"{}"}}}})", conversation_id(caller))
          : std::string(R"({"data":{"result":"ok"}})");
  if (is_current) note(caller, command, leg, body);
  return reply;
}

void Callers::note(Caller& caller, Command command, int leg, std::string_view body) {
  if (command == Command::Other) return;
  caller.seen |= bit_of(command, leg);
  if (const auto state = text_member(body, "client_state"); !state.empty()) {
    caller.client_states.at(static_cast<std::size_t>(leg)) = state;
  }
  if (command == Command::Start) caller.token = text_member(body, "callwright_call");
  if (on_command) on_command(command, leg);
  consider(caller);
}

}  // namespace callwright::bench
