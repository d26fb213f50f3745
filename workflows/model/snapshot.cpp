#include "workflows/model/call.hpp"

#include <concepts>
#include <type_traits>

namespace callwright {
namespace {

constexpr std::int64_t kVersion = 1;

// Each aggregate names its members once; the writer and the reader below both walk that list. Members that
// equal their type's zero value are left out.
template <class Visitor>
void fields(Visitor& v, Leg& leg) {
  v("number", leg.number);
  v("person", leg.person);
  v("address", leg.address);
  v("attempt", leg.attempt);
  v("outcome", leg.outcome);
  v("state", leg.state);
  v("ccid", leg.call_control_id);
  v("leg_id", leg.call_leg_id);
  v("session", leg.call_session_id);
  v("verdict", leg.verdict);
  v("verdict_waited", leg.verdict_waited);
  v("gathers", leg.gathers);
  v("gather_intent", leg.gather_intent);
  v("prompt_cut", leg.prompt_cut);
  v("greeting_ended", leg.greeting_ended);
  v("stale_key", leg.stale_key);
  v("stale_speech", leg.stale_speech);
  v("on_hold", leg.on_hold);
  v("speaking", leg.speaking);
  v("end_wanted", leg.end_wanted);
  v("releasing", leg.releasing);
  v("hangups", leg.hangups);
  v("unnamed_since", leg.unnamed_since);
  v("asked_at", leg.asked_at);
  v("bridges_unreported", leg.bridges_unreported);
  v("answered_at", leg.answered_at);
  v("ended_at", leg.ended_at);
  v("hangup_cause", leg.hangup_cause);
}

template <class Visitor>
void fields(Visitor& v, Attempt& attempt) {
  v("number", attempt.number);
  v("run", attempt.run);
  v("round", attempt.round);
  v("step", attempt.step);
  v("lap", attempt.lap);
  v("walk", attempt.walk);
  v("person", attempt.person);
  v("leg", attempt.leg);
  v("outcome", attempt.outcome);
  v("started_at", attempt.started_at);
}

template <class Visitor>
void fields(Visitor& v, Run& run) {
  v("number", run.number);
  v("escalation", run.escalation);
  v("reason", run.reason);
  v("with", run.with);
  v("state", run.state);
  v("step", run.step);
  v("lap", run.lap);
  v("walk", run.walk);
  v("between_walks", run.between_walks);
  v("parallel", run.parallel);
  v("round", run.round);
  v("winner", run.winner);
  v("waiting", run.waiting);
  v("listed", run.listed);
  v("joins", run.joins);
  v("join_mode", run.join_mode);
  v("announced", run.announced);
  v("assistant_stopped", run.assistant_stopped);
  v("hold_failed", run.hold_failed);
  v("started_at", run.started_at);
  v("step_started_at", run.step_started_at);
  v("deadline", run.deadline);
  v("joined_at", run.joined_at);
  v("told_at", run.told_at);
}

template <class Visitor>
void fields(Visitor& v, Intent& intent) {
  v("number", intent.number);
  v("operation", intent.operation);
  v("leg", intent.leg);
  v("body", intent.body);
  v("purpose", intent.purpose);
  v("ref", intent.ref);
  v("priority", intent.priority);
  v("created_at", intent.created_at);
  v("sent_at", intent.sent_at);
  v("withdrawn", intent.withdrawn);
  v("repeats", intent.repeats);
  v("attempts", intent.attempts);
  v("not_before", intent.not_before);
  v("identity", intent.identity);
  v("letter", intent.letter);
}

template <class Visitor>
void fields(Visitor& v, Timer& timer) {
  v("number", timer.number);
  v("kind", timer.kind);
  v("ref", timer.ref);
  v("name", timer.name);
  v("due", timer.due);
}

template <class Visitor>
void fields(Visitor& v, ActionList& list) {
  v("number", list.number);
  v("source", list.source);
  v("next", list.next);
  v("after", list.after);
  v("run", list.run);
  v("event", list.event);
  v("intent", list.intent);
  v("effect", list.effect);
  v("effect_leg", list.effect_leg);
  v("timer", list.timer);
  v("request", list.request);
}

template <class Visitor>
void fields(Visitor& v, ToolMemory& tool) {
  v("digest", tool.digest);
  v("at", tool.at);
  v("answer", tool.answer);
}

template <class Visitor>
void fields(Visitor& v, BusyAddress& busy) {
  v("address", busy.address);
  v("until", busy.until);
}

template <class Visitor>
void fields(Visitor& v, CallOrder& order) {
  v("key", order.key);
  v("digest", order.digest);
  v("assistant", order.assistant);
  v("variables", order.variables);
}

template <class Visitor>
void fields(Visitor& v, Call& call) {
  v("id", call.id);
  v("token", call.token);
  v("bundle", call.bundle);
  v("workflow", call.workflow);
  v("state", call.state);
  v("failure", call.failure);
  v("direction", call.direction);
  v("connection_id", call.connection_id);
  v("from", call.from);
  v("to", call.to);
  v("order", call.order);
  v("opened_at", call.opened_at);
  v("closed_at", call.closed_at);
  v("outcome", call.outcome);
  v("assistant", call.assistant);
  v("conversation", call.conversation);
  v("older_conversations", call.older_conversations);
  v("text_conversations", call.text_conversations);
  v("occupied_by", call.occupied_by);
  v("history", call.history);
  v("insights_awaited", call.insights_awaited);
  v("insights", call.insights);
  v("insights_of", call.insights_of);
  v("insights_at", call.insights_at);
  v("insights_told", call.insights_told);
  v("legs", call.legs);
  v("attempts", call.attempts);
  v("runs", call.runs);
  v("intents", call.intents);
  v("timers", call.timers);
  v("lists", call.lists);
  v("vars", call.vars);
  v("tools", call.tools);
  v("busy", call.busy);
  v("seen", call.seen);
  v("next_intent", call.next_intent);
  v("next_timer", call.next_timer);
  v("next_list", call.next_list);
  v("next_seq", call.next_seq);
  v("version", call.version);
}

class Writer {
 public:
  template <class T>
  void operator()(std::string_view name, const T& value) {
    if (value == T{}) return;
    out_.key(name);
    write(value);
  }
  template <class T>
  void object(const T& value) {
    out_.begin_object();
    fields(*this, const_cast<T&>(value));  // the walk is shared with the reader; nothing is changed here
    out_.end_object();
  }
  JsonWriter& out() { return out_; }

