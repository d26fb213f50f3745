#include "workflows/simulator/assistants/serving.hpp"

#include "workflows/model/text.hpp"
#include "workflows/simulator/assistants/canary_rules.hpp"
#include "workflows/simulator/conversations.hpp"

#include <algorithm>
#include <chrono>

namespace callwright::simulator::assistants {
namespace {

constexpr const char* kVersionId = "assistant_version_id";

std::string text_at(const Fields& settings, std::string_view object, std::string_view name) {
  return JsonDocument::of(settings.at(object, name)).root().str();
}

/// `Telnyx.KokoroTTS.af` is a voice of the provider `telnyx`.
std::string provider_of(const std::string& voice) {
  auto provider = voice.substr(0, voice.find('.'));
  std::ranges::transform(provider, provider.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return provider;
}

void stop_at_time_limit(World& world, const Conversation& conversation, const Fields& settings) {
  const auto limit = JsonDocument::of(settings.at("telephony_settings", "time_limit_secs")).root().integer();
  if (!conversation.leg || !limit) return;
  world.after(std::chrono::seconds{*limit}, [number = conversation.number](World& later) {
    finish_conversation(later, later.conversations[number]);
  });
}

}  // namespace

bool is_unknown(const World& world, std::string_view assistant_id) {
  if (find_by_id(world.account.assistants, assistant_id) != nullptr) return false;
  const auto& deleted = world.account.deleted_assistants;
  return world.settings.unstated.known_assistants_only ||
         std::ranges::find(deleted, assistant_id) != deleted.end();
}

const Fields* settings_of(const World& world, const Conversation& conversation) {
  const auto* assistant = find_by_id(world.account.assistants, conversation.assistant_id);
  if (assistant == nullptr) return nullptr;
  const auto named = conversation.metadata.find(kVersionId);
  const auto* version = named == conversation.metadata.end() ? nullptr : assistant->version(named->second);
  return version == nullptr ? &assistant->main().settings : &version->settings;
}

void take_assistant(World& world, Conversation& conversation) {
  const auto* assistant = find_by_id(world.account.assistants, conversation.assistant_id);
  if (assistant == nullptr) return;
  const auto& version = version_for(*assistant, conversation);
  conversation.metadata[kVersionId] = version.id;
  if (conversation.name.empty()) conversation.name = version.settings.text("name");
  stop_at_time_limit(world, conversation, version.settings);
}

bool keeps_data(const World& world, const Conversation& conversation) {
  const auto* settings = settings_of(world, conversation);
  if (settings == nullptr) return true;
  return JsonDocument::of(settings->at("privacy_settings", "data_retention")).root().boolean().value_or(true);
}

Models models_of(const World& world, const Conversation& conversation) {
  Models models{.llm = "simulator/echo",
                .stt = "distil-whisper/distil-large-v2",
                .tts_provider = "telnyx",
                .voice = "Telnyx.KokoroTTS.af"};
  const auto* settings = settings_of(world, conversation);
  if (settings == nullptr) return models;
  models.llm = settings->text("model");
  if (auto stt = text_at(*settings, "transcription", "model"); !stt.empty()) models.stt = std::move(stt);
  if (auto voice = text_at(*settings, "voice_settings", "voice"); !voice.empty()) {
    models.tts_provider = provider_of(voice);
    models.voice = std::move(voice);
  }
  return models;
}

}  // namespace callwright::simulator::assistants
