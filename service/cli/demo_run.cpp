#include "service/cli/demo_run.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/cli/show_call.hpp"

#include <cstdio>
#include <map>
#include <thread>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

using namespace std::chrono_literals;

constexpr const char* kCaller = "+13125550199";
constexpr const char* kReason = "I feel dizzy and need to talk to someone";
constexpr auto kWholeRun = 45s;
constexpr Duration kPoll = 100ms;
constexpr Duration kTalk = 2500ms;

std::map<std::string, std::string> names_of(const Bundle& bundle) {
  std::map<std::string, std::string> names;
  for (const auto& [key, person] : bundle.people) names[key] = person.name;
  return names;
}

/// `Dana joined, the front desk machine`.
std::string attempts_of(const JsonNode& call, const Bundle& bundle) {
  std::string text;
  for (const auto& attempt : call["attempts"].elements()) {
    const auto* person = bundle.person(attempt["person"].str());
    text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", person == nullptr ? "?" : person->name,
                        attempt["outcome"].str());
  }
  return text;
}

std::string insights_of(const JsonNode& call) {
  std::string text;
  for (const auto& insight : call["insights"].elements()) {
    text += (text.empty() ? "" : "; ") + (insight["result"].exists() ? insight["result"] : insight).display();
  }
  return text;
}

}  // namespace

DemoRun::DemoRun(DemoWorld& world, Terminal terminal, const std::atomic<bool>& interrupted)
    : world_(world),
      terminal_(terminal),
      interrupted_(interrupted),
      deadline_(Clock::now() + kWholeRun),
      timeline_(names_of(world.bundle())) {}

bool DemoRun::play() {
  return place_call() && follow_until("conversing") && follow_for(800ms) && call_tool() &&
         follow_until("joined") && let_them_talk() && hang_up() && follow_until("settled") && print_summary();
}

bool DemoRun::place_call() {
  const auto& numbers = world_.bundle().workflows.front().match.to;
  const auto placed =
      world_.steer("calls", json_object({{"from", kCaller}, {"to", numbers.empty() ? "" : numbers.front()}}));
  if (!placed) return failed(placed.error().detail);
  caller_leg_ = placed->root()["call_control_id"].str();
  while (call_.empty()) {
    const auto calls = world_.service().get("/v1/calls?limit=1");
    if (!calls) return failed(calls.error().detail);
    call_ = calls->root().at_path("data.0.id").str();
    if (!call_.empty()) break;
    if (Clock::now() > deadline_ || interrupted_) return failed("The incoming call did not arrive.");
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool DemoRun::call_tool() {
  JsonWriter body;
  body.begin_object().member("name", "escalate_to_human").key("arguments");
  body.raw(json_object({{"reason", kReason}})).end_object();
  const auto answer = world_.steer("calls/" + percent_encode(caller_leg_) + "/tool", body.finish());
  if (!answer) return failed(answer.error().detail);
  if (answer->root()["status"].integer() != 200) {
    return failed("The tool escalate_to_human was refused: " + answer->root()["answer"].display());
  }
  return true;
}

bool DemoRun::let_them_talk() { return follow_for(kTalk); }

bool DemoRun::hang_up() {
  const auto done = world_.steer("calls/" + percent_encode(caller_leg_) + "/hangup", Json::trusted("{}"));
  return done ? true : failed(done.error().detail);
}

bool DemoRun::follow_until(std::string_view state) {
  while (state_ != state) {
    if (interrupted_) return failed({});
    if (Clock::now() > deadline_)
      return failed(fmt::format("The call is {} and does not become {}.", state_, state));
    if (!follow()) return false;
    if (state_ != state) std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool DemoRun::follow_for(Duration time) {
  const auto end = Clock::now() + time;
  while (Clock::now() < end && !interrupted_) {
    if (!follow()) return false;
    std::this_thread::sleep_for(kPoll);
  }
  return true;
}

bool DemoRun::follow() {
  if (!world_.service_runs()) return failed("A program of the demonstration has ended.");
  const auto records = world_.service().records(call_);
  if (!records) return failed(records.error().detail);
  for (const auto& json : *records) {
    const auto document = JsonDocument::of(json);
    const auto record = document.root();
    const auto seq = record["seq"].integer().value_or(0);
    if (seq <= last_seq_) continue;
    last_seq_ = seq;
    const auto data = record["data"];
    if (data["subject"].str() == "call") state_ = data["to"].str();
    if (const auto waited = data["time_to_human_ms"].number()) time_to_human_ = *waited / 1000.0;
    timeline_.add(record);
  }
  for (const auto& line : timeline_.take()) fmt::print("{}\n", paint_line(line, terminal_));
  std::fflush(stdout);
  return true;
}

bool DemoRun::print_summary() {
  const auto document = world_.service().get("/v1/calls/" + percent_encode(call_));
  if (!document) return failed(document.error().detail);
  const auto call = document->root();
  const auto outcome = call["outcome"].display();
  const auto insights = insights_of(call);
  fmt::print("\n{}\n", call_heading(call, terminal_));
  fmt::print("people          {}\n", attempts_of(call, world_.bundle()));
  fmt::print("time to human   {}\n", time_to_human_ ? fmt::format("{:.1f}s", *time_to_human_) : "-");
  fmt::print("insights        {}\n", printable(insights));
  if (outcome != "joined") return failed("Nobody was joined.");
  if (insights.empty()) return failed("The insights did not arrive.");
  return true;
}

bool DemoRun::failed(const std::string& why) {
  fmt::print(
      stderr, "{}\n",
      terminal_.paint("callwright demo: " + (interrupted_ ? "Interrupted." : printable(why)), Colour::Red));
  return false;
}

}  // namespace callwright::cli
