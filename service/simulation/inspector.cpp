#include "service/simulation/inspector.hpp"

#include <algorithm>

namespace callwright::simulation {
namespace {

using std::chrono::seconds;
using LegView = simulator::Telnyx::LegView;

constexpr Duration kPatience = seconds{30};
/// Found by a look, which comes every minute and may get no answer.
constexpr Duration kStrayLasts = seconds{4 * 60};
/// A hangup whose first attempt is lost is sent again after 2.5 s.
constexpr Duration kRingsOn = seconds{8};
/// A call of which nothing is heard for 5 minutes is asked for, and that is looked at every minute.
constexpr Duration kUntilAsked = seconds{7 * 60};

bool is_person(const LegView& leg) { return !is_of_caller(leg); }
bool talks_to_the_caller(const LegView& leg) {
  return is_person(leg) && leg.state != "ended" && (!leg.conversation_id.empty() || !leg.bridged_to.empty());
}

/// Repeating it later than Telnyx remembers the command does no harm.
bool may_take_effect_again(std::string_view operation) {
  const auto* known = Catalogue::get().operation(operation);
  return known->in_doubt == InDoubt::Repeat || known->in_doubt == InDoubt::RepeatOnce;
}

}  // namespace

CallId Inspector::call_of(const LegView& leg) {
  const auto ours = decode_client_state(leg.client_state);
  return ours ? ours->call : CallId();
}

/// Asked for again and again.
const CallId& Inspector::known_call_of(const LegView& leg) {
  const auto [known, is_new] = call_of_client_state_.try_emplace(leg.client_state);
  if (is_new) known->second = call_of(leg);
  return known->second;
}

void Inspector::look_at_store() {
  const auto stored = stage_.store.records_since(position_, SIZE_MAX);
  for (const auto& line : *stored) {
    position_ = line.position;
    const auto document = JsonDocument::of(Json::trusted(line.record));
    record_stored(CallId(line.call), document.root());
  }
}

void Inspector::record_stored(const CallId& call, const JsonNode& record) {
  const auto seq = record["seq"].integer().value_or(0);
  auto& last = last_seq_[call];
  stage_.require(seq == last + 1, call, "the records of a call are numbered without gaps and repetitions");
  last = seq;
  const auto kind = record["kind"].str();
  const auto data = record["data"];
  // What lives although its call is over is hung up.
  const bool is_command =
      kind == "intent" && data["operation"].str() != kWebhookOperation && data["operation"].str() != "hangup";
  stage_.require(!closed_.contains(call) || !is_command, call, "a closed call wants nothing of Telnyx");
  if (kind == "healed") stage_.count("healed by " + data["by"].str() + " " + data["shown"].str());
  if (kind == "received") {
    stage_.require(events_.insert(data["id"].str()).second, call, "an event is stepped once");
  } else if (kind == "intent") {
    const auto number = static_cast<int>(data["intent"].integer().value_or(0));
    intents_.insert_or_assign(command_id(call, number), KnownIntent{call, data["operation"].str()});
  } else if (kind == "closed") {
    closed_.insert(call);
    stage_.count("calls closed");
    check_ended(call);
  } else if (kind == "decision" || kind == "transition") {
    const auto what = data["what"].str();
    if (!what.empty()) stage_.count("decision " + what);
    // Told with the ids of somebody who left in that second: it cannot be told from the end for them alone.
    if (what == "conversation_end_noted" && data["leg"].str() != "0") undecidable_.insert(call);
    if (data["subject"].str() == "attempt") stage_.count("outcome " + data["to"].str());
    if (data["subject"].str() == "run") stage_.count("run " + data["to"].str());
  }
}

void Inspector::webhook_answered(const Event& event, runtime::Outcome outcome) {
  using enum runtime::Outcome;
  bool is_stored = events_.contains(event.id.text());
  if (outcome == Unmatched && !is_stored) {
    const auto waiting = stage_.store.unmatched(keys_of(event));
    is_stored =
        std::ranges::any_of(*waiting, [&](const auto& one) { return one.event_id == event.id.text(); });
    stage_.count("webhooks answered before their call was known");
  }
  const auto call = event.ours ? event.ours->call : CallId();
  stage_.require(is_stored, call,
                 "a webhook that was answered 200 is in the store: " + event.name + " " + event.id.text());
  stage_.require(outcome == Stored || outcome == Duplicate || outcome == Unmatched, call,
                 "a webhook is answered as stored, duplicate or unmatched");
  if (outcome == Duplicate) stage_.count("webhooks known as duplicates");
}

void Inspector::look_leaves(const runtime::effect::AskActiveCalls& ask, std::uint64_t life, TimePoint now) {
  const bool is_first_page = ask.request.query.size() == 1;
  if (!is_first_page) return;
  const auto [last, is_new] = looked_at_.try_emplace(life, now);
  constexpr Duration kTurn{2};  // a request leaves up to so much after it was decided
  stage_.require(is_new || now - last->second >= runtime::ActiveCalls::kEvery - kTurn, {},
                 "the active calls of a connection are asked for at most once in 30 s");
  last->second = now;
}

void Inspector::webhook_lost(std::string_view event_type, const Json& envelope) {
  const auto document = JsonDocument::of(envelope);
  const auto payload = document.root().at_path("data.payload");
  const auto leg = payload["call_control_id"].str();
  if (event_type == "call.initiated" && payload["direction"].str() == "incoming") unheard_of_.insert(leg);
  // That somebody has answered, or what, is found out when the phone should have stopped ringing.
  if (event_type == "call.answered" || event_type.starts_with("call.machine.")) unjudged_.insert(leg);
}

void Inspector::attempt_failed(std::string_view event_type, const Json& envelope) {
  if (event_type == "call.answered" || event_type.starts_with("call.machine."))
    webhook_lost(event_type, envelope);
  if (event_type != "call.conversation.ended" && event_type != "call.hangup") return;
  const auto document = JsonDocument::of(envelope);
  const auto ours = decode_client_state(document.root().at_path("data.payload.client_state").str());
  if (ours) end_unknown_.insert(ours->call);
}

void Inspector::webhook_made(const simulator::Webhook& webhook) {
  if (webhook.event_type != "call.conversation.ended") return;
  const auto document = JsonDocument::of(webhook.body);
  const auto payload = document.root().at_path("data.payload");
  const auto ours = decode_client_state(payload["client_state"].str());
  if (ours) conversations_ended_[ours->call].insert(payload["conversation_id"].str());
}

bool Inspector::arrives_very_late(const runtime::effect::Send& dial) {
  const auto body = JsonDocument::of(dial.request.body);
  const auto id = body.root()["command_id"].str();
  return !effects_of_command_.contains(id) && very_late_.insert(id).second;
}

void Inspector::request_leaves(const runtime::effect::Send& send) {
  if (send.request.operation->is_question()) {
    stage_.count("questions");
    stage_.require(send.request.body.is_null(), send.call, "a question has no body");
    return;
  }
  const auto body = JsonDocument::of(send.request.body);
  const auto& key = send.request.idempotency_key;
  const auto known = intents_.find(key.empty() ? body.root()["command_id"].str() : key);
  stage_.require(known != intents_.end() && known->second.call == send.call &&
                     known->second.operation == send.request.operation->name,
                 send.call,
                 "an intent is on disk before it is sent, and every send of it has its command_id: " +
                     send.request.operation->name);
}

void Inspector::webhook_came(const WebhookSend& webhook, const CallId& call) {
  const auto id = webhook.id.substr(std::string_view("msg_").size());
  stage_.require(intents_.contains(id), call, "an outgoing webhook is on disk before it is sent");
  if (!received_.insert(id).second) stage_.count("outgoing webhooks that arrived again");
}

void Inspector::took_effect(const simulator::Telnyx::Effect& effect) {
  const auto document = JsonDocument::of(effect.body);
  const auto body = document.root();
  const auto ours = decode_client_state(body["client_state"].str());
  const auto call = ours ? ours->call : CallId();
  stage_.tell(call, "EFFECT " + effect.operation + " leg " + (ours ? std::to_string(ours->leg) : "?") + " " +
                        effect.leg.substr(0, 12));
  stage_.count("effect " + effect.operation);
  const auto* operation = Catalogue::get().operation(effect.operation);
  stage_.require(!operation->takes_client_state || (ours && ours->deployment == kDeployment), call,
                 "every command carries our client_state");
  if (operation->takes_command_id) check_once(call, effect, body);
  const auto count = ++effects_of_operation_[{call, effect.operation}];
  if (effect.operation == "streaming_start") streamed_.insert(effect.leg);
  if (effect.operation == "answer") stage_.require(count == 1, call, "a call is answered once");
  if (effect.operation == "dial") check_dial(call, effect);
  if (effect.operation == "ai_assistant_start") check_assistant(call);
  if (effect.operation == "ai_assistant_join" || effect.operation == "bridge") check_joined(call);
}

void Inspector::check_once(const CallId& call, const simulator::Telnyx::Effect& effect,
                           const JsonNode& body) {
  const auto id = body["command_id"].str();
  stage_.require(intents_.contains(id), call, "what takes effect was on disk before");
  const auto count = ++effects_of_command_[id];
  stage_.require(count == 1 || may_take_effect_again(effect.operation), call,
                 "a command takes effect once: " + effect.operation);
}

void Inspector::check_dial(const CallId& call, const simulator::Telnyx::Effect& effect) {
  const auto body = JsonDocument::of(effect.body);
  if (very_late_.contains(body.root()["command_id"].str())) return;
  stage_.require(!closed_.contains(call), call, "a closed call dials nobody");
  const auto dialled = stage_.telnyx.leg(CallControlId(effect.leg));
  for (const auto& other : stage_.telnyx.legs()) {
    const bool is_dialled = other.direction == "outgoing" && other.to == dialled->to;
    if (!is_dialled || other.id.text() == effect.leg) continue;
    if (hidden_.contains(other.id.text())) continue;
    const bool same_leg = other.client_state == dialled->client_state;
    stage_.require(!same_leg, call, "an attempt is one leg");
    for (const auto& concerned : {call, call_of(other)}) {
      stage_.require(other.state == "ended", concerned, "a person has one live leg: " + other.to);
    }
  }
}

void Inspector::check_assistant(const CallId& call) {
  const int starts = effects_of_operation_[{call, "ai_assistant_start"}];
  // A conversation may also end with somebody who took part in it.
  const auto told = static_cast<int>(conversations_ended_[call].size());
  const int ends = std::max(effects_of_operation_[{call, "ai_assistant_stop"}] + assistant_ends_[call], told);
  stage_.require(starts <= 1 + ends, call, "the assistant starts once, and again only after it was stopped");
}

bool Inspector::asks_for_a_key(const CallId& id) {
  const auto [asks, is_new] = asks_for_a_key_.try_emplace(id, true);
  if (is_new) {
    const auto& bundle = stage_.bundles.at(read_snapshot(**stage_.store.load(id)).value().bundle);
    asks->second = std::ranges::none_of(bundle->escalations,
                                        [](const auto& escalation) { return escalation.second.accept.none; });
  }
  return asks->second;
}

bool Inspector::is_machine_we_called(const LegView& leg) {
  return leg.direction == "outgoing" && is_of_caller(leg) &&
         people_[leg.id.text()].behaviour.kind == simulator::Behaviour::Kind::Voicemail;
}

bool Inspector::hears_nobody(const CallId& id) {
  const auto [found, is_new] = hears_nobody_.try_emplace(id, false);
  if (is_new) {
    const auto call = read_snapshot(**stage_.store.load(id)).value();
    const auto& outgoing = stage_.bundles.at(call.bundle)->workflow(call.workflow)->outgoing;
    found->second = outgoing.voicemail != Outgoing::Voicemail::Talk &&
                    outgoing.machine_detection != MachineDetection::None;
  }
  return found->second;
}

void Inspector::check_joined(const CallId& call) {
  int joined = 0;
  for (const auto& leg : stage_.telnyx.legs()) {
    if (call_of(leg) != call || !talks_to_the_caller(leg)) continue;
    ++joined;
    const auto& facts = people_[leg.id.text()];
    stage_.require(facts.behaviour.kind != simulator::Behaviour::Kind::Voicemail, call,
                   "no voicemail is joined");
    stage_.require(facts.took_the_call || !asks_for_a_key(call), call, "only who pressed the key is joined");
  }
  stage_.require(joined <= 1, call, "one person is joined at a time");
  if (joined == 1) stage_.count("joins");
}

void Inspector::check_ended(const CallId& call) {
  for (const auto& leg : stage_.telnyx.legs()) {
    if (call_of(leg) == call && !late_.contains(leg.id.text()))
      stage_.require(leg.state == "ended", call, "when a call is closed no leg of it is alive: " + leg.to);
  }
}

void Inspector::look_at_legs(Duration excused) {
  const auto legs = stage_.telnyx.legs();
  std::set<CallId> joined;
  for (const auto& leg : legs) {
    if (talks_to_the_caller(leg)) joined.insert(known_call_of(leg));
  }
  for (const auto& leg : legs) {
    if (is_person(leg) && known_call_of(leg).empty()) continue;  // nobody of ours: of a transfer
    const bool is_stray = leg.state != "ended" && is_person(leg) && closed_.contains(known_call_of(leg));
    may_not_last(strays_, leg, is_stray, excused, kStrayLasts, "a leg of a closed call is hung up");
    if (is_person(leg)) {
      const bool lost = leg.state != "ended" && !talks_to_the_caller(leg) &&
                        !hidden_.contains(leg.id.text()) && joined.contains(known_call_of(leg));
      may_not_last(left_over_, leg, lost, excused, kPatience, "who lost the race is released within 30 s");
      may_not_last(rings_on_, leg, lost && leg.state == "ringing", excused, kRingsOn,
                   "phones stop ringing when somebody is joined");
    } else {
      // A stream may speak: its default is that both sides do.
      const bool is_machine = is_machine_we_called(leg);
      const bool is_quiet = !is_machine && !hidden_.contains(leg.id.text()) &&
                            !streamed_.contains(leg.id.text()) &&
                            !undecidable_.contains(known_call_of(leg)) && leg.state == "answered" &&
                            !leg.speaking && leg.conversation_id.empty() && leg.bridged_to.empty();
      // The end of a conversation is not awaited: that it came is found out by asking now and then.
      const bool is_unknown = end_unknown_.contains(known_call_of(leg)) || unjudged_.contains(leg.id.text());
      const auto patience = is_unknown ? kUntilAsked : kPatience;
      may_not_last(quiet_, leg, is_quiet, excused, patience, "a caller is not left in silence");
      const bool is_talked_to = is_machine && !leg.conversation_id.empty() &&
                                hears_nobody(known_call_of(leg)) && !unjudged_.contains(leg.id.text());
      may_not_last(talked_to_, leg, is_talked_to, excused, kPatience, "no assistant talks to a machine");
    }
  }
}

void Inspector::may_not_last(std::map<CallControlId, Since>& legs, const LegView& leg, bool is_so,
                             Duration excused, Duration patience, std::string_view guarantee) {
  if (!is_so) {
    legs.erase(leg.id);
    return;
  }
  const auto& since = legs.try_emplace(leg.id, Since{stage_.now, excused}).first->second;
  const auto lasted = stage_.now - since.at - (excused - since.excused);
  stage_.require(lasted <= patience, call_of(leg),
                 std::string(guarantee) + ": " + leg.id.text().substr(0, 12));
}

void Inspector::look_at_the_end() {
  look_at_store();
  CallFilter everything;
  everything.limit = 1000;
  const auto calls = stage_.store.search(everything);
  for (const auto& call : *calls) check_call_at_the_end(CallId(call.id));
  const auto came_in = [&](const CallSummary& call) {
    return !is_outgoing(read_snapshot(**stage_.store.load(CallId(call.id))).value());
  };
  const auto calls_in = static_cast<std::size_t>(std::ranges::count_if(*calls, came_in));
  std::size_t callers = 0;
  for (const auto& leg : stage_.telnyx.legs()) {
    check_leg_at_the_end(leg);
    if (leg.direction == "incoming") ++callers;
  }
  const auto unheard_of = std::ranges::count_if(unheard_of_, [this](const std::string& leg) {
    return !stage_.store.find({"ccid:" + leg})->has_value();
  });
  stage_.require(callers == calls_in + static_cast<std::size_t>(unheard_of), {}, "every caller is one call");
  for (const auto& [id, intent] : intents_) {
    const bool arrived = intent.operation != kWebhookOperation || received_.contains(id);
    stage_.require(arrived, intent.call, "every outgoing webhook arrives when its receiver is there again");
  }
}

void Inspector::check_call_at_the_end(const CallId& id) {
  const auto call = read_snapshot(**stage_.store.load(id)).value();
  stage_.count("state " + std::string(name_of(call.state)));
  stage_.require(call.closed_at.has_value(), id, "every call is closed: " + std::string(name_of(call.state)));
  stage_.require(call.intents.empty(), id, "a closed call has no open intents");
  stage_.require(call.timers.empty(), id, "a closed call has no timers");
  for (const auto& leg : call.legs) {
    if (!leg.call_control_id) continue;
    const auto left = stage_.store.unmatched({"ccid:" + leg.call_control_id.text()});
    for (const auto& event : *left) {
      stage_.require(false, id, "no event of a call is left behind: " + event.name + " " + event.event_id);
    }
  }
}

void Inspector::check_leg_at_the_end(const LegView& leg) {
  const auto call = call_of(leg);
  stage_.require(leg.state == "ended", call, "every leg has ended: " + leg.to);
  stage_.require(std::ranges::count(leg.heard, kMessage) <= 1, call, "a voicemail hears the message once");
  if (!is_person(leg)) return;
  for (const auto& text : leg.heard) {
    const auto stands_in_it = [&](const std::string& word) { return text.contains(word); };
    if (std::ranges::none_of(stage_.private_words, stands_in_it)) continue;
    stage_.count("briefings heard");
    const auto& facts = people_[leg.id.text()];
    stage_.require(facts.behaviour.kind != simulator::Behaviour::Kind::Voicemail, call,
                   "no voicemail hears the briefing");
    stage_.require(facts.took_the_call || !asks_for_a_key(call), call,
                   "only who pressed the key hears the briefing");
  }
}

}  // namespace callwright::simulation
