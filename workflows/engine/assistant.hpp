#pragma once

#include "workflows/engine/decision.hpp"
#include "workflows/engine/history.hpp"

namespace callwright::engine {

/// The body of ai_assistant_start: the action's own, or what the workflow says under `assistant`; always with
/// the dynamic variable `callwright_call`, by which the assistant's tools name the call.
Json assistant_start_body(const Decision& d, const Json& own);

/// An ai_assistant_start is being sent.
void assistant_starting(Decision& d);

/// The reply to an ai_assistant_start. 90061 means that an earlier, unanswered one had started it.
void assistant_start_replied(Decision& d, const Reply& reply);

/// `call.conversation.created`, or another source of the id.
void conversation_known(Decision& d, const ConversationId& id);

/// `assistant.initialization` names the conversation, perhaps before anything else does. It is no proof that
/// the assistant runs: Telnyx may ask for the variables and then fail to start it, and it asks too when
/// somebody looks at an assistant through the API.
void conversation_named(Decision& d, const ConversationId& id);

/// `call.conversation.start_failed`.
void assistant_start_failed(Decision& d);

/// `call.conversation.ended` that carries the ids of `leg`.
void conversation_ended(Decision& d, const ConversationId& id);
/// `call.conversation.ended` with the ids of that leg, of what happened `at`. Whether Telnyx tells everyone
/// who leaves, or the whole conversation's end with the ids of a person who took part, is not documented:
/// told with a person's ids it is the whole conversation's, unless that leg has just ended or ends now.
void conversation_end_told(Decision& d, int leg, const ConversationId& id, TimePoint at);
void conversation_end_due(Decision& d, int leg);

/// Starts the workflow's assistant again, in a conversation that knows what was said before.
void restart_assistant(Decision& d, const Resumption& resumption);

}  // namespace callwright::engine
