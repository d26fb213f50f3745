#pragma once

#include "service/net/http_server.hpp"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::tests {

/// One request to the API, as it came.
struct Command {
  std::string operation;  ///< `dial`, `answer`, `chat_sms`, …
  std::string leg;  ///< call_control_id; of a dial that of the leg it makes, of a text message who gets it
  std::string command_id;  ///< of the body; of a text message its Idempotency-Key
  std::string target;      ///< method and path
  std::string body;
};

/// A body whose pieces come when the test says so, on the loop of the server that sends it.
class PacedStream final : public BodyStream, public std::enable_shared_from_this<PacedStream> {
 public:
  explicit PacedStream(boost::asio::io_context& context);
  boost::asio::awaitable<Result<std::string>> next() override;

  /// Any thread, while the server runs. Empty text ends the body.
  void give(std::string piece);

 private:
  boost::asio::io_context& context_;
  std::deque<std::string> pieces_;
  boost::asio::steady_timer more_;
};

/// What a service sees of Telnyx's API, with everything in the hands of the test: it keeps every request,
/// answers a repeated command_id as the first time, lists the legs that were dialled and live as active
/// calls, and sends no webhooks. The ids of legs and conversations follow from the numbers dialled, so that a
/// test knows them without asking.
class FakeTelnyx {
 public:
  FakeTelnyx();
  ~FakeTelnyx();
  FakeTelnyx(const FakeTelnyx&) = delete;
  FakeTelnyx& operator=(const FakeTelnyx&) = delete;

  static std::string leg_of_number(std::string_view number) { return "v3:leg-of-" + std::string(number); }
  static std::string conversation_of(std::string_view caller_leg) {
    return "conversation-of-" + std::string(caller_leg);
  }
  [[nodiscard]] std::string api_base() const;

  /// The first command of this operation on this leg; empty when none comes in time.
  std::optional<Command> wait_for(std::string_view operation, std::string_view leg);
  /// Requests of the operation take effect, but stay without an answer until `release`.
  void hold(const std::string& operation);
  void release();
  /// The next request of the operation, which then has no effect, gets this answer.
  void answer_next(const std::string& operation, HttpReply reply);
  /// The same for a chat whose reply is streamed in the pieces that the test gives.
  std::shared_ptr<PacedStream> stream_next();
  /// Commands for a leg that ended are refused with 90018.
  void leg_ended(const std::string& leg);
  /// This leg is not listed as an active call.
  void hide(const std::string& leg);
  /// The client_state that the leg's webhooks carry: that of its last command.
  [[nodiscard]] std::string client_state(const std::string& leg) const;
  [[nodiscard]] std::vector<Command> commands() const;

 private:
  static boost::asio::awaitable<HttpReply> answer(FakeTelnyx& self, Request request);
  std::optional<HttpReply> next_answer(const std::string& operation);
  HttpReply reply_to(const Request& request);
  [[nodiscard]] HttpReply answer_question(const std::string& path) const;
  [[nodiscard]] HttpReply active_calls() const;
  [[nodiscard]] bool is_held(const std::string& operation) const;

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{context_.get_executor()};
  boost::asio::steady_timer held_until_{context_, boost::asio::steady_timer::time_point::max()};
  mutable std::mutex mutex_;
  std::condition_variable more_;
  std::vector<Command> commands_;
  std::map<std::string, std::string> client_states_;
  std::set<std::string> ended_;
  std::set<std::string> held_;
  std::set<std::string> hidden_;
  std::map<std::string, std::deque<HttpReply>> next_;  ///< by operation
  HttpServer server_;
  unsigned short port_ = 0;
  std::thread thread_;
};

}  // namespace callwright::tests
