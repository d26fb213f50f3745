#include "service/net/request_reader.hpp"

#include <cstdlib>
#include <string>
#include <string_view>

using callwright::net::RequestReader;

namespace {

/// The requests of a connection and how it ends, fed in pieces of `step` bytes.
std::string fate_of(std::string_view bytes, std::size_t step) {
  const callwright::net::RequestLimits limits{.body_bytes_max = 256, .header_bytes_max = 512};
  RequestReader reader(limits);
  std::string fate;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(bytes.substr(at, step));
    reader.continued();
    while (reader.state() == RequestReader::State::Complete) {
      const auto received = reader.take();
      reader.continued();
      if (received.request.body.size() > limits.body_bytes_max) std::abort();
      fate += received.request.method + received.request.path + "\n" + received.request.body + "\n";
      for (const auto& [name, value] : received.request.headers) fate += name + ":" + value + "\n";
    }
  }
  const bool refused = reader.state() == RequestReader::State::Refused;
  if (refused && (reader.refusal().status < 400 || reader.refusal().status > 599)) std::abort();
  return fate + (refused ? "refused" : "open");
}

}  // namespace

// How the network cuts a stream must not change what is read from it: that is how requests are smuggled.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (data[0] == '#') {  // chunked framing is hard to guess: begin right behind its header
    bytes.replace(0, 1, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
  }
  const auto whole = fate_of(bytes, bytes.size());
  if (whole != fate_of(bytes, 1) || whole != fate_of(bytes, 7)) std::abort();
  return 0;
}
