#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"
#include "workflows/simulator/assistants/settings.hpp"

namespace callwright::simulator::assistants {
namespace {

constexpr const char* kToolIds = "tool_ids";

ApiResponse add_assistant_tool(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  const auto* tool = tool_of(query);
  if (tool == nullptr) return unknown(query, "tool");
  auto ids = assistant->main().settings.texts(kToolIds);
  if (std::ranges::find(ids, tool->id) == ids.end()) ids.push_back(tool->id);
  auto settings = assistant->main().settings;
  settings.set_texts(kToolIds, ids);
  if (const auto refused = refused_tools(query, settings)) return *refused;
  assistant->main().settings = std::move(settings);
  return plain(json_object({}));
}

ApiResponse remove_assistant_tool(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto ids = assistant->main().settings.texts(kToolIds);
  if (std::erase(ids, query.parameter("tool_id")) == 0) return unknown(query, "tool");
  assistant->main().settings.set_texts(kToolIds, ids);
  return plain(json_object({}));
}

void replace_all(std::string& text, const std::string& name, const std::string& value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
    text.replace(at, name.size(), value);
  }
}

std::string filled_url(const JsonNode& webhook, const JsonNode& request) {
  auto url = webhook["url"].str();
  for (const auto& [name, value] : request["dynamic_variables"].members()) {
    replace_all(url, "{{" + std::string(name) + "}}", value.display());
  }
  for (const auto& [name, value] : request["arguments"].members()) {
    replace_all(url, "{" + std::string(name) + "}", value.display());
  }
  return url;
}

/// Nothing is sent: the model has no network. It tells what would have been sent, and that an empty object
/// came back.
Json test_result(const JsonNode& webhook, const JsonNode& request) {
  const auto method = webhook["method"].str();
  JsonWriter writer;
  writer.begin_object().member("success", true).member("status_code", 200);
  writer.member("content_type", "application/json").key("request").begin_object();
  writer.member("method", method.empty() ? "POST" : method).member("url", filled_url(webhook, request));
  if (method != "GET" && request["arguments"].exists()) writer.key("body").node(request["arguments"]);
  return writer.end_object().member("response", "{}").end_object().finish();
}

ApiResponse test_assistant_tool(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  const auto ids = assistant->main().settings.texts(kToolIds);
  const auto* tool = tool_of(query);
  if (tool == nullptr || std::ranges::find(ids, tool->id) == ids.end()) return unknown(query, "tool");
  if (tool->fields.text("type") != "webhook") return bad_request("Only a webhook tool can be tested.");
  const auto definition = JsonDocument::of(*tool->fields.find("tool_definition"));
  return in_data(test_result(definition.root(), query.body));
}

}  // namespace

Handlers assistant_tool_handlers() {
  return {{"add_assistant_tool", add_assistant_tool},
          {"remove_assistant_tool", remove_assistant_tool},
          {"test_assistant_tool", test_assistant_tool}};
}

}  // namespace callwright::simulator::assistants
