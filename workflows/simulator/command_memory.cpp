#include "workflows/simulator/command_memory.hpp"

#include "workflows/simulator/commands.hpp"

namespace callwright::simulator {
namespace {

/// How long a command_id is remembered (Telnyx, Voice API, receiving webhooks: 60 seconds).
constexpr Duration kRemembered = std::chrono::seconds{60};

}  // namespace

ApiResponse wrapped(const Json& data) {
  return {200, JsonWriter().begin_object().member("data", data).end_object().finish(), {}};
}

std::optional<ApiResponse> duplicate_of(const World& world, const CommandMemory& memory,
                                        const std::string& command_id) {
  const auto found = memory.find(command_id);
  if (command_id.empty() || found == memory.end()) return std::nullopt;
  if (world.now - found->second.at > kRemembered) return std::nullopt;
  const bool same = world.settings.unstated.duplicate_reply == Unstated::DuplicateReply::Same;
  return wrapped(same ? found->second.body : ok());
}

void remember(const World& world, CommandMemory& memory, const std::string& command_id, const Json& data) {
  if (!command_id.empty()) memory.insert_or_assign(command_id, Remembered{world.now, data});
}

}  // namespace callwright::simulator
