#pragma once

#include "workflows/simulator/telnyx.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace callwright::simulator {

/// How Telnyx delivers webhooks. The sources disagree on most of it, so all of it can be set.
struct DeliveryRules {
  Duration answer_within = std::chrono::seconds{2};  ///< webhook_timeout_secs of the application
  /// Between the attempts at one address; their number is one less than that of the attempts.
  std::vector<Duration> pauses = {std::chrono::seconds{1}, std::chrono::seconds{5}, std::chrono::seconds{15}};
  std::string failover_url;                 ///< webhook_event_failover_url; empty: none
  bool own_retries_apply = true;            ///< webhook_retries_policies instead of `pauses`
  bool redirects_are_followed = true;       ///< at most three; else a redirect is a refusal
  bool only_200_is_delivered = false;       ///< else any 2xx; another goes to the failover address
  bool refused_goes_to_failover = false;    ///< after a 4xx that is not repeated
  std::optional<std::size_t> side_by_side;  ///< attempts at one time; empty: no limit
};

/// The rules with the choices of `unstated`.
DeliveryRules delivery_rules(const Unstated& unstated, std::string failover_url = {});

/// One HTTP request to be made now.
struct DeliveryAttempt {
  std::uint64_t key = 0;  ///< for Deliveries::ended
  std::string event_id;
  std::string event_type;
  int number = 1;  ///< 1, 2, …; a followed redirect does not count
  std::string method = "POST";
  std::string url;
  Json body;  ///< with meta.attempt and meta.delivered_to; of a GET null: its payload is in `url`
  Duration answer_within{};
};

/// Which attempt of which webhook goes where and when. A pure machine without sockets: whoever has them makes
/// the attempts that `due` gives and reports the end of each with `ended`.
class Deliveries {
 public:
  explicit Deliveries(DeliveryRules rules) : rules_(std::move(rules)) {}

  void set_failover_url(std::string url) { rules_.failover_url = std::move(url); }
  void add(TimePoint now, Webhook webhook);
  /// The attempts whose time has come and for which there is room; each counts as under way until `ended`.
  std::vector<DeliveryAttempt> due(TimePoint now);
  /// When `due` will give something; empty: nothing waits, or there is no room before an attempt has ended.
  [[nodiscard]] std::optional<TimePoint> next_due() const;
  /// What came of an attempt. Empty when no attempt with that key is under way, and for a redirect that is
  /// being followed; otherwise the report for Telnyx::delivered.
  std::optional<DeliveryReport> ended(TimePoint now, std::uint64_t key, DeliveryAnswer answer);
  /// Webhooks that are neither delivered nor given up.
  [[nodiscard]] std::size_t size() const { return deliveries_.size(); }

 private:
  struct Delivery {
    Webhook webhook;
    std::vector<std::string> urls;  ///< in the order in which they are tried
    std::size_t at_url = 0;
    std::size_t tries_here = 0;
    int number = 0;
    int redirects = 0;
    std::string redirected_to;
    TimePoint began_at{};
  };
  enum class Verdict { Delivered, Repeat, Elsewhere, Refused };

  [[nodiscard]] Verdict verdict_on(const DeliveryAnswer& answer) const;
  [[nodiscard]] const std::vector<Duration>& pauses_of(const Delivery& delivery) const;
  bool follow(TimePoint now, std::uint64_t key, Delivery& delivery, const DeliveryAnswer& answer);
  /// False when there will be no further attempt.
  bool plan_next(TimePoint now, std::uint64_t key, Delivery& delivery, Verdict verdict);
  bool next_url(TimePoint now, std::uint64_t key, Delivery& delivery);

  DeliveryRules rules_;
  std::uint64_t made_ = 0;
  std::map<std::uint64_t, Delivery> deliveries_;
  std::set<std::pair<TimePoint, std::uint64_t>> waiting_;
  std::set<std::uint64_t> under_way_;
};

}  // namespace callwright::simulator
