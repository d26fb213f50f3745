#include "service/runtime/deliveries.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace callwright::runtime {
namespace {

constexpr auto kPauses = std::to_array<int>({1, 6, 24, 120, 360, 720, 1440});
/// The longest wait that a receiver may ask for.
constexpr Duration kRetryAfterMax = std::chrono::hours{12};

/// Scheme, name and port: what connections and the limit are for.
std::string host_of(const Intent& intent) {
  const auto url = JsonDocument::of(intent.body).root()["url"].str();
  const auto begin = url.find("://");
  return url.substr(0, url.find_first_of("/?", begin == std::string::npos ? 0 : begin + 3));
}

std::string id_of(const CallId& call, const Intent& intent) {
  return "msg_" + command_id(call, identity_of(intent));
}

WebhookSend request_of(const CallId& call, const Intent& intent, Duration timeout) {
  const auto document = JsonDocument::of(intent.body);
  WebhookSend request{.id = id_of(call, intent),
                      .url = document.root()["url"].str(),
                      .headers = {},
                      .secret = document.root()["secret"].str(),
                      .body = document.root()["body"].json().text(),
                      .timeout = timeout};
  for (const auto& [name, value] : document.root()["headers"].members())
    request.headers.emplace_back(name, value.str());
  return request;
}

bool is_delivered(const WebhookReply& reply) { return reply.status >= 200 && reply.status < 300; }

Reply reply_of(Reply::Kind kind, const WebhookReply& reply) {
  return {kind, reply.status, reply.code, reply.detail, {}};
}

}  // namespace

Duration pause_after(const DeliveryPolicy& policy, int failed, std::string_view id) {
  const auto index = std::min<std::size_t>(static_cast<std::size_t>(std::max(failed, 1)), kPauses.size());
  const auto pause = policy.first_retry * kPauses[index - 1];
  const auto draw = fingerprint(std::string(id) + "." + std::to_string(failed)).substr(0, 4);
  unsigned drawn = 0;
  std::from_chars(draw.data(), draw.data() + draw.size(), drawn, 16);
  return pause * 4 / 5 + pause * 2 / 5 * drawn / 0xffff;
}

void Deliveries::sync(const CallPtr& call) {
  const auto known = calls_.find(call->id);
  if (known == calls_.end() && std::ranges::none_of(call->intents, is_webhook)) return;
  auto& of = calls_[call->id];
  std::erase_if(of, [&](const auto& item) {
    if (find_intent(*call, item.first) != nullptr) return false;
    remove(call->id, item.second);
    return true;
  });
  for (const auto& intent : call->intents) {
    if (!is_webhook(intent)) continue;
    auto [at, is_new] = of.try_emplace(intent.number);
    auto& delivery = at->second;
    const bool noted = delivery.state == State::Noting && intent.attempts > delivery.intent.attempts;
    if (is_new) delivery.order = next_order_++, delivery.host = host_of(intent);
    if (!is_new && !noted) continue;
    delivery.intent = intent;
    schedule(call->id, delivery);
  }
  if (of.empty()) calls_.erase(call->id);
}

Deliveries::Delivery* Deliveries::find(const CallId& call, int intent) {
  const auto of = calls_.find(call);
  if (of == calls_.end()) return nullptr;
  const auto delivery = of->second.find(intent);
  return delivery == of->second.end() ? nullptr : &delivery->second;
}

void Deliveries::schedule(const CallId& call, Delivery& delivery) {
  delivery.state = State::Waiting;
  due_.insert({delivery.intent.not_before, {delivery.order, call, delivery.intent.number}});
}

/// The host's place of an attempt under way is free at once: nobody waits for its reply any more.
void Deliveries::remove(const CallId& call, const Delivery& delivery) {
  const Key key{delivery.order, call, delivery.intent.number};
  if (delivery.state == State::Waiting) due_.erase({delivery.intent.not_before, key});
  if (delivery.state == State::InLine) hosts_.at(delivery.host).line.erase(key);
  if (delivery.state == State::OnWire) --hosts_.at(delivery.host).on_wire;
}

