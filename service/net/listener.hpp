#pragma once

#include "service/net/http_server.hpp"

#include <boost/asio/ip/tcp.hpp>

namespace callwright::net {

/// A listening socket as the config wants it: bound anew, or a copy of the one handed over.
/// Unavailable `http.listen`.
Result<boost::asio::ip::tcp::acceptor> open_listener(boost::asio::io_context& context,
                                                     const ServerConfig& config);

}  // namespace callwright::net
