#include "service/net/name_cache.hpp"

#include "service/net/task_group.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace callwright::net {
namespace name_cache {
namespace {

namespace asio = boost::asio;
/// Age at which an answer is fetched anew, and up to which the old one still serves.
constexpr std::chrono::seconds kFresh{30};
constexpr std::chrono::minutes kUsable{10};

NameCache::Endpoints with_port(const std::vector<asio::ip::address>& addresses, unsigned short port) {
  NameCache::Endpoints endpoints;
  for (const auto& address : addresses) endpoints.emplace_back(address, port);
  return endpoints;
}

std::vector<asio::ip::address> without_lookup(const std::string& host) {
  if (host == "localhost") return {asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()};
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error) return {};
  return {address};
}

}  // namespace
}  // namespace name_cache

using name_cache::asio::awaitable;

struct NameCache::Entry {
  explicit Entry(boost::asio::io_context& context)
      : answered(context, boost::asio::steady_timer::time_point::max()) {}
  std::vector<boost::asio::ip::address> addresses;
  std::string problem;
  Clock::time_point asked_at = Clock::time_point::min();  // of the answer in `addresses`
  bool asking = false;
  boost::asio::steady_timer answered;  // never expires; cancelled to wake who waits
};

struct NameCache::State {
  explicit State(boost::asio::io_context& the_context) : context(the_context), resolver(the_context) {}
  boost::asio::io_context& context;
  boost::asio::ip::tcp::resolver resolver;
  std::map<std::string, Entry> entries;
};

NameCache::NameCache(boost::asio::io_context& context, TaskGroup& tasks)
    : state_(std::make_shared<State>(context)), tasks_(tasks) {}

NameCache::~NameCache() { state_->resolver.cancel(); }

awaitable<Result<NameCache::Endpoints>> NameCache::lookup(std::string host, unsigned short port) {
  if (const auto known = name_cache::without_lookup(host); !known.empty()) {
    co_return name_cache::with_port(known, port);
  }
  const auto state = state_;
  auto& entry = state->entries.try_emplace(host, state->context).first->second;
  const auto age = Clock::now() - std::max(entry.asked_at, Clock::time_point{});
  if ((entry.addresses.empty() || age > name_cache::kFresh) && !std::exchange(entry.asking, true)) {
    tasks_.spawn(refresh(state, host));
  }
  if (age > name_cache::kUsable) entry.addresses.clear();
  while (entry.addresses.empty() && entry.asking) {
    co_await entry.answered.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  if (!entry.addresses.empty()) co_return name_cache::with_port(entry.addresses, port);
  co_return fail(
      Errc::Unavailable, "http.connect",
      "The name " + host + " cannot be resolved (" + entry.problem + "); check it and the DNS settings.");
}

awaitable<void> NameCache::refresh(std::shared_ptr<State> state, std::string host) {
  auto& entry = state->entries.at(host);
  const auto asked_at = Clock::now();
  const auto result =
      co_await state->resolver.async_resolve(host, "", boost::asio::as_tuple(boost::asio::use_awaitable));
  const auto& [error, found] = result;
  entry.asking = false;
  entry.problem = error.message();
  if (!error) {
    entry.asked_at = asked_at;
    entry.addresses.clear();
    for (const auto& each : found) entry.addresses.push_back(each.endpoint().address());
  }
  entry.answered.cancel();
}

void NameCache::prefer(const std::string& host, const boost::asio::ip::address& address) {
  const auto entry = state_->entries.find(host);
  if (entry == state_->entries.end()) return;
  auto& addresses = entry->second.addresses;
  const auto found = std::ranges::find(addresses, address);
  if (found != addresses.end()) std::rotate(addresses.begin(), found, found + 1);
}

}  // namespace callwright::net
