#include "service/runtime/send_request.hpp"

#include "workflows/model/client_state.hpp"

#include <algorithm>

namespace callwright::runtime {
namespace {

using std::chrono::seconds;

/// Call commands are answered at once or not at all; an assistant may think before it answers.
constexpr Duration kCommandTimeout = seconds{2};
constexpr Duration kOtherTimeout = seconds{10};
constexpr std::string_view kLegParam = "call_control_id";

bool is_leg_param(const Operation& operation, std::string_view name) {
  return operation.is_call_command() && name == kLegParam;
}

bool is_ours(const Operation& operation, std::string_view member) {
  if (member == "client_state") return operation.takes_client_state;
  if (member == "command_id") return operation.takes_command_id;
  return std::ranges::find(operation.path_params, member) != operation.path_params.end() &&
         !is_leg_param(operation, member);
}

Json make_body(const Call& call, const Intent& intent, const Operation& operation, const Sender& sender) {
  const auto document = JsonDocument::of(intent.body);
  JsonWriter writer;
  writer.begin_object();
  for (const auto& [name, value] : document.root().members()) {
    if (!is_ours(operation, name)) writer.key(name).node(value);
  }
  if (operation.name == "dial" && !document.root()["connection_id"].exists()) {
    writer.member("connection_id", sender.connection_id);
  }
  if (operation.takes_client_state) {
    writer.member("client_state", encode_client_state({sender.deployment, call.id, intent.leg}));
  }
  if (operation.takes_command_id) writer.member("command_id", command_id(call.id, identity_of(intent)));
  return writer.end_object().finish();
}

/// Of a question, whatever does not belong into its path.
std::vector<std::pair<std::string, std::string>> make_query(const Intent& intent,
                                                            const Operation& operation) {
  std::vector<std::pair<std::string, std::string>> query;
  const auto document = JsonDocument::of(intent.body);
  for (const auto& [name, value] : document.root().members()) {
    if (!is_ours(operation, name)) query.emplace_back(name, value.display());
  }
  return query;
}

std::string path_param(const Intent& intent, const std::string& name, const Sender& sender) {
  auto value = JsonDocument::of(intent.body).root()[name].display();
  return value.empty() && name == "connection_id" ? sender.connection_id : value;
}

}  // namespace

std::optional<ApiSend> make_request(const Call& call, const Intent& intent, const Operation& operation,
                                    const Sender& sender) {
  ApiSend request;
  request.operation = &operation;
  for (const auto& name : operation.path_params) {
    if (is_leg_param(operation, name)) {
      const auto* leg = find_leg(call, intent.leg);
      if (leg == nullptr || !leg->call_control_id) return std::nullopt;
      request.path_params.emplace_back(name, leg->call_control_id.text());
    } else {
      request.path_params.emplace_back(name, path_param(intent, name, sender));
    }
  }
  if (operation.is_question()) {
    request.query = make_query(intent, operation);
  } else {
    request.body = make_body(call, intent, operation, sender);
  }
  if (operation.takes_idempotency_key) request.idempotency_key = command_id(call.id, identity_of(intent));
  request.timeout = operation.is_call_command() ? kCommandTimeout : kOtherTimeout;
  return request;
}

}  // namespace callwright::runtime
