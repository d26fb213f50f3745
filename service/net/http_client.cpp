#include "service/net/http_client.hpp"

#include "service/net/client_stream.hpp"
#include "service/net/header_block.hpp"
#include "service/net/origin_pool.hpp"
#include "service/net/response_reader.hpp"
#include "service/net/task_group.hpp"
#include "service/net/tls_context.hpp"
#include "service/net/until.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/error.hpp>

namespace callwright {
namespace http_client {
namespace {

namespace asio = boost::asio;
using Clock = net::OriginPool::Clock;

/// For connections opened ahead, where no request brings a deadline.
constexpr std::chrono::seconds kWarmTime{10};

/// How far an exchange got; read after its deadline.
enum class Progress { BeforeSending, Sending };

Result<Url> usable_url(const std::string& text, const ClientConfig& config) {
  auto url = parse_url(text);
  if (url && !config.plain_http_allowed && !url->is_https() && !url->is_loopback()) {
    return fail(Errc::InvalidInput, "http.url",
                "Plain http is allowed to a loopback address only; use https for " + url->host + ".");
  }
  return url;
}

/// Ours to write: two of them would let sender and receiver read the request differently.
bool is_framing_header(const std::string& name) {
  const auto lowered = net::lower_case(name);
  return lowered == "host" || lowered == "content-length" || lowered == "transfer-encoding" ||
         lowered == "connection";
}

/// Request line and headers up to the empty line.
Result<std::string> request_head(const HttpRequest& request, const Url& url) {
  if (!net::is_header_line(request.method, "")) {
    return fail(Errc::InvalidInput, "http.header",
                "The method of the request is not a token; use GET, POST, …");
  }
  std::string head = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.authority() +
                     "\r\nUser-Agent: callwright\r\nAccept: */*\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!net::is_header_line(name, value) || is_framing_header(name)) {
      return fail(
          Errc::InvalidInput, "http.header",
          "A header of the request cannot be sent; give names of letters, values without line breaks, and "
          "leave Host, Connection and the length to the client.");
    }
    head.append(name).append(": ").append(value).append("\r\n");
  }
  const bool bodiless = request.body.empty() && (request.method == "GET" || request.method == "HEAD" ||
                                                 request.method == "DELETE" || request.method == "OPTIONS");
  if (!bodiless) head.append("Content-Length: ").append(std::to_string(request.body.size())).append("\r\n");
  return head.append("\r\n");
}

/// What sending needs of a request, checked.
struct Prepared {
  Url url;
  std::string head;
  Clock::time_point deadline;
};

Result<Prepared> prepare(const HttpRequest& request, const ClientConfig& config) {
  auto url = usable_url(request.url, config);
  if (!url) return std::unexpected(std::move(url.error()));
  auto head = request_head(request, *url);
  if (!head) return std::unexpected(std::move(head.error()));
  return Prepared{std::move(*url), std::move(*head), Clock::now() + request.deadline};
}

std::unexpected<Error> connection_lost(const Url& url, std::string_view why) {
  return fail(Errc::Unavailable, "http.connection",
              "The connection to " + url.origin() + " gave no usable response: " + std::string(why) +
                  "; the request may have taken effect.");
}

Error too_late(const Url& url, Progress progress) {
  if (progress == Progress::BeforeSending) {
    return {Errc::Unavailable, "http.connect",
            "No connection to " + url.origin() + " within the deadline; the request was not sent."};
  }
  return {Errc::Timeout, "http.timeout",
          "No complete response from " + url.origin() +
              " within the deadline; whether it took effect is unknown."};
}

/// Until the response is complete, or only until its head is; what state it is in then.
asio::awaitable<Result<net::ResponseReader::State>> read_response(net::ClientConnection& connection,
                                                                  net::ResponseReader& reader, Url url,
                                                                  bool head_only) {
  using State = net::ResponseReader::State;
  std::array<char, 16'384> buffer{};
  auto state = State::Partial;
  while (state == State::Partial && !(head_only && reader.has_head())) {
    const auto read = co_await connection.read_some(buffer.data(), buffer.size());
    if (read.error == asio::error::eof) {
      state = reader.end_of_stream();
    } else if (read.error) {
      co_return connection_lost(url, read.error.message());
    } else {
      state = reader.feed({buffer.data(), read.count});
    }
  }
  if (state == State::Broken) co_return connection_lost(url, reader.why_broken());
  co_return state;
}

std::string text_of(const std::exception_ptr& failure) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "an exception of unknown type";
  }
}

}  // namespace
}  // namespace http_client

