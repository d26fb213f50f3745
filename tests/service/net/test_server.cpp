#include "tests/service/net/test_server.hpp"

#include "workflows/model/json.hpp"

#include <stdexcept>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::tests {
namespace {

HttpReply echo(const Request& request) {
  JsonWriter writer;
  writer.begin_object()
      .member("method", request.method)
      .member("path", request.path)
      .member("body", request.body);
  writer.member("remote", request.remote_address).member("at", format_time(request.received_at));
  writer.key("query").begin_object();
  for (const auto& [name, value] : request.query) writer.member(name, value);
  return HttpReply{.body = writer.end_object().end_object().take(), .headers = {}};
}

ServerConfig on_a_free_port(ServerConfig config) {
  config.port = 0;
  return config;
}

}  // namespace

TestServer::TestServer(ServerConfig config)
    : server_(context_, on_a_free_port(std::move(config)),
              ServerHooks{.handler = [this](Request request) { return answer(*this, std::move(request)); },
                          .now = [] { return kServerTime; },
                          .report =
                              [this](const Error& error) {
                                const std::lock_guard lock(reports_mutex_);
                                reports_.push_back(error);
                              }}) {
  const auto started = server_.start();
  if (!started) throw std::runtime_error(started.error().detail);
  port_ = server_.port();
  thread_ = std::thread([this] { context_.run(); });
}

TestServer::~TestServer() {
  open_gate();
  drain(std::chrono::milliseconds{0}).get();
  work_.reset();
  thread_.join();
}

class TestServer::Stream final : public BodyStream {
 public:
  Stream(TestServer& server, std::string kind) : server_(server), kind_(std::move(kind)) {}
  ~Stream() override { server_.dropped_.release(); }
  [[nodiscard]] std::string_view heartbeat() const override { return ": beat\n\n"; }

  boost::asio::awaitable<Result<std::string>> next() override {
    ++number_;
    ++server_.pieces_;
    if (kind_ == "endless") co_return std::string(65'536, 'x');
    if (kind_ == "breaks" && number_ == 2) co_return fail(Errc::Unavailable, "test.broken", "It broke.");
    if (kind_ == "throws" && number_ == 2) throw std::runtime_error("the stream broke");
    if (kind_ == "gate" && number_ == 2) co_await server_.await_gate();
    const int last = kind_.find_first_not_of("0123456789") == std::string::npos ? std::stoi(kind_) : 2;
    co_return number_ > last ? std::string() : "piece " + std::to_string(number_) + "\n";
  }

 private:
  TestServer& server_;
  std::string kind_;
  int number_ = 0;
};

boost::asio::awaitable<void> TestServer::await_gate() {
  waiting_.release();
  while (!gate_is_open_) {
    co_await gate_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
}

boost::asio::awaitable<HttpReply> TestServer::answer(TestServer& self, Request request) {
  ++self.requests_;
  if (request.path == "/echo") co_return echo(request);
  if (request.path == "/throw") throw std::runtime_error("the handler broke");
  if (request.path == "/bad-header") co_return HttpReply{.body = "x", .headers = {{"X-A", "b\r\nX-Evil: 1"}}};
  if (request.path == "/long") co_return HttpReply{.body = std::string(4U << 20U, 'x'), .headers = {}};
  if (request.path == "/wait") co_await self.await_gate();
  constexpr std::string_view kStream = "/stream/";
  if (request.path.starts_with(kStream)) {
    HttpReply reply{.content_type = "text/event-stream", .headers = {}};
    reply.stream = std::make_shared<Stream>(self, request.path.substr(kStream.size()));
    co_return reply;
  }
  co_return HttpReply{.content_type = "text/plain", .body = "ok " + request.path, .headers = {}};
}

std::string TestServer::url(const std::string& target) const {
  return "http://127.0.0.1:" + std::to_string(port_) + target;
}

void TestServer::open_gate() {
  boost::asio::post(context_, [this] {
    gate_is_open_ = true;
    gate_.cancel();
  });
}

std::future<void> TestServer::drain(std::chrono::milliseconds patience) {
  return boost::asio::co_spawn(context_, server_.drain(patience), boost::asio::use_future);
}

std::size_t TestServer::connections() {
  std::promise<std::size_t> count;
  boost::asio::post(context_, [&] { count.set_value(server_.connections()); });
  return count.get_future().get();
}

std::vector<Error> TestServer::reports() {
  const std::lock_guard lock(reports_mutex_);
  return reports_;
}

}  // namespace callwright::tests
