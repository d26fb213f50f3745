#include "service/cli/timeline.hpp"

#include "service/cli/terminal.hpp"
#include "workflows/model/client_state.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

constexpr std::size_t kSpeechBytesMax = 160;

std::string in_quotes(std::string_view text) {
  auto shown = cut_utf8(text, kSpeechBytesMax);
  if (shown.size() < text.size()) shown += "…";
  return "“" + shown + "”";
}

/// `assistant_failed` and its facts as `assistant failed (why: timeout)`.
std::string in_words(const JsonNode& decision) {
  std::string facts;
  for (const auto& [name, value] : decision.members()) {
    if (name == "what") continue;
    facts += fmt::format("{}{}: {}", facts.empty() ? "" : ", ", name, value.display());
  }
  auto text = decision["what"].str();
  std::ranges::replace(text, '_', ' ');
  return facts.empty() ? text : text + " (" + facts + ")";
}

struct OutcomeText {
  std::string_view outcome;
  std::string_view text;
};

constexpr auto kOutcomes = std::to_array<OutcomeText>({
    {"declined", "{} passed"},
    {"no_answer", "{} did not answer"},
    {"busy", "{} is busy"},
    {"rejected", "{} rejected the call"},
    {"machine", "{} is a machine, hung up"},
    {"no_key", "{} pressed no key"},
    {"failed", "{} could not be reached"},
    {"cancelled", "ringing {} was stopped"},
    {"lost_race", "{} was too late and is told so"},
    {"abandoned", "{} left before joining"},
    {"no_capacity", "no line was free to ring {}"},
    {"unknown", "nobody knows whether {} was rung"},
});

std::string results_of(const JsonNode& payload) {
  const auto results = payload["results"].exists() ? payload["results"] : payload["insights"];
  std::string text;
  for (const auto& result : results.elements()) {
    text += (text.empty() ? "" : "; ") + (result["result"].exists() ? result["result"] : result).display();
  }
  return text;
}

}  // namespace

std::string enumerate(const std::vector<std::string>& items) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += i + 1 == items.size() ? " and " : ", ";
    text += items[i];
  }
  return text;
}

std::string format_line(const TimelineLine& line) {
  return fmt::format("{:6.1f}s  {}", static_cast<double>(line.since_start.count()) / 1000.0, line.text);
}

void Timeline::add(const JsonNode& record) {
  const auto at = parse_time(record["at"].str());
  if (at && !start_) start_ = at;
  const auto since = at ? *at - *start_ : now_;
  const auto kind = record["kind"].str();
  const auto data = record["data"];
  if (since != now_) finish_ringing();
  now_ = since;
  if (kind == "received") return received(data);
  if (kind == "start") return started(data);
  if (kind == "healed") return healed(data);
  if (kind == "decision") return decided(data);
  if (kind == "transition") return changed(data);
  if (kind == "intent") return intended(data);
  if (kind == "reply") return replied(data);
  if (kind == "fact") return noted(data);
  if (kind == "tool") {
    const auto reason = data["arguments"]["reason"].str();
    return say("the assistant calls " + data["name"].str() +
               (reason.empty() ? "" : ": " + in_quotes(reason)));
  }
  if (kind == "operator") return say(data["by"].str() + " commands " + data["name"].str());
  if (kind == "closed") say("closed, outcome: " + data["outcome"].display(), Tone::Quiet);
}

std::vector<TimelineLine> Timeline::take() {
  finish_ringing();
  return std::exchange(lines_, {});
}

void Timeline::say(std::string text, Tone tone) {
  finish_ringing();
  lines_.push_back({now_, tone, printable(text)});
}

void Timeline::finish_ringing() {
  if (ringing_.empty()) return;
  const auto names = std::exchange(ringing_, {});
  lines_.push_back({now_, Tone::Plain, printable("ringing " + enumerate(names))});
}

std::string Timeline::name_of_person(const std::string& key) const {
  const auto found = names_.find(key);
  return found == names_.end() ? key : found->second;
}

std::string Timeline::name_of_leg(int number) const {
  const auto found = people_.find(number);
  if (found != people_.end()) return name_of_person(found->second);
  if (number == 0 && !called_.empty()) return called_;
  return number == 0 ? "the caller" : "leg " + std::to_string(number);
}

