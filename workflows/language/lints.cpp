#include "workflows/language/lints.hpp"

#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <chrono>

namespace callwright::language {
namespace {

/// Carriers hand a call over to the voicemail after 20 to 30 seconds, most of them after 25.
constexpr Duration kVoicemail = std::chrono::seconds{25};

bool rings_a_phone(const Bundle& bundle, const RingStep& step) {
  return std::ranges::any_of(people_of(bundle, step),
                             [&](const auto& key) { return !bundle.person(key)->is_sip; });
}

}  // namespace

void warn_of_long_rings(const Reader& reader, const Sections& sections, const Bundle& bundle) {
  for (const auto& [key, escalation] : bundle.escalations) {
    const bool is_blind = escalation.machine_detection == MachineDetection::None;
    for (std::size_t i = 0; i < escalation.steps.size(); ++i) {
      const auto& step = escalation.steps[i];
      if (step.ring_time <= kVoicemail || !rings_a_phone(bundle, step)) continue;
      const auto* entry = sections.escalations.get(key);
      reader.warn(place_in(sections, *entry, "steps." + std::to_string(i) + ".for"), "voicemail",
                  "most voicemails answer within " + duration_text(kVoicemail) +
                      ", so a phone that rings for " + duration_text(step.ring_time) +
                      " is mostly answered by one" +
                      (is_blind ? ", and without machine detection it hears the prompt" : ""));
    }
  }
}

void check_lints(const Reader& reader, const Sections& sections, const Bundle& bundle,
                 const LoadOptions& options) {
  warn_of_unused(reader, sections, bundle);
  warn_of_idle_rules(reader, sections, bundle);
  warn_of_long_rings(reader, sections, bundle);
  if (options.zones != nullptr) warn_of_hours(reader, sections, bundle, options.now);
}

}  // namespace callwright::language
