#include "workflows/analysis/graph.hpp"

#include "workflows/analysis/wording.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace callwright {
namespace {

constexpr std::string_view kEntry = "call";
constexpr std::string_view kAssistant = "assistant";
constexpr std::string_view kEnd = "ended";
constexpr const char* kGoesOn = "when the person leaves, the assistant goes on";

/// The picture while it is drawn. Names of people are any text, so nodes have numbers.
class Drawing {
 public:
  Drawing(const Bundle& bundle, const Workflow& workflow) : bundle_(bundle), workflow_(workflow) {}
  Picture draw();

 private:
  void draw_call(Picture::Group& group);
  void draw_rules(Picture::Group& group);
  void draw_escalation(const Escalation& escalation);
  void draw_steps(const Escalation& escalation, Picture::Group& group, const std::string& prefix);
  void draw_gate(const Escalation& escalation, Picture::Group& group, const std::string& prefix);
  /// What a list of actions is in the picture: its box, and the arrows away from it.
  void draw_actions(Picture::Group& group, const std::string& id, const std::string& title,
                    const std::vector<Action>& actions);
  void arrow(std::string_view from, std::string_view to, std::string label, bool is_dashed = false,
             bool is_back = false) {
    picture_.arrows.push_back({std::string(from), std::string(to), std::move(label), is_dashed, is_back});
  }
  /// The first box of an escalation, which is drawn later.
  std::string entry_of(const std::string& escalation);

