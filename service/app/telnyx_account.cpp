#include "service/app/telnyx_account.hpp"

#include "service/app/blocking_exchange.hpp"
#include "service/app/start_plan.hpp"
#include "service/telnyx/api.hpp"
#include "service/telnyx/outcome.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace callwright {
namespace {

TimePoint account_clock() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

constexpr const char* kHiddenKey = "(hidden)";

Result<TelnyxConfig> read_account() {
  const auto config = own_config();
  if (!config) return fail(Errc::InvalidInput, "telnyx.account", config.error().detail);
  if (config->telnyx_api_key.empty())
    return fail(Errc::InvalidInput, "telnyx.account", "TELNYX_API_KEY is required");
  return TelnyxConfig{
      .api_base = config->telnyx_api_base, .api_key = config->telnyx_api_key.reveal(), .now = &account_clock};
}

/// Each exchange on a connection of its own.
class OwnConnections final : public HttpClient {
 public:
  boost::asio::awaitable<Result<HttpResponse>> exchange(HttpRequest request) override {
    co_return blocking_exchange(request);
  }
};

boost::asio::awaitable<void> ask(TelnyxApi& api, ApiCall call, ApiOutcome& into) {
  into = co_await api.call(std::move(call));
}

}  // namespace

ApiOutcome ask_telnyx(const ApiCall& call) {
  static const auto account = read_account();
  if (!account) return decode_failure(account.error());
  OwnConnections http;
  TelnyxApi api(http, *account);
  ApiOutcome outcome;
  boost::asio::io_context context(1);
  boost::asio::co_spawn(context, ask(api, call, outcome), [](const std::exception_ptr& failure) {
    if (failure) std::rethrow_exception(failure);
  });
  context.run();
  return outcome;
}

Result<HttpRequest> request_to_telnyx(const ApiCall& call) {
  const auto config = own_config();
  if (!config) return fail(Errc::InvalidInput, "telnyx.account", config.error().detail);
  const auto* operation = Catalogue::get().operation(call.operation);
  if (operation == nullptr)
    return fail(Errc::InvalidInput, "telnyx.operation",
                "The catalogue has no operation " + call.operation + ".");
  return request_for(*operation, call,
                     {.api_base = config->telnyx_api_base, .api_key = kHiddenKey, .now = &account_clock});
}

}  // namespace callwright
