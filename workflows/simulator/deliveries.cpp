#include "workflows/simulator/deliveries.hpp"

#include <algorithm>
#include <string_view>

namespace callwright::simulator {
namespace {

constexpr int kRedirectsMax = 3;

constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (kUnreserved.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      encoded += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return encoded;
}

/// The payload as a query string; how Telnyx writes objects and arrays there is not stated: as JSON here.
std::string with_payload(const std::string& url, const Json& body) {
  const auto document = JsonDocument::of(body);
  auto result = url;
  char separator = url.find('?') == std::string::npos ? '?' : '&';
  for (const auto& [name, value] : document.root().at_path("data.payload").members()) {
    result += separator + percent_encoded(name) + "=" + percent_encoded(value.display());
    separator = '&';
  }
  return result;
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

DeliveryRules delivery_rules(const Unstated& unstated, std::string failover_url) {
  using std::chrono::minutes;
  DeliveryRules rules;
  rules.failover_url = std::move(failover_url);
  switch (unstated.webhook_repetitions) {
    case Unstated::Repetitions::Soon: break;
    case Unstated::Repetitions::ThreeAttempts: rules.pauses.resize(2); break;
    case Unstated::Repetitions::FiveAttemptsInAnHour:
      rules.pauses = {minutes{1}, minutes{5}, minutes{15}, minutes{60}};
      break;
  }
  rules.own_retries_apply = unstated.own_webhook_retries_apply;
  rules.redirects_are_followed = unstated.webhook_redirects_are_followed;
  rules.only_200_is_delivered = unstated.only_200_is_delivered;
  rules.refused_goes_to_failover = unstated.refused_webhook_goes_to_failover;
  return rules;
}

void Deliveries::add(TimePoint now, Webhook webhook) {
  Delivery delivery;
  delivery.urls = {webhook.url};
  delivery.urls.insert(delivery.urls.end(), webhook.further_urls.begin(), webhook.further_urls.end());
  if (!rules_.failover_url.empty()) delivery.urls.push_back(rules_.failover_url);
  delivery.webhook = std::move(webhook);
  const auto key = ++made_;
  deliveries_.emplace(key, std::move(delivery));
  waiting_.emplace(now, key);
}

std::vector<DeliveryAttempt> Deliveries::due(TimePoint now) {
  std::vector<DeliveryAttempt> attempts;
  while (next_due() && *next_due() <= now) {
    const auto key = waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    under_way_.insert(key);
    auto& delivery = deliveries_.at(key);
    if (delivery.redirected_to.empty()) {
      ++delivery.number;
      ++delivery.tries_here;
      delivery.began_at = now;
    }
    const auto& url =
        delivery.redirected_to.empty() ? delivery.urls[delivery.at_url] : delivery.redirected_to;
    DeliveryAttempt attempt{.key = key,
                            .event_id = delivery.webhook.event_id,
                            .event_type = delivery.webhook.event_type,
                            .number = delivery.number,
                            .method = delivery.webhook.method,
                            .url = url,
                            .body = redelivery(delivery.webhook, delivery.number, url),
                            .answer_within = rules_.answer_within};
    if (attempt.method == "GET") {
      attempt.url = with_payload(url, attempt.body);
      attempt.body = Json();
    }
    attempts.push_back(std::move(attempt));
  }
  return attempts;
}

std::optional<TimePoint> Deliveries::next_due() const {
  const bool has_room = !rules_.side_by_side || under_way_.size() < *rules_.side_by_side;
  if (waiting_.empty() || !has_room) return std::nullopt;
  return waiting_.begin()->first;
}

std::optional<DeliveryReport> Deliveries::ended(TimePoint now, std::uint64_t key, DeliveryAnswer answer) {
  if (under_way_.erase(key) == 0) return std::nullopt;
  auto& delivery = deliveries_.at(key);
  if (follow(now, key, delivery, answer)) return std::nullopt;
  const auto verdict = verdict_on(answer);
  DeliveryReport report{
      .delivery_id = delivery.webhook.delivery_id,
      .attempt = delivery.number,
      .url = delivery.redirected_to.empty() ? delivery.urls[delivery.at_url] : delivery.redirected_to,
      .started_at = delivery.began_at,
      .answer = std::move(answer),
      .is_delivered = verdict == Verdict::Delivered};
  delivery.redirected_to.clear();
  delivery.redirects = 0;
  report.is_last = verdict == Verdict::Delivered || !plan_next(now, key, delivery, verdict);
  if (report.is_last) deliveries_.erase(key);
  return report;
}

Deliveries::Verdict Deliveries::verdict_on(const DeliveryAnswer& answer) const {
  const auto status = answer.status;
  if (status == 0 || status == 408 || status == 429 || status >= 500) return Verdict::Repeat;
  if (status == 200) return Verdict::Delivered;
  if (status < 300) return rules_.only_200_is_delivered ? Verdict::Elsewhere : Verdict::Delivered;
  return rules_.refused_goes_to_failover ? Verdict::Elsewhere : Verdict::Refused;
}

const std::vector<Duration>& Deliveries::pauses_of(const Delivery& delivery) const {
  const bool has_own = delivery.webhook.retries && rules_.own_retries_apply;
  return has_own ? *delivery.webhook.retries : rules_.pauses;
}

bool Deliveries::follow(TimePoint now, std::uint64_t key, Delivery& delivery, const DeliveryAnswer& answer) {
  if (!rules_.redirects_are_followed || !is_redirect(answer.status) || answer.location.empty()) return false;
  if (++delivery.redirects > kRedirectsMax) return false;
  delivery.redirected_to = answer.location;
  waiting_.emplace(now, key);
  return true;
}

bool Deliveries::plan_next(TimePoint now, std::uint64_t key, Delivery& delivery, Verdict verdict) {
  if (verdict == Verdict::Refused) return false;
  if (verdict == Verdict::Elsewhere) return next_url(now, key, delivery);
  const auto& pauses = pauses_of(delivery);
  if (delivery.tries_here > pauses.size()) return next_url(now, key, delivery);
  waiting_.emplace(now + pauses[delivery.tries_here - 1], key);
  return true;
}

bool Deliveries::next_url(TimePoint now, std::uint64_t key, Delivery& delivery) {
  if (++delivery.at_url >= delivery.urls.size()) return false;
  delivery.tries_here = 0;
  waiting_.emplace(now, key);
  return true;
}

}  // namespace callwright::simulator
