#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

namespace callwright::runtime {

/// What is kept of the answer to a question: the members that a decision reads. Everything else (texts of
/// instructions, names of other people) would only fill the records. `data` is the response's `data` member;
/// of a list, each element is cut down. Null for what is no object and no array.
Json kept_of_answer(const Operation& question, const Json& data);

}  // namespace callwright::runtime
