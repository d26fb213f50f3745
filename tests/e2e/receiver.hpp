#pragma once

#include "service/net/http_server.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::tests {

/// Somebody whom workflows send webhooks to, or ask. It keeps every request and answers them with the given
/// statuses, the last one again and again.
class Receiver {
 public:
  explicit Receiver(std::vector<int> statuses);
  ~Receiver();
  Receiver(const Receiver&) = delete;
  Receiver& operator=(const Receiver&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/hook"; }
  /// From now on.
  void answer(std::vector<int> statuses);
  /// From now on every request, with this answer; status kNoReply ends the connection without one.
  void answer_with(HttpReply reply);
  /// Requests that come from now on stay without an answer until `release`.
  void hold();
  void release();
  /// False when so many requests do not come in time.
  bool wait_for(std::size_t count);
  [[nodiscard]] std::vector<Request> requests() const;

 private:
  HttpReply take(Request request);
  [[nodiscard]] bool is_held() const;
  static boost::asio::awaitable<HttpReply> reply(Receiver& self, Request request);

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<int> statuses_;
  std::optional<HttpReply> reply_;
  bool held_ = false;
  boost::asio::steady_timer held_until_{context_, boost::asio::steady_timer::time_point::max()};
  std::vector<Request> requests_;
  HttpServer server_;
  unsigned short port_ = 0;
  std::thread thread_;
};

/// What the receiver computes: `v1,` and the Base64 HMAC-SHA256 over id, time and body, by OpenSSL.
std::string standard_signature(const std::string& key, const Request& request);

}  // namespace callwright::tests
