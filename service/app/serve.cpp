#include "service/app/serve.hpp"

#include "service/app/service.hpp"
#include "service/app/start_plan.hpp"
#include "service/cli/exit_code.hpp"

#include <chrono>
#include <csignal>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/core.h>

namespace callwright {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds kDrainWithin = 10s;

TimePoint log_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

std::unique_ptr<Log> make_log(bool json, bool full_numbers) {
  return std::make_unique<Log>(
      LogOptions{.format = json ? LogOptions::Format::Json : LogOptions::Format::Text,
                 .full_numbers = full_numbers,
                 .clock = &log_now},
      standard_output());
}

/// Whether the log was asked for as JSON, as far as that is known before the configuration is.
bool wants_json(const ConfigSources& sources) {
  const auto flag = sources.flags.find("log");
  if (flag != sources.flags.end()) return flag->second == "json";
  const auto variable = sources.environment.find("CALLWRIGHT_LOG");
  return variable != sources.environment.end() && variable->second == "json";
}

/// With a JSON log every line is JSON, those of a refusal too; else a person reads them.
int refuse(const std::vector<std::string>& problems, bool json, int code) {
  for (const auto& problem : problems) {
    if (json) {
      make_log(true, false)->write(Level::Error, "start_refused", {{"detail", problem}});
    } else {
      fmt::print(stderr, "callwright: {}\n", problem);
    }
  }
  return code;
}

/// The signals of the process. They count from when this is made, so that one that comes during the start is
/// not lost.
class Signals {
 public:
  explicit Signals(Log& log) : log_(log) {}

  /// Looks after the service every second until a signal asks for the end.
  void wait_for_end(Service& service) {
    end_.async_wait([this](const boost::system::error_code&, int number) {
      log_.write(Level::Info, "stopping", {{"signal", number}});
      every_second_.cancel();
      reload_.cancel();
    });
    await_reload(service);
    look_after(service);
    context_.run();
  }

 private:
  void look_after(Service& service) {
    service.look_after();
    every_second_.expires_after(1s);
    every_second_.async_wait([this, &service](const boost::system::error_code& error) {
      if (!error) look_after(service);
    });
  }
  void await_reload(Service& service) {
    reload_.async_wait([this, &service](const boost::system::error_code& error, int) {
      if (error) return;
      service.reload_workflows("SIGHUP");
      await_reload(service);
    });
  }

  Log& log_;
  boost::asio::io_context context_{1};
  boost::asio::signal_set end_{context_, SIGINT, SIGTERM};
  boost::asio::signal_set reload_{context_, SIGHUP};
  boost::asio::steady_timer every_second_{context_};
};

void log_start(Log& log, const Service& service, const Config& config, const StartPlan& plan) {
  for (const auto& warning : plan.warnings) log.write(Level::Warn, "workflow_warning", {{"detail", warning}});
  log.write(
      Level::Info, "listening",
      {{"address", config.listen},
       {"port", service.port()},
       {"threads", config.threads},
       {"bundle", plan.options.bundle == nullptr ? std::string("none") : plan.options.bundle->id.text()}});
}

int run_service(const StartPlan& plan) {
  const auto config = plan.options.config;
  const bool json = config.log_format == Config::LogFormat::Json;
  const auto log = make_log(json, config.log_full_numbers);
  Signals signals(*log);
  auto service = Service::open(plan.options, *log);
  if (!service) return refuse({service.error().detail}, json, cli::kUnreachable);
  if (const auto started = (*service)->start(); !started) {
    return refuse({started.error().detail}, json, cli::kUnreachable);
  }
  log_start(*log, **service, config, plan);
  signals.wait_for_end(**service);
  const bool drained = (*service)->stop(kDrainWithin);
  log->write(drained ? Level::Info : Level::Warn, "stopped", {{"drained", drained ? "yes" : "no"}});
  return cli::kOk;
}

}  // namespace

int serve(const cli::ServeRequest& request) {
  const auto sources = config_sources(request);
  if (!sources) return refuse({sources.error().detail}, false, cli::kUsage);
  auto config = load_config(*sources);
  if (!config) return refuse(config.error(), wants_json(*sources), cli::kUsage);
  if (request.print_config) {
    fmt::print("{}", print_config(*config));
    return cli::kOk;
  }
  const bool json = config->log_format == Config::LogFormat::Json;
  auto plan = plan_start(std::move(*config));
  if (!plan) return refuse(plan.error(), json, cli::kUsage);
  return run_service(*plan);
}

}  // namespace callwright
