#include "tests/service/runtime/shard_script.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace callwright::tests {
namespace {

namespace effect = runtime::effect;
namespace message = runtime::message;

template <class Item>
Item take_first(std::vector<Item>& items) {
  if (items.empty()) throw std::logic_error("the shard did not ask for this");
  auto first = std::move(items.front());
  items.erase(items.begin());
  return first;
}

struct Keep {
  ShardScript& script;
  void operator()(effect::Lookup& lookup) const { script.lookups.push_back(std::move(lookup)); }
  void operator()(effect::Load& load) const { script.loads.push_back(std::move(load)); }
  void operator()(effect::Commit& commit) const {
    ++script.commits_ever;
    script.commits.push_back(std::move(commit));
  }
  void operator()(effect::ScanDue& scan) const { script.scans.push_back(scan); }
  void operator()(effect::Send& send) const { script.sends.push_back(std::move(send)); }
  void operator()(effect::AskActiveCalls& ask) const { script.looks.push_back(std::move(ask)); }
  void operator()(effect::SendWebhook& send) const { script.webhooks.push_back(std::move(send)); }
  void operator()(effect::Recovered& recovered) const { script.recovered.push_back(std::move(recovered)); }
  void operator()(effect::Forward& forward) const { script.forwards.push_back(std::move(forward)); }
  void operator()(effect::Logged& logged) const { script.logged.push_back(std::move(logged)); }
  void operator()(effect::StepFailed& failed) const { script.failures.push_back(std::move(failed)); }
  void operator()(effect::Respond& respond) const {
    script.responds[respond.request].push_back(std::move(respond));
  }
  void operator()(effect::WakeAt& wake) const { script.wake = wake.time; }
  void operator()(effect::IntentEnded&) const {}
};

void open_call(Call& call, const Event& event) {
  call.direction = event.direction;
  call.from = event.from;
  call.to = event.to;
  call.state = CallState::Conversing;
  call.legs.push_back({.number = 0, .call_control_id = event.call_control_id});
}

}  // namespace

