#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"

#include <set>

namespace callwright::simulator::assistants {
namespace {

ApiResponse with_tags(const std::vector<std::string>& tags) {
  Fields fields;
  fields.set_texts("tags", tags);
  JsonWriter writer;
  writer.begin_object();
  fields.write(writer);
  return plain(writer.end_object().finish());
}

/// All tags in use, each once.
ApiResponse list_tags(const Query& query) {
  std::set<std::string> tags;
  for (const auto& assistant : query.world.account.assistants) {
    for (auto& tag : assistant.main().settings.texts("tags")) tags.insert(std::move(tag));
  }
  return with_tags({tags.begin(), tags.end()});
}

ApiResponse add_tag(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto tags = assistant->main().settings.texts("tags");
  const auto tag = query.body["tag"].str();
  if (std::ranges::find(tags, tag) == tags.end()) tags.push_back(tag);
  assistant->main().settings.set_texts("tags", tags);
  return with_tags(tags);
}

ApiResponse remove_tag(const Query& query) {
  auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto tags = assistant->main().settings.texts("tags");
  if (std::erase(tags, query.parameter("tag")) == 0) return unknown(query, "tag");
  assistant->main().settings.set_texts("tags", tags);
  return with_tags(tags);
}

}  // namespace

Handlers tag_handlers() {
  return {{"list_tags", list_tags}, {"add_tag", add_tag}, {"remove_tag", remove_tag}};
}

}  // namespace callwright::simulator::assistants
