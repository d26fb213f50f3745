#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace callwright::bench {

/// Keep-alive connections to the service, as Telnyx's webhook senders hold them.
class Wires {
 public:
  /// Gets the status of the answer, 0 when the connection broke, and its body.
  using Done = std::function<void(int status, std::string_view body)>;
  /// Connects all; throws when one cannot.
  Wires(boost::asio::io_context& context, unsigned short port, std::size_t count);
  ~Wires();

  [[nodiscard]] bool has_free() const { return !free_.empty(); }
  /// Sends the request on a free connection.
  void send(std::string bytes, Done done);

 private:
  class Wire;
  std::vector<std::shared_ptr<Wire>> all_;
  std::vector<Wire*> free_;
};

}  // namespace callwright::bench
