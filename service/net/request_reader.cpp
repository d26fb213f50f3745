#include "service/net/request_reader.hpp"

#include "handlers/ports/http_text.hpp"
#include "service/net/body_reader.hpp"
#include "service/net/header_block.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

namespace callwright::net {
namespace request_reader {
namespace {

namespace http = boost::beast::http;
using Parser = http::request_parser<http::empty_body>;

HttpReply malformed(std::string_view detail) { return problem(400, "http.malformed", detail); }

HttpReply body_too_large(const RequestLimits& limits) {
  return problem(413, "http.body_too_large",
                 "The body is larger than " + std::to_string(limits.body_bytes_max) + " bytes; send less.");
}

HttpReply header_too_large(const RequestLimits& limits) {
  return problem(431, "http.header_too_large",
                 "Request line and headers are larger than " + std::to_string(limits.header_bytes_max) +
                     " bytes; send fewer.");
}

/// True for a request line that is whole and names a version that is not ours.
bool names_other_version(std::string_view block) {
  const auto line = block.substr(0, block.find("\r\n"));
  const auto version = line.substr(std::min(line.rfind(' ') + 1, line.size()));
  const auto digit = [&](std::size_t at) { return version[at] >= '0' && version[at] <= '9'; };
  return version.size() == 8 && version.starts_with("HTTP/") && digit(5) && version[6] == '.' && digit(7) &&
         version != "HTTP/1.0" && version != "HTTP/1.1";
}

HttpReply refusal_for(const boost::system::error_code& error, const RequestLimits& limits) {
  if (error == http::error::header_limit) return header_too_large(limits);
  return malformed("The request is not valid HTTP/1.1: " + error.message() + ".");
}

bool is_method_start(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

std::optional<HttpReply> check_transfer_encoding(const Parser::value_type& head) {
  const auto count = head.count(http::field::transfer_encoding);
  if (count == 0) return std::nullopt;
  if (head.version() < 11) return malformed("Transfer-Encoding needs HTTP/1.1.");
  if (count > 1) return malformed("More than one Transfer-Encoding header.");
  if (boost::beast::iequals(head[http::field::transfer_encoding], "chunked")) return std::nullopt;
  return problem(501, "http.transfer_encoding", "The only transfer encoding understood here is `chunked`.");
}

std::optional<HttpReply> check_head(const Parser::value_type& head) {
  if (auto refused = check_transfer_encoding(head)) return refused;
  const auto hosts = head.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && head.version() >= 11))
    return malformed("Exactly one Host header is needed.");
  if (head.count(http::field::expect) > 0 &&
      !boost::beast::iequals(head[http::field::expect], "100-continue")) {
    return problem(417, "http.expectation", "The only expectation met here is `100-continue`.");
  }
  return std::nullopt;
}

/// Path and query of the request target. False when it is none that a server answers, or has a bad escape.
bool read_target(Request& request) {
  std::string_view target = request.target;
  for (const auto* scheme : {"http://", "https://"}) {  // absolute form: a server has to accept it
    if (!target.starts_with(scheme)) continue;
    target.remove_prefix(std::string_view(scheme).size());
    target.remove_prefix(std::min(target.find_first_of("/?"), target.size()));
    if (!target.starts_with('/')) return false;
  }
  const bool whole_server = target == "*" && request.method == "OPTIONS";
  if ((!target.starts_with('/') && !whole_server) || target.find('#') != std::string_view::npos) return false;
  const auto question = std::min(target.find('?'), target.size());
  auto path = percent_decode(target.substr(0, question));
  auto query = parse_query(target.substr(std::min(question + 1, target.size())));
  if (!path || !query) return false;
  request.path = std::move(*path);
  request.query = std::move(*query);
  return true;
}

Request request_of(const Parser::value_type& head) {
  Request request;
  request.method = std::string(head.method_string());
  request.target = std::string(head.target());
  for (const auto& field : head) {
    request.headers.emplace_back(lower_case(field.name_string()), std::string(field.value()));
  }
  return request;
}

}  // namespace
}  // namespace request_reader

struct RequestReader::Impl {
  explicit Impl(RequestLimits the_limits) : limits(the_limits) { begin(); }

