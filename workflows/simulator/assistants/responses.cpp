#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {

ApiResponse plain(Json object, int status) { return {status, std::move(object), {}}; }

ApiResponse in_data(const Json& data) {
  return plain(JsonWriter().begin_object().member("data", data).end_object().finish());
}

ApiResponse without_body(int status) { return {status, Json(), {}, TextBody{}}; }

ApiResponse as_text(std::string text, std::string content_type) {
  return {200, Json(), {}, TextBody{std::move(content_type), std::move(text)}};
}

Json array_of(const std::vector<Json>& objects) {
  JsonWriter writer;
  writer.begin_array();
  for (const auto& object : objects) writer.raw(object);
  return writer.end_array().finish();
}

ApiResponse whole_list(const std::vector<Json>& objects) { return in_data(array_of(objects)); }

ApiResponse unknown(const Query& query, std::string_view what) {
  auto detail = "The " + std::string(what) + " was not found.";
  if (!query.world.settings.unstated.unknown_resource_is_told_in_detail) return not_found(std::move(detail));
  return plain(json_object({{"detail", detail}}), 404);
}

ApiResponse bad_request(std::string detail, std::string pointer) {
  return response_of({400, "10015", "Bad Request", std::move(detail), std::move(pointer)});
}

ApiResponse invalid(std::string field, std::string message, std::string_view where) {
  return validation_response({{std::move(field), "value_error", std::move(message)}}, where);
}

}  // namespace callwright::simulator::assistants
