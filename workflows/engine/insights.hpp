#pragma once

#include "workflows/engine/decision.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright::engine {

// What the assistant's account makes of a conversation after it has ended. The same insights may come by
// event, by their group's own webhook and as the answer to a question; whichever is first counts, and the
// rules on `call.conversation_insights.generated` run once for each conversation of the call.

/// `call.conversation_insights.generated`, in any of its spellings.
void insights_arrived(Decision& d, const Event& event);

/// The call has ended and insights are awaited: asked for when they do not come by themselves.
void await_insights(Decision& d);
void ask_for_insights(Decision& d, int round);
void insights_asked(Decision& d, const Intent& question, const Reply& reply);

/// The name of an insight, as the account knows it.
void insight_name_asked(Decision& d, const Intent& question, const Reply& reply);

/// No insights are waited for any longer.
void give_up_insights(Decision& d);

/// What `insights.<path>` means: the name (or id) of an insight, then a path into its result. Results are
/// objects, texts, or texts that hold JSON. Of two results of one insight the later counts.
std::optional<std::string> insight_value(const Json& insights, std::string_view path);

}  // namespace callwright::engine
