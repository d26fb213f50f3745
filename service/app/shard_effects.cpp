#include "service/app/request_id.hpp"
#include "service/app/shard_loop.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace {

namespace effect = runtime::effect;
namespace message = runtime::message;

/// The clock may be set forward; no wait is longer, so that this is noticed.
constexpr Duration kWaitMax = std::chrono::seconds{30};

runtime::Message looked_up(Store& store, const effect::Lookup& lookup) {
  auto call = store.find(lookup.keys);
  if (!call) return message::LookupFailed{lookup.lookup};
  message::LookedUp found{lookup.lookup, std::move(*call), {}};
  if (!found.call) {
    auto unmatched = store.unmatched(lookup.keys);
    if (!unmatched) return message::LookupFailed{lookup.lookup};
    found.unmatched = std::move(*unmatched);
  }
  return found;
}

runtime::Message commit_answer(runtime::BatchId batch, Result<std::vector<CommitOutcome>> outcomes) {
  if (outcomes) return message::Committed{batch, std::move(*outcomes)};
  return message::CommitFailed{batch, outcomes.error().code != "store.unknown"};
}

}  // namespace

void ShardLoop::perform(effect::Lookup lookup) {
  services_.store.read(
      [this, lookup = std::move(lookup)](StoreReader& reader) { post(looked_up(reader.store(), lookup)); });
}

void ShardLoop::perform(const effect::Load& load) {
  services_.store.read([this, call = load.call](StoreReader& reader) {
    auto stored = reader.load(call);
    if (stored) return post(message::Loaded{call, std::move(stored->call), std::move(stored->bundle)});
    services_.observer.load_failed(call, stored.error());
    post(message::LoadFailed{call});
  });
}

void ShardLoop::perform(effect::Commit commit) {
  const auto begin = std::chrono::steady_clock::now();
  const auto entries = commit.entries.size();
  auto done = [this, batch = commit.batch, begin, entries](Result<std::vector<CommitOutcome>> outcomes) {
    services_.observer.committed(entries, std::chrono::steady_clock::now() - begin,
                                 outcomes ? nullptr : &outcomes.error());
    post(commit_answer(batch, std::move(outcomes)));
  };
  services_.store.commit({std::move(commit.entries), std::move(commit.unmatched), std::move(done)});
}

void ShardLoop::perform(effect::Send send) {
  ways_.telnyx->send(std::move(send.request),
                     [this, call = std::move(send.call), intent = send.intent](SendOutcome outcome) {
                       handle(message::Replied{call, intent, std::move(outcome)});
                     });
}

void ShardLoop::perform(effect::SendWebhook send) {
  ways_.webhooks->send(std::move(send.request),
                       [this, call = std::move(send.call), intent = send.intent](WebhookReply reply) {
                         handle(message::WebhookReplied{call, intent, std::move(reply)});
                       });
}

void ShardLoop::perform(effect::AskActiveCalls ask) {
  ways_.telnyx->send(std::move(ask.request),
                     [this, connection = std::move(ask.connection)](SendOutcome outcome) {
                       handle(message::ActiveCallsReplied{connection, std::move(outcome)});
                     });
}

void ShardLoop::perform(effect::Respond respond) {
  const auto home = home_of(respond.request);
  if (home == index_) return answers_.push_back(std::move(respond));
  if (home < outgoing_.size()) outgoing_[home].emplace_back(std::move(respond));
}

void ShardLoop::perform(effect::ScanDue scan) {
  services_.store.read([this, scan](StoreReader& reader) {
    auto calls = reader.store().due(scan.until, scan.limit);
    if (calls) return post(message::DueFound{std::move(*calls)});
    post(message::ScanFailed{});
  });
}

void ShardLoop::perform(effect::Forward forward) {
  outgoing_.at(forward.shard).emplace_back(std::move(forward.message));
}

void ShardLoop::perform(effect::WakeAt wake) {
  wake_at_ = wake.time;
  arm();
}

void ShardLoop::arm() {
  const auto wait = std::clamp(wake_at_ - services_.clock(), Duration{0}, kWaitMax);
  timer_.expires_after(wait);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error || finished_) return;
    if (services_.clock() < wake_at_) return arm();
    handle(message::Tick{});
  });
}

}  // namespace callwright
