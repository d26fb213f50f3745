#include "service/runtime/shard.hpp"
#include "service/runtime/shard_of.hpp"
#include "workflows/model/event_text.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace callwright::runtime {
namespace {

using message::FoundBy;

/// The text that says which shard knows whether there is a call. A new call is made where its caller's
/// call_control_id belongs, so that two first webhooks of one caller meet.
std::string route_of(const Event& event, const std::vector<std::string>& keys) {
  if (event.call_control_id) return event.call_control_id.text();
  return keys.empty() ? std::string() : keys.front();
}

Waiting waiting_for(TimePoint now, message::Arrived arrived) {
  return {.input = {now, input::Arrived{std::move(arrived.event)}},
          .request = arrived.request,
          .tool_leg = {},
          .found_by = arrived.found_by};
}

Waiting waiting_for(TimePoint now, message::ToolArrived tool) {
  return {.input = {now, input::ToolRequested{tool.request, std::move(tool.name), std::move(tool.arguments)}},
          .request = tool.request,
          .tool_leg = std::move(tool.call_control_id)};
}

RequestId request_of(const message::Arrived& arrived) { return arrived.request; }
RequestId request_of(const message::ToolArrived& tool) { return tool.request; }
RequestId request_of(const message::StartCall& wanted) { return wanted.start.request; }

void set_call(message::Arrived& arrived, const CallId& call) {
  arrived.call = call;
  arrived.found_by = FoundBy::Store;
}
void set_call(message::ToolArrived& tool, const CallId& call) { tool.call = call; }
void set_call(message::StartCall& wanted, const CallId& call) { wanted.call = call; }

}  // namespace

void Shard::on(message::Arrived arrived) {
  const auto& ours = arrived.event.ours;
  if (arrived.found_by == FoundBy::Nobody && ours && ours->deployment == config_.deployment) {
    arrived.call = ours->call;
    arrived.found_by = FoundBy::ClientState;
  }
  if (!arrived.call) return search_event(std::move(arrived));
  const auto home = shard_of(arrived.call.text(), config_.count);
  if (home != config_.index) {
    effects_.emplace_back(effect::Forward{home, std::move(arrived)});
    return;
  }
  const auto call = arrived.call;
  deliver(call, waiting_for(now_, std::move(arrived)));
}

void Shard::on(message::ToolArrived arrived) {
  if (!arrived.call) {
    const auto route = arrived.call_control_id.text();
    return search(std::move(arrived), route, {"ccid:" + route});
  }
  const auto home = shard_of(arrived.call.text(), config_.count);
  if (home != config_.index) {
    effects_.emplace_back(effect::Forward{home, std::move(arrived)});
    return;
  }
  const auto call = arrived.call;
  deliver(call, waiting_for(now_, std::move(arrived)));
}

void Shard::search_event(message::Arrived arrived) {
  auto keys = keys_of(arrived.event);
  const auto route = route_of(arrived.event, keys);
  if (route.empty()) return keep_unmatched(arrived, route);
  search(std::move(arrived), route, std::move(keys));
}

void Shard::search(Request request, const std::string& route, std::vector<std::string> keys) {
  if (const auto home = shard_of(route, config_.count); home != config_.index) {
    std::visit([&](auto& asked) { effects_.emplace_back(effect::Forward{home, std::move(asked)}); }, request);
    return;
  }
  if (const auto known = keys_.find(keys)) {
    std::visit(
        [&](auto& asked) {
          auto waiting = waiting_for(now_, std::move(asked));
          waiting.found_by = FoundBy::Memory;
          deliver(*known, std::move(waiting));
        },
        request);
    return;
  }
  const auto [found, is_new] = searches_.try_emplace(route);
  found->second.waiting.push_back(std::move(request));
  for (auto& key : keys) {
    if (std::ranges::find(found->second.keys, key) == found->second.keys.end()) {
      found->second.keys.push_back(std::move(key));
    }
  }
  if (!is_new) return;
  lookups_.emplace(next_number_, route);
  effects_.emplace_back(effect::Lookup{next_number_++, found->second.keys});
}

void Shard::on(message::LookedUp found) {
  const auto lookup = lookups_.extract(found.lookup);
  if (lookup.empty()) return;
  auto search = std::move(searches_.extract(lookup.mapped()).mapped());
  if (!found.call) return not_found(lookup.mapped(), std::move(search), found.unmatched);
  for (auto& request : search.waiting) {
    std::visit(
        [&](auto& asked) {
          set_call(asked, *found.call);
          on(std::move(asked));
        },
        request);
  }
}

