#include "workflows/simulator/ai_gather.hpp"

#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/speech.hpp"
#include "workflows/simulator/webhooks.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

/// The text as the type asks for it; text that does not fit stays text.
Json value_of(const AiGather::Parameter& parameter, const std::string& text) {
  const bool is_number = parameter.type == "integer" || parameter.type == "number";
  if (is_number || parameter.type == "boolean") {
    auto parsed = Json::parse(text);
    if (parsed && !JsonDocument::of(*parsed).root().is_object()) return std::move(*parsed);
  }
  return json_text(text);
}

Json collected_values(const AiGather& gather) {
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : gather.collected) writer.member(name, value);
  return writer.end_object().finish();
}

bool has(const AiGather& gather, const std::string& name) {
  return std::ranges::find(gather.collected, name, [](const auto& pair) { return pair.first; }) !=
         gather.collected.end();
}

bool is_complete(const AiGather& gather) {
  const auto missing = [&](const auto& parameter) {
    return parameter.is_required && !has(gather, parameter.name);
  };
  return !gather.collected.empty() && std::ranges::none_of(gather.parameters, missing);
}

/// Required values are asked for first.
const AiGather::Parameter* next_of(const AiGather& gather) {
  for (const bool required : {true, false}) {
    for (const auto& parameter : gather.parameters) {
      if (parameter.is_required == required && !has(gather, parameter.name)) return &parameter;
    }
  }
  return nullptr;
}

}  // namespace

AiGather ai_gather_of(const JsonNode& parameters) {
  AiGather gather;
  const auto required = parameters["required"].elements();
  for (const auto& [name, schema] : parameters["properties"].members()) {
    const bool is_required =
        std::ranges::any_of(required, [&](const JsonNode& one) { return one.string() == name; });
    gather.parameters.push_back({std::string(name), schema["type"].str(), is_required});
  }
  return gather;
}

void await_answer(World& world, Leg& leg) {
  const auto token = ++leg.ai_gather->token;
  world.while_live(leg, leg.ai_gather->user_timeout, [token](World& later, Leg& silent) {
    if (silent.ai_gather && silent.ai_gather->token == token) end_ai_gather(later, silent, false);
  });
}

void take_answer(World& world, Leg& leg, Conversation& conversation, const std::string& text) {
  auto& gather = *leg.ai_gather;
  note_message(world, conversation, "user", text);
  if (const auto* parameter = next_of(gather)) {
    gather.collected.emplace_back(parameter->name, value_of(*parameter, text));
  }
  if (gather.reports_partial_results) {
    emit(world, leg, "call.ai_gather.partial_results",
         {{"message_history", message_history(conversation)}, {"partial_results", collected_values(gather)}});
  }
  if (is_complete(gather)) {
    end_ai_gather(world, leg, true);
  } else {
    await_answer(world, leg);
  }
}

void end_ai_gather(World& world, Leg& leg, bool is_valid) {
  if (!leg.ai_gather) return;
  const auto gather = *std::exchange(leg.ai_gather, std::nullopt);
  const auto conversation = *leg.conversation;
  if (leg.is_answered() && !gather.ended_speech.empty()) {
    note_message(world, world.conversations[conversation], "assistant", gather.ended_speech);
    leg.heard.push_back(gather.ended_speech);
  }
  emit(world, leg, "call.ai_gather.ended",
       {{"message_history", message_history(world.conversations[conversation])},
        {"result", collected_values(gather)},
        {"status", json_text(is_valid ? "valid" : "invalid")}});
  finish_conversation(world, world.conversations[conversation]);
}

}  // namespace callwright::simulator
