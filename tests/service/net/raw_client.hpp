#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace callwright::tests {

struct RawReply {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  std::string text;  ///< the head as it came
};

/// A client that sends exactly the bytes of the test. Reads give up after ten seconds, so that a wrong server
/// fails a test instead of stopping it.
class RawClient {
 public:
  explicit RawClient(unsigned short port);
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient();

  /// False when the server has already closed.
  bool send(std::string_view bytes);
  void end_sending();
  /// The next reply. Status 0 when the connection ended before a whole one.
  RawReply read_reply(bool to_head = false);
  /// Reads until `text` has come; all up to its end, which is taken. Empty when it does not come.
  std::string read_until(std::string_view text);
  /// Closes at once, whatever is under way.
  void close();
  /// Waits for the end of the connection; false when something came instead, or nothing.
  bool is_closed_by_server();

 private:
  bool fill();
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace callwright::tests
