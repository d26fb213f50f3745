#include "service/app/blocking_exchange.hpp"

#include "service/net/http_client.hpp"

#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {
namespace {

boost::asio::awaitable<void> exchange_once(PooledHttpClient& client, HttpRequest request,
                                           Result<HttpResponse>& into) {
  into = co_await client.exchange(std::move(request));
  co_await client.close();
}

}  // namespace

Result<HttpResponse> blocking_exchange(const HttpRequest& request) {
  // Read once: a command that follows a call asks ten times a second.
  static const auto tls = make_tls_context();
  if (!tls) return std::unexpected(tls.error());
  boost::asio::io_context context(1);
  PooledHttpClient client(context, *tls);
  Result<HttpResponse> response = fail(Errc::Cancelled, "http.cancelled", "The exchange was not finished.");
  boost::asio::co_spawn(context, exchange_once(client, request, response),
                        [](const std::exception_ptr& failure) {
                          if (failure) std::rethrow_exception(failure);
                        });
  context.run();
  return response;
}

}  // namespace callwright
