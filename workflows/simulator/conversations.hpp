#pragma once

#include "workflows/simulator/world.hpp"

namespace callwright::simulator {

/// Starts a conversation of that assistant on an answered leg that takes part in none.
/// `call.conversation.created` follows.
Conversation& start_conversation(World& world, Leg& leg, const std::string& assistant_id);

/// The assistant that was asked for with `answer` or Dial; one that cannot start leaves the call in silence.
void start_on_answer(World& world, Leg& leg);

/// Adds an answered leg.
void join_conversation(Conversation& conversation, Leg& leg, bool ends_conversation);

/// Ends it for every leg; `call.conversation.ended` and the insights follow. Nothing when it is over.
void finish_conversation(World& world, Conversation& conversation);

/// Starts a conversation with the application's own assistant behind a WebSocket; no event tells of it.
Conversation& start_relay(World& world, Leg& leg);

/// Adds a message; reported when the application asked for that.
void note_message(World& world, Conversation& conversation, std::string_view role,
                  const std::string& content);

/// The person says something, and the assistant of the model repeats it.
void talk(World& world, Conversation& conversation, const std::string& text);

/// `[{role, content}]`, as events and gathers show it.
Json message_history(const Conversation& conversation);

/// The leg has ended: the conversation goes on without it or ends with it.
void leave_conversation(World& world, Leg& leg);

/// True when that assistant was declared broken.
bool is_broken(const World& world, const std::string& assistant_id);

}  // namespace callwright::simulator