  const Bundle& bundle_;
  const Workflow& workflow_;
  Picture picture_;
  std::map<std::string, std::string> prefixes_;  ///< of escalations, by name
  std::vector<std::string> to_draw_;             ///< escalations
};

std::string matched(const Match& match) {
  std::string text;
  for (const auto& to : match.to) text += (text.empty() ? "" : ", ") + to;
  return (match.direction == "incoming" ? "to " : "outgoing, to ") + (text.empty() ? "any number" : text);
}

bool ends_call(const Action& action) {
  return action.kind == Action::Kind::Goodbye ||
         (action.kind == Action::Kind::Command &&
          (action.operation == "hangup" || action.operation == "reject") &&
          (action.leg.empty() || action.leg == "caller"));
}

std::vector<std::string> lines_of(const std::vector<Action>& actions) {
  std::vector<std::string> lines;
  for (const auto& action : actions) lines.push_back(words_of(action));
  return lines;
}

std::string title_of(const Rule& rule) {
  return "on " + rule.on + (rule.leg.empty() ? "" : " of " + rule.leg);
}

/// Events that come when nobody is on the line any more.
bool is_after_the_call(const std::string& event) {
  return event == "call.settled" || event == "call.hangup" || event.starts_with("call.conversation_insights");
}

std::string Drawing::entry_of(const std::string& escalation) {
  const auto [found, is_new] = prefixes_.try_emplace(escalation, "e" + std::to_string(prefixes_.size() + 1));
  if (is_new) to_draw_.push_back(escalation);
  return found->second + "_step1";
}

void Drawing::draw_actions(Picture::Group& group, const std::string& id, const std::string& title,
                           const std::vector<Action>& actions) {
  group.nodes.push_back({.id = id, .title = title, .lines = lines_of(actions)});
  for (const auto& action : actions) {
    if (action.kind == Action::Kind::Escalate) arrow(id, entry_of(action.target), "");
    if (ends_call(action)) arrow(id, kEnd, "");
  }
}

void Drawing::draw_call(Picture::Group& group) {
  group.nodes.push_back({.id = std::string(kEntry),
                         .shape = Picture::Shape::Rounded,
                         .title = "call",
                         .lines = {matched(workflow_.match)}});
  group.nodes.push_back({.id = std::string(kAssistant),
                         .shape = Picture::Shape::Rounded,
                         .title = "conversation with the assistant",
                         .lines = {}});
  std::string start;
  for (const auto& action : workflow_.start) start += (start.empty() ? "" : ", ") + words_of(action);
  arrow(kEntry, kAssistant, start);
  draw_actions(group, "if_fails", "the assistant cannot start", workflow_.assistant_if_fails);
  arrow(kEntry, "if_fails", "", true);
  group.nodes.push_back({.id = std::string(kEnd),
                         .shape = Picture::Shape::Rounded,
                         .title = "the call has ended",
                         .lines = {}});
  arrow(kAssistant, kEnd, "caller or assistant ends it");
}

void Drawing::draw_rules(Picture::Group& group) {
  int number = 0;
  for (const auto& rule : workflow_.rules) {
    const auto id = "rule" + std::to_string(++number);
    draw_actions(group, id, title_of(rule), rule.actions);
    if (const auto condition = words_of(rule.condition); !condition.empty())
      group.nodes.back().lines.insert(group.nodes.back().lines.begin(), "if " + condition);
    arrow(is_after_the_call(rule.on) ? kEnd : kAssistant, id, "");
  }
}

void Drawing::draw_steps(const Escalation& escalation, Picture::Group& group, const std::string& prefix) {
  const auto count = escalation.steps.size();
  for (std::size_t i = 0; i < count; ++i) {
    const auto& step = escalation.steps[i];
    const auto id = prefix + "_step" + std::to_string(i + 1);
    group.nodes.push_back({.id = id,
                           .title = std::to_string(i + 1) + ". ring " + whom(bundle_, step),
                           .lines = {how(bundle_, step)}});
    arrow(id, prefix + "_gate", "answered");
    arrow(id, i + 1 < count ? prefix + "_step" + std::to_string(i + 2) : prefix + "_otherwise", "nobody");
  }
  if (escalation.repeat > 0) {
    arrow(prefix + "_step" + std::to_string(count), prefix + "_step1",
          "again, " + std::to_string(escalation.repeat) + (escalation.repeat == 1 ? " time" : " times"),
          false, true);
  }
}

void Drawing::draw_gate(const Escalation& escalation, Picture::Group& group, const std::string& prefix) {
  const auto& accept = escalation.accept;
  std::vector<std::string> lines;
  lines.emplace_back(escalation.machine_detection == MachineDetection::None ? "no machine detection"
                                                                            : "a voicemail is hung up");
  if (!accept.none)
    lines.push_back("key " + accept.accept_key + " takes it, " + accept.decline_key + " passes");
  group.nodes.push_back({.id = prefix + "_gate",
                         .shape = Picture::Shape::Diamond,
                         .title = accept.none ? "is it a person?" : "does the person take it?",
                         .lines = std::move(lines)});
  const bool is_bridge = escalation.join.mode == Join::Mode::Bridge;
  const bool ends = is_bridge ? escalation.join.after == Join::After::Hangup
                              : escalation.join.on_hangup == "end_conversation";
  group.nodes.push_back({.id = prefix + "_joined",
                         .shape = Picture::Shape::Rounded,
                         .title = is_bridge ? "caller and person, bridged" : "caller, assistant and person",
                         .lines = {ends ? "when the person leaves, the call ends" : kGoesOn}});
  arrow(prefix + "_gate", prefix + "_joined", "yes");
  arrow(prefix + "_gate", prefix + "_step1", "no: whoever is next", true, true);
}

void Drawing::draw_escalation(const Escalation& escalation) {
  const auto prefix = prefixes_.at(escalation.key);
  Picture::Group group{.id = prefix, .title = "escalation " + escalation.key, .nodes = {}};
  draw_steps(escalation, group, prefix);
  draw_gate(escalation, group, prefix);
  draw_actions(group, prefix + "_otherwise", "nobody was joined", escalation.otherwise);
  picture_.groups.push_back(std::move(group));
}

Picture Drawing::draw() {
  picture_.title = "workflow " + workflow_.key;
  Picture::Group group{.id = "workflow", .title = "call", .nodes = {}};
  draw_call(group);
  draw_rules(group);
  picture_.groups.push_back(std::move(group));
  for (std::size_t i = 0; i < to_draw_.size(); ++i) {
    if (const auto* escalation = bundle_.escalation(to_draw_[i])) draw_escalation(*escalation);
  }
  return std::move(picture_);
}

}  // namespace

std::vector<std::string> escalations_of(const Bundle& bundle, std::string_view workflow) {
  const auto* found = bundle.workflow(workflow);
  std::vector<std::string> names;
  const auto collect = [&names](const std::vector<Action>& actions) {
    for (const auto& action : actions) {
      if (action.kind == Action::Kind::Escalate && std::ranges::find(names, action.target) == names.end())
        names.push_back(action.target);
    }
  };
  if (found == nullptr) return names;
  collect(found->start);
  collect(found->assistant_if_fails);
  for (const auto& rule : found->rules) collect(rule.actions);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (const auto* escalation = bundle.escalation(names[i])) collect(escalation->otherwise);
  }
  return names;
}

Picture picture_of(const Bundle& bundle, std::string_view workflow) {
  const auto* found = bundle.workflow(workflow);
  return found == nullptr ? Picture{} : Drawing(bundle, *found).draw();
}

}  // namespace callwright
