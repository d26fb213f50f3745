#include "service/runtime/shard.hpp"
#include "service/runtime/shard_of.hpp"

#include <utility>

namespace callwright::runtime {

/// With a key, the shard that the key belongs to knows whether there is a call of it, so that two requests at
/// once make one.
void Shard::on(message::StartCall wanted) {
  if (wanted.call) {
    const auto home = shard_of(wanted.call.text(), config_.count);
    if (home != config_.index) return void(effects_.emplace_back(effect::Forward{home, std::move(wanted)}));
    const auto call = wanted.call;
    return deliver(call, waiting_for(now_, std::move(wanted)));
  }
  const auto key = start_key(wanted.start.order.key);
  if (!wanted.start.order.key.empty()) return search(std::move(wanted), key, {key});
  std::vector<Request> alone;
  alone.emplace_back(std::move(wanted));
  start_call(std::move(alone));
}

/// All of them name one key, or there is only one.
void Shard::start_call(std::vector<Request> wanted) {
  const auto id = new_call_id();
  auto& first = std::get<message::StartCall>(wanted.front());
  make_call(id, std::move(first.bundle));
  if (!first.start.order.key.empty()) keys_.add(id, std::vector{start_key(first.start.order.key)});
  for (auto& one : wanted) deliver(id, waiting_for(now_, std::move(std::get<message::StartCall>(one))));
}

/// Another call has the number that was to be dialled. Nothing was stored, so the key is free as before.
void Shard::refuse_start(const CallId& id, CallBox& box) {
  for (const auto& waiting : box.mailbox) respond(waiting.request, Outcome::Busy);
  erase(id);
}

}  // namespace callwright::runtime
