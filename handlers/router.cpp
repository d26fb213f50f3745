#include "handlers/router.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace {

/// `/a/b` is [a, b], `/` is [""]; a path that does not start with a slash has no segments.
std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    segments.emplace_back(path.substr(0, path.find('/')));
    path.remove_prefix(segments.back().size());
  }
  return segments;
}

bool is_value(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  return std::ranges::equal(pattern, path, [](const auto& expected, const auto& given) {
    return is_value(expected) ? !given.empty() : expected == given;
  });
}

PathValues values_of(const std::vector<std::string>& pattern, std::vector<std::string> path) {
  PathValues values;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (is_value(pattern[i])) values.push_back(std::move(path[i]));
  }
  return values;
}

// Neither sentence repeats the path: its bytes need not be text.
HttpReply method_problem(const std::vector<std::string>& methods) {
  std::string allow;
  for (const auto& method : methods) allow += (allow.empty() ? "" : ", ") + method;
  auto reply = problem(405, "http.method", "This path takes " + allow + ".");
  reply.headers.emplace_back("allow", allow);
  return reply;
}

}  // namespace

void Router::add(std::string method, std::string pattern, RouteHandler handler) {
  auto segments = split_path(pattern);
  routes_.push_back({std::move(method), std::move(pattern), std::move(segments), std::move(handler)});
}

const Router::Route* Router::find(std::string_view method, std::string_view path) const {
  const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
  const auto segments = split_path(path);
  const auto found = std::ranges::find_if(
      routes_, [&](const auto& route) { return route.method == wanted && fits(route.segments, segments); });
  return found == routes_.end() ? nullptr : &*found;
}

std::vector<std::string> Router::methods(std::string_view path) const {
  std::vector<std::string> known;
  const auto segments = split_path(path);
  for (const auto& route : routes_) {
    if (!fits(route.segments, segments)) continue;
    known.push_back(route.method);
    if (route.method == "GET") known.emplace_back("HEAD");
  }
  std::ranges::sort(known);
  const auto [first, last] = std::ranges::unique(known);
  known.erase(first, last);
  return known;
}

std::string_view Router::pattern(std::string_view method, std::string_view path) const {
  const auto* route = find(method, path);
  return route == nullptr ? std::string_view("other") : std::string_view(route->pattern);
}

boost::asio::awaitable<HttpReply> Router::handle(Request request) const {
  const auto* route = find(request.method, request.path);
  if (route == nullptr) {
    const auto known = methods(request.path);
    if (!known.empty()) co_return method_problem(known);
    co_return problem(404, "http.path", "There is nothing at this path; the README lists what there is.");
  }
  if (request.method == "HEAD") request.method = "GET";
  auto values = values_of(route->segments, split_path(request.path));
  co_return co_await route->handler(std::move(request), std::move(values));
}

}  // namespace callwright
