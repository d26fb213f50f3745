#pragma once

#include "workflows/engine/decision.hpp"

namespace callwright::engine {

/// Whose values a text means, beside those of the call itself.
struct Subject {
  int leg = 0;  ///< `person.*` is the person on this leg
  int run = 0;  ///< `run.*` and `winner.*`; 0: the latest run
  const Json* event = nullptr;
};

/// Values of templates and conditions, read from the call: `call.* caller.* event.* conversation.* run.*
/// person.* winner.* vars.* insights.* directory.*`.
class CallScope final : public Scope {
 public:
  CallScope(const Decision& d, Subject subject) : d_(d), subject_(subject) {}
  [[nodiscard]] std::optional<std::string> value(std::string_view path) const override;
  [[nodiscard]] bool is_open(std::string_view schedule) const override;

 private:
  [[nodiscard]] const Run* run() const;
  [[nodiscard]] std::optional<std::string> call_value(std::string_view path) const;
  [[nodiscard]] std::optional<std::string> directory_value(std::string_view path) const;
  [[nodiscard]] std::optional<std::string> run_value(std::string_view path) const;
  [[nodiscard]] std::optional<std::string> person_value(std::string_view key, std::string_view path) const;

  const Decision& d_;
  Subject subject_;
};

/// The names of the people whom the run rings now, as one says them: `Dana and Front desk`.
std::string spoken_names(const Decision& d, const Run& run);

}  // namespace callwright::engine
