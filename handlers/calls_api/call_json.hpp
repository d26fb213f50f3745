#pragma once

#include "handlers/ports/call_archive.hpp"
#include "workflows/model/call.hpp"
#include "workflows/model/json.hpp"

#include <map>
#include <string>

namespace callwright {

/// A call as the API shows it: `{id, state, failure, workflow, bundle, direction, from, to, opened_at,
/// closed_at, outcome, conversation_id, legs[], run, attempts[], insights}`. What is not known (yet) is null.
/// `run` is the latest one, and its `winner` the person's key in the workflow. Legs and attempts also have
/// the person's `name`, as far as `names` (key -> name) has it.
Json call_json(const Call& call, const std::map<std::string, std::string>& names = {});

/// `{"data": [ … ], "next": cursor}`; `next` is null on the last page.
Json page_json(const std::vector<Json>& data, const std::string& next);

}  // namespace callwright
