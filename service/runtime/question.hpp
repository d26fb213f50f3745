#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/event.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <functional>
#include <string_view>

namespace callwright::runtime {

/// What is kept of the answer to a question: the members that a decision reads. Everything else (texts of
/// instructions, names of other people) would only fill the records. `data` is the response's `data` member;
/// of a list, each element is cut down. Null for what is no object and no array.
Json kept_of_answer(const Operation& question, const Json& data);

/// Reads an event from the text of a webhook, or of an entry that shows one.
using ReadEvent = std::function<Result<Event>(std::string_view)>;
/// True of the questions whose answers show webhooks: call events and webhook deliveries.
bool lists_events(const Operation& question);
/// Of such an answer, the events of the call's legs that the call has not seen, as they are stored; as many
/// as fit into a call's JSON. Entries without an id of their own are left out: they could not be told from
/// copies that come by webhook.
Json events_missing(const Call& call, const Json& data, const ReadEvent& read);

}  // namespace callwright::runtime
