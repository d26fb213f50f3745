#include "service/observe/log.hpp"

#include "service/observe/log_text.hpp"

#include <array>
#include <chrono>

namespace callwright {
namespace {

constexpr int kLinesPerWindow = 5;
constexpr std::chrono::seconds kWindow{10};

TimePoint system_time() { return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now()); }

}  // namespace

std::string_view name_of(Level level) {
  static constexpr auto kNames = std::to_array<std::string_view>({"debug", "info", "warn", "error"});
  return kNames.at(static_cast<std::size_t>(level));
}

Log::Log(LogOptions options, LogSink sink) : options_(std::move(options)), sink_(std::move(sink)) {
  if (!options_.clock) options_.clock = system_time;
}

void Log::emit(Level level, TimePoint time, const std::vector<LogField>& fields) {
  const bool json = options_.format == LogOptions::Format::Json;
  sink_(json ? observe::json_line(level, time, fields, options_.full_numbers)
             : observe::text_line(level, time, fields, options_.full_numbers));
}

void Log::write(Level level, std::string_view event, const std::vector<LogField>& fields) {
  if (!wants(level)) return;
  std::vector<LogField> all{{"event", event}};
  all.insert(all.end(), fields.begin(), fields.end());
  emit(level, options_.clock(), all);
}

void Log::write_limited(Level level, std::string_view event, std::vector<LogField> fields) {
  if (!wants(level)) return;
  const auto now = options_.clock();
  {
    const std::lock_guard lock(windows_mutex_);
    auto found = windows_.find(event);
    if (found == windows_.end()) found = windows_.emplace(event, Window{.opened = now}).first;
    auto& window = found->second;
    // A clock that was set back opens a new window too, or the event would be silent for as long.
    if (now - window.opened >= kWindow || now < window.opened) {
      if (window.suppressed > 0) fields.emplace_back("suppressed", window.suppressed);
      window = {.opened = now};
    }
    if (window.written == kLinesPerWindow) {
      ++window.suppressed;
      return;
    }
    ++window.written;
  }
  write(level, event, fields);
}

void Log::write_transition(const TransitionLine& line) {
  if (!wants(Level::Info)) return;
  emit(Level::Info, options_.clock(),
       {{"call_id", line.call},
        {"workflow", line.workflow},
        {"state_from", line.state_from},
        {"state_to", line.state_to},
        {"cause", line.cause},
        {"event_id", line.event},
        {"leg", line.leg},
        {"person", line.person},
        {"latency_ms", line.latency.count()}});
}

}  // namespace callwright
