#include "service/cli/demo_world.hpp"

#include "service/cli/demo_workflow.hpp"

#include <chrono>
#include <fstream>
#include <random>
#include <thread>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

using namespace std::chrono_literals;

constexpr Duration kStartsWithin = 10s;
constexpr std::size_t kLogBytesMax = 65'536;

/// For this run only; whoever can read the environment of our child could stop it as well.
std::string random_token() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}{:08x}{:08x}", random(), random(), random(), random());
}

std::unexpected<Error> did_not_start(const char* name, ChildProcess& child, const std::string& said) {
  child.wait(1s);
  return fail(Errc::Unavailable, "demo.start",
              fmt::format("callwright {} did not start: {}{}", name, child.errors(), said));
}

void write_behaviour(JsonWriter& out, const Person& person) {
  out.key(person.address).begin_object();
  if (person.key == "dana") {
    out.member("kind", "answers").member("press", "1").key("answer_after").number(2.2);
  } else {
    out.member("kind", "voicemail").key("answer_after").number(1.5);
  }
  out.key("verdict_after").number(0.8).key("press_after").number(0.8).end_object();
}

}  // namespace

Result<std::unique_ptr<DemoWorld>> DemoWorld::start(const Services& services) {
  std::unique_ptr<DemoWorld> world(new DemoWorld(services));
  for (const auto step : {&DemoWorld::prepare, &DemoWorld::start_simulator, &DemoWorld::start_service,
                          &DemoWorld::wait_until_ready}) {
    if (const auto done = ((*world).*step)(); !done) return std::unexpected(done.error());
  }
  return world;
}

DemoWorld::~DemoWorld() {
  if (service_) service_->stop(12s);
  if (simulator_) simulator_->stop(3s);
}

Result<void> DemoWorld::prepare() {
  const auto loaded = load_bundle({{"two-people.yaml", std::string(demo_workflow())}});
  if (loaded.bundle == nullptr) {
    return fail(Errc::Unavailable, "demo.workflow", "The bundled workflow is not valid.");
  }
  bundle_ = loaded.bundle;
  std::filesystem::create_directory(folder_.path() / "workflows");
  std::ofstream(folder_.path() / "workflows" / "two-people.yaml") << demo_workflow();
  std::ofstream(folder_.path() / "scenario.json") << scenario();
  api_token_ = random_token();
  return {};
}

std::string DemoWorld::scenario() const {
  JsonWriter out;
  out.begin_object().key("people").begin_object();
  for (const auto& [key, person] : bundle_->people) write_behaviour(out, person);
  out.end_object().key("settings").begin_object();
  out.key("insights_after").number(1.5).key("insights").begin_array();
  out.raw(json_object({{"insight_id", "5a6e0d6e-0000-4000-8000-000000000001"},
                       {"result", "The caller needed a person at once; Dana took over and solved it."}}));
  return out.end_array().end_object().end_object().take();
}

Result<void> DemoWorld::start_simulator() {
  auto child = ChildProcess::start(
      {.program = own_program(),
       .arguments = {"simulator", "--scenario", (folder_.path() / "scenario.json").string(), "--webhook-url",
                     "http://127.0.0.1:9/webhooks/telnyx"},
       .environment = {}});
  if (!child) return std::unexpected(child.error());
  simulator_.emplace(std::move(*child));
  const auto line = simulator_->read_line(kStartsWithin);
  const auto document = JsonDocument::parse(line.value_or(""));
  if (!document) return did_not_start("simulator", *simulator_, line.value_or(""));
  api_base_ = document->root()["api_base"].str();
  public_key_ = document->root()["public_key"].str();
  const auto root = api_base_.substr(0, api_base_.rfind("/v2"));
  simulator_api_ = std::make_unique<ApiClient>(services_, ApiOptions{.url = root, .token = "unused"});
  return {};
}

Result<void> DemoWorld::start_service() {
  const auto folder = folder_.path();
  auto child =
      ChildProcess::start({.program = own_program(),
                           .arguments = {"serve"},
                           .environment = {{"TELNYX_API_KEY", "KEY_SIMULATOR"},
                                           {"TELNYX_PUBLIC_KEY", public_key_},
                                           {"TELNYX_API_BASE", api_base_},
                                           {"TELNYX_CONNECTION_ID", "1000000000000000001"},
                                           {"CALLWRIGHT_LISTEN", "127.0.0.1"},
                                           {"PORT", "0"},
                                           {"CALLWRIGHT_STORE", "sqlite:" + (folder / "calls.db").string()},
                                           {"CALLWRIGHT_WORKFLOWS", (folder / "workflows").string()},
                                           {"CALLWRIGHT_API_TOKEN", api_token_},
                                           {"CALLWRIGHT_THREADS", "2"},
                                           {"CALLWRIGHT_LOG", "json"},
                                           {"PATH", "/usr/bin:/bin"}},
                           .inherit_environment = false});
  if (!child) return std::unexpected(child.error());
  service_.emplace(std::move(*child));
  while (const auto line = service_->read_line(kStartsWithin)) {
    log_ += *line + "\n";
    const auto document = JsonDocument::parse(*line);
    if (!document || document->root()["event"].str() != "listening") continue;
    return connect_simulator(static_cast<unsigned short>(document->root()["port"].integer().value_or(0)));
  }
  return did_not_start("serve", *service_, log_);
}

Result<void> DemoWorld::connect_simulator(unsigned short service_port) {
  const auto url = fmt::format("http://127.0.0.1:{}", service_port);
  service_api_ = std::make_unique<ApiClient>(services_, ApiOptions{.url = url, .token = api_token_});
  const auto done =
      simulator_api_->put("/_simulator/webhooks", json_object({{"url", url + "/webhooks/telnyx"}}).text());
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<void> DemoWorld::wait_until_ready() {
  const auto deadline = std::chrono::steady_clock::now() + kStartsWithin;
  while (true) {
    const auto ready = service_api_->get("/ready");
    if (ready) return {};
    if (std::chrono::steady_clock::now() > deadline || !service_runs()) {
      return fail(Errc::Unavailable, "demo.start", "callwright serve is not ready: " + ready.error().detail);
    }
    std::this_thread::sleep_for(50ms);
  }
}

Result<JsonDocument> DemoWorld::steer(const std::string& path, const Json& body) const {
  return simulator_api_->post("/_simulator/" + path, body.text());
}

bool DemoWorld::service_runs() {
  while (const auto line = service_->read_line(Duration(0))) log_ += *line + "\n";
  while (simulator_->read_line(Duration(0))) {
  }
  if (log_.size() > kLogBytesMax) log_.erase(0, log_.find('\n', log_.size() - kLogBytesMax) + 1);
  return !service_->wait(Duration(0)) && !simulator_->wait(Duration(0));
}

}  // namespace callwright::cli
