#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/pages.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

Json test_json(const Resource& test) {
  JsonWriter writer;
  writer.begin_object().member("test_id", test.id);
  test.fields.write(writer);
  return writer.member("created_at", format_time(test.created_at)).end_object().finish();
}

/// A rubric is a list of `{name, criteria}`.
std::optional<ApiResponse> refused_rubric(const JsonNode& rubric) {
  int index = 0;
  for (const auto& entry : rubric.elements()) {
    const auto at = "rubric." + std::to_string(index++) + ".";
    for (const auto* name : {"name", "criteria"}) {
      if (!entry[name].is_string()) return invalid(at + name, std::string(name) + " is required");
    }
  }
  return std::nullopt;
}

ApiResponse create_test(const Query& query) {
  if (const auto refused = refused_rubric(query.body["rubric"])) return *refused;
  Resource test{.id = query.world.ids.uuid(),
                .created_at = query.world.now,
                .fields = filled_in(*query.route.operation, query.body)};
  return plain(test_json(query.world.account.tests.emplace_back(std::move(test))), 201);
}

ApiResponse get_test(const Query& query) {
  const auto* test = test_of(query);
  return test == nullptr ? unknown(query, "test") : plain(test_json(*test));
}

ApiResponse list_tests(const Query& query) {
  std::vector<Json> objects;
  for (const auto& test : query.world.account.tests) {
    const auto fits = [&](const char* name) {
      return test.fields.text(name) == query.option(name).value_or(test.fields.text(name));
    };
    if (fits("test_suite") && fits("telnyx_conversation_channel") && fits("destination")) {
      objects.push_back(test_json(test));
    }
  }
  return paged_list(query, objects);
}

ApiResponse update_test(const Query& query) {
  auto* test = test_of(query);
  if (test == nullptr) return unknown(query, "test");
  if (const auto refused = refused_rubric(query.body["rubric"])) return *refused;
  set_given(test->fields, *query.route.operation, query.body);
  return plain(test_json(*test));
}

ApiResponse delete_test(const Query& query) {
  const bool is_gone = erase_by_id(query.world.account.tests, query.parameter("test_id"));
  return is_gone ? without_body() : unknown(query, "test");
}

ApiResponse list_test_suites(const Query& query) {
  std::vector<std::string> names;
  for (const auto& test : query.world.account.tests) {
    auto name = test.fields.text("test_suite");
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  Fields fields;
  fields.set_texts("data", names);
  return in_data(*fields.find("data"));
}

}  // namespace

Handlers test_handlers() {
  return {{"create_test", create_test}, {"get_test", get_test},       {"list_tests", list_tests},
          {"update_test", update_test}, {"delete_test", delete_test}, {"list_test_suites", list_test_suites}};
}

}  // namespace callwright::simulator::assistants
