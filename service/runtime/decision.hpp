#pragma once

#include "service/runtime/effect.hpp"
#include "workflows/engine/step.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace callwright::runtime {

using StepFunction = std::function<Step(const Bundle&, Call, const Input&)>;

/// One input in a call's mailbox.
struct Waiting {
  Input input;
  RequestId request = 0;   ///< whoever gave it waits for an answer and can repeat it; 0: our own
  CallControlId tool_leg;  ///< a tool request that names a leg: it has to be one of the call's
  message::FoundBy found_by = message::FoundBy::Nobody;
  std::int64_t adopted = 0;  ///< position of the unmatched event that it was; 0: it was none
  bool duplicate = false;    ///< of an input in the same commit
};

/// Whoever wants a call made waits for its first commit.
Waiting waiting_for(TimePoint now, message::StartCall wanted);

/// What becomes of a call when all its waiting inputs have been stepped, one after another.
struct Decision {
  std::optional<StoreEntry> entry;       ///< empty when there is nothing to store
  std::vector<Waiting> stepped;          ///< what the entry answers for
  std::vector<effect::Respond> at_once;  ///< answers that need no commit
  std::vector<Answer> answers;           ///< by the engine, to be given after the commit
  std::vector<Record> records;
  std::vector<effect::StepFailed> failures;
};

/// Inputs that have become stale are left out: an event seen before (answered Duplicate), a timer that is no
/// longer armed, a reply to an intent that is no longer open. An input on which `step` throws changes
/// nothing.
Decision decide(const StepFunction& step, const Call& call, const Bundle& bundle,
                std::vector<Waiting> inputs);

/// JSON array of `{seq, at, kind, data}`.
std::string write_records(const std::vector<Record>& records);

}  // namespace callwright::runtime
