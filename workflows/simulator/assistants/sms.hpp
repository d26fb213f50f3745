#pragma once

#include "workflows/simulator/world.hpp"

#include <string>

namespace callwright::simulator::assistants {

/// Who writes to whom.
struct SmsPair {
  std::string assistant_id;
  std::string agent;  ///< our number
  std::string user;
};

/// The newest conversation by message of that pair; null when there is none.
Conversation* find_sms_conversation(World& world, const SmsPair& pair);
/// A new one with the metadata that Telnyx sets.
Conversation& add_sms_conversation(World& world, const SmsPair& pair);

/// The assistant sends `text`; without one its greeting when nothing was said yet, else a text of its own.
void send_sms(World& world, Conversation& conversation, std::string text);

}  // namespace callwright::simulator::assistants
