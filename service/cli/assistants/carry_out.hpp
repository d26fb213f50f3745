#pragma once

#include "service/cli/assistants/plan.hpp"

namespace callwright::cli::assistants {

/// Sends what a plan says, and prints each step: shared tools, assistants, then whatever refers to something
/// that was made on the way. The lock is written after each step, so that another run goes on behind the
/// last.
class CarryOut {
 public:
  CarryOut(Workspace& workspace, const Options& options) : workspace_(workspace), options_(options) {}

  OrStop<void> run(const Plan& plan);
  /// The requests of `run` in words, without sending any.
  void print(const Plan& plan);

 private:
  /// False: it refers to something that is still to be made.
  OrStop<bool> create(Side& side);
  OrStop<bool> update(Side& side);
  OrStop<Json> make(Side& side, const Json& body);
  OrStop<void> finish(Side& side, const Json& answer, const char* what);
  void look_again(Side& side) const;
  OrStop<void> remove(const Stray& stray);
  [[nodiscard]] Json body_of(const Side& side, std::vector<std::string>& pending) const;

  Workspace& workspace_;
  const Options& options_;
};

}  // namespace callwright::cli::assistants
