#pragma once

#include "workflows/model/event.hpp"

#include <string>

namespace callwright {

/// What Telnyx says of a conversation when it asks for its variables. Whatever is missing or of another kind
/// is empty.
struct VariablesQuestion {
  std::string channel;       ///< `phone_call`, `web_call` or `sms_chat`
  std::string agent;         ///< our side: a number, or what a web call has
  std::string end_user;      ///< the other side
  std::string assistant_id;  ///< spelt with `assistant-`
  bool is_verified = false;  ///< the carrier vouches for the other side's number
  friend bool operator==(const VariablesQuestion&, const VariablesQuestion&) = default;
};

/// An `assistant.initialization`, or what asks for variables under another name: only that says who talks
/// with an agent of Telnyx's.
bool is_question(const Event& event);

/// Of an `assistant.initialization`.
VariablesQuestion read_question(const Event& event);

}  // namespace callwright
