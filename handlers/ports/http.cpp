#include "handlers/ports/http.hpp"

#include "workflows/model/json.hpp"

#include <algorithm>

namespace callwright {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string_view first_of(const Pairs& pairs, std::string_view name) {
  const auto found = std::ranges::find(pairs, name, &Pairs::value_type::first);
  return found == pairs.end() ? std::string_view{} : std::string_view(found->second);
}

std::string_view title_of(int status) {
  switch (status) {
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
    default: return "Error";
  }
}

}  // namespace

std::string_view Request::header(std::string_view lower_case_name) const {
  return first_of(headers, lower_case_name);
}
std::string_view Request::query_value(std::string_view name) const { return first_of(query, name); }
std::string_view HttpResponse::header(std::string_view lower_case_name) const {
  return first_of(headers, lower_case_name);
}

HttpReply problem(int status, std::string_view code, std::string_view detail) {
  JsonWriter writer;
  writer.begin_object()
      .member("type", "about:blank")
      .member("title", title_of(status))
      .member("status", status)
      .member("detail", detail)
      .member("code", code)
      .end_object();
  return HttpReply{
      .status = status, .content_type = "application/problem+json", .body = writer.take(), .headers = {}};
}

HttpReply problem(const Error& error) {
  switch (error.kind) {
    case Errc::InvalidInput: return problem(400, error.code, error.detail);
    case Errc::NotFound: return problem(404, error.code, error.detail);
    case Errc::Conflict: return problem(409, error.code, error.detail);
    case Errc::Unavailable:
    case Errc::Timeout:
    case Errc::Cancelled: break;
  }
  return problem(503, error.code, error.detail);
}

}  // namespace callwright
