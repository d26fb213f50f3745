#include "workflows/simulator/assistants/assistant_json.hpp"

#include "workflows/simulator/assistants/tools_of.hpp"

namespace callwright::simulator::assistants {

Json assistant_json(const State& account, const Assistant& assistant, const Version& version) {
  JsonWriter writer;
  writer.begin_object().member("id", assistant.id).member("created_at", format_time(assistant.created_at));
  writer.member("version_id", version.id).member("version_created_at", format_time(version.created_at));
  auto settings = version.settings;
  settings.erase("tool_ids");
  settings.set("tools", tools_of(account, version.settings));
  settings.write(writer);
  if (!assistant.import_metadata.is_null()) writer.member("import_metadata", assistant.import_metadata);
  writer.key("related_mission_ids").begin_array().end_array();
  return writer.end_object().finish();
}

Json assistant_json(const State& account, const Assistant& assistant) {
  return assistant_json(account, assistant, assistant.main());
}

}  // namespace callwright::simulator::assistants