void Timeline::started(const JsonNode& data) {
  if (!called_.empty()) return say(data["by"].str() + " asks for this call again");
  called_ = data["to"].str();
  say(fmt::format("{} calls {} for {}", data["from"].str(), called_, data["workflow"].str()));
}

void Timeline::received(const JsonNode& data) {
  const auto type = data["event_type"].str();
  const auto payload = data["payload"];
  if (texts_.contains(data["conversation_id"].str())) return;  // the fact behind it says the rest
  if (type == "call.initiated" && data["direction"].str() == "incoming") {
    return say(data["from"].str() + " calls " + data["to"].str());
  }
  if (type.starts_with("call.machine.") && type.ends_with("detection.ended")) {
    const auto ours = decode_client_state(data["client_state"].str());
    const auto result = payload["result"].str();
    const bool is_machine = result == "machine" || result == "fax_detected";
    if (ours && !is_machine) say(name_of_leg(ours->leg) + " is a person (" + result + ")");
    return;
  }
  if (type == "call.conversation.ended") return say("the conversation has ended");
  if (type == "call.conversation_insights.generated") say("insights: " + in_quotes(results_of(payload)));
}

void Timeline::healed(const JsonNode& data) {
  std::string what;
  for (const auto& [name, value] : data.members()) {
    if (name == "by" || name == "leg") continue;
    what += (what.empty() ? "" : ", ") + value.display();
  }
  const auto leg =
      data["leg"].exists() ? " about " + name_of_leg(std::stoi("0" + data["leg"].display())) : "";
  say("asked" + leg + ", Telnyx says (" + data["by"].str() + "): " + what);
}

void Timeline::decided(const JsonNode& data) {
  const auto what = data["what"].str();
  const auto person = data["person"].str();
  if (what == "ring") {
    people_[std::stoi("0" + data["leg"].display())] = person;
    const auto name = name_of_person(person);
    if (std::ranges::find(ringing_, name) == ringing_.end()) ringing_.push_back(name);
    return;
  }
  if (what == "rule" || what == "asked_for_again") return;
  if (what == "called") return called(data["outcome"].str());
  if (what == "greeting_did_not_end")
    return say("the machine's greeting does not end: it hears the message now");
  if (what == "dead_letter")
    return say(
        fmt::format("the {} to {} is given up: {}", data["kind"].str() == "sms" ? "text message" : "webhook",
                    data["to"].str(), data["why"].str()),
        Tone::Bad);
  if (what == "key") return say(name_of_person(person) + " pressed " + data["digit"].str());
  if (what == "winner") return say(name_of_person(person) + " takes the call", Tone::Good);
  if (what == "escalation") return say("escalation " + data["escalation"].str() + " begins");
  say(in_words(data));
}

/// What the number that we called came to.
void Timeline::called(const std::string& outcome) {
  const auto found = std::ranges::find(kOutcomes, outcome, &OutcomeText::outcome);
  if (outcome == "machine") return say("a machine answers", Tone::Bad);
  if (found != kOutcomes.end()) say(fmt::format(fmt::runtime(found->text), called_), Tone::Bad);
}

void Timeline::changed(const JsonNode& data) {
  const auto subject = data["subject"].str();
  if (subject == "call") return call_changed(data);
  if (subject == "leg") return leg_changed(data);
  if (subject == "attempt") return attempt_changed(data);
  if (subject == "run") run_changed(data);
}

void Timeline::call_changed(const JsonNode& data) {
  const auto to = data["to"].str();
  if (to == "conversing" && data["from"].str() == "starting") return say("the assistant talks", Tone::Good);
  if (to == "transferred") return say("the call was transferred");
  if (to == "settled") return say("everything has arrived", Tone::Quiet);
  if (to == "failed") say("the call failed", Tone::Bad);
}

void Timeline::leg_changed(const JsonNode& data) {
  const int leg = static_cast<int>(data["leg"].integer().value_or(0));
  const auto to = data["to"].str();
  if (to == "answered") return say(leg == 0 ? "answered" : name_of_leg(leg) + " answered");
  if (to == "ended" && leg == 0) return say(name_of_leg(0) + "'s line has ended");
  if (to == "joined") joined_leg_ = leg;
  if (to == "ended" && leg == joined_leg_) say(name_of_leg(leg) + "'s line has ended");
}

