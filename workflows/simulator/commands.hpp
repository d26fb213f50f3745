#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/world.hpp"

#include <expected>
#include <optional>

namespace callwright::simulator {

/// `data` of the response, or the refusal.
using CommandResult = std::expected<Json, ApiError>;

/// An accepted shape of a command, on its way to its effect.
struct Command {
  World& world;
  const Operation& operation;
  const JsonNode& body;

  [[nodiscard]] std::string text(std::string_view field) const { return body[field].str(); }
  /// The value given, else the default that the catalogue documents, else 0.
  [[nodiscard]] std::int64_t number(std::string_view field) const;
  [[nodiscard]] bool flag(std::string_view field) const;
  [[nodiscard]] bool has(std::string_view field) const { return body[field].exists(); }
};

/// `{"result": "ok"}`.
Json ok();

/// `POST /calls`. `made` receives the new leg that the answer names.
CommandResult dial(const Command& command, Leg*& made);

/// What the catalogue does not say about a body: fields that exclude each other or need each other, formats
/// of numbers, events that exist. Empty: nothing is wrong.
std::optional<ApiError> problem_beyond_catalogue(const Command& command);

/// The effect of a command on a leg that is in a state for it; null: there is no such command.
using CommandEffect = CommandResult (*)(const Command&, Leg&);
CommandEffect effect_of(std::string_view command);

// The groups of commands; each gives an empty function for a name that is not its own.
CommandEffect leg_command(std::string_view name);
CommandEffect transfer_command(std::string_view name);
CommandEffect speech_command(std::string_view name);
CommandEffect gather_command(std::string_view name);
CommandEffect media_command(std::string_view name);
CommandEffect queue_command(std::string_view name);
CommandEffect assistant_command(std::string_view name);

// What several commands have in common.
/// `webhook_url`, `webhook_urls` … of dial, answer and transfer.
void read_webhook_wishes(const Command& command, Leg& leg);
/// `record`, `record_channels` … of dial, answer, transfer and bridge; empty: no recording.
std::optional<Recording> recording_wish(const Command& command);
/// `transcription`, `assistant`, `stream_url` … of dial and answer, which wait for the answer.
void read_wishes_on_answer(const Command& command, Leg& leg);
Transcription transcription_of(const JsonNode& fields);
/// Audio by address or name; it cannot be heard when the settings say so.
Utterance playback_of(const Command& command, std::string_view url_field, std::string_view name_field);

}  // namespace callwright::simulator
