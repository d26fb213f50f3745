#pragma once

#include "tests/bench/story.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::bench {

/// A request for the service, and the call that it belongs to.
struct Parcel {
  std::uint32_t slot = 0;
  const Happening* happening = nullptr;
  std::string bytes;
};

/// All calls of a run. A call's next webhook can be sent when the one before is answered and the command that
/// it reports is on the wire; of all that can be sent a random one is next. Single-threaded.
class Callers {
 public:
  /// At most `lines` calls go through their whole story side by side.
  Callers(std::vector<Happening> story, const tests::Signer& signer, int lines, std::uint64_t seed);

  /// New calls that go through the whole story; each that is over is followed by another while `renew` holds.
  void begin_whole(std::size_t count);
  /// New calls that are brought to a conversation and stay there.
  void begin_idle(std::size_t count);
  void renew(bool on) { renews_ = on; }

  /// A request that can be sent now, made and signed. Empty: none.
  std::optional<Parcel> next();
  /// A touch of a random idle call that has no request under way. Empty: none.
  std::optional<Parcel> touch();
  /// The request was answered.
  void answered(const Parcel& parcel);
  /// A command of the service to the API; gives the body of the answer.
  std::string command(std::string_view path, std::string_view body);

  /// Called when something can be sent.
  std::function<void()> on_ready;
  /// Called for each command: what it is, and of which leg.
  std::function<void(Command, int leg)> on_command;

  [[nodiscard]] std::size_t finished() const { return finished_; }  ///< whole calls
  [[nodiscard]] std::size_t idle() const { return idle_.size(); }   ///< in a conversation
  [[nodiscard]] std::size_t commands() const { return commands_; }
  [[nodiscard]] std::size_t unfinished() const { return callers_.size() - idle_.size() - over_; }

 private:
  Caller& begin();
  void consider(const Caller& caller);
  void note(Caller& caller, Command command, int leg, std::string_view body);
  std::string dialled(std::string_view body);
  std::string on_leg(std::string_view path, std::string_view body);
  std::uint32_t take_random(std::vector<std::uint32_t>& slots);

  std::vector<Happening> story_;
  const tests::Signer& signer_;
  std::deque<Caller> callers_;  ///< by slot
  std::vector<bool> stays_;     ///< by slot: idle when it is in a conversation
  std::vector<std::uint32_t> on_line_;
  std::vector<std::uint32_t> ready_;
  std::vector<bool> waits_;  ///< by slot: neither ready nor under way
  std::vector<std::uint32_t> idle_;
  std::mt19937_64 random_;
  std::size_t finished_ = 0;
  std::size_t over_ = 0;  ///< slots that are not used any more
  std::size_t commands_ = 0;
  std::size_t next_line_ = 0;
  bool renews_ = true;
};

}  // namespace callwright::bench
