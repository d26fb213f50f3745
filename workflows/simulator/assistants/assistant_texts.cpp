#include "workflows/simulator/assistants/find.hpp"
#include "workflows/simulator/assistants/handlers.hpp"
#include "workflows/simulator/assistants/responses.hpp"

namespace callwright::simulator::assistants {
namespace {

ApiResponse get_assistant_texml(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  return as_text("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Connect><AIAssistant id=\"" +
                     assistant->id + "\"/></Connect></Response>",
                 "application/xml");
}

/// The model writes nothing of its own: it puts the wish below the instructions.
ApiResponse enhance_instructions(const Query& query) {
  const auto* assistant = assistant_of(query);
  if (assistant == nullptr) return unknown(query, "assistant");
  auto text = query.body["instructions"].str();
  if (text.empty()) text = assistant->main().settings.text("instructions");
  const auto wish = query.body["enhancement_prompt"].str();
  return as_text(wish.empty() ? text : text + "\n" + wish);
}

}  // namespace

Handlers assistant_text_handlers() {
  return {{"get_assistant_texml", get_assistant_texml}, {"enhance_instructions", enhance_instructions}};
}

}  // namespace callwright::simulator::assistants
