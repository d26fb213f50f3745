#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

// Conversations by text message that this call began. They live apart from the call's own conversation,
// mostly after its end: what comes of them is recorded and changes nothing else. Telnyx does not report the
// messages themselves; that somebody writes shows only where it asks for the variables of a conversation that
// begins.

/// A text message goes out: what is heard from that number belongs to this call, until a later one texts it.
void text_sent(Decision& d, const std::string& to);

/// Telnyx took it; `conversation` is the one that it belongs to.
void text_taken(Decision& d, const ConversationId& conversation, const std::string& to);

/// The event is about a conversation by text message, not about the call's own.
bool is_of_text(const Call& call, const Event& event);
void text_event_arrived(Decision& d, const Event& event);

}  // namespace callwright::engine
