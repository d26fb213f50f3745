#pragma once

#include "service/net/http_client.hpp"
#include "service/net/http_server.hpp"
#include "service/simulator/face.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace callwright::tests {

/// The simulator's face, and a service on a real socket that gets its webhooks and answers as it is told to.
class SimulatorWorld {
 public:
  explicit SimulatorWorld(simulator::FaceSettings settings = quick());
  ~SimulatorWorld();

  /// Pauses of a millisecond: the order of attempts is looked at, not their time.
  static simulator::FaceSettings quick();

  /// What the service answers to its next requests; 200 when there is nothing. 0: the connection ends.
  std::deque<int> answers;
  std::string answer_body = "{}";
  std::vector<Request> received;  ///< by the service, in the order of arrival

  /// One request to the face, with the key of the model's account.
  HttpReply ask(const std::string& method, const std::string& path, const std::string& body = {},
                std::vector<std::pair<std::string, std::string>> headers = {});
  /// Lets time pass until the condition holds; false when nothing happens for a minute.
  bool run_until(const std::function<bool()>& condition);
  /// A call to +13125550100; returns its call_control_id.
  std::string place_call();
  /// Of the received webhooks.
  [[nodiscard]] std::vector<std::string> event_types() const;
  [[nodiscard]] std::string url(const std::string& path) const;

  boost::asio::io_context context{1};
  std::unique_ptr<PooledHttpClient> client;
  std::unique_ptr<HttpServer> service;
  std::unique_ptr<simulator::Face> face;
};

}  // namespace callwright::tests
