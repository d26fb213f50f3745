#include "service/simulation/expectations.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

namespace callwright::simulation {
namespace {

using Texts = std::vector<std::string>;

/// What is said when a time is over takes a moment to be heard.
constexpr Duration kOnTheWay = std::chrono::seconds{1};

std::string listed(const Texts& texts) {
  std::string all;
  for (const auto& text : texts) all += (all.empty() ? "" : ", ") + text;
  return "[" + all + "]";
}

std::string seconds_text(Duration duration) {
  const auto tenths = (duration.count() + 50) / 100;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + "s";
}

/// Everything that one expectation is held against, read once.
class Comparison {
 public:
  Comparison(const Expectation& expect, Stage& stage, const Phones& phones, const Witness& witness)
      : expect_(expect), stage_(stage), phones_(phones), witness_(witness) {
    CallFilter everything;
    everything.limit = 1000;
    const auto found = stage_.store.search(everything);
    for (const auto& summary : *found)
      calls_.push_back(read_snapshot(**stage_.store.load(CallId(summary.id))).value());
    std::ranges::sort(calls_, {}, [](const Call& call) { return std::pair(call.opened_at, call.id); });
  }

  std::vector<Unmet> run() {
    people();
    state_of_the_call();
    times();
    texts("heard", expect_.heard, true);
    texts("not_heard", expect_.not_heard, false);
    sent();
    commands();
    decisions();
    return std::move(unmet_);
  }

 private:
  void miss(std::string what, std::string expected, std::string found) {
    unmet_.push_back({std::move(what), std::move(expected), std::move(found)});
  }
  void same(const std::string& what, const std::string& expected, const std::string& found) {
    if (expected != found) miss(what, expected, found.empty() ? "nothing" : found);
  }

  [[nodiscard]] const Call* first_call() const { return phones_.first_call(calls_); }

  [[nodiscard]] Texts joined() const {
    std::vector<std::pair<TimePoint, std::string>> people;
    for (const auto& call : calls_) {
      for (const auto& attempt : call.attempts) {
        const auto* run = find_run(call, attempt.run);
        if (attempt.outcome == AttemptOutcome::Joined) people.emplace_back(run->started_at, attempt.person);
      }
    }
    std::ranges::sort(people, {}, &std::pair<TimePoint, std::string>::first);
    Texts names;
    for (auto& [at, person] : people) names.push_back(std::move(person));
    return names;
  }

  [[nodiscard]] Texts outcomes_of(const std::string& person) const {
    Texts outcomes;
    for (const auto& call : calls_) {
      for (const auto& attempt : call.attempts) {
        if (attempt.person == person) outcomes.emplace_back(name_of(attempt.outcome));
      }
    }
    return outcomes;
  }

  void people() {
    if (expect_.joined) same("joined", listed(*expect_.joined), listed(joined()));
    for (const auto& [person, expected] : expect_.outcomes) {
      const auto all = outcomes_of(person);
      const auto count = std::min(all.size(), expected.size());
      const Texts last(std::prev(all.end(), static_cast<std::ptrdiff_t>(count)), all.end());
      same("outcomes." + person, listed(expected), listed(last));
    }
  }

  void state_of_the_call() {
    const auto* call = first_call();
    if (!expect_.state.empty())
      same("state", expect_.state, call == nullptr ? "no call" : std::string(name_of(call->state)));
    if (!expect_.outcome.empty())
      same("outcome", expect_.outcome, call == nullptr ? "no call" : call->outcome);
    for (const auto& [name, value] : expect_.vars) {
      const bool has_it = call != nullptr && call->vars.contains(name);
      same("vars." + name, value, has_it ? call->vars.at(name) : "");
    }
    variables(call);
    if (!expect_.live_legs) return;
    const auto live =
        std::ranges::count_if(stage_.telnyx.legs(), [](const auto& leg) { return leg.state != "ended"; });
    same("live_legs", std::to_string(*expect_.live_legs), std::to_string(live));
  }

  /// The latest that Telnyx was given.
  void variables(const Call* call) {
    if (expect_.variables.empty()) return;
    std::map<std::string, std::string> given;
    const auto records =
        call == nullptr ? std::vector<StoredRecord>() : stage_.store.records(call->id, 0, SIZE_MAX).value();
    for (const auto& stored : records) {
      const auto document = JsonDocument::of(Json::trusted(stored.record));
      const auto variables = document.root().at_path("data.variables_given");
      if (variables.exists()) given.clear();
      for (const auto& [name, value] : variables.members()) given[std::string(name)] = value.display();
    }
    for (const auto& [name, value] : expect_.variables) same("variables." + name, value, given[name]);
  }

  void at_most(const std::string& what, const std::optional<Duration>& limit, std::optional<Duration> found,
               const std::string& none) {
    if (!limit || (found && *found <= *limit)) return;
    miss(what, "at most " + seconds_text(*limit), found ? seconds_text(*found) : none);
  }