 private:
  void write(const std::string& value) { out_.string(value); }
  void write(bool value) { out_.boolean(value); }
  template <std::integral T>
  void write(T value) {
    out_.integer(static_cast<std::int64_t>(value));
  }
  template <class T>
    requires std::is_enum_v<T>
  void write(T value) {
    out_.integer(static_cast<std::int64_t>(value));
  }
  template <class Tag>
  void write(const StrongId<Tag>& value) {
    out_.string(value.text());
  }
  void write(TimePoint value) { out_.integer(value.time_since_epoch().count()); }
  void write(const std::optional<TimePoint>& value) { write(*value); }
  void write(const Json& value) { out_.raw(value); }
  template <class T>
  void write(const std::vector<T>& values) {
    out_.begin_array();
    for (const auto& value : values) write(value);
    out_.end_array();
  }
  void write(const std::map<std::string, std::string>& values) {
    out_.begin_object();
    for (const auto& [name, value] : values) out_.member(name, value);
    out_.end_object();
  }
  template <class T>
    requires std::is_class_v<T>
  void write(const T& value) {
    object(value);
  }

  JsonWriter out_;
};

class Reader {
 public:
  explicit Reader(JsonNode node) : node_(node) {}
  template <class T>
  void operator()(std::string_view name, T& value) {
    const auto member = node_[name];
    if (!member.exists()) {
      value = T{};
    } else {
      read(member, value);
    }
  }
  [[nodiscard]] bool damaged() const { return damaged_; }

 private:
  void read(JsonNode node, std::string& value) {
    damaged_ |= !node.is_string();
    value = node.str();
  }
  void read(JsonNode node, bool& value) {
    damaged_ |= !node.boolean().has_value();
    value = node.boolean().value_or(false);
  }
  template <std::integral T>
  void read(JsonNode node, T& value) {
    damaged_ |= !node.integer().has_value();
    value = static_cast<T>(node.integer().value_or(0));
  }
  template <class T>
    requires std::is_enum_v<T>
  void read(JsonNode node, T& value) {
    damaged_ |= !node.integer().has_value();
    value = static_cast<T>(node.integer().value_or(0));
  }
  template <class Tag>
  void read(JsonNode node, StrongId<Tag>& value) {
    damaged_ |= !node.is_string();
    value = StrongId<Tag>(node.str());
  }
  void read(JsonNode node, TimePoint& value) {
    damaged_ |= !node.integer().has_value();
    value = TimePoint{Duration{node.integer().value_or(0)}};
  }
  void read(JsonNode node, std::optional<TimePoint>& value) { read(node, value.emplace()); }
  void read(JsonNode node, Json& value) { value = node.json(); }
  template <class T>
  void read(JsonNode node, std::vector<T>& values) {
    damaged_ |= !node.is_array();
    values.clear();
    values.reserve(node.size());
    for (const auto& element : node.elements()) read(element, values.emplace_back());
  }
  void read(JsonNode node, std::map<std::string, std::string>& values) {
    damaged_ |= !node.is_object();
    for (const auto& [name, member] : node.members()) values[std::string(name)] = member.str();
  }
  template <class T>
    requires std::is_class_v<T>
  void read(JsonNode node, T& value) {
    damaged_ |= !node.is_object();
    Reader inner(node);
    fields(inner, value);
    damaged_ |= inner.damaged();
  }

  JsonNode node_;
  bool damaged_ = false;
};

}  // namespace

std::string write_snapshot(const Call& call) {
  Writer writer;
  writer.out().begin_object().member("format", kVersion).key("call");
  writer.object(call);
  writer.out().end_object();
  return writer.out().take();
}

Result<Call> read_snapshot(std::string_view text) {
  const auto document = JsonDocument::parse(text);
  if (!document) return std::unexpected(document.error());
  const auto version = document->root()["format"].integer();
  if (version != kVersion) {
    return fail(Errc::Conflict, "snapshot.version",
                "The stored call has format " + std::to_string(version.value_or(0)) +
                    "; run the callwright version that wrote it, or one later.");
  }
  Call call;
  Reader reader(document->root()["call"]);
  fields(reader, call);
  if (reader.damaged() || !call.id) {
    return fail(Errc::InvalidInput, "snapshot.damaged",
                "The stored call cannot be read; restore the database.");
  }
  return call;
}

}  // namespace callwright
