#pragma once

#include "service/simulation/stage.hpp"
#include "workflows/language/bundle.hpp"
#include "workflows/model/call.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::simulation {

/// Whose phone is which: finds the legs at Telnyx of those whom a test names.
class Phones {
 public:
  using LegView = simulator::Telnyx::LegView;
  Phones(Stage& stage, const Bundle& bundle) : stage_(stage), bundle_(bundle) {}

  void called(std::string number, CallControlId leg) {
    callers_.push_back({std::move(number), std::move(leg)});
  }
  /// We are asked to call that number.
  void is_called(std::string number) { callers_.push_back({std::move(number), {}}); }
  [[nodiscard]] bool is_called_by_us(std::string_view number) const;
  [[nodiscard]] bool is_first(std::string_view number) const {
    return !callers_.empty() && callers_.front().number == number;
  }
  [[nodiscard]] bool has_callers() const { return !callers_.empty(); }
  /// The call of whoever called, or was called, first; `calls` are all, oldest first.
  [[nodiscard]] const Call* first_call(const std::vector<Call>& calls) const;
  /// Every leg of `caller`, of a caller's number or of a person, the latest last.
  [[nodiscard]] std::vector<LegView> legs_of(std::string_view who) const;
  /// The latest of them that has not ended; of a person with several phones that of the first.
  [[nodiscard]] std::optional<LegView> live_leg_of(std::string_view who) const;
  /// The person whom that number or SIP URI rings; null: nobody of the workflows.
  [[nodiscard]] const Person* person_at(std::string_view address) const;
  void hang_up_callers();

 private:
  struct Caller {
    std::string number;
    CallControlId leg;  ///< empty: we call that number
  };
  void add_legs(const Caller& caller, std::vector<LegView>& legs) const;
  Stage& stage_;
  const Bundle& bundle_;
  std::vector<Caller> callers_;
};

}  // namespace callwright::simulation
