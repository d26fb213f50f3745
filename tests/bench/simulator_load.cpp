#include "tests/bench/simulator_load.hpp"

#include "tests/bench/api_face.hpp"
#include "tests/bench/wires.hpp"
#include "workflows/model/json.hpp"

#include <array>
#include <deque>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/steady_timer.hpp>
#include <fmt/core.h>

namespace callwright::bench {
namespace {

namespace asio = boost::asio;
constexpr std::chrono::seconds kStartsWithin{60};
constexpr std::chrono::milliseconds kTalks{300};
constexpr std::chrono::seconds kSettles{5};  ///< longer than what follows a call: its insights

/// `callwright simulator` as a process of its own; it ends with the object.
class SimulatedTelnyx {
 public:
  SimulatedTelnyx(const std::string& program, const std::string& webhook_url)
      : process_({.program = program,
                  .arguments = {"simulator", "--webhook-url", webhook_url},
                  .environment = {},
                  .folder = folder_.file("")}) {
    const auto line = process_.wait_for_line([](const auto&) { return true; }, kStartsWithin);
    auto ready = line ? JsonDocument::parse(*line) : fail(Errc::Unavailable, "bench.start", "no line");
    if (!ready) throw std::runtime_error("the simulator does not start: " + process_.errors());
    api_base = ready->root()["api_base"].str();
    public_key = ready->root()["public_key"].str();
    port = static_cast<unsigned short>(ready->root()["port"].integer().value_or(0));
  }
  [[nodiscard]] Usage usage() const { return usage_of(process_.pid()); }

  std::string api_base;
  std::string public_key;
  unsigned short port = 0;

 private:
  tests::TempDirectory folder_;
  tests::Process process_;
};

std::string request_text(std::string_view method, const std::string& path, std::string_view body) {
  return fmt::format(
      "{} {} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer KEY_SIMULATOR\r\n"
      "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
      method, path, body.size(), body);
}

std::string leg_in(std::string_view body) {
  const auto document = JsonDocument::parse(body);
  return document ? document->root()["call_control_id"].str() : std::string();
}

constexpr std::string_view kCaller = R"({"from":"+13125550199","to":"+13120000000"})";

/// Calls one after the other over each connection: placed, answered, spoken to, asked about, hung up.
class CallLoop {
 public:
  CallLoop(asio::io_context& context, unsigned short port, std::size_t connections)
      : wires_(context, port, connections) {}
  void run() {
    while (wires_.has_free()) place();
  }
  std::size_t requests = 0;
  std::size_t refused = 0;
  std::size_t calls = 0;

 private:
  using Step = std::pair<std::string_view, std::string_view>;
  static constexpr std::array<Step, 4> kSteps{{{"/actions/answer", "{}"},
                                               {"/actions/speak", R"({"payload":"Hello","voice":"female"})"},
                                               {"", ""},
                                               {"/actions/hangup", "{}"}}};
  void place() {
    wires_.send(request_text("POST", "/_simulator/calls", kCaller), [this](int status, auto body) {
      note(status);
      next(leg_in(body), 0);
    });
  }
  void next(const std::string& leg, std::size_t step) {
    if (step == kSteps.size()) {
      ++calls;
      return place();
    }
    const auto [path, body] = kSteps.at(step);
    wires_.send(request_text(body.empty() ? "GET" : "POST", fmt::format("/v2/calls/{}{}", leg, path), body),
                [this, leg, step](int status, auto) {
                  note(status);
                  next(leg, step + 1);
                });
  }
  void note(int status) {
    ++requests;
    if (status != 200) ++refused;
  }

