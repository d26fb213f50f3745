#include "workflows/simulator/telnyx.hpp"

#include "workflows/simulator/api.hpp"
#include "workflows/simulator/conversations.hpp"
#include "workflows/simulator/gather.hpp"
#include "workflows/simulator/legs.hpp"
#include "workflows/simulator/transcription.hpp"
#include "workflows/simulator/webhooks.hpp"
#include "workflows/simulator/world.hpp"

#include <algorithm>
#include <utility>

namespace callwright::simulator {
namespace {

std::string_view name_of_state(Leg::State state) {
  switch (state) {
    case Leg::State::Parked: return "parked";
    case Leg::State::Ringing: return "ringing";
    case Leg::State::Answered: return "answered";
    case Leg::State::Ended: return "ended";
  }
  return "";
}

Telnyx::LegView view_of(const World& world, const Leg& leg) {
  Telnyx::LegView view;
  view.id = CallControlId(leg.id);
  view.from = leg.from;
  view.to = leg.to;
  view.direction = leg.incoming ? "incoming" : "outgoing";
  view.state = name_of_state(leg.state);
  view.client_state = leg.client_state.value_or("");
  view.hangup_cause = leg.hangup_cause;
  if (leg.conversation) view.conversation_id = world.conversations[*leg.conversation].id;
  view.heard = leg.heard;
  if (leg.bridged_to) view.bridged_to = world.legs[*leg.bridged_to].id;
  view.speaking = leg.speech.current.has_value() || leg.overlay.current.has_value();
  view.keys_heard = leg.keys_heard;
  if (leg.conference) view.conference_id = world.conferences[*leg.conference].id;
  view.queue = leg.queue_name.value_or("");
  view.supervisor_role = leg.supervisor_role;
  view.recording = std::ranges::any_of(leg.recordings, [](const Recording& one) { return !one.is_paused; });
  view.transcribed = leg.transcription.has_value();
  view.streams = leg.streams.size();
  view.suppresses_noise = leg.suppresses_noise;
  return view;
}

}  // namespace

struct Telnyx::Impl {
  World world;
};

Telnyx::Telnyx(Settings settings) : impl_(std::make_unique<Impl>(World(std::move(settings)))) {}
Telnyx::Telnyx(const Telnyx& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
Telnyx& Telnyx::operator=(const Telnyx& other) {
  if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
  return *this;
}
Telnyx::Telnyx(Telnyx&&) noexcept = default;
Telnyx& Telnyx::operator=(Telnyx&&) noexcept = default;
Telnyx::~Telnyx() = default;

ApiResponse Telnyx::request(TimePoint now, const ApiRequest& request) {
  impl_->world.run(now);
  impl_->world.forget_what_is_old();
  return answer_request(impl_->world, request);
}

std::optional<TimePoint> Telnyx::next_due() const {
  const auto& world = impl_->world;
  if (!world.outbox.empty()) return world.outbox.front().at;
  return world.next_task();
}

std::vector<Webhook> Telnyx::advance(TimePoint now) {
  impl_->world.run(now);
  return std::exchange(impl_->world.outbox, {});
}

void Telnyx::delivered(TimePoint now, DeliveryReport report) {
  impl_->world.run(now);
  impl_->world.delivery_log.note(now, std::move(report));
}

void Telnyx::set_person(std::string number, Behaviour behaviour) {
  impl_->world.people.insert_or_assign(std::move(number), std::move(behaviour));
}

CallControlId Telnyx::place_call(TimePoint now, const std::string& from, const std::string& to) {
  impl_->world.run(now);
  return CallControlId(place_incoming(impl_->world, from, to).id);
}

bool Telnyx::answer(TimePoint now, const CallControlId& id) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || leg->state != Leg::State::Ringing) return false;
  answer_leg(impl_->world, *leg);
  return true;
}

bool Telnyx::hang_up(TimePoint now, const CallControlId& id) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || !leg->is_live()) return false;
  end_leg(impl_->world, *leg, phone_hangup(*leg));
  return true;
}

bool Telnyx::press(TimePoint now, const CallControlId& id, const std::string& digits) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || !leg->is_answered()) return false;
  for (const char digit : digits) press_key(impl_->world, *leg, digit);
  return true;
}

bool Telnyx::say(TimePoint now, const CallControlId& id, const std::string& text) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || !leg->is_answered()) return false;
  hear_person(impl_->world, *leg, text);
  return true;
}

bool Telnyx::hold(TimePoint now, const CallControlId& id, bool on_hold) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || !leg->is_answered()) return false;
  emit(impl_->world, *leg, on_hold ? "call.hold" : "call.unhold");
  return true;
}

bool Telnyx::end_conversation(TimePoint now, const CallControlId& id) {
  impl_->world.run(now);
  auto* leg = impl_->world.find_leg(id.text());
  if (leg == nullptr || !leg->conversation) return false;
  finish_conversation(impl_->world, impl_->world.conversations[*leg->conversation]);
  return true;
}

std::vector<Telnyx::LegView> Telnyx::legs() const {
  std::vector<LegView> views;
  views.reserve(impl_->world.legs.held());
  for (const auto& leg : impl_->world.legs) views.push_back(view_of(impl_->world, leg));
  return views;
}

std::optional<Telnyx::LegView> Telnyx::leg(const CallControlId& id) const {
  const auto* found = impl_->world.find_leg(id.text());
  if (found == nullptr) return std::nullopt;
  return view_of(impl_->world, *found);
}

const std::vector<Telnyx::Effect>& Telnyx::effects() const { return impl_->world.effects; }

}  // namespace callwright::simulator
