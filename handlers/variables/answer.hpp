#pragma once

#include "handlers/ports/http.hpp"
#include "handlers/ports/lookups.hpp"
#include "handlers/variables/conversation.hpp"
#include "handlers/variables/question.hpp"
#include "workflows/model/event.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <optional>

namespace callwright {

/// All that an answer is made of.
struct AnswerParts {
  const Conversation& conversation;
  const VariablesQuestion& question;
  Json payload;  ///< of the event, for `event.*`
  TimePoint now{};
  Json lookup{};  ///< what the other system answered; null: nothing
};

/// What the workflow wants to know from another system; empty: nothing, or not of this caller.
std::optional<LookupQuestion> lookup_of(const AnswerParts& parts);

/// `{"dynamic_variables", "memory"?, "conversation"?: {"metadata"}}`, as Telnyx reads it: variables have to
/// be within `dynamic_variables`. What comes to nothing is left out, so that the assistant's own default
/// stands.
Json write_answer(const AnswerParts& parts);

/// The answer as it is recorded: without the call's token.
Json recorded_answer(const Json& answer);

}  // namespace callwright
