#include "tests/service/simulator/simulator_world.hpp"

#include "workflows/model/json.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <utility>

#include <boost/asio/co_spawn.hpp>

namespace callwright::tests {
namespace {

TimePoint simulator_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

boost::asio::awaitable<HttpReply> take_request(SimulatorWorld& world, Request request) {
  world.received.push_back(std::move(request));
  HttpReply reply{.status = 200, .body = world.answer_body, .headers = {}};
  if (!world.answers.empty()) {
    reply.status = world.answers.front();
    world.answers.pop_front();
  }
  co_return reply;
}

boost::asio::awaitable<void> answer_into(simulator::Face& face, Request request,
                                         std::optional<HttpReply>& into) {
  into = co_await face.handle(std::move(request));
}

boost::asio::awaitable<void> close_all(SimulatorWorld& world) {
  world.face->stop();
  co_await world.service->drain(std::chrono::milliseconds{0});
  co_await world.client->close();
}

void rethrow(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

SimulatorWorld::SimulatorWorld(simulator::FaceSettings settings) {
  client = std::make_unique<PooledHttpClient>(context, make_tls_context().value());
  service = std::make_unique<HttpServer>(
      context, ServerConfig{.port = 0},
      ServerHooks{.handler = [this](Request request) { return take_request(*this, std::move(request)); },
                  .now = &simulator_now,
                  .report = [](const Error&) {}});
  if (!service->start()) throw std::runtime_error("the service of the test cannot listen");
  settings.model.webhook_url = url("/webhooks/telnyx");
  face = std::make_unique<simulator::Face>(context, *client, std::move(settings), &simulator_now);
}

SimulatorWorld::~SimulatorWorld() {
  boost::asio::co_spawn(context, close_all(*this), rethrow);
  context.restart();
  context.run();
}

simulator::FaceSettings SimulatorWorld::quick() {
  simulator::FaceSettings settings;
  settings.delivery.pauses = {Duration(1), Duration(1)};
  settings.delivery.answer_within = std::chrono::seconds{30};
  return settings;
}

HttpReply SimulatorWorld::ask(const std::string& method, const std::string& path, const std::string& body,
                              std::vector<std::pair<std::string, std::string>> headers) {
  Request request{.method = method,
                  .target = path,
                  .path = path,
                  .query = {},
                  .headers = std::move(headers),
                  .body = body,
                  .remote_address = "127.0.0.1"};
  request.headers.emplace_back("authorization", "Bearer KEY_SIMULATOR");
  std::optional<HttpReply> reply;
  boost::asio::co_spawn(context, answer_into(*face, std::move(request), reply), rethrow);
  if (!run_until([&] { return reply.has_value(); })) throw std::runtime_error("no answer to " + path);
  return *reply;
}

bool SimulatorWorld::run_until(const std::function<bool()>& condition) {
  while (!condition()) {
    context.restart();
    if (context.run_one_for(std::chrono::minutes{1}) == 0) return false;
  }
  return true;
}

std::string SimulatorWorld::place_call() {
  const auto reply = ask("POST", "/_simulator/calls", R"({"from":"+13125550199","to":"+13125550100"})");
  return JsonDocument::of(Json::trusted(reply.body)).root()["call_control_id"].str();
}

std::vector<std::string> SimulatorWorld::event_types() const {
  std::vector<std::string> types;
  for (const auto& request : received) {
    types.push_back(JsonDocument::of(Json::trusted(request.body)).root().at_path("data.event_type").str());
  }
  return types;
}

std::string SimulatorWorld::url(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(service->port()) + path;
}

}  // namespace callwright::tests
