#include "service/net/response_reader.hpp"

#include "service/net/header_block.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace callwright::net {
namespace response_reader {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;

/// Also the bound of a chunk header and of trailers.
constexpr std::size_t kHeaderBytesMax = 65'536;

}  // namespace
}  // namespace response_reader

struct ResponseReader::Impl {
  Impl(bool is_to_head, std::size_t body_max) : to_head(is_to_head), body_bytes_max(body_max) { begin(); }

  void begin() {
    parser.emplace();
    parser->eager(true);
    parser->skip(to_head);
    parser->body_limit(body_bytes_max);
    parser->header_limit(response_reader::kHeaderBytesMax + 4);
    searched = 0;
  }

  void break_off(std::string why) {
    broken = std::move(why);
    state = State::Broken;
  }

  void advance() {
    while (state == State::Partial && !parser->is_header_done()) {
      if (!read_header()) return;
    }
    while (state == State::Partial && !parser->is_done() && !bytes.empty()) {
      if (!put(bytes.size())) return;
    }
    if (state == State::Partial && parser->is_done()) state = State::Complete;
  }

  /// False when the header is not complete or not usable.
  bool read_header() {
    const auto end = header_block_end(bytes, searched);
    if (std::min(end, bytes.size()) > response_reader::kHeaderBytesMax) {
      break_off("its headers are too large");
      return false;
    }
    if (end == std::string::npos) {
      searched = bytes.size() - std::min<std::size_t>(bytes.size(), 2);
      return false;
    }
    if (!put(end)) {
      if (state == State::Partial) break_off("its header block is not complete where it ends");
      return false;
    }
    return parser->get().result_int() >= 200 || pass_over_interim();
  }

  bool pass_over_interim() {
    if (parser->get().result_int() == 101) {
      break_off("it changes the protocol unasked");
      return false;
    }
    begin();
    return true;
  }

  /// Gives the parser the first `count` bytes. False when it needs more or refuses them.
  bool put(std::size_t count) {
    boost::system::error_code error;
    const auto taken = parser->put(boost::asio::buffer(bytes.data(), count), error);
    bytes.erase(0, taken);
    if (error == boost::beast::http::error::need_more) {
      if (bytes.size() > response_reader::kHeaderBytesMax) break_off("a chunk header is too long");
      return false;
    }
    if (error == boost::beast::http::error::body_limit) {
      break_off("it is larger than " + std::to_string(body_bytes_max) + " bytes");
    } else if (error) {
      break_off("it is not valid HTTP/1.1 (" + error.message() + ")");
    }
    return !error;
  }

  bool to_head;
  std::size_t body_bytes_max;
  std::optional<response_reader::Parser> parser;
  std::string bytes;         // fed and not parsed yet
  std::size_t searched = 0;  // how far they were searched for the end of the header
  std::string broken;
  State state = State::Partial;
};

ResponseReader::ResponseReader(bool to_head, std::size_t body_bytes_max)
    : impl_(std::make_unique<Impl>(to_head, body_bytes_max)) {}
ResponseReader::~ResponseReader() = default;

ResponseReader::State ResponseReader::feed(std::string_view bytes) {
  impl_->bytes.append(bytes);
  impl_->advance();
  return impl_->state;
}

ResponseReader::State ResponseReader::end_of_stream() {
  if (impl_->state != State::Partial) return impl_->state;
  boost::system::error_code error = boost::beast::http::error::partial_message;
  if (impl_->parser->is_header_done()) impl_->parser->put_eof(error);
  if (error) {
    impl_->break_off("the connection ended inside it");
  } else {
    impl_->state = State::Complete;
  }
  return impl_->state;
}

std::string_view ResponseReader::why_broken() const { return impl_->broken; }

HttpResponse ResponseReader::take() {
  HttpResponse response;
  auto& message = impl_->parser->get();
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
  }
  response.body = std::move(message.body());
  return response;
}

bool ResponseReader::keep_alive() const {
  return impl_->state == State::Complete && impl_->bytes.empty() && impl_->parser->keep_alive();
}

}  // namespace callwright::net
