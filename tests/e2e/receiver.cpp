#include "tests/e2e/receiver.hpp"

#include "workflows/model/text.hpp"

#include <array>
#include <chrono>
#include <exception>
#include <stdexcept>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace callwright::tests {
namespace {

constexpr std::chrono::seconds kReceiverPatience{30};

TimePoint receiver_now() { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

}  // namespace

Receiver::Receiver(std::vector<int> statuses)
    : statuses_(std::move(statuses)),
      server_(context_, ServerConfig{.address = "127.0.0.1", .port = 0},
              ServerHooks{.handler = [this](Request request) { return reply(*this, std::move(request)); },
                          .now = &receiver_now,
                          .report = [](const Error&) {}}) {
  if (const auto started = server_.start(); !started) throw std::runtime_error(started.error().detail);
  port_ = server_.port();
  thread_ = std::thread([this] { context_.run(); });
}

Receiver::~Receiver() {
  release();
  try {
    boost::asio::co_spawn(context_, server_.drain(std::chrono::milliseconds{0}), boost::asio::use_future)
        .get();
  } catch (const std::exception&) {
    context_.stop();
  }
  work_.reset();
  thread_.join();
}

boost::asio::awaitable<HttpReply> Receiver::reply(Receiver& self, Request request) {
  auto reply = self.take(std::move(request));
  while (self.is_held()) {
    co_await self.held_until_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  co_return reply;
}

bool Receiver::is_held() const {
  const std::lock_guard lock(mutex_);
  return held_;
}

void Receiver::hold() {
  const std::lock_guard lock(mutex_);
  held_ = true;
}

void Receiver::release() {
  {
    const std::lock_guard lock(mutex_);
    held_ = false;
  }
  boost::asio::post(context_, [this] { held_until_.cancel(); });
}

HttpReply Receiver::take(Request request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(request));
  more_.notify_all();
  if (reply_) return *reply_;
  const int status = statuses_.front();
  if (statuses_.size() > 1) statuses_.erase(statuses_.begin());
  return {.status = status, .body = "{}", .headers = {}};
}

void Receiver::answer(std::vector<int> statuses) {
  const std::lock_guard lock(mutex_);
  statuses_ = std::move(statuses);
  reply_.reset();
}

void Receiver::answer_with(HttpReply reply) {
  const std::lock_guard lock(mutex_);
  reply_ = std::move(reply);
}

bool Receiver::wait_for(std::size_t count) {
  std::unique_lock lock(mutex_);
  return more_.wait_for(lock, kReceiverPatience, [&] { return requests_.size() >= count; });
}

std::vector<Request> Receiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

std::string standard_signature(const std::string& key, const Request& request) {
  const auto content = std::string(request.header("webhook-id")) + "." +
                       std::string(request.header("webhook-timestamp")) + "." + request.body;
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  const std::vector<unsigned char> message(content.begin(), content.end());
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), message.data(), message.size(), bytes.data(),
       &length);
  return "v1," + base64_encode(std::string(bytes.begin(), bytes.begin() + length));
}

}  // namespace callwright::tests
