#pragma once

#include "service/simulation/stage.hpp"
#include "workflows/language/bundle.hpp"

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
  [[nodiscard]] bool has_callers() const { return !callers_.empty(); }
  /// Of whoever called first; empty before anybody did.
  [[nodiscard]] CallControlId first_caller() const {
    return callers_.empty() ? CallControlId() : callers_.front().leg;
  }
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
    CallControlId leg;
  };
  Stage& stage_;
  const Bundle& bundle_;
  std::vector<Caller> callers_;
};

}  // namespace callwright::simulation
