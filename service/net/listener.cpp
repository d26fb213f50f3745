#include "service/net/listener.hpp"

#include <cerrno>
#include <utility>

#include <boost/asio/detail/socket_option.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callwright::net {
namespace listener {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
constexpr int kBacklog = 1'024;

std::unexpected<Error> cannot_listen(const std::string& where, const boost::system::error_code& error) {
  return fail(Errc::Unavailable, "http.listen",
              "Cannot listen on " + where + ": " + error.message() + "; choose another address or port.");
}

/// Several servers may adopt the same socket, so each takes a copy.
Result<tcp::acceptor> adopt(asio::io_context& context, int inherited) {
  const std::string where = "the inherited socket " + std::to_string(inherited);
  const int copy = ::fcntl(inherited, F_DUPFD_CLOEXEC, 0);
  if (copy < 0) return cannot_listen(where, {errno, boost::system::system_category()});
  int domain = 0;
  socklen_t length = sizeof domain;
  int listening = 0;
  if (::getsockopt(copy, SOL_SOCKET, SO_DOMAIN, &domain, &length) != 0 ||
      ::getsockopt(copy, SOL_SOCKET, SO_ACCEPTCONN, &listening, &length) != 0 || listening == 0) {
    ::close(copy);
    return cannot_listen(where, {EINVAL, boost::system::system_category()});
  }
  tcp::acceptor acceptor(context);
  boost::system::error_code error;
  acceptor.assign(domain == AF_INET6 ? tcp::v6() : tcp::v4(), copy, error);
  if (!error) return acceptor;
  ::close(copy);
  return cannot_listen(where, error);
}

}  // namespace
}  // namespace listener

Result<boost::asio::ip::tcp::acceptor> open_listener(boost::asio::io_context& context,
                                                     const ServerConfig& config) {
  using namespace listener;
  if (config.listening_fd) return adopt(context, *config.listening_fd);
  const std::string where = config.address + " port " + std::to_string(config.port);
  boost::system::error_code error;
  const auto address = asio::ip::make_address(config.address, error);
  if (error) return cannot_listen(where, error);
  const tcp::endpoint endpoint(address, config.port);
  tcp::acceptor acceptor(context);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error && config.reuse_port) acceptor.set_option(ReusePort(true), error);
  if (!error && address.is_v6()) acceptor.set_option(asio::ip::v6_only(false), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(kBacklog, error);
  if (error) return cannot_listen(where, error);
  return acceptor;
}

}  // namespace callwright::net