void Deliveries::forget(const CallId& call) {
  const auto of = calls_.find(call);
  if (of == calls_.end()) return;
  for (const auto& [number, delivery] : of->second) remove(call, delivery);
  calls_.erase(of);
}

Deliveries::Turn Deliveries::take_turn(TimePoint now) {
  while (!stopped_ && !due_.empty() && due_.begin()->first <= now) {
    const auto key = due_.begin()->second;
    due_.erase(due_.begin());
    auto& delivery = *find(key.call, key.intent);
    delivery.state = State::InLine;
    hosts_[delivery.host].line.insert(key);
  }
  for (auto at = hosts_.begin(); !stopped_ && at != hosts_.end();) {
    auto& host = at->second;
    while (!host.line.empty() && host.on_wire < policy_.per_host_max) {
      const auto key = *host.line.begin();
      host.line.erase(host.line.begin());
      launch(now, key, host);
    }
    at = host.line.empty() && host.on_wire == 0 ? hosts_.erase(at) : std::next(at);
  }
  return std::exchange(turn_, {});
}

void Deliveries::launch(TimePoint now, const Key& key, Host& host) {
  auto& delivery = *find(key.call, key.intent);
  if (now > delivery.intent.created_at + policy_.give_up) {
    return resolve(now, key.call, delivery,
                   {Reply::Kind::Withdrawn, 0, "given_up", "Its time was over before the next attempt.", {}});
  }
  delivery.state = State::OnWire;
  if (!delivery.first_try) delivery.first_try = now;
  ++host.on_wire;
  turn_.sends.push_back({key.call, key.intent, request_of(key.call, delivery.intent, policy_.timeout)});
}

void Deliveries::replied(TimePoint now, const CallId& call, int intent, const WebhookReply& reply) {
  auto* delivery = find(call, intent);
  if (delivery == nullptr || delivery->state != State::OnWire) return;
  --hosts_.at(delivery->host).on_wire;
  if (is_delivered(reply)) return resolve(now, call, *delivery, reply_of(Reply::Kind::Accepted, reply));
  failed(now, call, *delivery, reply);
}

void Deliveries::failed(TimePoint now, const CallId& call, Delivery& delivery, const WebhookReply& reply) {
  const auto kind = reply.status == 0 ? Reply::Kind::Unknown : Reply::Kind::Refused;
  const auto id = id_of(call, delivery.intent);
  const auto pause = std::max(pause_after(policy_, delivery.intent.attempts + 1, id),
                              std::min(reply.retry_after, kRetryAfterMax));
  // 410: the receiver wants no webhooks any more (Standard Webhooks).
  const bool is_over = now + pause > delivery.intent.created_at + policy_.give_up;
  if (reply.status == 410 || is_over) return resolve(now, call, delivery, reply_of(kind, reply));
  delivery.state = State::Noting;
  turn_.inputs.push_back(
      {call, {now, input::AttemptFailed{delivery.intent.number, reply_of(kind, reply), now + pause}}});
}

void Deliveries::resolve(TimePoint now, const CallId& call, Delivery& delivery, Reply reply) {
  delivery.state = State::Noting;
  const auto took = delivery.first_try ? now - *delivery.first_try : Duration{0};
  turn_.ended.push_back({kWebhookOperation, reply.kind, took});
  turn_.inputs.push_back({call, {now, input::Replied{delivery.intent.number, std::move(reply)}}});
}

std::optional<TimePoint> Deliveries::next() const {
  if (stopped_ || due_.empty()) return std::nullopt;
  return due_.begin()->first;
}

bool Deliveries::rests(const CallId& call, TimePoint until) const {
  const auto of = calls_.find(call);
  return of == calls_.end() || std::ranges::all_of(of->second, [&](const auto& item) {
           return item.second.state == State::Waiting && item.second.intent.not_before > until;
         });
}

}  // namespace callwright::runtime
