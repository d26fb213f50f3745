#pragma once

#include "workflows/model/result.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

namespace callwright::net {

class TaskGroup;

/// Addresses of hosts for one io_context. A lookup blocks in the system's resolver and cannot be broken off,
/// so it runs as a task of its own: whoever waits for it keeps its own deadline, and a host that is already
/// known is answered at once while a newer answer is fetched.
class NameCache {
 public:
  using Endpoints = std::vector<boost::asio::ip::tcp::endpoint>;
  using Clock = std::chrono::steady_clock;

  NameCache(boost::asio::io_context& context, TaskGroup& tasks);
  ~NameCache();
  NameCache(const NameCache&) = delete;
  NameCache& operator=(const NameCache&) = delete;

  /// IP addresses and `localhost` need no lookup. Unavailable `http.connect` when the name is not known.
  boost::asio::awaitable<Result<Endpoints>> lookup(std::string host, unsigned short port);
  /// This address answered: the next lookup of the host gives it first.
  void prefer(const std::string& host, const boost::asio::ip::address& address);

 private:
  struct Entry;
  struct State;
  static boost::asio::awaitable<void> refresh(std::shared_ptr<State> state, std::string host);
  std::shared_ptr<State> state_;
  TaskGroup& tasks_;
};

}  // namespace callwright::net