  Wires wires_;
};

void run_for(asio::io_context& context, std::chrono::milliseconds time) {
  asio::steady_timer end(context, time);
  end.async_wait([&context](auto) { context.stop(); });
  context.restart();
  context.run();
}

double microseconds(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e3; }

void measure_alone(const Options& options, Report& report) {
  report.headline(fmt::format("the simulator alone, {} connections", options.connections));
  asio::io_context context{1};
  std::size_t webhooks = 0;
  const ApiFace receiver(context, false, [&](auto, auto) {
    ++webhooks;
    return "{}";
  });
  const SimulatedTelnyx simulator(options.program, receiver.base());
  CallLoop callers(context, simulator.port, options.connections);
  const auto before = simulator.usage();
  const auto time = std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000));
  callers.run();
  run_for(context, time);
  const auto after = simulator.usage();
  const auto requests = static_cast<double>(callers.requests);
  report.figure("requests", requests / options.seconds, "per second");
  report.figure("webhooks beside them", static_cast<double>(webhooks) / options.seconds, "per second");
  report.figure("simulator CPU", microseconds(after.cpu - before.cpu) / requests, "us per request");
  report.figure("memory of a call",
                (static_cast<double>(after.memory_bytes) - static_cast<double>(before.memory_bytes)) /
                    static_cast<double>(callers.calls + 1),
                "bytes");
  if (callers.refused > 0) report.problem(fmt::format("simulator: {} requests refused", callers.refused));
}

/// Calls at a fixed rate; each caller hangs up after a while.
class Phones {
 public:
  Phones(asio::io_context& context, unsigned short port, double per_second)
      : wires_(context, port, 64),
        timer_(context),
        period_(std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second))) {}
  void run() {
    due_ = Clock::now();
    tick();
  }
  void stop() { stops_ = true; }
  std::size_t calls = 0;
  std::size_t refused = 0;

 private:
  void tick() {
    const auto now = Clock::now();
    for (; due_ <= now && !stops_ && wires_.has_free(); due_ += period_) place();
    while (!talking_.empty() && talking_.front().first <= now && wires_.has_free()) hang_up();
    timer_.expires_after(std::chrono::milliseconds{1});
    timer_.async_wait([this](auto error) {
      if (!error) tick();
    });
  }
  void place() {
    const auto line = calls++ % 200;
    wires_.send(request_text("POST", "/_simulator/calls",
                             fmt::format(R"({{"from":"+1312555{:04}","to":"{}"}})", calls % 10'000,
                                         number_of_line(static_cast<int>(line)))),
                [this](int status, auto body) {
                  if (status != 200) ++refused;
                  talking_.emplace_back(Clock::now() + kTalks, leg_in(body));
                });
  }
  void hang_up() {
    wires_.send(request_text("POST", "/_simulator/calls/" + talking_.front().second + "/hangup", "{}"),
                [](int, auto) {});
    talking_.pop_front();
  }

  Wires wires_;
  asio::steady_timer timer_;
  std::chrono::nanoseconds period_;
  Clock::time_point due_;
  std::deque<std::pair<Clock::time_point, std::string>> talking_;
  bool stops_ = false;
};

void measure_as_telnyx(const Options& options, Report& report) {
  report.headline(
      fmt::format("the simulator as the Telnyx of a service, {} calls per second", options.simulated));
  const SimulatedTelnyx simulator(options.program, "http://127.0.0.1:9/");
  const Server server({.program = options.program,
                       .folder = options.folder,
                       .workflow = workflow_of_lines(200, false),
                       .api_base = simulator.api_base,
                       .public_key = simulator.public_key,
                       .api_key = "KEY_SIMULATOR",
                       .threads = options.threads});
  asio::io_context context{1};
  Wires steering(context, simulator.port, 1);
  steering.send(
      request_text("PUT", "/_simulator/webhooks",
                   fmt::format(R"({{"url":"http://127.0.0.1:{}/webhooks/telnyx"}})", server.port())),
      [&context](int, auto) { context.stop(); });
  context.run();
  Phones phones(context, simulator.port, options.simulated);
  const auto service_before = server.usage();
  const auto simulator_before = simulator.usage();
  phones.run();
  run_for(context, std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000)));
  phones.stop();
  run_for(context, kSettles);
  const auto calls = static_cast<double>(phones.calls);
  report.figure("calls", calls / options.seconds, "per second");
  report.figure("service CPU", microseconds(server.usage().cpu - service_before.cpu) / calls, "us per call");
  report.figure("simulator CPU", microseconds(simulator.usage().cpu - simulator_before.cpu) / calls,
                "us per call");
  if (phones.refused > 0) report.problem(fmt::format("simulator: {} callers refused", phones.refused));
}

}  // namespace

void measure_simulator(const Options& options, Report& report) {
  measure_alone(options, report);
  measure_as_telnyx(options, report);
}

}  // namespace callwright::bench
