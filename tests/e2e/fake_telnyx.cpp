#include "tests/e2e/fake_telnyx.hpp"

#include "tests/e2e/request_record.hpp"
#include "workflows/model/json.hpp"

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

namespace callwright::tests {
namespace fake_telnyx {
namespace {

constexpr std::chrono::seconds kPatience{30};
constexpr std::string_view kCalls = "/v2/calls";
constexpr std::string_view kActions = "/actions/";

TimePoint system_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

/// A request that is no command has an empty operation.
Command command_of(const Request& request) {
  const auto body = JsonDocument::parse(request.body);
  const auto text = [&](std::string_view name) { return body ? body->root()[name].str() : std::string(); };
  Command command{.operation = {},
                  .leg = {},
                  .command_id = text("command_id"),
                  .target = request.method + " " + request.target,
                  .body = request.body};
  const auto actions = request.path.find(kActions);
  if (request.method == "POST" && request.path == kCalls) {
    command.operation = "dial";
    command.leg = FakeTelnyx::leg_of_number(text("to"));
  } else if (request.method == "POST" && actions != std::string::npos) {
    command.operation = request.path.substr(actions + kActions.size());
    command.leg = request.path.substr(kCalls.size() + 1, actions - kCalls.size() - 1);
  } else if (request.method == "POST" && request.path.ends_with("/ai/conversations")) {
    command.operation = "create_conversation";
    command.command_id = request.header("idempotency-key");
  } else if (request.method == "GET" && request.path.ends_with("/messages")) {
    command.operation = "list_messages";
  } else if (request.method == "POST" && request.path.ends_with("/chat")) {
    command.operation = "chat";
    command.leg = text("conversation_id");
  } else if (request.method == "POST" && request.path.ends_with("/chat/sms")) {
    command.operation = "chat_sms";
    command.leg = text("to");
    command.command_id = request.header("idempotency-key");
  }
  return command;
}

HttpReply refused(int status, std::string_view code, std::string_view title) {
  JsonWriter out;
  out.begin_object().key("errors").begin_array().begin_object();
  out.member("code", code).member("title", title).member("detail", title);
  return {.status = status, .body = out.end_object().end_array().end_object().take(), .headers = {}};
}

HttpReply accepted(const Command& command) {
  JsonWriter out;
  if (command.operation == "create_conversation")
    return {.status = 200, .body = R"({"id":"conversation-1","metadata":{}})", .headers = {}};
  if (command.operation == "chat")
    return {.status = 200, .body = R"({"content":"We are open from 8 to 18."})", .headers = {}};
  if (command.operation == "chat_sms") {  // not wrapped in `data`
    out.begin_object().member("conversation_id", FakeTelnyx::conversation_of(command.leg));
    return {.status = 200, .body = out.end_object().take(), .headers = {}};
  }
  out.begin_object().key("data").begin_object();
  if (command.operation == "dial") {
    out.member("record_type", "call").member("call_control_id", command.leg).member("is_alive", true);
    out.member("call_leg_id", "id-of-" + command.leg).member("call_session_id", "session-of-" + command.leg);
  } else {
    out.member("result", "ok");
    if (command.operation == "ai_assistant_start")
      out.member("conversation_id", FakeTelnyx::conversation_of(command.leg));
  }
  return {.status = 200, .body = out.end_object().end_object().take(), .headers = {}};
}

}  // namespace
}  // namespace fake_telnyx

FakeTelnyx::FakeTelnyx()
    : server_(context_, ServerConfig{.address = "127.0.0.1", .port = 0},
              ServerHooks{.handler = [this](Request request) { return answer(*this, std::move(request)); },
                          .now = &fake_telnyx::system_now,
                          .report = [](const Error&) {}}) {
  if (const auto started = server_.start(); !started) throw std::runtime_error(started.error().detail);
  port_ = server_.port();
  thread_ = std::thread([this] { context_.run(); });
}

FakeTelnyx::~FakeTelnyx() {
  try {
    release();
    boost::asio::co_spawn(context_, server_.drain(std::chrono::milliseconds{0}), boost::asio::use_future)
        .get();
  } catch (const std::exception&) {
    context_.stop();
  }
  work_.reset();
  thread_.join();
}

std::string FakeTelnyx::api_base() const { return "http://127.0.0.1:" + std::to_string(port_) + "/v2"; }

boost::asio::awaitable<HttpReply> FakeTelnyx::answer(FakeTelnyx& self, Request request) {
  const auto operation = fake_telnyx::command_of(request).operation;
  auto reply = self.reply_to(request);
  while (self.is_held(operation)) {
    co_await self.held_until_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  co_return reply;
}

HttpReply FakeTelnyx::reply_to(const Request& request) {
  record_request(request.method, request.target, request.body);
  auto command = fake_telnyx::command_of(request);
  if (request.method == "GET") {
    if (auto reply = next_answer(command.operation)) return std::move(*reply);
    return answer_question(request.path);
  }
  if (command.operation.empty()) return fake_telnyx::refused(404, "10005", "Resource not found");
  auto prepared = next_answer(command.operation);
  const std::lock_guard lock(mutex_);
  if (prepared) {
    commands_.push_back(std::move(command));
    more_.notify_all();
    return std::move(*prepared);
  }
  const bool is_repeated = std::ranges::any_of(
      commands_, [&](const auto& known) { return known.command_id == command.command_id; });
  const bool has_ended = ended_.contains(command.leg) && !is_repeated;
  const auto body = JsonDocument::parse(command.body);
  if (body && body->root()["client_state"].exists() && !has_ended)
    client_states_[command.leg] = body->root()["client_state"].str();
  auto reply = has_ended ? fake_telnyx::refused(422, "90018", "Call has already ended")
                         : fake_telnyx::accepted(command);
  commands_.push_back(std::move(command));
  more_.notify_all();
  return reply;
}

HttpReply FakeTelnyx::answer_question(const std::string& path) const {
  if (path.ends_with("/active_calls")) return active_calls();
  // What it has sent it does not remember.
  if (path.ends_with("/call_events") || path.ends_with("/webhook_deliveries"))
    return {.status = 200, .body = R"({"data":[]})", .headers = {}};
  constexpr std::string_view kCalls = "/calls/";
  const auto at = path.find(kCalls);
  if (at == std::string::npos) return fake_telnyx::refused(404, "10005", "Resource not found");
  const std::lock_guard lock(mutex_);
  const bool is_alive = !ended_.contains(path.substr(at + kCalls.size()));
  return {.status = 200,
          .body = is_alive ? R"({"data":{"is_alive":true}})" : R"({"data":{"is_alive":false}})",
          .headers = {}};
}

HttpReply FakeTelnyx::active_calls() const {
  const std::lock_guard lock(mutex_);
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const auto& [leg, state] : client_states_) {
    if (ended_.contains(leg) || hidden_.contains(leg)) continue;
    out.begin_object().member("record_type", "call").member("call_control_id", leg);
    out.member("call_leg_id", "id-of-" + leg).member("call_session_id", "session-of-" + leg);
    out.member("client_state", state).end_object();
  }
  out.end_array().key("meta").begin_object().key("cursors").begin_object().end_object().end_object();
  return {.status = 200, .body = out.end_object().take(), .headers = {}};
}

std::optional<HttpReply> FakeTelnyx::next_answer(const std::string& operation) {
  const std::lock_guard lock(mutex_);
  auto& answers = next_[operation];
  if (answers.empty()) return std::nullopt;
  auto reply = std::move(answers.front());
  answers.pop_front();
  return reply;
}

void FakeTelnyx::answer_next(const std::string& operation, HttpReply reply) {
  const std::lock_guard lock(mutex_);
  next_[operation].push_back(std::move(reply));
}

std::shared_ptr<PacedStream> FakeTelnyx::stream_next() {
  auto stream = std::make_shared<PacedStream>(context_);
  HttpReply reply{.status = 200, .content_type = "text/event-stream", .headers = {}};
  reply.stream = stream;
  answer_next("chat", std::move(reply));
  return stream;
}

PacedStream::PacedStream(boost::asio::io_context& context)
    : context_(context), more_(context, boost::asio::steady_timer::time_point::max()) {}

boost::asio::awaitable<Result<std::string>> PacedStream::next() {
  while (pieces_.empty()) {
    const auto cancelled = (co_await boost::asio::this_coro::cancellation_state).cancelled();
    if (cancelled != boost::asio::cancellation_type::none) break;
    co_await more_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  if (pieces_.empty()) co_return std::string();
  auto piece = std::move(pieces_.front());
  pieces_.pop_front();
  co_return piece;
}

void PacedStream::give(std::string piece) {
  boost::asio::post(context_, [self = shared_from_this(), piece = std::move(piece)]() mutable {
    self->pieces_.push_back(std::move(piece));
    self->more_.cancel();
  });
}

void FakeTelnyx::hide(const std::string& leg) {
  const std::lock_guard lock(mutex_);
  hidden_.insert(leg);
}

std::optional<Command> FakeTelnyx::wait_for(std::string_view operation, std::string_view leg) {
  std::unique_lock lock(mutex_);
  const auto deadline = std::chrono::steady_clock::now() + fake_telnyx::kPatience;
  for (std::size_t next = 0;; ++next) {
    if (!more_.wait_until(lock, deadline, [&] { return next < commands_.size(); })) return std::nullopt;
    if (commands_[next].operation == operation && commands_[next].leg == leg) return commands_[next];
  }
}

void FakeTelnyx::hold(const std::string& operation) {
  const std::lock_guard lock(mutex_);
  held_.insert(operation);
}

bool FakeTelnyx::is_held(const std::string& operation) const {
  const std::lock_guard lock(mutex_);
  return held_.contains(operation);
}

void FakeTelnyx::release() {
  const std::lock_guard lock(mutex_);
  held_.clear();
  boost::asio::post(context_, [this] { held_until_.cancel(); });
}

void FakeTelnyx::leg_ended(const std::string& leg) {
  const std::lock_guard lock(mutex_);
  ended_.insert(leg);
}

std::string FakeTelnyx::client_state(const std::string& leg) const {
  const std::lock_guard lock(mutex_);
  const auto found = client_states_.find(leg);
  return found == client_states_.end() ? std::string() : found->second;
}

std::vector<Command> FakeTelnyx::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

}  // namespace callwright::tests
