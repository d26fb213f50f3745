#include "workflows/simulator/api.hpp"

#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/queries.hpp"

#include <algorithm>

namespace callwright::simulator {
namespace {

/// How long a command_id is remembered (Telnyx, Voice API, receiving webhooks: 60 seconds).
constexpr Duration kRemembered = std::chrono::seconds{60};

std::vector<BodyProblem> problems_of(const World& world, const Operation& operation, const JsonNode& body) {
  auto problems = check_body(operation, body);
  if (!world.settings.unstated.unknown_fields_are_refused) {
    std::erase_if(problems, [](const BodyProblem& problem) { return problem.code == "unknown_field"; });
  }
  return problems;
}

ApiResponse wrapped(const Json& data) {
  return {200, JsonWriter().begin_object().member("data", data).end_object().finish(), {}};
}

/// The answer to a command whose command_id was used shortly before; empty: it is the first.
std::optional<ApiResponse> duplicate_of(const World& world, const CommandMemory& memory,
                                        const std::string& command_id) {
  const auto found = memory.find(command_id);
  if (command_id.empty() || found == memory.end()) return std::nullopt;
  if (world.now - found->second.at > kRemembered) return std::nullopt;
  const bool same = world.settings.unstated.duplicate_reply == Unstated::DuplicateReply::Same;
  return wrapped(same ? found->second.body : ok());
}

/// Which commands a leg takes depends on how far it is (Telnyx, legal command order).
std::optional<ApiError> refused_by_state(const Leg& leg, std::string_view command) {
  if (!leg.is_live()) {
    return refusal("90018", "This call is no longer active and can't receive commands.");
  }
  if (command == "answer" && !leg.incoming) return refusal("90102", "Only incoming calls can be answered.");
  if (leg.is_answered() || command == "hangup") return std::nullopt;
  if (leg.incoming && (command == "answer" || command == "reject")) return std::nullopt;
  if (command == "reject") return std::nullopt;  // refused with its own sentence
  return refusal("90034", "This call can't receive this command because it has not been answered yet.");
}

/// Keeps what took effect; `place` is where the log of events was before: a command comes before its events.
void note(const Command& command, const Leg& leg, std::size_t place) {
  auto& world = command.world;
  const auto body = command.body.exists() ? command.body.json() : Json();
  world.effects.push_back({world.now, command.operation.name, leg.id, body});
  world.event_log.insert(world.event_log.begin() + static_cast<std::ptrdiff_t>(place),
                         {world.now, command.operation.name, leg.number, body, {}});
}

ApiResponse answer_dial(const Command& command) {
  auto& world = command.world;
  const auto command_id = command.text("command_id");
  if (auto duplicate = duplicate_of(world, world.dial_commands, command_id)) return std::move(*duplicate);
  Leg* made = nullptr;
  const auto place = world.event_log.size();
  const auto result = dial(command, made);
  if (!result) return response_of(result.error());
  if (!command_id.empty()) world.dial_commands.insert_or_assign(command_id, Remembered{world.now, *result});
  note(command, *made, place);
  return wrapped(*result);
}

/// A command carries the leg's new client_state, which its own webhooks already show.
CommandResult perform_with_client_state(const Command& command, Leg& leg) {
  const auto before = leg.client_state;
  if (command.body["client_state"].exists()) leg.client_state = command.text("client_state");
  auto result = perform(command, leg);
  if (!result) leg.client_state = before;
  return result;
}

ApiResponse answer_command(const Command& command, const Query& query) {
  auto& world = command.world;
  const auto id = query.parameter("call_control_id");
  auto* leg = world.find_leg(id);
  if (leg == nullptr) {
    return response_of(refusal("90015", "The call_control_id provided was not valid.", "/call_control_id"));
  }
  const auto command_id = command.text("command_id");
  if (auto duplicate = duplicate_of(world, leg->commands, command_id)) return std::move(*duplicate);
  if (const auto refused = refused_by_state(*leg, command.operation.name)) return response_of(*refused);
  const auto place = world.event_log.size();
  const auto result = perform_with_client_state(command, *leg);
  if (!result) return response_of(result.error());
  if (!command_id.empty()) leg->commands.insert_or_assign(command_id, Remembered{world.now, *result});
  note(command, *leg, place);
  return wrapped(*result);
}

ApiResponse answer_routed(const Query& query) {
  const auto& operation = *query.route.operation;
  const auto problems = problems_of(query.world, operation, query.body);
  if (!operation.is_call_command()) {
    return problems.empty() ? answer_query(query) : validation_response(problems);
  }
  if (!problems.empty()) return response_of(refusal_of(problems.front()));
  const Command command{query.world, operation, query.body};
  return operation.name == "dial" ? answer_dial(command) : answer_command(command, query);
}

}  // namespace

ApiResponse answer_request(World& world, const ApiRequest& request) {
  if (request.authorization != "Bearer " + world.settings.api_key) {
    return response_of(refusal("10009", "The API key is missing or not valid."));
  }
  const auto route = find_route(request.method, request.path);
  if (!route) return not_found("There is no " + request.method + " " + request.path + ".");
  const auto document = JsonDocument::parse(request.body.empty() ? "{}" : request.body);
  if (!document) return response_of({400, "10015", "Bad Request", document.error().detail, ""});
  const auto body = document->root();
  return answer_routed({world, *route, request, body});
}

}  // namespace callwright::simulator
