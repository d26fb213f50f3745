#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::cli {

/// One thing that happened in a call, in words.
struct TimelineLine {
  enum class Tone { Plain, Good, Bad, Quiet };
  Duration since_start{0};
  Tone tone = Tone::Plain;
  std::string text;
  friend bool operator==(const TimelineLine&, const TimelineLine&) = default;
};

/// Turns the records of one call, given in order, into what a person wants to know of it. Records that only
/// repeat what another line says give none.
class Timeline {
 public:
  /// `names` says how people of the workflow are called; a person without an entry is shown by the key.
  explicit Timeline(std::map<std::string, std::string> names = {}) : names_(std::move(names)) {}

  /// A record as the API gives it: `{seq, at, kind, data}`.
  void add(const JsonNode& record);
  /// The lines since the last call of this function. People who are rung at the same time share a line, so
  /// call it after all records of a page were added.
  std::vector<TimelineLine> take();

 private:
  using Tone = TimelineLine::Tone;
  void say(std::string text, Tone tone = Tone::Plain);
  void finish_ringing();
  [[nodiscard]] std::string name_of_person(const std::string& key) const;
  [[nodiscard]] std::string name_of_leg(
      int number) const;  ///< `the caller`, whom we called, or a person's name

  void started(const JsonNode& data);
  void received(const JsonNode& data);
  void healed(const JsonNode& data);
  void decided(const JsonNode& data);
  void called(const std::string& outcome);
  void changed(const JsonNode& data);
  void call_changed(const JsonNode& data);
  void leg_changed(const JsonNode& data);
  void attempt_changed(const JsonNode& data);
  void run_changed(const JsonNode& data);
  void intended(const JsonNode& data);
  void replied(const JsonNode& data);
  void noted(const JsonNode& data);
  void on_call(const JsonNode& data);
  void texted(const JsonNode& data);

  std::map<std::string, std::string> names_;
  std::map<int, std::string> people_;  ///< leg -> key
  std::string called_;                 ///< the number that we call; empty: somebody calls us
  int joined_leg_ = 0;                 ///< of whoever talks with the caller; 0: nobody yet
  std::vector<std::string> ringing_;   ///< names for the line that is being made
  std::set<std::string> texts_;        ///< conversations by text message
  std::optional<TimePoint> start_;
  Duration now_{0};
  std::vector<TimelineLine> lines_;
};

/// `  4.3s  ringing Dana and Front desk`.
std::string format_line(const TimelineLine& line);

/// `a`, `a and b`, `a, b and c`.
std::string enumerate(const std::vector<std::string>& items);

}  // namespace callwright::cli
