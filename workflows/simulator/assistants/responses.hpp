#pragma once

#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/queries.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulator::assistants {

/// The object itself.
ApiResponse plain(Json object, int status = 200);
/// `{"data": …}`.
ApiResponse in_data(const Json& data);
/// No body at all.
ApiResponse without_body(int status = 200);
/// Something that is not JSON.
ApiResponse as_text(std::string text, std::string content_type = "text/plain");

/// `{"data": […]}`, for lists that have no pages.
ApiResponse whole_list(const std::vector<Json>& objects);
/// `[…]`
Json array_of(const std::vector<Json>& objects);

/// 404 for an id in the path; `what` is the resource: `assistant`.
ApiResponse unknown(const Query& query, std::string_view what);
/// 400 with `errors[]`.
ApiResponse bad_request(std::string detail, std::string pointer = {});
/// 422 with `detail[]` for one place of the body, dotted as BodyProblem's.
ApiResponse invalid(std::string field, std::string message, std::string_view where = "body");

}  // namespace callwright::simulator::assistants
