#pragma once

#include "handlers/ports/http.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace callwright {

/// The texts of a pattern's `{…}` segments, in order.
using PathValues = std::vector<std::string>;
/// A plain function that starts a coroutine; it must not be a capturing coroutine itself.
using RouteHandler = std::function<boost::asio::awaitable<HttpReply>(Request, PathValues)>;

/// The table of paths. It is filled at the start and only read afterwards, by any number of threads.
class Router {
 public:
  /// `pattern` is `/v1/calls/{id}`: a `{…}` segment takes any one segment that is not empty. The first entry
  /// that fits is taken.
  void add(std::string method, std::string pattern, RouteHandler handler);

  /// Runs the handler. HEAD is served like GET, with the body that the server then leaves out. 404 for an
  /// unknown path; 405 with Allow for a known path and another method.
  [[nodiscard]] boost::asio::awaitable<HttpReply> handle(Request request) const;

  /// The methods that the path knows, sorted, HEAD beside GET; empty for an unknown path.
  [[nodiscard]] std::vector<std::string> methods(std::string_view path) const;
  /// The pattern that a request is counted under: labels never come from outside. `other` when none fits.
  [[nodiscard]] std::string_view pattern(std::string_view method, std::string_view path) const;

 private:
  struct Route {
    std::string method;
    std::string pattern;
    std::vector<std::string> segments;
    RouteHandler handler;
  };
  [[nodiscard]] const Route* find(std::string_view method, std::string_view path) const;

  std::vector<Route> routes_;
};

}  // namespace callwright
