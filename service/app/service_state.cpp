#include "service/app/service_state.hpp"

#include <utility>

namespace callwright {
namespace {

template <class Taken>
boost::asio::awaitable<Result<Taken>> no_new_calls() {
  co_return fail(Errc::Unavailable, "store.reserve",
                 "The disk is nearly full and new calls are refused; free space for the store.");
}

}  // namespace

ServiceState::ServiceState(const Metrics& metrics, const RuntimeLog& runtime, std::string out_of_service)
    : metrics_(metrics), runtime_(runtime), out_of_service_(std::move(out_of_service)) {}

std::vector<std::string> ServiceState::not_ready() const {
  std::vector<std::string> reasons;
  if (!out_of_service_.empty()) reasons.push_back(out_of_service_);
  if (stopping_) reasons.emplace_back("The service is stopping.");
  if (disk_low_)
    reasons.emplace_back("Less than store.reserve is free on the disk of the store: new calls get 503.");
  if (runtime_.store_fails())
    reasons.emplace_back("The store refuses to write: webhooks get 503. The log says why.");
  return reasons;
}

boost::asio::awaitable<Result<Delivery>> GuardedInbox::deliver(Event event, TimePoint at) {
  const bool begins_call = event.type == EventType::CallInitiated && event.direction == "incoming";
  if (begins_call && state_.disk_low()) return no_new_calls<Delivery>();
  return inbox_.deliver(std::move(event), at);
}

boost::asio::awaitable<Result<Answer>> GuardedInbox::request_tool(ToolTarget target, std::string name,
                                                                  Json arguments, TimePoint at) {
  return inbox_.request_tool(std::move(target), std::move(name), std::move(arguments), at);
}

boost::asio::awaitable<Result<StartedCall>> GuardedInbox::start(CallStart wanted, TimePoint at) {
  if (state_.disk_low()) return no_new_calls<StartedCall>();
  return inbox_.start(std::move(wanted), at);
}

boost::asio::awaitable<Result<Answer>> GuardedInbox::operate(CallId call, std::string name, Json arguments,
                                                             std::string by, TimePoint at) {
  return inbox_.operate(std::move(call), std::move(name), std::move(arguments), std::move(by), at);
}

}  // namespace callwright