  void begin() {
    parser.emplace();
    parser->skip(
        true);  // Beast reads header blocks only; its chunk parser asserts on some ways of cutting them
    body.reset();
    // The header block is measured here: Beast's own limit holds for one call, not for a block that trickles
    // in.
    parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max + 4));
    searched = 0;
    wants_continue = false;
    state = State::Empty;
  }

  [[nodiscard]] std::string_view unread() const { return std::string_view(bytes).substr(used); }

  void refuse(HttpReply reply) {
    refusal = std::move(reply);
    state = State::Refused;
  }

  void advance() {
    if (!body) read_header();
    if (state == State::Refused || !body) return;
    read_body();
    if (state == State::Refused) return;
    const bool complete = body->state() == BodyReader::State::Complete;
    state = complete ? State::Complete : wants_continue ? State::WantsContinue : State::Partial;
  }

  void skip_empty_lines() {  // some old clients send one behind a body
    while (searched == 0 && unread().starts_with("\r\n")) used += 2;
  }

  void read_header() {
    skip_empty_lines();
    const auto block = unread();
    if (block.empty() || block == "\r") return;
    if (!request_reader::is_method_start(block.front())) {
      return refuse(request_reader::malformed("The request does not begin with a method."));
    }
    const auto end = header_block_end(block, searched);
    if (std::min(end, block.size()) > limits.header_bytes_max) {
      return refuse(request_reader::header_too_large(limits));
    }
    if (end == std::string_view::npos) {
      searched = block.size() - std::min<std::size_t>(block.size(), 2);
      state = State::Partial;
      return;
    }
    parse_header(block.substr(0, end));
  }

  void parse_header(std::string_view block) {
    boost::system::error_code error;
    const auto taken = parser->put(boost::asio::buffer(block.data(), block.size()), error);
    if (error == boost::beast::http::error::bad_version && request_reader::names_other_version(block)) {
      return refuse(problem(505, "http.version", "Only HTTP/1.1 and HTTP/1.0 are spoken here."));
    }
    if (error && error != boost::beast::http::error::need_more) {
      return refuse(request_reader::refusal_for(error, limits));
    }
    if (!parser->is_header_done() || taken != block.size()) {
      return refuse(request_reader::malformed("The header block is not complete where it ends."));
    }
    const auto& head = parser->get();
    if (auto refused = request_reader::check_head(head)) return refuse(std::move(*refused));
    received = ReceivedRequest{.request = request_reader::request_of(head),
                               .keep_alive = parser->keep_alive(),
                               .is_head = head.method() == boost::beast::http::verb::head,
                               .is_http10 = head.version() < 11};
    if (!request_reader::read_target(received.request)) {
      return refuse(
          request_reader::malformed("The request target is not a path with an optional query, or has a "
                                    "bad percent escape."));
    }
    used += block.size();
    begin_body();
    if (received.is_head) received.request.method = "GET";
    wants_continue = !received.is_http10 && head.count(boost::beast::http::field::expect) > 0;
  }

  void begin_body() {
    const auto length = parser->content_length();
    const auto framing = parser->chunked() ? BodyFraming::Chunked
                         : length          ? BodyFraming::Length
                                           : BodyFraming::None;
    body.emplace(framing, length.value_or(0), limits.body_bytes_max);
  }

  void read_body() {
    if (!unread().empty()) wants_continue = false;  // the body comes without being asked for
    used += body->feed(unread());
    if (body->state() == BodyReader::State::TooLarge) refuse(request_reader::body_too_large(limits));
    if (body->state() == BodyReader::State::Malformed) {
      refuse(request_reader::malformed("The chunks of the body are not well formed."));
    }
  }

  RequestLimits limits;
  std::optional<request_reader::Parser> parser;
  std::optional<BodyReader> body;  // from the end of the header on
  std::string bytes;               // what was fed and not dropped yet
  std::size_t used = 0;            // how much of it is parsed
  std::size_t searched = 0;        // how far the unread bytes were searched for the end of the header
  ReceivedRequest received;
  HttpReply refusal;
  State state = State::Empty;
  bool wants_continue = false;
};

RequestReader::RequestReader(RequestLimits limits) : impl_(std::make_unique<Impl>(limits)) {}
RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::feed(std::string_view bytes) {
  if (impl_->state == State::Refused) return impl_->state;
  impl_->bytes.erase(0, impl_->used);
  impl_->used = 0;
  impl_->bytes.append(bytes);
  if (impl_->state != State::Complete) impl_->advance();
  return impl_->state;
}

RequestReader::State RequestReader::state() const { return impl_->state; }

void RequestReader::continued() {
  impl_->wants_continue = false;
  if (impl_->state == State::WantsContinue) impl_->state = State::Partial;
}

ReceivedRequest RequestReader::take() {
  ReceivedRequest received = std::move(impl_->received);
  received.request.body = impl_->body->take();
  impl_->begin();
  impl_->advance();
  return received;
}

const HttpReply& RequestReader::refusal() const { return impl_->refusal; }

}  // namespace callwright::net
