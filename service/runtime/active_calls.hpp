#pragma once

#include "service/runtime/ports/api.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace callwright::runtime {

/// What one look at the active calls of a connection showed of the legs that bear our deployment's id.
struct ActiveCallsSeen {
  struct Leg {
    CallId call;
    int leg = 0;
    Json ids;  ///< `{call_control_id, call_leg_id, call_session_id}`
  };
  std::string connection;
  TimePoint left_at{};    ///< when its first request left: it answers what was asked until then
  SendOutcome outcome;    ///< of the request that failed, or of the last one; without data
  bool complete = false;  ///< all pages were read: a leg that is not in `legs` is not listed
  std::vector<Leg> legs;
};

/// `GET /connections/{id}/active_calls` for all calls of the process: at most one look for each connection in
/// `every`, however many ask. It leaves a little after the first who asks, because the dials of one step get
/// no answer at nearly the same time, and reads page after page until the last one or the bound.
class ActiveCalls {
 public:
  static constexpr Duration kEvery = std::chrono::seconds{30};
  static constexpr Duration kGather = std::chrono::milliseconds{500};
  static constexpr int kPagesMax = 40;  ///< of 250 calls each (Telnyx: at most 250)
  struct Request {
    std::string connection;
    ApiSend send;
  };

  ActiveCalls(std::string deployment, const Operation* operation, Duration every = kEvery)
      : deployment_(std::move(deployment)), operation_(operation), every_(every) {}

  /// Somebody wants to know what a request shows that leaves from now on.
  void ask(TimePoint now, const std::string& connection);
  /// What may leave now; each is to be answered by `replied`.
  std::vector<Request> take_requests(TimePoint now);
  /// What the look showed, when this was its last page.
  std::optional<ActiveCallsSeen> replied(const std::string& connection, const SendOutcome& outcome);
  /// When take_requests has something to give without another message.
  [[nodiscard]] std::optional<TimePoint> next() const;
  [[nodiscard]] std::size_t on_wire() const { return on_wire_; }

 private:
  struct Look {
    std::optional<TimePoint> wanted_at;  ///< by the first who asks
    bool on_wire = false;
    std::optional<TimePoint> left_at;
    int pages = 0;
    std::string page;  ///< to be asked for next; empty: the first
    std::vector<ActiveCallsSeen::Leg> legs;
  };
  [[nodiscard]] TimePoint leaves_at(const Look& look) const;
  [[nodiscard]] Request request_for(const std::string& connection, const Look& look) const;
  void read(Look& look, const Json& data) const;

  std::string deployment_;
  const Operation* operation_;
  Duration every_;
  std::map<std::string, Look> looks_;
  std::size_t on_wire_ = 0;
};

}  // namespace callwright::runtime