void Shard::on(const message::LookupFailed& failed) {
  const auto lookup = lookups_.extract(failed.lookup);
  if (lookup.empty()) return;
  const auto search = searches_.extract(lookup.mapped());
  for (const auto& request : search.mapped().waiting) {
    respond(std::visit([](const auto& asked) { return request_of(asked); }, request), Outcome::Unavailable);
  }
}

void Shard::not_found(const std::string& route, Search search, const std::vector<UnmatchedEvent>& unmatched) {
  auto& waiting = search.waiting;
  const auto first = std::ranges::find_if(waiting, [this](const Request& request) {
    const auto* arrived = std::get_if<message::Arrived>(&request);
    return arrived != nullptr && begins_call(arrived->event);
  });
  if (first != waiting.end()) {
    auto arrived = std::get<message::Arrived>(std::move(*first));
    waiting.erase(first);
    return begin_call(std::move(arrived), std::move(waiting), unmatched);
  }
  // A key is the route of nothing else.
  if (!waiting.empty() && std::holds_alternative<message::StartCall>(waiting.front()))
    return start_call(std::move(waiting));
  for (auto& request : waiting) {
    if (auto* arrived = std::get_if<message::Arrived>(&request)) {
      keep_unmatched(*arrived, route);
    } else {
      respond(std::get<message::ToolArrived>(request).request, Outcome::NotFound);
    }
  }
}

bool Shard::begins_call(const Event& event) const {
  if (event.type != EventType::CallInitiated || event.direction != "incoming" || !event.call_control_id) {
    return false;
  }
  // Without a bundle nobody can say; begin_call refuses.
  return config_.reject_unmatched || bundle_ == nullptr ||
         match_workflow(*bundle_, event.direction, event.to, event.from, event.connection_id) != nullptr;
}

void Shard::begin_call(message::Arrived first, std::vector<Request> others,
                       const std::vector<UnmatchedEvent>& unmatched) {
  if (bundle_ == nullptr) {
    respond(first.request, Outcome::Unavailable);
    for (const auto& other : others) {
      respond(std::visit([](const auto& asked) { return request_of(asked); }, other), Outcome::Unavailable);
    }
    return;
  }
  const auto id = new_call_id();
  auto& box = make_call(id, bundle_);
  keys_.add(id, keys_of(first.event));
  deliver(id, waiting_for(now_, std::move(first)));
  for (const auto& kept : unmatched) {
    auto event = read_event(kept.event);
    if (!event) continue;
    box.mailbox.push_back(
        {.input = {now_, input::Arrived{std::move(*event)}}, .tool_leg = {}, .adopted = kept.position});
  }
  for (auto& other : others) {
    std::visit([&](auto& asked) { deliver(id, waiting_for(now_, std::move(asked))); }, other);
  }
}

CallBox& Shard::make_call(const CallId& id, BundlePtr bundle) {
  Call call;
  call.id = id;
  call.token = config_.token_for(id);
  call.bundle = bundle->id;
  auto& box = boxes_[id];
  box.state = CallBox::State::Idle;
  box.call = std::make_shared<const Call>(std::move(call));
  box.bundle = std::move(bundle);
  return box;
}

CallId Shard::new_call_id() {
  // On average as many draws as there are shards; the bound is far beyond chance.
  for (std::size_t draw = 0; draw < 1000 * config_.count; ++draw) {
    CallId id("call_" + random_.uuid_v7(now_));
    if (shard_of(id.text(), config_.count) == config_.index && !boxes_.contains(id)) return id;
  }
  throw std::logic_error("Random::uuid_v7 repeats itself");
}

void Shard::keep_unmatched(const message::Arrived& arrived, const std::string& route) {
  const auto& event = arrived.event;
  unmatched_.push_back({{.at = now_,
                         .event_id = event.id.text(),
                         .name = event.name,
                         .keys = keys_of(event),
                         .event = write_event(event)},
                        arrived.request,
                        route});
  // What names the same leg now waits until the event can be found.
  if (!route.empty()) searches_.try_emplace(route);
}

void Shard::search_again(const std::string& route) {
  auto search = searches_.extract(route);
  if (search.empty()) return;
  for (auto& request : search.mapped().waiting) {
    std::visit([this](auto& asked) { on(std::move(asked)); }, request);
  }
}

}  // namespace callwright::runtime
