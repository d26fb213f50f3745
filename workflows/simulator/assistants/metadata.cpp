#include "workflows/simulator/assistants/metadata.hpp"

namespace callwright::simulator::assistants {

void merge_metadata(Conversation& conversation, const JsonNode& given) {
  for (const auto& [name, value] : given.members()) {
    conversation.metadata.insert_or_assign(std::string(name), value.display());
  }
}

}  // namespace callwright::simulator::assistants
