#include "tests/e2e/service.hpp"

#include "handlers/ports/http_text.hpp"
#include "tests/e2e/request_record.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace callwright::tests {
namespace e2e_service {
namespace {

constexpr std::chrono::milliseconds kAskAgain{25};

std::string member_of(const std::string& line, std::string_view name) {
  const auto document = JsonDocument::parse(line);
  return document ? document->root()[name].display() : std::string();
}

bool says_listening(const std::string& line) { return member_of(line, "event") == "listening"; }

}  // namespace
}  // namespace e2e_service

std::string request_text(std::string_view method, std::string_view target, std::string_view headers,
                         std::string_view body) {
  std::string text;
  text.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n").append(headers);
  if (!body.empty()) text += "Content-Type: application/json\r\n";
  text += "Content-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n";
  return text.append(body);
}

RawReply exchange(unsigned short port, std::string_view method, std::string_view target,
                  std::string_view headers, std::string_view body) {
  RawClient client(port);
  client.send(request_text(method, target, headers, body));
  return client.read_reply(method == "HEAD");
}

JsonDocument json_of(const RawReply& reply) {
  auto document = JsonDocument::parse(reply.body);
  return document ? std::move(*document) : JsonDocument::of(Json());
}

Process::Command callwright_command(const TempDirectory& folder, std::vector<std::string> arguments,
                                    std::map<std::string, std::string> environment) {
  return {.program = CALLWRIGHT_PROGRAM,
          .arguments = std::move(arguments),
          .environment = std::move(environment),
          .folder = folder.file("")};
}

Service::Service(Options options) {
  environment_ = {{"TELNYX_API_KEY", "KEY_SIMULATOR"},
                  {"TELNYX_PUBLIC_KEY", options.public_key},
                  {"TELNYX_API_BASE", options.api_base},
                  {"TELNYX_CONNECTION_ID", "1000000000000000001"},
                  {"PORT", "0"},
                  {"CALLWRIGHT_THREADS", "2"},
                  {"CALLWRIGHT_LOG", "json"},
                  {"CALLWRIGHT_API_TOKEN", kToken},
                  {"CALLWRIGHT_STORE", "sqlite:" + folder_.file("calls.db")},
                  {"CALLWRIGHT_WORKFLOWS", folder_.file("workflows")}};
  for (auto& [name, value] : options.more) environment_[name] = value;
  std::filesystem::create_directory(folder_.file("workflows"));
  if (!options.workflow.empty()) std::ofstream(folder_.file("workflows/main.yaml")) << options.workflow;
}

void Service::start() {
  process_ = std::make_unique<Process>(callwright_command(folder_, {"serve"}, environment_));
  const auto line = process_->wait_for_line(&e2e_service::says_listening, kPatience);
  if (!line) throw std::runtime_error("it does not listen:\n" + process_->output() + process_->errors());
  port_ = static_cast<unsigned short>(std::stoi(e2e_service::member_of(*line, "port")));
}

int Service::run_to_end() {
  process_ = std::make_unique<Process>(callwright_command(folder_, {"serve"}, environment_));
  return process_->wait(kPatience).value_or(-1);
}

void Service::restart() {
  kill();
  start();
}

std::optional<int> Service::stop() {
  process_->signal(SIGTERM);
  return process_->wait(kPatience);
}

RawReply Service::get(const std::string& target) const {
  return exchange(port_, "GET", target, "Authorization: Bearer " + std::string(kToken) + "\r\n");
}

RawReply Service::post_signed(const Signer& signer, const std::string& target, std::string_view body) const {
  return exchange(port_, "POST", target, signer.headers(body), body);
}

std::string Service::call_of(const std::string& caller) const {
  return json_of(get("/v1/calls?number=" + percent_encode(caller))).root().at_path("data.0.id").str();
}

JsonDocument Service::call(const std::string& id) const { return json_of(get("/v1/calls/" + id)); }

std::string Service::records(const std::string& id) const {
  std::string text;
  std::string cursor;
  do {
    const auto reply =
        get("/v1/calls/" + id + "/records?limit=500" + (cursor.empty() ? "" : "&cursor=" + cursor));
    if (reply.status != 200) throw std::runtime_error("records: " + reply.text + reply.body);
    text += reply.body;
    cursor = json_of(reply).root()["next"].str();
  } while (!cursor.empty());
  return text;
}

bool Service::wait_until(const std::function<bool()>& question) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (!question()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    process_->wait_for_activity(e2e_service::kAskAgain);
  }
  return true;
}

bool Service::wait_for_state(const std::string& caller, std::string_view state) {
  std::string id;
  return wait_until([&] {
    if (id.empty()) id = call_of(caller);
    return !id.empty() && call(id).root()["state"].str() == state;
  });
}

Simulator::Simulator(const std::string& scenario) {
  std::ofstream(folder_.file("scenario.json")) << scenario;
  process_ = std::make_unique<Process>(callwright_command(
      folder_,
      {"simulator", "--scenario", folder_.file("scenario.json"), "--webhook-url", "http://127.0.0.1:9/"}));
  const auto line = process_->wait_for_line([](const std::string&) { return true; }, kPatience);
  if (!line) throw std::runtime_error("the simulator does not start:\n" + process_->errors());
  api_base_ = e2e_service::member_of(*line, "api_base");
  public_key_ = e2e_service::member_of(*line, "public_key");
  port_ = static_cast<unsigned short>(std::stoi(e2e_service::member_of(*line, "port")));
}

Simulator::~Simulator() {
  const auto log = json_of(exchange(port_, "GET", "/_simulator/log"));
  for (const auto& request : log.root()["requests"].elements()) {
    record_request(request["method"].str(), request["target"].str(), request["body"].str());
  }
}

JsonDocument Simulator::steer(std::string_view method, const std::string& path, std::string_view body) const {
  const auto reply = exchange(port_, method, "/_simulator/" + path, {}, method == "GET" ? "" : body);
  if (reply.status != 200) throw std::runtime_error("/_simulator/" + path + ": " + reply.text + reply.body);
  return json_of(reply);
}

}  // namespace callwright::tests
