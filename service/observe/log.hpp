#pragma once

#include "service/observe/secret.hpp"
#include "workflows/model/ids.hpp"
#include "workflows/model/time.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace callwright {

/// Error: a human must act. Warn: degraded, heals itself. Info: a call's life in about ten lines.
enum class Level : std::uint8_t { Debug, Info, Warn, Error };
std::string_view name_of(Level level);

/// One `key=value` of a line. Built and used within one call of `write`: it does not own its texts.
struct LogField {
  std::string_view key;
  std::variant<std::monostate, std::string_view, std::int64_t> value;  ///< monostate: not known
  bool is_number = false;  ///< a telephone number or SIP URI, shown masked

  LogField(std::string_view the_key, std::string_view text) : key(the_key), value(text) {}
  LogField(std::string_view the_key, const std::string& text) : LogField(the_key, std::string_view(text)) {}
  LogField(std::string_view the_key, const char* text) : LogField(the_key, std::string_view(text)) {}
  template <class Tag>
  LogField(std::string_view the_key, const StrongId<Tag>& id) : LogField(the_key, id.text()) {}
  template <std::integral Integer>
  LogField(std::string_view the_key, Integer integer)
      : key(the_key), value(static_cast<std::int64_t>(integer)) {}
  LogField(std::string_view the_key, std::optional<int> integer) : key(the_key) {
    if (integer) value = std::int64_t{*integer};
  }
  LogField(std::string_view the_key, const Secret& secret) = delete;

  static LogField number(std::string_view key, std::string_view address) {
    LogField field(key, address);
    field.is_number = true;
    return field;
  }
};

/// What changed in a call, for the one line of a transition.
struct TransitionLine {
  CallId call;
  std::string_view workflow;
  std::string_view state_from;
  std::string_view state_to;
  std::string_view cause;  ///< event type, `timer`, `reply`, `tool.NAME`, …
  EventId event;           ///< empty when no webhook caused it
  std::optional<int> leg;  ///< 0 is the caller
  std::string_view person;
  Duration latency{0};  ///< from the receipt of the cause to the commit
};

/// Takes one finished line without its line end. Called from several threads at once.
using LogSink = std::function<void(std::string_view line)>;
/// Standard output, each line flushed.
LogSink standard_output();

struct LogOptions {
  enum class Format : std::uint8_t { Text, Json };
  Format format = Format::Text;
  Level minimum = Level::Info;
  bool full_numbers = false;  ///< numbers unmasked
  std::function<TimePoint()> clock;
};

/// Structured lines: an event name from a short list plus fields, not a sentence. Values are cut to 1 KiB and
/// cannot break out of their line, whatever they hold. For all threads.
class Log {
 public:
  Log(LogOptions options, LogSink sink);

  /// `{"time","level","event",…fields}`, or the same as text.
  void write(Level level, std::string_view event, const std::vector<LogField>& fields = {});
  /// As `write`, but at most five lines of one event in ten seconds. The first line after a pause tells how
  /// many were left out, as `suppressed`.
  void write_limited(Level level, std::string_view event, std::vector<LogField> fields = {});
  /// `time level call_id workflow state_from state_to cause event_id leg person latency_ms`, always all of
  /// them.
  void write_transition(const TransitionLine& line);

 private:
  struct Window {
    TimePoint opened{};
    int written = 0;
    std::int64_t suppressed = 0;
  };
  void emit(Level level, TimePoint time, const std::vector<LogField>& fields);
  [[nodiscard]] bool wants(Level level) const { return level >= options_.minimum; }

  LogOptions options_;
  LogSink sink_;
  std::mutex windows_mutex_;
  std::map<std::string, Window, std::less<>> windows_;
};

}  // namespace callwright
