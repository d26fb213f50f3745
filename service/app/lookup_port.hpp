#pragma once

#include "handlers/ports/lookups.hpp"
#include "service/app/lookup_board.hpp"
#include "service/net/http_client.hpp"
#include "service/net/task_group.hpp"
#include "service/observe/secret.hpp"

#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {

struct LookupPortConfig {
  std::map<std::string, Secret> secrets;  ///< by the names that workflows use
  std::function<TimePoint()> now;
  std::function<void(const Error&, const std::string& origin)> report;  ///< a question that failed
};

/// Asks other systems over HTTP on one io_context; what they answer is for all shards (`LookupBoard`).
class LookupPort final : public Lookups {
 public:
  /// `board` outlives it and everything that it still asks.
  LookupPort(boost::asio::io_context& context, std::shared_ptr<TlsContext> tls, LookupBoard& board,
             LookupPortConfig config);
  boost::asio::awaitable<Result<Json>> ask(LookupQuestion question, TimePoint until) override;
  /// Breaks off what is under way; whoever waits for it is told so.
  boost::asio::awaitable<void> close();

 private:
  boost::asio::awaitable<void> fly(LookupQuestion question, std::string key);
  boost::asio::awaitable<Result<Json>> exchange(const LookupQuestion& question);

  LookupPortConfig config_;
  LookupBoard& board_;
  PooledHttpClient client_;
  net::TaskGroup tasks_;
};

/// The object that a system answered: 200 with a JSON object. Unavailable `lookup.status`, `lookup.body`.
Result<Json> read_lookup(const HttpResponse& response);

}  // namespace callwright
