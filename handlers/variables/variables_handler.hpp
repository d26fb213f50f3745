#pragma once

#include "handlers/ports/conversation_book.hpp"
#include "handlers/ports/http.hpp"
#include "handlers/ports/lookups.hpp"
#include "handlers/ports/service_status.hpp"
#include "handlers/ports/workflow_library.hpp"
#include "handlers/router.hpp"
#include "handlers/webhook/verify.hpp"
#include "workflows/model/event.hpp"
#include "workflows/model/time.hpp"

#include <chrono>

#include <boost/asio/awaitable.hpp>

namespace callwright {

struct VariablesSettings {
  SignaturePolicy signature{
      .keys = {}, .tolerance = kRequestTolerance, .skip_when_local = false, .exposure = {}};
  Duration timeout = std::chrono::milliseconds{800};  ///< from the receipt to the answer
};

/// How long each part may take at most, so that a slow one leaves time for those after it.
struct VariablesDeadlines {
  TimePoint found;      ///< the call
  TimePoint looked_up;  ///< the other system
  TimePoint recorded;   ///< the store; the end
};
VariablesDeadlines deadlines_of(TimePoint received_at, Duration timeout);

/// `POST /webhooks/telnyx/variables`: `assistant.initialization`, the one webhook whose answer is read. What
/// is signed by Telnyx is always answered in time with 200 and variables, in the worst case those that need
/// nothing; the conversation begins without them when Telnyx has to wait.
class VariablesHandler {
 public:
  VariablesHandler(ConversationBook& book, Lookups& lookups, const WorkflowLibrary& workflows,
                   HandlerMetrics& metrics, VariablesSettings settings);
  [[nodiscard]] boost::asio::awaitable<HttpReply> answer(Request request) const;

 private:
  /// Another event that was sent here by mistake: stored like any webhook.
  boost::asio::awaitable<HttpReply> take_other(Event event, TimePoint at) const;
  boost::asio::awaitable<HttpReply> answer_question(Event event, TimePoint at) const;

  ConversationBook& book_;
  Lookups& lookups_;
  const WorkflowLibrary& workflows_;
  HandlerMetrics& metrics_;
  VariablesSettings settings_;
};

/// The handler has to outlive the router.
void add_routes(Router& router, const VariablesHandler& handler);

}  // namespace callwright
