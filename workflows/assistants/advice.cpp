#include "workflows/assistants/advice.hpp"

#include "workflows/assistants/given_tools.hpp"
#include "workflows/assistants/paths_read.hpp"
#include "workflows/assistants/secrets.hpp"
#include "workflows/assistants/tool_advice.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <optional>

namespace callwright::assistants {
namespace {

using std::chrono::seconds;

/// Telnyx's, when `telephony_settings.time_limit_secs` is not given.
constexpr std::int64_t kTimeLimit = 1800;
constexpr std::int64_t kTimeLimitMax = 14400;
constexpr std::string_view kInsightsEvent = "call.conversation_insights.generated";

std::int64_t whole_seconds(Duration duration) { return std::chrono::ceil<seconds>(duration).count(); }

/// The escalations that rules and failures of these workflows start.
std::vector<const Escalation*> escalations_of(const Wanted& wanted, const Demand& demand) {
  std::vector<const Escalation*> found;
  const auto take = [&](const std::vector<Action>& actions) {
    for (const auto& action : actions) {
      const auto* one =
          action.kind == Action::Kind::Escalate ? demand.bundle->escalation(action.target) : nullptr;
      if (one != nullptr) found.push_back(one);
    }
  };
  for (const auto* workflow : wanted.workflows) {
    for (const auto& rule : workflow->rules) take(rule.actions);
    take(workflow->assistant_if_fails);
  }
  return found;
}

bool awaits_insights(const Workflow& workflow) {
  return std::ranges::any_of(workflow.rules, [](const Rule& rule) {
    const auto paths = paths_read(rule);
    return rule.on == kInsightsEvent ||
           std::ranges::any_of(paths, [](const auto& read) { return read.path.starts_with("insights."); });
  });
}

class Advice {
 public:
  Advice(const SettingsFile& file, const Folder& folder, const Settings& settings, const Wanted& wanted,
         const Demand& demand, language::Findings& findings)
      : file_(file),
        wanted_(wanted),
        demand_(demand),
        findings_(findings),
        document_(JsonDocument::of(json_of(settings))),
        settings_(document_.root()),
        tools_(file, folder, settings_) {}

  void give() const {
    about_sessions();
    about_conversation();
    about_people();
    for (const auto& needed : wanted_.needed)
      advise_on_tool(file_, tools_, needed, wanted_, demand_, findings_);
    about_pay();
    about_secrets();
  }

 private:
  /// Where it stands, or the beginning of the file.
  [[nodiscard]] language::Place place(std::string_view dotted) const {
    return file_.written.place_of(dotted);
  }

  void warn(const language::Place& at, const char* code, std::string message) const {
    findings_.warning(at, code, std::move(message));
  }

  /// How long the assistant may be there.
  void about_sessions() const {
    const auto limit = settings_.at_path("telephony_settings.time_limit_secs").integer().value_or(kTimeLimit);
    std::int64_t longest = 0;
    for (const auto* workflow : wanted_.workflows)
      longest = std::max(longest, whole_seconds(workflow->limits.duration));
    if (longest > limit && limit < kTimeLimitMax)
      warn(place("telephony_settings.time_limit_secs"), "ends_before_the_call",
           "the assistant stops after " + std::to_string(limit) + " s and a call may last " +
               std::to_string(longest) + " s; set `telephony_settings: {time_limit_secs: " +
               std::to_string(std::min(longest, kTimeLimitMax)) +
               "}`, or make `limits.duration` of the workflow shorter");
    const auto idle = settings_.at_path("telephony_settings.user_idle_timeout_secs").integer();
    std::int64_t silence = 0;
    for (const auto* one : escalations_of(wanted_, demand_))
      silence = std::max(silence, whole_seconds(one->deadline));
    if (idle && *idle < silence)
      warn(place("telephony_settings.user_idle_timeout_secs"), "ends_while_ringing",
           "the assistant stops when the caller says nothing for " + std::to_string(*idle) +
               " s, and people may be rung for " + std::to_string(silence) +
               " s, in which a caller just waits; set at least that, or leave it out");
  }

  void about_conversation() const {
    const auto features = settings_["enabled_features"].elements();
    const bool phones =
        std::ranges::any_of(features, [](const auto& one) { return one.str() == "telephony"; });
    if (!wanted_.workflows.empty() && !phones)
      warn(place("enabled_features"), "no_telephony",
           "the workflow " + language::quoted(wanted_.workflows.front()->key) +
               " uses this assistant on the phone; set `enabled_features: [telephony]`");
    const bool keeps = settings_.at_path("privacy_settings.data_retention").boolean().value_or(true);
    const auto awaiting =
        std::ranges::find_if(wanted_.workflows, [](const auto* one) { return awaits_insights(*one); });
    if (!keeps && awaiting != wanted_.workflows.end())
      warn(place("privacy_settings.data_retention"), "no_insights",
           "the workflow " + language::quoted((*awaiting)->key) +
               " waits for insights, and without data retention there are none; set `data_retention: true`, "
               "or take the "
               "rule away");
  }

  /// What happens when somebody else is on the line.
  void about_people() const {
    const auto escalations = escalations_of(wanted_, demand_);
    if (escalations.empty()) return;
    const bool several = std::ranges::any_of(
        escalations, [](const auto* one) { return one->join.mode == Join::Mode::Conversation; });
    if (several && tools_.of_type("skip_turn") == nullptr)
      warn(place("tools"), "no_skip_turn",
           "without a skip_turn tool the assistant answers every turn, also when a person who was joined "
           "speaks with the "
           "caller; add `- {type: skip_turn, skip_turn: {description: \"Stay silent when people speak with "
           "each other.\"}}`");
    for (const auto* type : {"transfer", "invite"}) {
      if (const auto* tool = tools_.of_type(type); tool != nullptr)
        warn(tool->place, "legs_beside_ours",
             "the tool " + language::quoted(type) +
                 " dials people past the workflow: nobody screens voicemail, and the call is no longer "
                 "callwright's; ring "
                 "people with the escalation's tool only");
    }
    if (const auto* tool = tools_.of_type("hangup"); tool != nullptr)
      warn(tool->place, "hangs_up_while_ringing",
           "with the hangup tool the assistant may end the call while people are rung; say in its "
           "description that it must "
           "not, or take it away");
  }

  void about_pay() const {
    const auto* pay = tools_.of_type("pay");
    const bool is_off = settings_.at_path("telephony_settings.disable_dtmf").boolean().value_or(false);
    if (pay != nullptr && !is_off)
      warn(pay->place, "pay_hears_keys",
           "the pay tool takes card numbers by keys, and Telnyx wants `telephony_settings: {disable_dtmf: "
           "true}` with it");
  }

  void about_secrets() const {
    for (const auto& header : secrets_in_clear(settings_))
      warn(place("tools"), "secret_in_clear",
           "the header " + language::quoted(header) +
               " holds its value for everybody who reads this file; keep it as an integration secret of "
               "Telnyx and "
               "write `{{#integration_secret}}NAME{{/integration_secret}}`");
  }

  const SettingsFile& file_;
  const Wanted& wanted_;
  const Demand& demand_;
  language::Findings& findings_;
  JsonDocument document_;
  JsonNode settings_;
  GivenTools tools_;
};

}  // namespace

void advise(const SettingsFile& file, const Folder& folder, const Settings& settings, const Wanted& wanted,
            const Demand& demand, language::Findings& findings) {
  Advice(file, folder, settings, wanted, demand, findings).give();
}

}  // namespace callwright::assistants
