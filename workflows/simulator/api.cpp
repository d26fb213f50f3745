#include "workflows/simulator/api.hpp"

#include "workflows/simulator/command_memory.hpp"
#include "workflows/simulator/commands.hpp"
#include "workflows/simulator/queries.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::simulator {
namespace {

std::vector<BodyProblem> problems_of(const World& world, const Operation& operation, const JsonNode& body) {
  auto problems = check_body(operation, body);
  if (!world.settings.unstated.unknown_fields_are_refused) {
    std::erase_if(problems, [](const BodyProblem& problem) { return problem.code == "unknown_field"; });
  }
  return problems;
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
  if (command == "client_state_update" || command == "refer") return std::nullopt;
  if (command == "record_start") return refusal("90020", "Audio has not commenced on the call.");
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
  remember(world, world.dial_commands, command_id, *result);
  note(command, *made, place);
  return wrapped(*result);
}

/// A command carries the leg's new client_state, which its own webhooks already show.
CommandResult perform_with_client_state(const Command& command, Leg& leg) {
  const auto before = leg.client_state;
  if (command.body["client_state"].exists()) leg.client_state = command.text("client_state");
  const auto effect = effect_of(command.operation.name);
  if (effect == nullptr) throw std::logic_error("no effect of " + command.operation.name);
  auto result = effect(command, leg);
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
  leg->got_a_command = true;
  const auto place = world.event_log.size();
  const auto result = perform_with_client_state(command, *leg);
  if (!result) return response_of(result.error());
  remember(world, leg->commands, command_id, *result);
  note(command, *leg, place);
  return wrapped(*result);
}

ApiResponse answer_routed(const Query& query) {
  const auto& operation = *query.route.operation;
  const auto problems = problems_of(query.world, operation, query.body);
  if (!operation.is_call_command()) {
    if (problems.empty()) return answer_query(query);
    // Call Control refuses in its own shape, also where no call is concerned.
    const bool is_ai = operation.path.starts_with("/ai/");
    return is_ai ? validation_response(problems) : response_of(refusal_of(problems.front()));
  }
  if (!problems.empty()) return response_of(refusal_of(problems.front()));
  const Command command{query.world, operation, query.body};
  if (const auto wrong = problem_beyond_catalogue(command)) return response_of(*wrong);
  return operation.name == "dial" ? answer_dial(command) : answer_command(command, query);
}

/// Counts the request; the refusal when the window is full.
std::optional<ApiError> count_request(World& world) {
  const auto& limit = world.settings.rate_limit;
  if (!limit) return std::nullopt;
  if (world.now - world.window_began_at >= limit->window) {
    world.window_began_at = world.now;
    world.requests_in_window = 0;
  }
  if (world.requests_in_window < limit->requests) {
    ++world.requests_in_window;
    return std::nullopt;
  }
  return refusal("10011", "You have exceeded the maximum number of allowed requests.");
}

/// The headers with which Telnyx tells how much of the window is left; the reset in whole seconds.
void add_rate_headers(const World& world, ApiResponse& response) {
  const auto& limit = world.settings.rate_limit;
  if (!limit) return;
  const auto left =
      std::chrono::ceil<std::chrono::seconds>(world.window_began_at + limit->window - world.now);
  response.headers.emplace_back("x-ratelimit-limit", std::to_string(limit->requests));
  response.headers.emplace_back("x-ratelimit-remaining",
                                std::to_string(limit->requests - world.requests_in_window));
  response.headers.emplace_back("x-ratelimit-reset", std::to_string(left.count()));
}

ApiResponse answer_authenticated(World& world, const ApiRequest& request) {
  if (const auto refused = count_request(world)) return response_of(*refused);
  const auto route = find_route(request.method, request.path);
  if (!route) return not_found("There is no " + request.method + " " + request.path + ".");
  const auto& forbidden = world.settings.forbidden_operations;
  if (std::ranges::find(forbidden, route->operation->name) != forbidden.end()) {
    return response_of(refusal("10010", "The API key has no right to do this."));
  }
  const auto document = JsonDocument::parse(request.body.empty() ? "{}" : request.body);
  if (!document) return response_of({400, "10015", "Bad Request", document.error().detail, ""});
  const auto body = document->root();
  return answer_routed({world, *route, request, body});
}

}  // namespace

ApiResponse answer_request(World& world, const ApiRequest& request) {
  if (request.authorization != "Bearer " + world.settings.api_key) {
    return response_of(refusal("10009", "The API key is missing or not valid."));
  }
  auto response = answer_authenticated(world, request);
  add_rate_headers(world, response);
  return response;
}

}  // namespace callwright::simulator