using http_client::Clock;
using http_client::Progress;
namespace asio = boost::asio;

struct PooledHttpClient::Impl {
  Impl(asio::io_context& the_context, ClientConfig the_config, std::shared_ptr<TlsContext> the_tls)
      : context(the_context),
        config(std::move(the_config)),
        tls(std::move(the_tls)),
        background(context.get_executor(),
                   [report = config.report](const std::exception_ptr& failure) {
                     report(Error(Errc::Unavailable, "http.task_failed", http_client::text_of(failure)));
                   }),
        names(context, background) {}

  net::OriginPool& pool_of(const Url& url) {
    auto& pool = pools[url.origin()];
    if (!pool) {
      const net::OriginPool::Limits limits{.connections_max = config.connections_per_origin_max,
                                           .idle_timeout = config.idle_timeout};
      pool = std::make_unique<net::OriginPool>(context.get_executor(), tls->context, names, url, limits);
    }
    return *pool;
  }

  /// A connection that has carried the request.
  asio::awaitable<Result<net::OriginPool::Lease>> send(const http_client::Prepared& prepared,
                                                       const HttpRequest& request, Progress& progress) {
    auto lease = co_await pool_of(prepared.url).lease(prepared.deadline);
    if (!lease) co_return std::unexpected(std::move(lease.error()));
    if (!lease->fresh) ++reused;
    progress = Progress::Sending;
    if (const auto error = co_await lease->connection->write(prepared.head, request.body)) {
      co_return http_client::connection_lost(prepared.url, error.message());
    }
    co_return std::move(*lease);
  }

  /// One exchange without its deadline. `progress` lives as long as the caller waits.
  asio::awaitable<Result<HttpResponse>> perform(http_client::Prepared prepared, HttpRequest request,
                                                Progress& progress) {
    auto lease = co_await send(prepared, request, progress);
    if (!lease) co_return std::unexpected(std::move(lease.error()));
    net::ResponseReader reader(request.method == "HEAD", config.response_bytes_max);
    const auto state = co_await http_client::read_response(*lease->connection, reader, prepared.url, false);
    if (!state) co_return std::unexpected(state.error());
    auto response = reader.take();
    if (reader.keep_alive()) pool_of(prepared.url).give_back(std::move(*lease));
    co_return response;
  }

  /// The same until the head of the response is there.
  static asio::awaitable<Result<HttpStream>> begin(std::shared_ptr<Impl> self, http_client::Prepared prepared,
                                                   HttpRequest request, Progress& progress) {
    auto lease = co_await self->send(prepared, request, progress);
    if (!lease) co_return std::unexpected(std::move(lease.error()));
    const auto bytes_max = self->config.response_bytes_max;
    auto reader = std::make_unique<net::ResponseReader>(request.method == "HEAD", bytes_max);
    const auto state = co_await http_client::read_response(*lease->connection, *reader, prepared.url, true);
    if (!state) co_return std::unexpected(state.error());
    auto response = reader->take();
    HttpStream stream{.status = response.status, .headers = std::move(response.headers), .body = nullptr};
    stream.body =
        std::make_shared<net::ClientStream>(net::ClientStream::Parts{.owner = self,
                                                                     .pool = self->pool_of(prepared.url),
                                                                     .lease = std::move(*lease),
                                                                     .reader = std::move(reader),
                                                                     .state = *state,
                                                                     .url = std::move(prepared.url),
                                                                     .deadline = prepared.deadline,
                                                                     .bytes_max = bytes_max,
                                                                     .begun = std::move(response.body)});
    co_return stream;
  }

