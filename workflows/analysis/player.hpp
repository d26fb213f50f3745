#pragma once

#include "workflows/analysis/play.hpp"

#include <optional>

namespace callwright::analysis {

/// Telnyx and the people while one move is made: gives inputs to the engine and keeps what is true outside.
class Player {
 public:
  using Fields = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  Player(const Scene& scene, Point point, Luck luck, bool tells_story);

  Played played;

  [[nodiscard]] Point& point() { return played.point; }
  [[nodiscard]] const Call& call() const { return played.point.call; }
  Line& line(int leg);

  void webhook(std::string_view name, int leg, Fields fields = {});
  void accept(int intent);  ///< with the ids that Telnyx would give
  void reply(int intent, Reply reply);
  void refuse(int intent, std::string_view code);
  void give(Input input);

  /// The leg's line is dead, and the call hears of it.
  void hang_up(int leg, std::string_view cause);
  /// A new conversation; its id.
  std::string start_conversation();

 private:
  void step_once(Input input);
  bool loses_claim(const Step& step);
  void take(Step step);
  void tell_story(const std::vector<Record>& records);
  void answer_everything();
  bool answer_next();
  void answer(const Intent& intent);
  Reply outcome_of(const Intent& intent);
  Reply outcome_on_leg(const Intent& intent);
  Reply answer_to_question(const Intent& intent);
  void look_at(const Intent& intent);
  [[nodiscard]] bool hears_something() const;

  const Scene& scene_;
  Luck luck_;
  bool tells_story_;
  int intents_seen_;
};

}  // namespace callwright::analysis
