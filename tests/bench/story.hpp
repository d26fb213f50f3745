#pragma once

#include "tests/e2e/signer.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::bench {

/// What the service may ask of the API in a story; `Other` is answered and not waited for.
enum class Command : std::uint8_t { Answer, Start, Dial, Gather, Hangup, Speak, Join, Other };
Command command_named(std::string_view operation);

/// One command on one leg, as a bit of `Caller::seen`.
constexpr std::uint32_t bit_of(Command command, int leg) {
  return 1U << (static_cast<unsigned>(command) * 3 + static_cast<unsigned>(leg));
}

/// Something that Telnyx sends; leg 0 is the caller, 1 and 2 are the people who are rung.
struct Happening {
  std::string_view event;    ///< `tool`: the assistant asks for `escalate_to_human`
  int leg = 0;               ///< that it is about
  std::string_view payload;  ///< members of its own: `"digit":"1"`
  std::uint32_t after = 0;   ///< commands that have to be on the wire before it can come
};

/// A whole call: answered, two people rung at once, one is a voicemail, the other accepts and is joined, all
/// hang up, insights. Without a briefing the accept key leads to the join at once.
std::vector<Happening> whole_call(bool briefing);
/// How many happenings bring a call to a conversation with the assistant, where it may stay.
constexpr std::size_t kConversing = 3;
/// A key of the caller that no rule wants: stored, stepped, and nothing else.
constexpr Happening kTouch{"call.dtmf.received", 0, R"("digit":"5")"};
/// The happening after which the join has to come, in a call without briefing.
constexpr std::string_view kAcceptKey = "call.dtmf.received";

/// So many workflows with a number and two people each, so that as many calls can ring people side by side.
std::string workflow_of_lines(int lines, bool briefing);
std::string number_of_line(int line);
std::string number_of_person(int line, int leg);

/// A call as the generator knows it.
struct Caller {
  std::uint32_t slot = 0;
  std::uint32_t generation = 0;  ///< calls that had the slot before
  int line = 0;
  std::size_t next = 0;  ///< happening of its story
  std::uint32_t sent = 0;
  std::uint32_t seen = 0;                    ///< commands that came for it
  std::array<std::string, 3> client_states;  ///< by leg, as the last command set them
  std::string token;                         ///< of `callwright_call`
};

/// Every id of Telnyx follows from slot, generation and leg, in the form of Telnyx's own.
std::string call_control_id(const Caller& caller, int leg);
std::string conversation_id(const Caller& caller);

/// The request of a happening, signed as of now; the webhooks are as long as Telnyx's, 1.4 KB.
std::string request_of(const Caller& caller, const Happening& happening, const tests::Signer& signer);

}  // namespace callwright::bench
