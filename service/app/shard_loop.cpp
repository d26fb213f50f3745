#include "service/app/shard_loop.hpp"

#include "service/app/request_id.hpp"
#include "service/app/thread_name.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/asio/post.hpp>

namespace callwright {
namespace {

namespace asio = boost::asio;
namespace effect = runtime::effect;
namespace message = runtime::message;

thread_local ShardLoop* current_loop = nullptr;

struct SetRequest {
  runtime::RequestId request;
  void operator()(message::Arrived& arrived) const { arrived.request = request; }
  void operator()(message::ToolArrived& arrived) const { arrived.request = request; }
  void operator()(message::StartCall& wanted) const { wanted.start.request = request; }
  void operator()(message::OperatorArrived& arrived) const { arrived.request = request; }
  void operator()(message::LetterRetried& retried) const { retried.request = request; }
  template <class Other>
  void operator()(Other&) const {}
};

}  // namespace

ShardLoop::ShardLoop(runtime::ShardConfig config, LoopServices services)
    : work_(asio::make_work_guard(context_)),
      timer_(context_),
      index_(config.index),
      services_(std::move(services)),
      shard_(std::move(config), services_.random, services_.clock()),
      next_request_(first_request(services_.clock(), index_)) {}

ShardLoop* ShardLoop::current() { return current_loop; }

void ShardLoop::start(WaysOut ways, std::vector<ShardLoop*> peers) {
  ways_ = ways;
  peers_ = std::move(peers);
  outgoing_.resize(peers_.size());
  asio::post(context_, [this] { turn(); });
  thread_ = std::thread([this] {
    current_loop = this;
    name_this_thread("shard " + std::to_string(index_));
    context_.run();
  });
}

void ShardLoop::ask(runtime::Message message, Respond respond) {
  if (current_loop == this) return open(Ask{std::move(message), std::move(respond)});
  std::vector<Mail> mail;
  mail.emplace_back(Ask{std::move(message), std::move(respond)});
  receive(std::move(mail));
}

void ShardLoop::post(runtime::Message message) {
  std::vector<Mail> mail;
  mail.emplace_back(std::move(message));
  receive(std::move(mail));
}

void ShardLoop::drain() {
  std::vector<Mail> mail;
  mail.emplace_back(Drain{});
  receive(std::move(mail));
}

void ShardLoop::finish() {
  std::vector<Mail> mail;
  mail.emplace_back(Finish{});
  receive(std::move(mail));
}

void ShardLoop::join() {
  if (thread_.joinable()) thread_.join();
}

void ShardLoop::receive(std::vector<Mail> mail) {
  bool wake = false;
  {
    const std::scoped_lock lock(mutex_);
    wake = incoming_.empty();
    if (wake) {
      incoming_ = std::move(mail);
    } else {
      incoming_.insert(incoming_.end(), std::make_move_iterator(mail.begin()),
                       std::make_move_iterator(mail.end()));
    }
  }
  if (wake) asio::post(context_, [this] { open_mail(); });
}

void ShardLoop::open_mail() {
  std::vector<Mail> mail;
  {
    const std::scoped_lock lock(mutex_);
    mail.swap(incoming_);
  }
  for (auto& one : mail) {
    std::visit([this](auto& content) { open(std::move(content)); }, one);
  }
}

void ShardLoop::open(runtime::Message message) { handle(std::move(message)); }

void ShardLoop::open(Ask ask) {
  if (draining_) return ask.respond({0, runtime::Outcome::Unavailable, {}});
  const auto request = std::exchange(next_request_, next_request(next_request_));
  std::visit(SetRequest{request}, ask.message);
  asked_.emplace(request, std::move(ask.respond));
  handle(std::move(ask.message));
}

void ShardLoop::open(effect::Respond respond) {
  auto asked = asked_.extract(respond.request);
  if (!asked.empty()) asked.mapped()(std::move(respond));
}

void ShardLoop::open(Drain) {
  draining_ = true;
  shard_.stop();
  turn_later();
}

void ShardLoop::open(Finish) {
  draining_ = finished_ = true;
  for (auto& [request, respond] : std::exchange(asked_, {})) {
    respond({request, runtime::Outcome::Unavailable, {}});
  }
  timer_.cancel();
  work_.reset();
}

void ShardLoop::handle(runtime::Message message) {
  if (finished_) return;
  shard_.handle(services_.clock(), std::move(message));
  turn_later();
}

void ShardLoop::turn_later() {
  if (std::exchange(turn_posted_, true)) return;
  asio::post(context_, [this] { turn(); });
}

void ShardLoop::turn() {
  turn_posted_ = false;
  if (finished_) return;
  for (auto& one : shard_.take_effects()) {
    std::visit([this](auto& effect) { perform(std::move(effect)); }, one);
  }
  hand_over();
  // Answering may take its time; everything else is on its way by now.
  for (auto& answer : std::exchange(answers_, {})) open(std::move(answer));
  services_.observer.turned(index_, shard_.stats());
  report_quiet();
}

void ShardLoop::hand_over() {
  for (std::size_t i = 0; i < outgoing_.size(); ++i) {
    if (!outgoing_[i].empty()) peers_[i]->receive(std::exchange(outgoing_[i], {}));
  }
}

void ShardLoop::report_quiet() {
  const bool quiet = draining_ && shard_.is_quiet() && asked_.empty() && !turn_posted_;
  if (quiet_.exchange(quiet) != quiet) services_.quiet_changed();
}

}  // namespace callwright
