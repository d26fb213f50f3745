#pragma once

#include "workflows/simulator/leg.hpp"

namespace callwright::simulator {

/// A queue of legs.
struct CallQueue {
  struct Entry {
    Index leg = 0;
    TimePoint since{};
    bool stays_after_hangup = false;
  };
  std::string id;
  std::string name;
  std::size_t max_size = 0;
  TimePoint created_at{};
  TimePoint updated_at{};
  std::vector<Entry> entries;
  Duration waited{};  ///< by those that have left, for the average
  std::int64_t left = 0;
};

/// A leg in a conference.
struct Attendee {
  std::string id;
  Index leg = 0;
  TimePoint joined_at{};
  TimePoint updated_at{};
  bool is_muted = false;
  bool is_on_hold = false;
  bool ends_conference = false;  ///< and hangs up the others
  bool ends_conference_softly = false;
  std::string role = "none";
  std::vector<std::string> whispers_to;
};

/// Something that is spoken or played in a conference.
struct Sounding {
  int number = 0;
  Utterance what;
  std::optional<Index> leg;  ///< the only one that hears it; empty: all
};

struct Conference {
  Index number = 0;
  std::string id;
  std::string name;
  std::string region;
  Index creator = 0;
  TimePoint created_at{};
  TimePoint updated_at{};
  std::optional<TimePoint> expires_at;
  std::optional<TimePoint> ended_at;
  std::string end_reason;
  std::optional<Index> ended_by;
  bool is_started = true;
  std::size_t max_participants = 250;
  std::vector<Attendee> attendees;
  std::vector<Recording> recordings;
  std::optional<Index> floor;  ///< the leg that spoke last
  CommandMemory commands;
  std::vector<Sounding> sounding;
  int sounds_made = 0;

  [[nodiscard]] Attendee* attendee(Index leg) {
    for (auto& one : attendees) {
      if (one.leg == leg) return &one;
    }
    return nullptr;
  }
};

}  // namespace callwright::simulator
