#include "tests/bench/load.hpp"

#include "handlers/webhook/verify.hpp"

#include <algorithm>
#include <ctime>
#include <utility>

namespace callwright::bench {
namespace {

constexpr std::size_t kPreparedMax = 32;

double cpu_us(clockid_t clock) {
  timespec time{};
  ::clock_gettime(clock, &time);
  return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double us(std::chrono::nanoseconds time) { return static_cast<double>(time.count()) / 1e3; }

}  // namespace

double verify_time_us() {
  constexpr int kRounds = 300;
  const tests::Signer signer;
  const std::string body(1464, 'x');
  const std::string timestamp = "1795536000";
  const auto signature = signer.sign(timestamp, body);
  const auto keys = *parse_public_keys(signer.public_key());
  const TimePoint now{std::chrono::seconds{1'795'536'000}};
  const auto begin = cpu_us(CLOCK_THREAD_CPUTIME_ID);
  int genuine = 0;
  for (int i = 0; i < kRounds; ++i) {
    const auto verdict = verify_signature({signature, timestamp, body}, keys, now, {});
    genuine += verdict == SignatureVerdict::Authentic ? 1 : 0;
  }
  return (cpu_us(CLOCK_THREAD_CPUTIME_ID) - begin) / std::max(genuine, 1);
}

double Cost::latency_us(double quantile) const {
  if (latencies_us.empty()) return 0;
  const auto last = static_cast<double>(latencies_us.size() - 1);
  return latencies_us[static_cast<std::size_t>(quantile * last)];
}

Load::Load(boost::asio::io_context& context, const Server& server, Callers& callers, std::size_t connections)
    : context_(context),
      server_(server),
      callers_(callers),
      wires_(context, server.port(), connections),
      timer_(context),
      end_(context) {
  callers_.on_ready = [this] {
    if (is_closed_loop_) pump();
  };
}

Cost Load::measured(const std::function<void()>& run) {
  cost_ = {};
  const auto verify_before = verify_time_us();
  const auto before = server_.usage();
  const auto commands_before = callers_.commands();
  const auto generator_before = cpu_us(CLOCK_PROCESS_CPUTIME_ID);
  const auto begin = Clock::now();
  run();
  cost_.seconds = us(Clock::now() - begin) / 1e6;
  cost_.generator_us = cpu_us(CLOCK_PROCESS_CPUTIME_ID) - generator_before;
  const auto after = server_.usage();
  cost_.commands = callers_.commands() - commands_before;
  cost_.server_us = us(after.cpu - before.cpu);
  for (const auto& [name, time] : after.by_thread) {
    const auto known = before.by_thread.find(name);
    cost_.by_thread_us[name] =
        us(time - (known == before.by_thread.end() ? decltype(time){} : known->second));
  }
  cost_.verify_us = (verify_before + verify_time_us()) / 2;
  std::ranges::sort(cost_.latencies_us);
  return std::exchange(cost_, {});
}

void Load::run_for(std::chrono::milliseconds time) {
  end_.expires_after(time);
  end_.async_wait([this](auto error) {
    if (!error) context_.stop();
  });
  context_.restart();
  context_.run();
  end_.cancel();
}

Cost Load::closed(const Source& source, std::chrono::milliseconds time, const std::function<bool()>& enough) {
  return measured([&] {
    source_ = source;
    enough_ = enough;
    is_closed_loop_ = true;
    pump();
    run_for(time);
    is_closed_loop_ = false;
  });
}

Cost Load::open(const Source& source, double per_second, std::chrono::milliseconds time) {
  return measured([&] {
    source_ = source;
    enough_ = nullptr;
    period_ = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / per_second));
    next_due_ = Clock::now();
    tick();
    run_for(time);
    timer_.cancel();
    due_.clear();
  });
}

void Load::settle() {
  for (const auto& parcel : std::exchange(prepared_, {})) send(parcel, Clock::now());
  constexpr std::chrono::milliseconds kQuiet{200};
  auto commands = callers_.commands();
  do {
    commands = callers_.commands();
    run_for(kQuiet);
  } while (under_way_ > 0 || commands != callers_.commands());
}

void Load::pump() {
  while (wires_.has_free()) {
    auto parcel = source_();
    if (!parcel) return;
    send(std::move(*parcel), Clock::now());
  }
}

void Load::send(Parcel parcel, Clock::time_point due) {
  if (on_send) on_send(parcel);
  ++under_way_;
  auto bytes = std::move(parcel.bytes);
  wires_.send(std::move(bytes),
              [this, parcel = std::move(parcel), due](int status, auto) { note(parcel, due, status); });
}

void Load::note(const Parcel& parcel, Clock::time_point due, int status) {
  --under_way_;
  cost_.latencies_us.push_back(us(Clock::now() - due));
  ++cost_.webhooks;
  if (status != 200) ++cost_.refused;
  callers_.answered(parcel);
  if (enough_ && enough_()) return context_.stop();
  is_closed_loop_ ? pump() : send_due();
}

void Load::tick() {
  const auto now = Clock::now();
  for (; next_due_ <= now; next_due_ += period_) due_.push_back(next_due_);
  send_due();
  timer_.expires_at(next_due_);
  timer_.async_wait([this](auto error) {
    if (!error) tick();
  });
}

void Load::send_due() {
  while (!due_.empty() && wires_.has_free()) {
    const auto due = due_.front();
    due_.pop_front();
    if (prepared_.empty()) {
      ++cost_.skipped;
      continue;
    }
    auto parcel = std::move(prepared_.front());
    prepared_.pop_front();
    send(std::move(parcel), due);
  }
  while (prepared_.size() < kPreparedMax) {
    auto parcel = source_();
    if (!parcel) break;
    prepared_.push_back(std::move(*parcel));
  }
}

}  // namespace callwright::bench
