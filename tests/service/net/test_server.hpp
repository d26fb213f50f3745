#pragma once

#include "service/net/http_server.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_future.hpp>

namespace callwright::tests {

inline constexpr TimePoint kServerTime{std::chrono::sys_days{std::chrono::year{2026} / 11 / 24} +
                                       std::chrono::hours{16}};

/// A real server on a port of its own, running in its own thread until the test is over. Its paths:
/// `/echo` tells what arrived, `/throw` throws, `/bad-header` gives a reply that must not be sent, `/wait`
/// answers when the test says `open_gate`, `/long` has a body of 4 MiB, `/stream/…` is a stream: of so many
/// pieces; `gate` waits before its second; `breaks` and `throws` do so after the first; `endless` has pieces
/// of 64 KiB. Anything else is `ok`.
class TestServer {
 public:
  explicit TestServer(ServerConfig config = {});
  ~TestServer();
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  [[nodiscard]] unsigned short port() const { return port_; }
  [[nodiscard]] std::string url(const std::string& target = "/") const;
  /// Returns when a request for `/wait` has arrived.
  void await_waiting() { waiting_.acquire(); }
  /// Returns when a stream has been destroyed.
  void await_dropped_stream() { dropped_.acquire(); }
  /// How many pieces were asked for.
  [[nodiscard]] int pieces() const { return pieces_; }
  void open_gate();
  /// Drains in the background; the future is ready when the server has ended.
  std::future<void> drain(std::chrono::milliseconds patience);
  /// Runs on the server's thread and returns the result.
  std::size_t connections();
  std::vector<Error> reports();
  [[nodiscard]] int requests() const { return requests_; }

 private:
  class Stream;
  boost::asio::awaitable<void> await_gate();
  static boost::asio::awaitable<HttpReply> answer(TestServer& self, Request request);
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  boost::asio::steady_timer gate_{context_, boost::asio::steady_timer::time_point::max()};
  bool gate_is_open_ = false;
  std::counting_semaphore<> waiting_{0};
  std::counting_semaphore<> dropped_{0};
  std::atomic<int> pieces_ = 0;
  std::mutex reports_mutex_;
  std::vector<Error> reports_;
  std::atomic<int> requests_ = 0;
  HttpServer server_;
  unsigned short port_ = 0;
  std::thread thread_;
};

/// Runs a coroutine on `context` in this thread until it has ended, and gives its result.
template <class T>
T run(boost::asio::io_context& context, boost::asio::awaitable<T> task) {
  auto result = boost::asio::co_spawn(context, std::move(task), boost::asio::use_future);
  context.restart();
  while (result.wait_for(std::chrono::seconds{0}) != std::future_status::ready) context.run_one();
  return result.get();
}

}  // namespace callwright::tests
