#include "service/net/response_reader.hpp"

#include "service/net/body_reader.hpp"
#include "service/net/header_block.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace callwright::net {
namespace response_reader {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::empty_body>;

constexpr std::size_t kHeaderBytesMax = 65'536;

}  // namespace
}  // namespace response_reader

struct ResponseReader::Impl {
  Impl(bool is_to_head, std::size_t body_max) : to_head(is_to_head), body_bytes_max(body_max) { begin(); }

  void begin() {
    parser.emplace();
    parser->skip(
        true);  // Beast reads header blocks only; its chunk parser asserts on some ways of cutting them
    parser->header_limit(response_reader::kHeaderBytesMax + 4);
    searched = 0;
  }

  void break_off(std::string why) {
    broken = std::move(why);
    state = State::Broken;
  }

  void advance() {
    while (state == State::Partial && !body) {
      if (!read_header()) return;
    }
    if (state == State::Partial) bytes.erase(0, body->feed(bytes));
    if (state == State::Partial) conclude();
  }

  void conclude() {
    switch (body->state()) {
      case BodyReader::State::Partial: return;
      case BodyReader::State::Complete: state = State::Complete; return;
      case BodyReader::State::TooLarge:
        return break_off("it is larger than " + std::to_string(body_bytes_max) + " bytes");
      case BodyReader::State::Malformed: return break_off("its chunks are not well formed");
    }
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
    if (!parse_header(end)) return false;
    if (parser->get().result_int() < 200) return pass_over_interim();
    begin_body();
    return true;
  }

  bool pass_over_interim() {
    if (parser->get().result_int() == 101) {
      break_off("it changes the protocol unasked");
      return false;
    }
    begin();
    return true;
  }

  bool parse_header(std::size_t size) {
    boost::system::error_code error;
    const auto taken = parser->put(boost::asio::buffer(bytes.data(), size), error);
    if (!error && taken == size && parser->is_header_done()) {
      bytes.erase(0, size);
      return true;
    }
    break_off(error && error != boost::beast::http::error::need_more
                  ? "it is not valid HTTP/1.1 (" + error.message() + ")"
                  : "its header block is not complete where it ends");
    return false;
  }

  void begin_body() {
    const auto status = parser->get().result_int();
    const auto length = parser->content_length();
    auto framing = parser->chunked() ? BodyFraming::Chunked
                   : length          ? BodyFraming::Length
                                     : BodyFraming::UntilEnd;
    if (to_head || status == 204 || status == 304) framing = BodyFraming::None;
    until_end = framing == BodyFraming::UntilEnd;
    body.emplace(framing, length.value_or(0), body_bytes_max);
  }

  bool to_head;
  std::size_t body_bytes_max;
  std::optional<response_reader::Parser> parser;
  std::optional<BodyReader> body;  // from the end of the header on
  bool until_end = false;
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
  if (impl_->body && impl_->body->end_of_stream() == BodyReader::State::Complete) {
    impl_->state = State::Complete;
  } else {
    impl_->break_off("the connection ended inside it");
  }
  return impl_->state;
}

std::string_view ResponseReader::why_broken() const { return impl_->broken; }

bool ResponseReader::has_head() const { return impl_->body.has_value(); }

std::string ResponseReader::take_body() { return impl_->body->take(); }

HttpResponse ResponseReader::take() {
  HttpResponse response;
  const auto& message = impl_->parser->get();
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    response.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
  }
  response.body = impl_->body->take();
  return response;
}

bool ResponseReader::keep_alive() const {
  return impl_->state == State::Complete && impl_->bytes.empty() && !impl_->until_end &&
         impl_->parser->keep_alive();
}

}  // namespace callwright::net
