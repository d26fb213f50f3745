#include "tests/bench/scenarios.hpp"

#include "tests/bench/api_face.hpp"
#include "tests/bench/check_speed.hpp"
#include "tests/bench/simulator_load.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include <fmt/core.h>

namespace callwright::bench {
namespace {

constexpr int kLines = 256;
constexpr std::size_t kSomeIdle = 4000;
constexpr double kJoinRate = 250;  // slow enough for every webhook to find the service idle
constexpr std::chrono::milliseconds kLong{10 * 60 * 1000};

/// A service with its API and calls, all on one io_context.
struct World {
  World(const Options& options, bool briefing, bool with_tls)
      : callers(whole_call(briefing), signer, kLines, 1),
        api(context, with_tls, [this](auto path, auto body) { return callers.command(path, body); }),
        server({.program = options.program,
                .folder = options.folder,
                .workflow = workflow_of_lines(kLines, briefing),
                .api_base = api.base(),
                .public_key = signer.public_key(),
                .certificate = api.certificate(),
                .threads = options.threads}),
        load(context, server, callers, options.connections) {}

  boost::asio::io_context context{1};
  tests::Signer signer;
  Callers callers;
  ApiFace api;
  Server server;
  Load load;
};

std::chrono::milliseconds stretch(const Options& options, double part = 1) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * part * 1000));
}

Load::Source next_of(World& world) {
  return [&world] { return world.callers.next(); };
}
void measure_calls(const Options& options, Report& report) {
  report.headline(
      fmt::format("{} whole calls at once over {} connections", options.calls, options.connections));
  World world(options, true, false);
  world.callers.begin_whole(options.calls);
  world.load.closed(next_of(world), stretch(options, 0.25));
  report.cost("calls", world.load.closed(next_of(world), stretch(options)));
  if (world.callers.finished() == 0) report.problem("calls: no call came to its end");
}

void measure_rate(const Options& options, Report& report) {
  report.headline(fmt::format("whole calls, {} webhooks per second", options.rate));
  World world(options, true, false);
  world.callers.begin_whole(options.calls);
  world.load.closed(next_of(world), stretch(options, 0.25));
  report.cost("rate", world.load.open(next_of(world), options.rate, stretch(options)));
}

void begin_idle(World& world, std::size_t count) {
  const auto wanted = world.callers.idle() + count;
  world.callers.begin_idle(count);
  world.load.closed(next_of(world), kLong, [&] { return world.callers.idle() == wanted; });
  world.load.settle();
}

void measure_plain(const Options& options, Report& report) {
  const auto idle = std::min(kSomeIdle, options.live);
  report.headline(
      fmt::format("webhooks that change nothing but the log, for {} calls in a conversation", idle));
  World world(options, true, false);
  begin_idle(world, idle);
  const auto touch = [&world] { return world.callers.touch(); };
  world.load.closed(touch, stretch(options, 0.25));
  report.cost("plain", world.load.closed(touch, stretch(options)));
}

Cost touches(World& world, std::size_t count) {
  std::size_t sent = 0;
  const auto limited = [&]() -> std::optional<Parcel> {
    return sent++ < count ? world.callers.touch() : std::nullopt;
  };
  std::size_t idle = world.callers.idle();
  auto cost =
      world.load.closed(limited, kLong, [&] { return sent >= count && world.callers.idle() == idle; });
  world.load.settle();
  return cost;
}

void measure_live(const Options& options, Report& report) {
  World world(options, true, false);
  report.headline(fmt::format("{} live calls", options.live));
  world.callers.begin_whole(options.calls);
  world.load.closed(next_of(world), stretch(options, 0.25));
  report.cost("calls beside no idle call", world.load.closed(next_of(world), stretch(options)));
  world.callers.renew(false);
  world.load.closed(next_of(world), kLong, [&] { return world.callers.unfinished() == 0; });
  world.load.settle();

  const auto some = std::min(kSomeIdle, options.live / 2);
  const auto count = some * 3;
  begin_idle(world, some);
  report.cost("plain webhooks, few idle calls", touches(world, count));
  const auto before = world.server.usage().memory_bytes;
  begin_idle(world, options.live - some);
  const auto after = world.server.usage().memory_bytes;
  const auto grown = static_cast<double>(after) - static_cast<double>(before);
  report.figure("memory per idle call", grown / static_cast<double>(options.live - some), "bytes");
  report.cost("plain webhooks, all idle calls", touches(world, count));
  world.callers.renew(true);
  world.callers.begin_whole(options.calls);
  world.load.closed(next_of(world), stretch(options, 0.25));
  report.cost("calls beside all idle calls", world.load.closed(next_of(world), stretch(options)));
}

void measure_join(const Options& options, Report& report) {
  report.headline("accept key to ai_assistant_join on the wire, TLS, one warm call at a time");
  World world(options, false, true);
  std::optional<Clock::time_point> pressed;
  std::vector<double> times;
  world.load.on_send = [&](const Parcel& parcel) {
    if (parcel.happening->event == kAcceptKey && parcel.happening->leg == 1) pressed = Clock::now();
  };
  world.callers.on_command = [&](Command command, int) {
    if (command != Command::Join || !pressed) return;
    times.push_back(std::chrono::duration<double, std::micro>(Clock::now() - *pressed).count());
    pressed.reset();
    if (times.size() == options.joins + 1) world.context.stop();
  };
  world.callers.begin_whole(1);
  const auto cost = world.load.open(next_of(world), kJoinRate, kLong);
  if (cost.refused > 0) report.problem("join: a webhook was not answered 200");
  times.erase(times.begin());  // the first one opened connections
  std::ranges::sort(times);
  report.latencies("join", times);
}

}  // namespace

void run(const Options& options, Report& report) {
  report.headline(fmt::format("{} cores", std::thread::hardware_concurrency()));
  report.figure("verify of 1.4 KB", verify_time_us(), "us of CPU");
  report.figure("fdatasync of 4 KiB", static_cast<double>(disk_sync_time(options.folder).count()) / 1e3,
                "us");
  const auto wants = [&](std::string_view name) { return options.only.empty() || options.only == name; };
  if (wants("calls")) measure_calls(options, report);
  if (wants("plain")) measure_plain(options, report);
  if (wants("rate")) measure_rate(options, report);
  if (wants("join")) measure_join(options, report);
  if (wants("live")) measure_live(options, report);
  if (wants("simulator")) measure_simulator(options, report);
  if (wants("check")) measure_check(options, report);
}

}  // namespace callwright::bench
