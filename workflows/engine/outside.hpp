#pragma once

#include "workflows/engine/decision.hpp"
#include "workflows/engine/scope.hpp"

#include <optional>

namespace callwright::engine {

/// Decides an outgoing webhook. The list does not wait for it: it is tried for a day, whatever becomes of the
/// call. False, with a record of the reason, when it cannot be sent.
bool send_webhook(Decision& d, const Action& action, const Subject& subject);

/// Decides a text message through the workflow's assistant, and gives the intent whose reply the list waits
/// for. Empty, with a record of the reason, when it cannot be sent.
std::optional<int> send_sms(Decision& d, const Action& action, const Subject& subject, int list);

/// The reply to an intent: a webhook or text message that was given up becomes a dead letter, and one that
/// sends a dead letter again settles it.
void outside_replied(Decision& d, const Intent& intent, const Reply& reply);

void attempt_failed(Decision& d, const input::AttemptFailed& failed);

/// A dead letter is sent again, under the id that its receiver knows it by.
void letter_retried(Decision& d, const input::LetterRetried& retried);

}  // namespace callwright::engine
