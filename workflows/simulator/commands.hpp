#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/simulator/errors.hpp"
#include "workflows/simulator/world.hpp"

#include <expected>

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
};

/// `{"result": "ok"}`.
Json ok();

/// `POST /calls`. `made` receives the new leg.
CommandResult dial(const Command& command, Leg*& made);

/// A command on a leg that is in a state for it. Commands whose effect is not modelled are accepted.
CommandResult perform(const Command& command, Leg& leg);

// The groups of commands; each gives an empty function for a name that is not its own.
using CommandEffect = CommandResult (*)(const Command&, Leg&);
CommandEffect leg_command(std::string_view name);
CommandEffect speech_command(std::string_view name);
CommandEffect assistant_command(std::string_view name);

}  // namespace callwright::simulator
