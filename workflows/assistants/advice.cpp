#include "workflows/assistants/advice.hpp"

#include "workflows/assistants/paths_read.hpp"
#include "workflows/language/scalars.hpp"

#include <algorithm>
#include <optional>

namespace callwright::assistants {
namespace {

using std::chrono::seconds;

/// Telnyx's, when `telephony_settings.time_limit_secs` is not given.
constexpr std::int64_t kTimeLimit = 1800;
constexpr std::int64_t kTimeLimitMax = 14400;
/// callwright answers a tool at once; less leaves nothing for the way there and back.
constexpr std::int64_t kToolTimeoutMin = 2000;
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
        settings_(document_.root()) {
    for (const auto& tool : settings_["tools"].elements())
      tools_.push_back({tool, place_of_tool(tool_name(tool))});
    for (const auto& id : settings_["tool_ids"].elements()) {
      if (const auto* shared = folder.tool(id.str()); shared != nullptr) take_shared(*shared);
    }
  }

  void give() const {
    about_sessions();
    about_conversation();
    about_people();
    for (const auto& needed : wanted_.needed) about_tool(needed);
    about_pay();
  }

 private:
  struct Tool {
    JsonNode definition;
    language::Place place;
  };

  void take_shared(const SettingsFile& shared) {
    shared_.push_back(JsonDocument::of(json_of(shared.settings)));
    tools_.push_back({shared_.back().root(), shared.written.place_of("type")});
  }

  [[nodiscard]] language::Place place_of_tool(const std::string& name) const {
    const auto* list = file_.written.get("tools");
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const auto* type = list->items[i].get("type");
      const auto* inner = type == nullptr ? nullptr : list->items[i].get(type->text);
      const auto* own = inner == nullptr ? nullptr : inner->get("name");
      if (own != nullptr ? own->text == name : type != nullptr && type->text == name)
        return list->items[i].place;
    }
    return place("tools");
  }

  /// Where it stands, or the beginning of the file.
  [[nodiscard]] language::Place place(std::string_view dotted) const {
    return file_.written.place_of(dotted);
  }

  void warn(const language::Place& at, const char* code, std::string message) const {
    findings_.warning(at, code, std::move(message));
  }

  [[nodiscard]] const Tool* tool_of_type(std::string_view type) const {
    const auto found =
        std::ranges::find(tools_, type, [](const Tool& tool) { return tool.definition["type"].str(); });
    return found == tools_.end() ? nullptr : &*found;
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
    if (several && tool_of_type("skip_turn") == nullptr)
      warn(place("tools"), "no_skip_turn",
           "without a skip_turn tool the assistant answers every turn, also when a person who was joined "
           "speaks with the "
           "caller; add `- {type: skip_turn, skip_turn: {description: \"Stay silent when people speak with "
           "each other.\"}}`");
    for (const auto* type : {"transfer", "invite"}) {
      if (const auto* tool = tool_of_type(type); tool != nullptr)
        warn(tool->place, "legs_beside_ours",
             "the tool " + language::quoted(type) +
                 " dials people past the workflow: nobody screens voicemail, and the call is no longer "
                 "callwright's; ring "
                 "people with the escalation's tool only");
    }
    if (const auto* tool = tool_of_type("hangup"); tool != nullptr)
      warn(tool->place, "hangs_up_while_ringing",
           "with the hangup tool the assistant may end the call while people are rung; say in its "
           "description that it must "
           "not, or take it away");
  }

  void about_tool(const NeededTool& needed) const {
    const auto found =
        std::ranges::find(tools_, needed.name, [](const Tool& tool) { return tool_name(tool.definition); });
    if (found == tools_.end()) return;
    const auto webhook = found->definition["webhook"];
    const auto said = "the tool " + language::quoted(needed.name);
    if (std::ranges::find(wanted_.generated, needed.name) != wanted_.generated.end()) {
      if (!needed.escalates)
        warn(place("tools"), "made_up_description",
             said +
                 " is generated, and its description says no more than its name; write the tool in `tools` "
                 "to tell "
                 "the model when to call it");
      return;
    }
    about_url(needed, *found, webhook["url"].str(), said);
    about_arguments(needed, *found, said);
    const auto timeout =
        webhook["timeout_ms"].exists() ? webhook["timeout_ms"] : found->definition["timeout_ms"];
    if (timeout.integer().value_or(kToolTimeoutMin) < kToolTimeoutMin)
      warn(found->place, "tool_timeout",
           said + " gives callwright " + timeout.display() + " ms; set `timeout_ms` to 2000 or more");
    if (webhook["async"].boolean().value_or(false))
      warn(found->place, "tool_is_async",
           said +
               " is async: the assistant goes on without the answer that tells the caller who is rung; set "
               "`async: false`");
  }

  void about_url(const NeededTool& needed, const Tool& tool, const std::string& url,
                 const std::string& said) const {
    constexpr std::string_view kCall = "call={{callwright_call}}";
    const auto right = tool_url(demand_.public_url, needed.name);
    const auto path = "/tools/" + needed.name;
    const auto host = url.substr(0, url.find('?'));
    const bool is_here =
        demand_.public_url.empty() ? host.ends_with(path) : host == demand_.public_url + path;
    if (!is_here) {
      warn(tool.place, "tool_elsewhere",
           said + " goes to another address than this service, so its rule never runs; its URL is " + right);
    } else if (url.find(kCall) == std::string::npos) {
      warn(tool.place, "tool_without_call",
           said + " does not say which call it is of; end its URL in ?" + std::string(kCall));
    }
  }

  void about_arguments(const NeededTool& needed, const Tool& tool, const std::string& said) const {
    const auto properties = tool.definition.at_path("webhook.body_parameters.properties");
    for (const auto& argument : needed.arguments) {
      if (properties[argument.name].exists()) continue;
      warn(tool.place, "argument_missing",
           said + " has no body parameter " + language::quoted(argument.name) +
               ", which the workflow reads; add it to `body_parameters.properties`");
    }
  }

  void about_pay() const {
    const auto* pay = tool_of_type("pay");
    const bool is_off = settings_.at_path("telephony_settings.disable_dtmf").boolean().value_or(false);
    if (pay != nullptr && !is_off)
      warn(pay->place, "pay_hears_keys",
           "the pay tool takes card numbers by keys, and Telnyx wants `telephony_settings: {disable_dtmf: "
           "true}` with it");
  }

  const SettingsFile& file_;
  const Wanted& wanted_;
  const Demand& demand_;
  language::Findings& findings_;
  JsonDocument document_;
  JsonNode settings_;
  std::vector<JsonDocument> shared_;  ///< what `tools_` points into
  std::vector<Tool> tools_;
};

}  // namespace

void advise(const SettingsFile& file, const Folder& folder, const Settings& settings, const Wanted& wanted,
            const Demand& demand, language::Findings& findings) {
  Advice(file, folder, settings, wanted, demand, findings).give();
}

}  // namespace callwright::assistants
