#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/event.hpp"
#include "workflows/model/input.hpp"
#include "workflows/model/result.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace callwright {

enum class Delivery { Stored, Duplicate, Unmatched };

/// Which call a tool request is for: at least one of the two is set. With both, both must lead to one call.
struct ToolTarget {
  CallId call;
  CallControlId call_control_id;  ///< of any leg of the call
  friend bool operator==(const ToolTarget&, const ToolTarget&) = default;
};

/// A call that somebody wants made, checked against `bundle`, in which its workflow is.
struct CallStart {
  BundlePtr bundle;
  std::string workflow;
  std::string from;  ///< E.164
  std::string to;    ///< E.164 or SIP URI
  CallOrder order;
  std::string by;
};
struct StartedCall {
  CallId call;
  std::string state;
  bool is_new = true;  ///< false: the key stood for it already
  friend bool operator==(const StartedCall&, const StartedCall&) = default;
};

/// The way into the calls. Every function answers only after what it took in is durable.
class CallInbox {
 public:
  virtual ~CallInbox() = default;
  /// Unavailable: nothing was stored, the sender has to repeat the webhook.
  virtual boost::asio::awaitable<Result<Delivery>> deliver(Event event, TimePoint at) = 0;
  /// NotFound: no such call. Conflict: the two ids of the target belong to different calls (a
  /// call_control_id that no call knows yet does not disagree). Unavailable: not stored.
  virtual boost::asio::awaitable<Result<Answer>> request_tool(ToolTarget target, std::string name,
                                                              Json arguments, TimePoint at) = 0;
  /// Conflict `call.address_busy`: another call of ours has the number. Conflict `call.idempotency_key`: the
  /// key stands for another request. Unavailable: not stored, nobody is called.
  virtual boost::asio::awaitable<Result<StartedCall>> start(CallStart wanted, TimePoint at) = 0;
  /// NotFound, Unavailable as above. `name` is hangup, escalate, cancel, tell or an operator event's name.
  virtual boost::asio::awaitable<Result<Answer>> operate(CallId call, std::string name, Json arguments,
                                                         std::string by, TimePoint at) = 0;
};

}  // namespace callwright
