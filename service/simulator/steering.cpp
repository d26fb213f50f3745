#include "handlers/ports/http_text.hpp"
#include "service/simulator/face.hpp"
#include "service/simulator/json_fields.hpp"
#include "service/simulator/log_json.hpp"
#include "service/simulator/read_behaviour.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

/// What is under `/_simulator/`.
namespace callwright::simulator {
namespace {

constexpr std::size_t kSaidMax = 10'000;

HttpReply ok(const Json& body) { return HttpReply{.status = 200, .body = body.text(), .headers = {}}; }

HttpReply refused(const Error& error) { return problem(400, error.code, error.detail); }

HttpReply not_possible() {
  return problem(
      409, "simulator.not_possible",
      "There is no such leg, or it is not in a state for this; GET /_simulator/log shows all legs.");
}

HttpReply nothing_here() {
  return problem(404, "simulator.path",
                 "There is nothing at this path; the README of the simulator lists what there is.");
}

/// The body as an object; an empty body counts as `{}`.
Result<JsonDocument> read_body(const Request& request) {
  return JsonDocument::parse(request.body.empty() ? std::string_view("{}") : std::string_view(request.body));
}

/// `https://host:port` of an address.
std::string origin_of(const std::string& url) {
  const auto host = url.find("://");
  return url.substr(0, host == std::string::npos ? 0 : url.find('/', host + 3));
}

bool starts_assistant(std::string_view operation) {
  return operation == "ai_assistant_start" || operation == "answer" || operation == "dial";
}

std::string token_in(const Json& body) {
  return JsonDocument::of(body).root().at_path("assistant.dynamic_variables.callwright_call").str();
}

}  // namespace

HttpReply Face::steer(const Request& request) {
  std::string_view path = request.path;
  constexpr std::string_view kRoot = "/_simulator/";
  if (!path.starts_with(kRoot)) return nothing_here();
  path.remove_prefix(kRoot.size());
  if (request.method == "GET" && path == "log") return log();
  if (request.method == "POST" && path == "calls") return place_call(request);
  if (request.method == "PUT" && path == "faults") return put_faults(request);
  if (request.method == "PUT" && path == "webhooks") return put_webhooks(request);
  constexpr std::string_view kPeople = "people/";
  if (request.method == "PUT" && path.starts_with(kPeople)) {
    return put_person(request, path.substr(kPeople.size()));
  }
  constexpr std::string_view kCalls = "calls/";
  const auto last = path.rfind('/');
  if (request.method == "POST" && path.starts_with(kCalls) && last > kCalls.size()) {
    return act(request, path.substr(kCalls.size(), last - kCalls.size()), path.substr(last + 1));
  }
  return nothing_here();
}

HttpReply Face::place_call(const Request& request) {
  const auto body = read_body(request);
  if (!body) return refused(body.error());
  const auto fields = expect_fields(body->root(), "a call", {"from", "to"});
  if (!fields) return refused(fields.error());
  const auto from = body->root()["from"].str();
  const auto to = body->root()["to"].str();
  if (from.empty() || to.empty()) return refused(wrong_field("from and to", "telephone numbers").error());
  const auto leg = model_.place_call(now_(), from, to);
  return ok(json_object({{"call_control_id", leg.text()}}));
}

HttpReply Face::act(const Request& request, std::string_view leg_text, std::string_view act) {
  const auto body = read_body(request);
  if (!body) return refused(body.error());
  const CallControlId leg{std::string(leg_text)};
  bool done = false;
  if (act == "answer") {
    done = model_.answer(now_(), leg);
  } else if (act == "hangup") {
    done = model_.hang_up(now_(), leg);
  } else if (act == "press") {
    done = model_.press(now_(), leg, body->root()["digits"].str());
  } else if (act == "end_conversation") {
    done = model_.end_conversation(now_(), leg);
  } else if (act == "hold" || act == "unhold") {
    done = model_.hold(now_(), leg, act == "hold");
  } else if (act == "say") {
    done = say(leg, body->root()["text"].str());
  } else {
    return nothing_here();
  }
  return done ? ok(Json::trusted(R"({"status":"done"})")) : not_possible();
}

bool Face::say(const CallControlId& leg, std::string text) {
  if (!model_.say(now_(), leg, text)) return false;
  said_.push_back({now_(), leg.text(), std::move(text)});
  if (said_.size() > kSaidMax) said_.pop_front();
  return true;
}

HttpReply Face::put_person(const Request& request, std::string_view number) {
  const auto body = read_body(request);
  if (!body) return refused(body.error());
  const auto behaviour = read_behaviour(body->root());
  if (!behaviour) return refused(behaviour.error());
  model_.set_person(std::string(number), *behaviour);
  return ok(Json::trusted(R"({"status":"done"})"));
}

HttpReply Face::put_faults(const Request& request) {
  const auto body = read_body(request);
  if (!body) return refused(body.error());
  auto faults = Faults::read(body->root());
  if (!faults) return refused(faults.error());
  faults_ = std::move(*faults);
  return ok(Json::trusted(R"({"status":"done"})"));
}

HttpReply Face::put_webhooks(const Request& request) {
  const auto body = read_body(request);
  if (!body) return refused(body.error());
  const auto fields = expect_fields(body->root(), "webhooks", {"url", "failover_url"});
  if (!fields) return refused(fields.error());
  auto url = body->root()["url"].str();
  if (origin_of(url).empty())
    return refused(wrong_field("url", "an address such as http://127.0.0.1:8080/webhooks/telnyx").error());
  webhook_url_ = std::move(url);
  sender_.set_failover_url(body->root()["failover_url"].str());
  return ok(Json::trusted(R"({"status":"done"})"));
}

HttpReply Face::log() const { return ok(log_json(model_, sender_.deliveries(), said_, requests_)); }

std::string Face::call_token(const std::string& leg) const {
  const auto asked = model_.leg(CallControlId(leg));
  if (!asked) return {};
  const auto is_of_same_conversation = [&](const std::string& other) {
    if (other == leg) return true;
    const auto started = model_.leg(CallControlId(other));
    return started && !asked->conversation_id.empty() && started->conversation_id == asked->conversation_id;
  };
  for (const auto& effect :
       std::views::reverse(model_.effects())) {  // the last start counts, and is soon found
    if (!starts_assistant(effect.operation) || !is_of_same_conversation(effect.leg)) continue;
    if (auto token = token_in(effect.body); !token.empty()) return token;
  }
  return {};
}

boost::asio::awaitable<HttpReply> Face::call_tool(Request request, std::string leg) {
  const auto body = read_body(request);
  if (!body) co_return refused(body.error());
  const auto fields = expect_fields(body->root(), "a tool call", {"name", "arguments", "url"});
  if (!fields) co_return refused(fields.error());
  const auto name = body->root()["name"].str();
  if (name.empty()) co_return refused(wrong_field("name", "the name of a tool").error());
  const auto token = call_token(leg);
  if (token.empty()) co_return not_possible();
  auto url = body->root()["url"].str();
  if (url.empty()) {
    url = origin_of(webhook_url_) + "/tools/" + percent_encode(name) + "?call=" + percent_encode(token);
  }
  constexpr std::string_view kVariable = "{{callwright_call}}";
  if (const auto at = url.find(kVariable); at != std::string::npos)
    url.replace(at, kVariable.size(), percent_encode(token));
  const auto arguments = body->root()["arguments"];
  HttpRequest tool{.method = "POST", .url = std::move(url), .headers = {}, .body = {}};
  tool.body = arguments.is_object() ? arguments.json().text() : "{}";
  tool.deadline = std::chrono::seconds{5};
  tool.headers.emplace_back("x-telnyx-call-control-id", leg);
  co_return co_await ask_signed(std::move(tool));
}

}  // namespace callwright::simulator
