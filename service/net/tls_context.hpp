#pragma once

#include "service/net/http_client.hpp"

#include <boost/asio/ssl/context.hpp>

namespace callwright {

/// What the opaque TlsContext of http_client.hpp holds.
class TlsContext {
 public:
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_client};
};

}  // namespace callwright
