#pragma once

#include "workflows/simulator/routes.hpp"
#include "workflows/simulator/world.hpp"

#include <optional>

namespace callwright::simulator {

/// A request that is no call command, taken apart.
struct Query {
  World& world;
  const Route& route;
  const ApiRequest& request;
  const JsonNode& body;

  [[nodiscard]] std::string parameter(std::string_view name) const;              ///< of the path
  [[nodiscard]] std::optional<std::string> option(std::string_view name) const;  ///< of the query string
};

/// A whole number of the query string; empty when it is absent or none.
std::optional<std::size_t> number_option(const Query& query, std::string_view name);

/// A part of a list, as `page[size]`, `page[limit]`, `page[number]` and `page[after]` ask for it.
struct Page {
  std::size_t number = 1;
  std::size_t size = 20;
  std::size_t begin = 0;
  std::size_t end = 0;
};
Page page_of(const Query& query, std::size_t total);
/// `{page_number, page_size, total_pages, total_results}`.
Json page_meta(const Page& page, std::size_t total);

using QueryAnswer = ApiResponse (*)(const Query&);
/// A page of a list: `write` writes the element of that number.
template <class Write>
ApiResponse list_of(const Query& query, std::size_t total, Write write) {
  const auto page = page_of(query, total);
  JsonWriter writer;
  writer.begin_object().key("data").begin_array();
  for (auto i = page.begin; i < page.end; ++i) write(writer, i);
  writer.end_array().member("meta", page_meta(page, total));
  return {200, writer.end_object().finish(), {}};
}

/// True when `time` is within what `<filter>[eq]`, `[gt]`, `[gte]`, `[lt]` and `[lte]` ask for.
bool is_within(const Query& query, std::string_view filter, TimePoint time);

// The groups of queries; each gives an empty function for a name that is not its own.
QueryAnswer call_query(std::string_view name);
QueryAnswer delivery_query(std::string_view name);
QueryAnswer queue_query(std::string_view name);
QueryAnswer conference_query(std::string_view name);

ApiResponse list_call_events(const Query& query);

/// Answers what the model knows about; 404 for operations that it does not model.
ApiResponse answer_query(const Query& query);

/// `404` with this sentence.
ApiResponse not_found(std::string detail);

}  // namespace callwright::simulator