std::string CountingRandom::uuid_v7(TimePoint) {
  return "0195f0c0-0000-7000-8000-" + std::to_string(100'000'000'000 + next_++);
}

Step PlainStep::operator()(const Bundle&, Call call, const Input& input) {
  ++steps;
  Step made;
  made.call = std::move(call);
  auto& after = made.call;
  ++after.version;
  made.records.push_back({after.next_seq++, input.at, "received", Json::trusted("{}")});
  if (const auto* arrived = std::get_if<input::Arrived>(&input.what)) {
    after.seen.push_back(fingerprint(arrived->event.id.text()));
    if (arrived->event.type == EventType::CallInitiated && after.legs.empty())
      open_call(after, arrived->event);
    made.keys = keys_of(arrived->event);
  } else if (const auto* replied = std::get_if<input::Replied>(&input.what)) {
    std::erase_if(after.intents, [&](const Intent& intent) { return intent.number == replied->intent; });
  } else if (const auto* due = std::get_if<input::TimerDue>(&input.what)) {
    std::erase_if(after.timers, [&](const Timer& timer) { return timer.number == due->timer; });
  } else if (const auto* tool = std::get_if<input::ToolRequested>(&input.what)) {
    made.answers.push_back({tool->request, 200, json_object({{"say", tool->name}})});
  } else if (const auto* command = std::get_if<input::OperatorCommand>(&input.what)) {
    made.answers.push_back({command->request, 200, json_object({{"status", "accepted"}})});
  }
  if (also) also(made, input);
  return made;
}

Intent& add_intent(Call& call, std::string_view operation, TimePoint at, int leg, Priority priority) {
  call.intents.push_back({.number = call.next_intent++,
                          .operation = std::string(operation),
                          .leg = leg,
                          .body = Json::trusted("{}"),
                          .priority = priority,
                          .created_at = at,
                          .sent_at = at});
  return call.intents.back();
}

void add_timer(Call& call, TimePoint due) {
  call.timers.push_back({.number = call.next_timer++, .due = due});
}

Event webhook(std::string id, std::string name, const std::string& ccid) {
  Event event;
  event.id = EventId(std::move(id));
  event.type = event_type_of(name);
  event.name = std::move(name);
  event.call_control_id = CallControlId(ccid);
  event.call_leg_id = CallLegId("leg of " + ccid);
  event.call_session_id = CallSessionId("session");
  event.connection_id = "connection-1";
  event.from = "+13125550199";
  event.to = "+13125550100";
  event.payload = Json::trusted("{}");
  return event;
}

Event incoming(const std::string& ccid, std::string id) {
  auto event = webhook(std::move(id), "call.initiated", ccid);
  event.direction = "incoming";
  return event;
}

Event of_call(const CallId& call, std::string id, std::string name, int leg) {
  auto event = webhook(std::move(id), std::move(name), "v3:" + call.text() + "-" + std::to_string(leg));
  event.ours = ClientState{"deployment-1", call, leg};
  return event;
}

BundlePtr bundle_for(std::string to) {
  auto bundle = std::make_shared<Bundle>();
  bundle->id = BundleId("bundle-1");
  bundle->content = "{}";
  bundle->workflows.push_back({});
  bundle->workflows.back().key = "support";
  bundle->workflows.back().match.to = {std::move(to)};
  return bundle;
}

ShardScript::ShardScript(runtime::ShardConfig given) : config(std::move(given)) {
  config.deployment = "deployment-1";
  config.connection_id = "connection-1";
  config.step = [this](const Bundle& bundle, Call call, const Input& input) {
    return engine ? engine(bundle, std::move(call), input) : step(bundle, std::move(call), input);
  };
  config.token_for = [](const CallId& call) { return "token of " + call.text(); };
  restart();
}

void ShardScript::restart() {
  lookups.clear(), loads.clear(), commits.clear(), scans.clear(), sends.clear(), webhooks.clear();
  wake.reset();
  shard = std::make_unique<runtime::Shard>(config, random, now);
  say(message::BundleChanged{bundle_for("+13125550100")});
}

void ShardScript::tell(runtime::Message message) { shard->handle(now, std::move(message)); }

void ShardScript::turn() {
  for (auto& one : shard->take_effects()) std::visit(Keep{*this}, one);
}

runtime::RequestId ShardScript::arrives(Event event) {
  tell(message::Arrived{next_request_, std::move(event), {}, {}});
  return next_request_++;
}

runtime::RequestId ShardScript::deliver(Event event) {
  const auto request = arrives(std::move(event));
  turn();
  return request;
}

runtime::RequestId ShardScript::tool(std::string name, CallId call, std::string ccid) {
  say(message::ToolArrived{next_request_, std::move(call), CallControlId(std::move(ccid)), std::move(name),
                           Json::trusted("{}")});
  return next_request_++;
}

void ShardScript::look_up() {
  const auto lookup = take_first(lookups);
  auto call = store.find(lookup.keys);
  auto unmatched = store.unmatched(lookup.keys);
  if (!call || !unmatched) return say(message::LookupFailed{lookup.lookup});
  say(message::LookedUp{lookup.lookup, *call, *unmatched});
}

void ShardScript::load() {
  const auto call = take_first(loads).call;
  auto snapshot = store.load(call);
  if (!snapshot) return say(message::LoadFailed{call});
  message::Loaded loaded{call, std::nullopt, bundle_for("+13125550100")};
  if (*snapshot) loaded.found = read_snapshot(**snapshot).value();
  say(std::move(loaded));
}

void ShardScript::commit() {
  const auto wanted = take_first(commits);
  auto outcomes = store.commit(wanted.entries, wanted.unmatched);
  if (outcomes) return say(message::Committed{wanted.batch, std::move(*outcomes)});
  say(message::CommitFailed{wanted.batch, outcomes.error().code != "store.unknown"});
}

void ShardScript::commit_fails(bool known) { say(message::CommitFailed{take_first(commits).batch, known}); }

void ShardScript::scan() {
  const auto wanted = take_first(scans);
  auto calls = store.due(wanted.until, wanted.limit);
  if (!calls) return say(message::ScanFailed{});
  say(message::DueFound{std::move(*calls)});
}

void ShardScript::accept(const effect::Send& send) {
  say(message::Replied{
      send.call,
      send.intent,
      {.kind = SendOutcome::Kind::Accepted, .status = 200, .code = {}, .detail = {}, .data = {}}});
}

void ShardScript::settle() {
  while (!lookups.empty() || !loads.empty() || !commits.empty() || !scans.empty()) {
    if (!lookups.empty()) look_up();
    if (!loads.empty()) load();
    if (!commits.empty()) commit();
    if (!scans.empty()) scan();
  }
}

void ShardScript::pass(Duration time) {
  const auto end = now + time;
  while (wake && *wake <= end) {
    now = std::max(now, *wake);
    wake.reset();
    say(message::Tick{});
  }
  now = end;
  say(message::Tick{});
}

std::string ShardScript::outcome(runtime::RequestId request) const {
  const auto found = responds.find(request);
  if (found == responds.end()) return "";
  if (found->second.size() > 1) return "answered more than once";
  switch (found->second.front().outcome) {
    case runtime::Outcome::Stored: return "stored";
    case runtime::Outcome::Duplicate: return "duplicate";
    case runtime::Outcome::Unmatched: return "unmatched";
    case runtime::Outcome::Unavailable: return "unavailable";
    case runtime::Outcome::NotFound: return "not found";
    case runtime::Outcome::Busy: return "busy";
    case runtime::Outcome::Conflict: return "conflict";
    case runtime::Outcome::Answered: return found->second.front().answer.body.text();
  }
  return "?";
}

std::optional<Call> ShardScript::stored(const CallId& call) {
  const auto snapshot = store.load(call).value();
  if (!snapshot) return std::nullopt;
  return read_snapshot(*snapshot).value();
}

CallId ShardScript::only_call() { return store.find({"ccid:v3:caller"}).value().value_or(CallId()); }

CallId ShardScript::begin_call(const std::string& ccid) {
  deliver(incoming(ccid, "initiated " + ccid));
  settle();
  return store.find({"ccid:" + ccid}).value().value();
}

}  // namespace callwright::tests
