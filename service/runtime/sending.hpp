#pragma once

#include "service/runtime/ports/api.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/input.hpp"

#include <optional>

namespace callwright::runtime {

/// An intent on its way out. It says what one attempt's outcome means and when the next attempt may leave; it
/// knows nothing of the others.
struct Sending {
  enum class State : std::uint8_t {
    Waiting,   ///< for its turn, its leg or its time
    Stamping,  ///< the time of its first send is being stored
    OnWire,
    Asked,     ///< waits for a look that answers many
    Resolved,  ///< the reply is an input of the call and not yet stored
  };

  /// A repetition is recognised by Telnyx for 60 s after the first send; the rest is for the way. A window
  /// may be shorter.
  static constexpr Duration kWindow = std::chrono::seconds{50};
  /// A success under an Idempotency-Key is answered again for 24 h; the rest is for the way.
  static constexpr Duration kKeyWindow = std::chrono::hours{23};
  /// After a 429 that does not say how long to wait, and the longest wait that is believed.
  static constexpr Duration kPause = std::chrono::seconds{1};
  static constexpr Duration kPauseMax = std::chrono::seconds{60};
  /// How long the commit of an intent may stand for its sending.
  static constexpr Duration kStampAfter = std::chrono::seconds{5};

  Intent intent;
  const Operation* operation = nullptr;
  std::uint64_t order = 0;  ///< first come, first served among equals
  State state = State::Waiting;
  int attempts = 0;
  int unanswered = 0;                  ///< attempts without a definite answer; they set the pace
  bool in_doubt = false;               ///< an attempt may have been carried out
  TimePoint window_start{};            ///< no later than the first send
  std::optional<TimePoint> first_try;  ///< by this process
  TimePoint asked_at{};                ///< of an Asked one: only a look that leaves later answers it
  TimePoint not_before{};
  std::optional<ApiSend> request;  ///< made once, so that repetitions are identical
  Duration window = kWindow;

  /// For an intent decided by this process, not sent so far.
  static Sending fresh(const Intent& intent, const Operation* operation, std::uint64_t order,
                       Duration window = kWindow);
  /// For an open intent found in the store: it counts as sent at `sent_at`. Its reply when nothing more can
  /// be done than saying that the outcome is not known.
  static Sending recovered(const Intent& intent, const Operation* operation, std::uint64_t order,
                           TimePoint now, Duration window = kWindow);
  [[nodiscard]] std::optional<Reply> reply_after_restart(TimePoint now) const;

  /// How long a 429 wants us to wait.
  static Duration pause_of(const SendOutcome& outcome);
  [[nodiscard]] TimePoint window_end() const;
  /// It changes nothing and may be repeated at any time.
  [[nodiscard]] bool is_question() const { return operation != nullptr && operation->is_question(); }
  /// It would come too late.
  [[nodiscard]] bool is_expired(TimePoint now) const;
  [[nodiscard]] bool needs_stamp(TimePoint now) const;
  void leaves(TimePoint now);
  /// The final reply, or nothing when it is to be sent again at `not_before`.
  std::optional<Reply> outcome(TimePoint now, const SendOutcome& outcome);

 private:
  std::optional<Reply> refused(const SendOutcome& outcome) const;
  std::optional<Reply> limited(TimePoint now, const SendOutcome& outcome);
  std::optional<Reply> unclear(TimePoint now, const SendOutcome& outcome);
};

}  // namespace callwright::runtime
