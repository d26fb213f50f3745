#pragma once

#include "tests/bench/callers.hpp"
#include "tests/bench/server.hpp"
#include "tests/bench/wires.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::bench {

using Clock = std::chrono::steady_clock;

/// What a stretch of load cost. Per webhook: tool requests are webhooks here too.
struct Cost {
  std::size_t webhooks = 0;
  std::size_t refused = 0;   ///< of them not answered 200
  std::size_t skipped = 0;   ///< intended, but no call had anything to send
  std::size_t commands = 0;  ///< of the service to the API
  double seconds = 0;
  double server_us = 0;     ///< CPU time of the service
  double generator_us = 0;  ///< CPU time of this program: senders, signatures and the API
  double verify_us = 0;     ///< CPU time of one libsodium verification, measured before and after
  std::map<std::string, double> by_thread_us;
  std::vector<double> latencies_us;  ///< sorted

  [[nodiscard]] double latency_us(double quantile) const;
};

/// Sends what the calls have to send. Everything runs on the calling thread.
class Load {
 public:
  using Source = std::function<std::optional<Parcel>()>;
  Load(boost::asio::io_context& context, const Server& server, Callers& callers, std::size_t connections);

  /// Each connection sends its next request as soon as it has its answer, until `enough` or for so long.
  Cost closed(
      const Source& source, std::chrono::milliseconds time,
      const std::function<bool()>& enough = [] { return false; });
  /// Requests are due at fixed times; a latency counts from then, whether or not a connection was free.
  Cost open(const Source& source, double per_second, std::chrono::milliseconds time);
  /// Waits until every request is answered and no call has anything to send.
  void settle();

  /// Called when a request leaves.
  std::function<void(const Parcel&)> on_send;

 private:
  Cost measured(const std::function<void()>& run);
  void pump();
  void send(Parcel parcel, Clock::time_point due);
  void note(const Parcel& parcel, Clock::time_point due, int status);
  void tick();
  void send_due();
  void run_for(std::chrono::milliseconds time);

  boost::asio::io_context& context_;
  const Server& server_;
  Callers& callers_;
  Wires wires_;
  boost::asio::steady_timer timer_;
  boost::asio::steady_timer end_;
  Source source_;
  std::function<bool()> enough_;
  Cost cost_;
  std::size_t under_way_ = 0;
  bool is_closed_loop_ = false;
  std::chrono::nanoseconds period_{0};
  Clock::time_point next_due_;
  std::deque<Clock::time_point> due_;
  std::deque<Parcel> prepared_;  ///< signed ahead, so that signing is no latency
};

/// CPU time of one verification of a webhook of 1.4 KB, by the function that the service uses.
double verify_time_us();

}  // namespace callwright::bench