  void times() {
    if (expect_.silence_max && witness_.silence() > *expect_.silence_max + kOnTheWay)
      at_most("silence_max", expect_.silence_max, witness_.silence(), "");
    const auto* call = first_call();
    std::optional<Duration> joined;
    std::optional<Duration> lasted;
    if (call != nullptr) {
      for (const auto& run : call->runs) {
        if (run.joined_at && !joined) joined = *run.joined_at - run.started_at;
      }
      const auto ended = call->legs.empty() ? std::nullopt : call->legs.front().ended_at;
      lasted = ended.value_or(stage_.now) - call->opened_at;
    }
    at_most("joined_within", expect_.joined_within, joined, "nobody was joined");
    at_most("duration_max", expect_.duration_max, lasted, "no call");
  }

  [[nodiscard]] Texts heard_by(const std::string& who) const {
    if (who == "assistant") return witness_.assistant_heard();
    Texts all;
    for (const auto& leg : phones_.legs_of(who)) all.insert(all.end(), leg.heard.begin(), leg.heard.end());
    return all;
  }

  void texts(const std::string& key, const Expectation::Texts& expected, bool is_wanted) {
    for (const auto& [who, wanted] : expected) {
      const auto heard = heard_by(who);
      for (const auto& text : wanted) {
        const bool is_there = std::ranges::any_of(heard, [&](const auto& one) { return one.contains(text); });
        if (is_there != is_wanted) miss(key + "." + who, text, listed(heard));
      }
    }
  }

  [[nodiscard]] std::string address_of(const std::string& who) const {
    const auto legs = phones_.legs_of(who);
    if (who == "caller")
      return legs.empty() ? who : legs.front().direction == "incoming" ? legs.front().from : legs.front().to;
    for (const auto& [id, bundle] : stage_.bundles) {
      if (const auto* person = bundle->person(who)) return person->address;
    }
    return who;
  }

  void sent() {
    const auto all_of = [](const std::map<std::string, Sent>& sent) {
      Texts texts;
      for (const auto& [key, one] : sent) texts.push_back(one.to + ": " + one.text);
      return listed(texts);
    };
    if (expect_.sms && expect_.sms->empty()) same("sms", "[]", all_of(stage_.texts_sent));
    for (const auto& wanted : expect_.sms.value_or(std::vector<ExpectedMessage>())) {
      const auto is_it = [&](const auto& sent) {
        return (wanted.to.empty() || sent.second.to == address_of(wanted.to)) &&
               sent.second.text.contains(wanted.text);
      };
      if (std::ranges::none_of(stage_.texts_sent, is_it))
        miss("sms", wanted.to + ": " + wanted.text, all_of(stage_.texts_sent));
    }
    if (expect_.webhooks && expect_.webhooks->empty()) same("webhooks", "[]", all_of(stage_.webhooks_sent));
    for (const auto& wanted : expect_.webhooks.value_or(std::vector<ExpectedWebhook>())) {
      const auto is_it = [&](const auto& sent) {
        return sent.second.to.starts_with(wanted.url) &&
               std::ranges::all_of(wanted.contains,
                                   [&](const auto& text) { return sent.second.text.contains(text); });
      };
      if (std::ranges::none_of(stage_.webhooks_sent, is_it))
        miss("webhooks", wanted.url + " " + listed(wanted.contains), all_of(stage_.webhooks_sent));
    }
  }

  void commands() {
    for (const auto& [operation, count] : expect_.commands) {
      const auto found =
          std::ranges::count(stage_.telnyx.effects(), operation, &simulator::Telnyx::Effect::operation);
      same("commands." + operation, std::to_string(count), std::to_string(found));
    }
  }

  void decisions() {
    if (expect_.decisions.empty()) return;
    Texts made;
    const auto records = stage_.store.records_since(0, SIZE_MAX);
    for (const auto& stored : *records) {
      const auto document = JsonDocument::of(Json::trusted(stored.record));
      if (document.root()["kind"].str() == "decision") made.push_back(document.root()["data"]["what"].str());
    }
    auto wanted = expect_.decisions.begin();
    for (const auto& what : made) {
      if (wanted != expect_.decisions.end() && *wanted == what) ++wanted;
    }
    if (wanted != expect_.decisions.end()) miss("decisions", *wanted, listed(made));
  }

  const Expectation& expect_;
  Stage& stage_;
  const Phones& phones_;
  const Witness& witness_;
  std::vector<Call> calls_;
  std::vector<Unmet> unmet_;
};

}  // namespace

std::vector<Unmet> unmet(const Expectation& expect, Stage& stage, const Phones& phones,
                         const Witness& witness) {
  return Comparison(expect, stage, phones, witness).run();
}

}  // namespace callwright::simulation
