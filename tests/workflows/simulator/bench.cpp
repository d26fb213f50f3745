#include "tests/workflows/simulator/bench.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::tests::simulator {

namespace sim = callwright::simulator;

void Bench::wait(Duration duration) {
  const auto until = now + duration;
  const auto take = [&](TimePoint at) {
    for (auto& webhook : telnyx.advance(at)) webhooks.push_back(std::move(webhook));
  };
  for (auto due = telnyx.next_due(); due && *due <= until; due = telnyx.next_due()) take(*due);
  take(until);
  now = until;
}

sim::ApiResponse Bench::send(const std::string& method, const std::string& path, const std::string& body,
                             std::vector<std::pair<std::string, std::string>> query) {
  sim::ApiRequest request;
  request.method = method;
  request.path = path;
  request.query = std::move(query);
  request.authorization = "Bearer KEY_SIMULATOR";
  request.body = body;
  return telnyx.request(now, request);
}

sim::ApiResponse Bench::command(const CallControlId& leg, const std::string& name, const std::string& body) {
  const auto* method = name == "client_state_update" ? "PUT" : "POST";
  return send(method, "/calls/" + leg.text() + "/actions/" + name, body);
}

CallControlId Bench::dial(const std::string& to, const std::string& more) {
  const auto response =
      send("POST", "/calls",
           R"({"connection_id":"1000000000000000001","from":"+13125550100","to":")" + to + "\"" + more + "}");
  if (response.status != 200) throw std::runtime_error(response.body.text());
  return CallControlId(data(response, "call_control_id"));
}

CallControlId Bench::incoming() { return telnyx.place_call(now, "+13125550199", "+13125550100"); }

CallControlId Bench::answered_incoming() {
  const auto leg = incoming();
  command(leg, "answer");
  wait(0ms);
  return leg;
}

std::string Bench::data(const sim::ApiResponse& response, std::string_view field) {
  const auto document = JsonDocument::of(response.body);
  return document.root()["data"].at_path(field).display();
}

std::string Bench::outcome(const sim::ApiResponse& response) {
  const auto document = JsonDocument::of(response.body);
  const auto code = document.root().at_path("errors.0.code").display();
  return std::to_string(response.status) + (code.empty() ? "" : " " + code);
}

Json Bench::payload(std::string_view event_type) const {
  const auto found =
      std::ranges::find(webhooks.rbegin(), webhooks.rend(), event_type, &sim::Webhook::event_type);
  if (found == webhooks.rend()) throw std::runtime_error("no webhook " + std::string(event_type));
  const auto document = JsonDocument::of(found->body);
  const auto wrapped = document.root().at_path("data.payload");
  return wrapped.exists() ? wrapped.json() : document.root()["payload"].json();
}

std::size_t Bench::count(std::string_view event_type) const {
  return static_cast<std::size_t>(std::ranges::count(webhooks, event_type, &sim::Webhook::event_type));
}

std::string Bench::outcome_of(const std::string& method, const std::string& path, const std::string& body) {
  return outcome(send(method, path, body));
}

std::vector<std::string> Bench::story(TimePoint since, const std::vector<std::string>& more_fields) {
  wait(0ms);
  std::vector<std::string> lines;
  for (const auto& webhook : webhooks) {
    const auto document = JsonDocument::of(webhook.body);
    const auto payload = document.root().at_path("data.payload");
    auto line = "+" + std::to_string((webhook.at - since).count()) + " " + webhook.event_type;
    for (const auto field : {"direction", "state", "hangup_cause", "result", "digit", "digits", "status"}) {
      if (payload[field].exists()) line += " " + std::string(field) + "=" + payload[field].display();
    }
    for (const auto& field : more_fields) {
      if (payload[field].exists()) line += " " + field + "=" + payload[field].display();
    }
    lines.push_back(line);
  }
  webhooks.clear();
  return lines;
}

}  // namespace callwright::tests::simulator