void Timeline::attempt_changed(const JsonNode& data) {
  const auto outcome = data["to"].str();
  const auto found = std::ranges::find(kOutcomes, outcome, &OutcomeText::outcome);
  if (found == kOutcomes.end()) return;
  say(fmt::format(fmt::runtime(found->text), name_of_person(data["person"].str())));
}

void Timeline::run_changed(const JsonNode& data) {
  const auto to = data["to"].str();
  if (to == "exhausted") return say("nobody could be joined", Tone::Bad);
  if (to == "caller_gone") say(name_of_leg(0) + " did not wait", Tone::Bad);
}

void Timeline::intended(const JsonNode& data) {
  const auto operation = data["operation"].str();
  const auto body = data["body"];
  if (operation == "webhook") return say("webhook to " + body["url"].str(), Tone::Quiet);
  if (operation == "chat_sms")
    return say("text message to " + body["to"].str() + ": " + in_quotes(body["text"].str()), Tone::Quiet);
  const auto to = name_of_leg(static_cast<int>(data["leg"].integer().value_or(0)));
  if (operation == "speak" || operation == "gather_using_speak") {
    return say("to " + to + ": " + in_quotes(body["payload"].str()), Tone::Quiet);
  }
  if (operation != "ai_assistant_add_messages") return;
  for (const auto& message : body["messages"].elements()) {
    say("to the assistant: " + in_quotes(message["content"].str()), Tone::Quiet);
  }
}

void Timeline::replied(const JsonNode& data) {
  const auto result = data["result"].str();
  if (data["operation"].str() == "webhook") {
    if (result == "accepted") say("the webhook was delivered", Tone::Quiet);
    return;  // the dead letter says the rest
  }
  if (result == "refused") {
    say(fmt::format("Telnyx refuses {}: {} {}", data["operation"].str(), data["code"].str(),
                    data["detail"].str()),
        Tone::Bad);
  } else if (result == "unknown") {
    say(fmt::format("no answer to {}: whether it was done is not known", data["operation"].str()), Tone::Bad);
  }
}

void Timeline::noted(const JsonNode& data) {
  if (data["attempt_failed"].exists())
    return say(fmt::format("attempt {} of the webhook to {} failed ({}), next at {}",
                           data["attempt_failed"].display(), data["to"].str(),
                           data["code"].str().empty() ? data["status"].display() : data["code"].str(),
                           data["next_at"].str()),
               Tone::Bad);
  if (data["text_conversation"].exists()) return texted(data);
  if (data["variables_given"].exists()) {
    std::vector<std::string> names;
    for (const auto& [name, value] : data["variables_given"].members()) names.emplace_back(name);
    return say("Telnyx asked for the assistant's variables, given: " + enumerate(names), Tone::Quiet);
  }
  if (data["log"].exists()) return say("note: " + data["log"].display());
  if (data["on_call"].exists()) return on_call(data);
  if (data["longest_idle"].exists()) {
    std::vector<std::string> names;
    for (const auto& person : data["people"].elements()) names.push_back(name_of_person(person.str()));
    return say("longest idle first in " + data["longest_idle"].str() + ": " + enumerate(names));
  }
  if (!data["time_to_human_ms"].exists()) return;
  say(fmt::format("{} joined the conversation, {:.1f}s after the request",
                  name_of_person(data["person"].str()),
                  data["time_to_human_ms"].number().value_or(0) / 1000.0),
      Tone::Good);
}

void Timeline::texted(const JsonNode& data) {
  texts_.insert(data["text_conversation"].str());
  const auto what = data["what"].str();
  if (what == "sent") return;  // said when it was decided
  if (what == "begun") return say("a conversation by text message with " + data["with"].str() + " begins");
  say("of the conversation by text message: " + what, Tone::Quiet);
}

void Timeline::on_call(const JsonNode& data) {
  const auto person = name_of_person(data["person"].str());
  const auto rotation = data["on_call"].str();
  if (!data["instead_of"].exists()) return say("on call for " + rotation + ": " + person);
  say(fmt::format("on call for {}: {} instead of {}, says {}", rotation, person,
                  name_of_person(data["instead_of"].str()), data["by"].str()));
}

}  // namespace callwright::cli
