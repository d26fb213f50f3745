#pragma once

#include "workflows/simulator/world.hpp"

#include <string>
#include <string_view>

namespace callwright::simulator::assistants {

/// True when nobody can talk to it: it was deleted, or it was never created here and only such ones are
/// known.
bool is_unknown(const World& world, std::string_view assistant_id);

/// The settings of the assistant that serves the conversation, in its version; null when it was not created
/// here.
const Fields* settings_of(const World& world, const Conversation& conversation);

/// Gives a new conversation what is known of its assistant: its name and the id of its version (a canary
/// deploy may choose another one than main), and on a call the time limit after which the assistant stops.
void take_assistant(World& world, Conversation& conversation);

/// False: nothing that is said is stored, and no insights are made.
bool keeps_data(const World& world, const Conversation& conversation);

/// What `call.conversation.ended` tells about the assistant.
struct Models {
  std::string llm;
  std::string stt;
  std::string tts_provider;
  std::string voice;
};
Models models_of(const World& world, const Conversation& conversation);

}  // namespace callwright::simulator::assistants
