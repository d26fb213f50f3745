#include "service/net/reply_writer.hpp"

#include "service/net/header_block.hpp"

namespace callwright::net {
namespace reply_writer {
namespace {

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "";
  }
}

bool forbids_body(int status) { return status == 204 || status == 304; }

/// These describe the framing, which is the writer's own business.
bool is_framing_header(std::string_view name) {
  const auto lowered = lower_case(name);
  return lowered == "content-length" || lowered == "transfer-encoding" || lowered == "connection" ||
         lowered == "date" || lowered == "content-type";
}

}  // namespace
}  // namespace reply_writer

std::optional<std::string> reply_head(const HttpReply& reply, const ReplyFraming& framing) {
  using namespace reply_writer;
  if (reply.status < 200 || reply.status > 599) return std::nullopt;
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " ";
  head.append(reason_of(reply.status)).append("\r\n");
  head.append("Date: ").append(framing.date).append("\r\n");
  if (!forbids_body(reply.status)) {
    if (!is_header_line("content-type", reply.content_type)) return std::nullopt;
    const bool is_stream = reply.stream != nullptr;
    if (is_stream || !reply.body.empty())
      head.append("Content-Type: ").append(reply.content_type).append("\r\n");
    if (!is_stream) head.append("Content-Length: ").append(std::to_string(reply.body.size())).append("\r\n");
    if (is_stream && !framing.is_http10) head.append("Transfer-Encoding: chunked\r\n");
  }
  for (const auto& [name, value] : reply.headers) {
    if (!is_header_line(name, value) || is_framing_header(name)) return std::nullopt;
    head.append(name).append(": ").append(value).append("\r\n");
  }
  if (!framing.keep_alive) head.append("Connection: close\r\n");
  if (framing.keep_alive && framing.is_http10) head.append("Connection: keep-alive\r\n");
  return head.append("\r\n");
}

bool has_stream(const HttpReply& reply, const ReplyFraming& framing) {
  return !framing.without_body && reply.stream != nullptr && !reply_writer::forbids_body(reply.status);
}

bool has_body(const HttpReply& reply, const ReplyFraming& framing) {
  return !framing.without_body && reply.stream == nullptr && !reply.body.empty() &&
         !reply_writer::forbids_body(reply.status);
}

}  // namespace callwright::net
