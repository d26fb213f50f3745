#include "workflows/simulator/assistants/pages.hpp"

#include "workflows/simulator/assistants/responses.hpp"

#include <algorithm>
#include <charconv>

namespace callwright::simulator::assistants {
namespace {

constexpr std::size_t kUsualSize = 20;

/// The option is a number: the query was checked.
std::size_t count_option(const Query& query, std::string_view name, std::size_t otherwise) {
  const auto text = query.option(name).value_or("");
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Page page_asked_for(const Query& query, std::size_t total) {
  Page page;
  page.number = count_option(query, "page[number]", 1);
  page.size = count_option(query, "page[size]", kUsualSize);
  const auto pages = page.size == 0 ? 0 : (total + page.size - 1) / page.size;
  page.begin = page.number > pages ? total : (page.number - 1) * page.size;
  page.end = std::min(total, page.begin + page.size);
  return page;
}

Json meta_of(const Page& page, std::size_t total) {
  if (page.size > 0) return page_meta(page, total);
  JsonWriter writer;
  writer.begin_object().member("page_number", static_cast<std::int64_t>(page.number));
  writer.member("page_size", 0).member("total_pages", 0);
  return writer.member("total_results", static_cast<std::int64_t>(total)).end_object().finish();
}

}  // namespace

std::vector<Json> page_of_list(const Query& query, const std::vector<Json>& objects) {
  const auto page = page_asked_for(query, objects.size());
  return {objects.begin() + static_cast<std::ptrdiff_t>(page.begin),
          objects.begin() + static_cast<std::ptrdiff_t>(page.end)};
}

ApiResponse paged_list(const Query& query, const std::vector<Json>& objects) {
  const auto page = page_asked_for(query, objects.size());
  JsonWriter writer;
  writer.begin_object().member("data", array_of(page_of_list(query, objects)));
  writer.member("meta", meta_of(page, objects.size())).end_object();
  return plain(writer.finish());
}

}  // namespace callwright::simulator::assistants
