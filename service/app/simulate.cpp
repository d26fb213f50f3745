#include "service/app/simulate.hpp"

#include "service/cli/exit_code.hpp"
#include "service/net/http_client.hpp"
#include "service/net/http_server.hpp"
#include "service/simulator/face.hpp"
#include "service/simulator/scenario.hpp"

#include <chrono>
#include <csignal>
#include <exception>
#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/core.h>

namespace callwright {
namespace {

TimePoint system_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

void complain(const Error& error) {
  fmt::print(stderr, "callwright simulator: {} [{}]\n", error.detail, error.code);
}

/// Requests are served, then all of it ends in order when a signal comes.
boost::asio::awaitable<void> run_until_signal(boost::asio::signal_set& signals, HttpServer& server,
                                              simulator::Face& face, PooledHttpClient& client) {
  co_await signals.async_wait(boost::asio::use_awaitable);
  face.stop();
  co_await server.drain(std::chrono::milliseconds{200});
  co_await client.close();
}

Result<simulator::Scenario> scenario_of(const cli::SimulatorRequest& request) {
  if (request.scenario_file.empty()) return simulator::Scenario{};
  std::ifstream in(request.scenario_file, std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto scenario = simulator::read_scenario(text);
  if (!scenario) {
    return fail(scenario.error().kind, scenario.error().code,
                request.scenario_file + ": " + scenario.error().detail);
  }
  return scenario;
}

void announce(unsigned short port, const simulator::Face& face) {
  JsonWriter out;
  out.begin_object().member("api_base", fmt::format("http://127.0.0.1:{}/v2", port));
  out.member("public_key", face.public_key()).member("port", static_cast<int>(port)).end_object();
  fmt::print("{}\n", out.take());
  std::fflush(stdout);
}

int run_simulator(const cli::SimulatorRequest& request, simulator::Scenario scenario) {
  boost::asio::io_context context(1);
  const auto tls = make_tls_context();
  if (!tls) {
    complain(tls.error());
    return cli::kUnreachable;
  }
  // Telnyx has many senders; and what is made up here may travel unencrypted, into a container for example.
  PooledHttpClient client(context, *tls, {.connections_per_origin_max = 256, .plain_http_allowed = true});
  scenario.model.webhook_url = request.webhook_url;
  auto delivery = simulator::delivery_rules(scenario.model.unstated, request.failover_url);
  simulator::Face face(context, client, {std::move(scenario.model), std::move(delivery)}, &system_now);
  for (const auto& [number, behaviour] : scenario.people) face.set_person(number, behaviour);
  face.set_faults(std::move(scenario.faults));
  const ServerConfig config{.address = "127.0.0.1", .port = request.port};
  HttpServer server(context, config,
                    {.handler = [&face](Request received) { return face.handle(std::move(received)); },
                     .now = &system_now,
                     .report = complain});
  if (const auto started = server.start(); !started) {
    complain(started.error());
    return cli::kUnreachable;
  }
  boost::asio::signal_set signals(context, SIGINT, SIGTERM);  // before anybody knows that it runs
  announce(server.port(), face);
  boost::asio::co_spawn(context, run_until_signal(signals, server, face, client),
                        [](const std::exception_ptr& failure) {
                          if (failure) std::rethrow_exception(failure);
                        });
  context.run();
  return cli::kOk;
}

}  // namespace

int simulate(const cli::SimulatorRequest& request) {
  auto scenario = scenario_of(request);
  if (!scenario) {
    complain(scenario.error());
    return cli::kUsage;
  }
  return run_simulator(request, std::move(*scenario));
}

}  // namespace callwright
