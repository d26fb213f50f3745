#include "service/net/http_server.hpp"

#include "service/net/listener.hpp"
#include "service/net/server_session.hpp"
#include "service/net/task_group.hpp"
#include "service/net/until.hpp"

#include <set>
#include <utility>
#include <variant>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright {
namespace http_server {
namespace {

namespace asio = boost::asio;
using net::ServerSession;
/// Connections beyond the limit that are told so; still more are closed without a word.
constexpr std::size_t kRefusalsMax = 64;
/// Pause after a failed accept: without file descriptors it would fail again at once.
constexpr std::chrono::milliseconds kAcceptPause{100};

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

/// Holds its own copy: a child's end is reported even when the server is gone.
net::TaskGroup::Report reporter(std::function<void(const Error&)> report) {
  return [report = std::move(report)](const std::exception_ptr& failure) {
    report(Error(Errc::Unavailable, "http.task_failed", text_of(failure)));
  };
}

HttpReply too_many_connections() {
  auto reply = problem(503, "http.connections_max", "Too many connections are open; try again in a moment.");
  reply.headers.emplace_back("Retry-After", "1");
  return reply;
}

}  // namespace
}  // namespace http_server

using http_server::ServerSession;
namespace asio = boost::asio;

struct HttpServer::State {
  State(asio::io_context& the_context, ServerConfig the_config, ServerHooks the_hooks)
      : context(the_context),
        config(std::move(the_config)),
        hooks(std::move(the_hooks)),
        acceptor(the_context),
        accepting(the_context.get_executor(), http_server::reporter(hooks.report)),
        sessions(the_context.get_executor(), http_server::reporter(hooks.report)) {}

  void stop_accepting() {
    boost::system::error_code ignored;
    acceptor.close(ignored);
    accepting.cancel();
    for (auto* session : running) session->finish();
  }

  static asio::awaitable<void> accept_all(std::shared_ptr<State> self);
  static void admit(const std::shared_ptr<State>& self, asio::ip::tcp::socket socket);
  static asio::awaitable<void> serve(std::shared_ptr<State> self, std::shared_ptr<ServerSession> session);

  asio::io_context& context;
  ServerConfig config;
  ServerHooks hooks;
  asio::ip::tcp::acceptor acceptor;
  net::TaskGroup accepting;
  net::TaskGroup sessions;  // those that serve, and refusals
  std::set<ServerSession*> running;
};

asio::awaitable<void> HttpServer::State::accept_all(std::shared_ptr<State> self) {
  asio::steady_timer pause(self->context);
  while (self->acceptor.is_open()) {
    auto [error, socket] = co_await self->acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
    if (!self->acceptor.is_open()) co_return;
    if (!error) {
      admit(self, std::move(socket));
    } else if (error != asio::error::connection_aborted) {
      self->hooks.report(Error(Errc::Unavailable, "http.accept_failed", error.message()));
      pause.expires_after(http_server::kAcceptPause);
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
    }
  }
}

void HttpServer::State::admit(const std::shared_ptr<State>& self, asio::ip::tcp::socket socket) {
  auto session = std::make_shared<ServerSession>(std::move(socket), self->config, self->hooks);
  if (self->running.size() < self->config.connections_max) {
    self->running.insert(session.get());
    self->sessions.spawn(serve(self, std::move(session)));
  } else if (self->sessions.size() < self->config.connections_max + http_server::kRefusalsMax) {
    self->sessions.spawn(ServerSession::refuse(std::move(session), http_server::too_many_connections()));
  }
}

asio::awaitable<void> HttpServer::State::serve(std::shared_ptr<State> self,
                                               std::shared_ptr<ServerSession> session) {
  struct Leaving {
    State& state;
    ServerSession* session;
    ~Leaving() { state.running.erase(session); }
  };
  const Leaving leaving{*self, session.get()};
  co_await ServerSession::run(session);
}

HttpServer::HttpServer(asio::io_context& context, ServerConfig config, ServerHooks hooks)
    : state_(std::make_shared<State>(context, std::move(config), std::move(hooks))) {}

HttpServer::~HttpServer() { state_->stop_accepting(); }

Result<void> HttpServer::start() {
  auto acceptor = net::open_listener(state_->context, state_->config);
  if (!acceptor) return std::unexpected(std::move(acceptor.error()));
  state_->acceptor = std::move(*acceptor);
  state_->accepting.spawn(State::accept_all(state_));
  return {};
}

unsigned short HttpServer::port() const {
  boost::system::error_code error;
  const auto endpoint = state_->acceptor.local_endpoint(error);
  return error ? static_cast<unsigned short>(0) : endpoint.port();
}

std::size_t HttpServer::connections() const { return state_->running.size(); }

void HttpServer::stop_accepting() { state_->stop_accepting(); }

asio::awaitable<void> HttpServer::drain(std::chrono::milliseconds patience) {
  const auto state = state_;
  state->stop_accepting();
  co_await state->accepting.join();
  const auto joined = [](std::shared_ptr<State> the_state) -> asio::awaitable<std::monostate> {
    co_await the_state->sessions.join();
    co_return std::monostate{};
  };
  const auto deadline = std::chrono::steady_clock::now() + patience;
  if (co_await net::until(deadline, joined(state))) co_return;
  state->sessions.cancel();
  co_await state->sessions.join();
}

}  // namespace callwright
