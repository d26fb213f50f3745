#include "service/net/response_reader.hpp"
#include "service/telnyx/outcome.hpp"

#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

using callwright::net::ResponseReader;

namespace {

constexpr std::size_t kBodyBytesMax = 4'096;

std::optional<callwright::HttpResponse> response_of(std::string_view bytes, std::size_t step) {
  ResponseReader reader(false, kBodyBytesMax);
  auto state = ResponseReader::State::Partial;
  for (std::size_t at = 0; at < bytes.size() && state == ResponseReader::State::Partial; at += step) {
    state = reader.feed(bytes.substr(at, step));
  }
  if (state == ResponseReader::State::Partial) state = reader.end_of_stream();
  if (state == ResponseReader::State::Broken) return std::nullopt;
  return reader.take();
}

}  // namespace

// However the stream is cut, the same response comes out of it, within its bound, and it means something
// definite.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  if (bytes.starts_with('#')) {  // framing is hard to guess: begin right behind a header
    bytes.replace(0, 1, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
  } else if (bytes.starts_with('$')) {
    bytes.replace(0, 1, "HTTP/1.1 422 Unprocessable\r\n\r\n{\"errors\":[{\"code\":");
  }
  const auto whole = response_of(bytes, bytes.size() + 1);
  const auto pieces = response_of(bytes, 1);
  if (whole.has_value() != pieces.has_value()) std::abort();
  if (!whole) return 0;
  if (whole->body != pieces->body || whole->status != pieces->status) std::abort();
  if (whole->body.size() > kBodyBytesMax) std::abort();
  const auto outcome = callwright::decode_response(*whole, callwright::TimePoint{});
  if ((outcome.result == callwright::ApiResult::Accepted) != (whole->status / 100 == 2)) std::abort();
  if (outcome.retry_after.count() < 0) std::abort();
  return 0;
}