  static asio::awaitable<void> keep_warm(std::shared_ptr<Impl> self, Url url, std::size_t count,
                                         std::chrono::milliseconds period) {
    asio::steady_timer timer(self->context);
    while (true) {
      const auto deadline = Clock::now() + http_client::kWarmTime;
      const auto warmed = co_await net::until(deadline, self->pool_of(url).warm(count, deadline));
      if (warmed && !*warmed) self->config.report(warmed->error());
      timer.expires_after(period);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }

  asio::io_context& context;
  ClientConfig config;
  std::shared_ptr<TlsContext> tls;
  net::TaskGroup background;
  net::NameCache names;
  std::map<std::string, std::unique_ptr<net::OriginPool>> pools;
  std::uint64_t reused = 0;
};

PooledHttpClient::PooledHttpClient(asio::io_context& context, std::shared_ptr<TlsContext> tls,
                                   ClientConfig config)
    : impl_(std::make_shared<Impl>(context, std::move(config), std::move(tls))) {}
PooledHttpClient::~PooledHttpClient() { impl_->background.cancel(); }

asio::awaitable<Result<HttpResponse>> PooledHttpClient::exchange(HttpRequest request) {
  const auto impl = impl_;
  auto prepared = http_client::prepare(request, impl->config);
  if (!prepared) co_return std::unexpected(std::move(prepared.error()));
  auto progress = Progress::BeforeSending;
  auto outcome =
      co_await net::until(prepared->deadline, impl->perform(*prepared, std::move(request), progress));
  if (!outcome) co_return std::unexpected(http_client::too_late(prepared->url, progress));
  co_return std::move(*outcome);
}

asio::awaitable<Result<HttpStream>> PooledHttpClient::open(HttpRequest request) {
  const auto impl = impl_;
  auto prepared = http_client::prepare(request, impl->config);
  if (!prepared) co_return std::unexpected(std::move(prepared.error()));
  auto progress = Progress::BeforeSending;
  auto outcome =
      co_await net::until(prepared->deadline, Impl::begin(impl, *prepared, std::move(request), progress));
  if (!outcome) co_return std::unexpected(http_client::too_late(prepared->url, progress));
  co_return std::move(*outcome);
}

asio::awaitable<Result<void>> PooledHttpClient::warm(std::string url, std::size_t count) {
  const auto impl = impl_;
  const auto parsed = http_client::usable_url(url, impl->config);
  if (!parsed) co_return std::unexpected(parsed.error());
  const auto deadline = Clock::now() + http_client::kWarmTime;
  auto warmed = co_await net::until(deadline, impl->pool_of(*parsed).warm(count, deadline));
  if (!warmed) co_return std::unexpected(http_client::too_late(*parsed, Progress::BeforeSending));
  co_return std::move(*warmed);
}

void PooledHttpClient::keep_warm(std::string url, std::size_t count, std::chrono::milliseconds period) {
  const auto parsed = http_client::usable_url(url, impl_->config);
  if (!parsed) return impl_->config.report(parsed.error());
  impl_->background.spawn(Impl::keep_warm(impl_, *parsed, count, period));
}

asio::awaitable<void> PooledHttpClient::close() {
  const auto impl = impl_;
  impl->background.cancel();
  co_await impl->background.join();
  for (auto& [origin, pool] : impl->pools) pool->drop_idle();
}

ClientCounters PooledHttpClient::counters() const {
  ClientCounters counters{.opened = 0, .reused = impl_->reused};
  for (const auto& [origin, pool] : impl_->pools) counters.opened += pool->opened();
  return counters;
}

}  // namespace callwright
