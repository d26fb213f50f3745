#include "service/app/lookup_port.hpp"

#include "service/app/complete_on.hpp"
#include "service/net/url.hpp"

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kAnswerBytesMax = 65'536;
constexpr std::size_t kUnderWayMax = 256;

ClientConfig lookup_client_config() {
  ClientConfig client;
  client.response_bytes_max = kAnswerBytesMax;
  return client;
}

/// Which questions have one answer: another secret may be shown something else.
std::string key_of(const LookupQuestion& question) {
  std::string key = question.url;
  for (const auto& header : question.headers) {
    key += '\n' + header.name + ':' + header.text + '\n' + header.prefix + '\n' + header.secret;
  }
  return key;
}

std::string origin_of(const std::string& url) {
  const auto parsed = parse_url(url);
  return parsed ? parsed->origin() : std::string();
}

std::unexpected<Error> broken_off() {
  return fail(Errc::Unavailable, "lookup.broken_off", "The lookup was not finished.");
}

/// Tells the board how a question ended, also when its coroutine is taken away.
class Ending {
 public:
  Ending(LookupBoard& board, std::string key, Duration cache, const std::function<TimePoint()>& now)
      : board_(board), key_(std::move(key)), cache_(cache), now_(now) {}
  ~Ending() { board_.answered(key_, answer_, now_(), is_told_ ? cache_ : Duration{0}); }
  Ending(const Ending&) = delete;
  Ending& operator=(const Ending&) = delete;
  void tell(Result<Json> answer) {
    answer_ = std::move(answer);
    is_told_ = true;
  }

 private:
  LookupBoard& board_;
  std::string key_;
  Duration cache_;
  const std::function<TimePoint()>& now_;
  Result<Json> answer_ = broken_off();
  bool is_told_ = false;
};

}  // namespace

Result<Json> read_lookup(const HttpResponse& response) {
  if (response.status != 200) {
    return fail(Errc::Unavailable, "lookup.status",
                "The lookup was answered " + std::to_string(response.status) + "; only 200 is an answer.");
  }
  const auto document = JsonDocument::parse(response.body, JsonDocument::kOutsideDepthMax);
  if (!document || !document->root().is_object() || response.body.size() > kAnswerBytesMax) {
    return fail(Errc::Unavailable, "lookup.body", "The lookup was not answered with a JSON object.");
  }
  return document->root().json();
}

LookupPort::LookupPort(boost::asio::io_context& context, std::shared_ptr<TlsContext> tls, LookupBoard& board,
                       LookupPortConfig config)
    : config_(std::move(config)),
      board_(board),
      client_(context, std::move(tls), lookup_client_config()),
      tasks_(context.get_executor(), [this](const std::exception_ptr& failure) {
        try {
          std::rethrow_exception(failure);
        } catch (const std::exception& exception) {
          config_.report(Error(Errc::Unavailable, "lookup.task_failed", exception.what()), {});
        }
      }) {}

boost::asio::awaitable<Result<Json>> LookupPort::ask(LookupQuestion question, TimePoint until) {
  const auto now = config_.now();
  auto begin = [this, &question, now](auto done) {
    auto key = key_of(question);
    if (!board_.want(key, now, std::move(done))) return;
    if (tasks_.size() >= kUnderWayMax) {
      board_.answered(key, fail(Errc::Unavailable, "lookup.busy", "Too many lookups are under way."), now,
                      Duration{0});
      return;
    }
    tasks_.spawn(fly(std::move(question), std::move(key)));
  };
  auto answer = co_await await_answer_until<Result<Json>>(steady_deadline(until, now), std::move(begin));
  if (!answer) {
    co_return fail(Errc::Timeout, "lookup.late", "The lookup was not answered in time.");
  }
  co_return *std::move(answer);
}

boost::asio::awaitable<void> LookupPort::fly(LookupQuestion question, std::string key) {
  Ending ending(board_, std::move(key), question.cache, config_.now);
  auto answer = co_await exchange(question);
  if (!answer) config_.report(answer.error(), origin_of(question.url));
  ending.tell(std::move(answer));
}

boost::asio::awaitable<Result<Json>> LookupPort::exchange(const LookupQuestion& question) {
  HttpRequest request{.method = "GET",
                      .url = question.url,
                      .headers = {{"accept", "application/json"}},
                      .body = {},
                      .deadline = question.timeout};
  for (const auto& header : question.headers) {
    auto value = header.text;
    if (!header.secret.empty()) {
      const auto secret = config_.secrets.find(header.secret);
      if (secret == config_.secrets.end()) {
        co_return fail(Errc::InvalidInput, "lookup.secret",
                       "There is no secret " + header.secret + "; set secrets." + header.secret +
                           " in callwright.yaml.");
      }
      value = header.prefix + secret->second.reveal();
    }
    request.headers.emplace_back(header.name, std::move(value));
  }
  const auto response = co_await client_.exchange(std::move(request));
  if (!response) co_return std::unexpected(response.error());
  co_return read_lookup(*response);
}

boost::asio::awaitable<void> LookupPort::close() {
  tasks_.cancel();
  co_await tasks_.join();
  co_await client_.close();
}

}  // namespace callwright
