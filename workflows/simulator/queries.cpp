#include "workflows/simulator/queries.hpp"

#include "workflows/simulator/assistants/answer.hpp"
#include "workflows/simulator/errors.hpp"

#include <algorithm>
#include <charconv>

namespace callwright::simulator {
std::string Query::parameter(std::string_view name) const {
  const auto found = route.parameters.find(name);
  return found == route.parameters.end() ? std::string{} : found->second;
}

std::optional<std::string> Query::option(std::string_view name) const {
  const auto found = std::ranges::find(request.query, name, [](const auto& pair) { return pair.first; });
  if (found == request.query.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> number_option(const Query& query, std::string_view name) {
  const auto text = query.option(name);
  if (!text) return std::nullopt;
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
  return value;
}

Page page_of(const Query& query, std::size_t total) {
  Page page;
  page.size = number_option(query, "page[limit]").value_or(number_option(query, "page[size]").value_or(20));
  page.size = std::clamp<std::size_t>(page.size, 1, 250);
  page.number = std::max<std::size_t>(1, number_option(query, "page[number]").value_or(1));
  page.begin = std::min(total, number_option(query, "page[after]").value_or((page.number - 1) * page.size));
  page.end = std::min(total, page.begin + page.size);
  return page;
}

Json page_meta(const Page& page, std::size_t total) {
  const auto pages = (total + page.size - 1) / page.size;
  return JsonWriter()
      .begin_object()
      .member("page_number", static_cast<std::int64_t>(page.number))
      .member("page_size", static_cast<std::int64_t>(page.size))
      .member("total_pages", static_cast<std::int64_t>(pages))
      .member("total_results", static_cast<std::int64_t>(total))
      .end_object()
      .finish();
}

bool is_within(const Query& query, std::string_view filter, TimePoint time) {
  const auto fits = [&](std::string_view how, bool (*compare)(TimePoint, TimePoint)) {
    const auto text = query.option(std::string(filter) + std::string(how));
    const auto limit = text ? parse_time(*text) : std::nullopt;
    return !limit || compare(time, *limit);
  };
  return fits("[eq]", [](TimePoint a, TimePoint b) { return a == b; }) &&
         fits("[gt]", [](TimePoint a, TimePoint b) { return a > b; }) &&
         fits("[gte]", [](TimePoint a, TimePoint b) { return a >= b; }) &&
         fits("[lt]", [](TimePoint a, TimePoint b) { return a < b; }) &&
         fits("[lte]", [](TimePoint a, TimePoint b) { return a <= b; });
}

ApiResponse answer_query(const Query& query) {
  for (const auto group :
       {call_query, delivery_query, queue_query, conference_query, assistants::assistants_query}) {
    if (const auto answer = group(query.route.operation->name)) return answer(query);
  }
  return not_found("The simulator does not model " + query.route.operation->name + ".");
}

ApiResponse not_found(std::string detail) { return response_of(refusal("10005", std::move(detail))); }

}  // namespace callwright::simulator
