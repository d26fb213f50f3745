#pragma once

#include "handlers/ports/conversation_book.hpp"
#include "handlers/variables/question.hpp"
#include "workflows/language/bundle.hpp"

#include <optional>

namespace callwright {

/// The conversation that an answer is for: its call and the workflow that says what it is given.
struct Conversation {
  BundlePtr bundle;
  const Workflow* workflow = nullptr;  ///< of the bundle; null: none wants it, and the answer is empty
  Call call;                           ///< of a call that is not known no more than the numbers
  bool is_known = false;
};

/// A call that is known answers with its own workflow. Else, of the workflows whose `match` fits the two
/// numbers in either direction, the first with that assistant, or the first at all; else the first with that
/// assistant. A question that says neither numbers nor assistant gets the variables of the only workflow that
/// has any. `current` may be null.
Conversation find_conversation(const VariablesQuestion& question, std::optional<PinnedCall> known,
                               BundlePtr current);

}  // namespace callwright
