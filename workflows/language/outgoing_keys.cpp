#include "workflows/language/outgoing_keys.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/language/key_types.hpp"

#include <chrono>

namespace callwright::language {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using Voicemail = Outgoing::Voicemail;

const Table<Outgoing>& voicemail_keys() {
  static const Table<Outgoing> table(
      "`voicemail`", {text("leave_message", &Outgoing::message, places::kVoicemail).required(),
                      duration("wait", &Outgoing::greeting_wait, {seconds{1}, minutes{1}})});
  return table;
}

void read_voicemail(const Reader& reader, const Node& node, Outgoing& into) {
  if (node.is_map()) {
    into.voicemail = Voicemail::LeaveMessage;
    voicemail_keys().read_complete(reader, node, into);
    if (into.message.empty() && node.find("leave_message"))
      reader.error(node.value_place("leave_message"), "empty_text",
                   "`leave_message` says nothing; write `voicemail: hangup` instead");
    return;
  }
  const std::vector<std::string> words = {"hangup", "talk"};
  if (const auto index = read_choice(reader, node, "voicemail", words))
    into.voicemail = *index == 0 ? Voicemail::Hangup : Voicemail::Talk;
}

std::optional<Json> write_voicemail(const Outgoing& from) {
  switch (from.voicemail) {
    case Voicemail::Hangup: return json_text("hangup");
    case Voicemail::Talk: return json_text("talk");
    case Voicemail::LeaveMessage: return voicemail_keys().write(from);
  }
  return std::nullopt;
}

Key<Outgoing> voicemail_key() {
  return custom<Outgoing>(
      "voicemail",
      [] { return shapes::any_of({shapes::one_word_of({"hangup", "talk"}), voicemail_keys().schema()}); },
      read_voicemail, write_voicemail);
}

const Table<Outgoing>& outgoing_keys() {
  static const Table<Outgoing> table(
      "`outgoing`",
      {checked(word("from", &Outgoing::from).shaped(&shapes::phone), check_caller_id),
       duration("for", &Outgoing::ring_time, {.min = seconds{5}, .max = seconds{600}, .whole_seconds = true}),
       choice<Outgoing, MachineDetection>("machine_detection", &Outgoing::machine_detection,
                                          {{"none", MachineDetection::None},
                                           {"detect", MachineDetection::Detect},
                                           {"premium", MachineDetection::Premium}}),
       choice<Outgoing, Outgoing::StartOn>(
           "start_on", &Outgoing::start_on,
           {{"verdict", Outgoing::StartOn::Verdict}, {"answered", Outgoing::StartOn::Answered}}),
       voicemail_key()});
  return table;
}

/// Without machine detection nothing is known of what answers.
void warn_of_ignored(const Reader& reader, const Node& outgoing, const Outgoing& keys) {
  const auto ignored = [&](const char* key, const char* why) {
    if (outgoing.get(key) != nullptr)
      reader.warn(outgoing.place_of(key), "ignored_key",
                  "with `machine_detection: none` no verdict comes, so " + std::string(why));
  };
  if (keys.start_on == Outgoing::StartOn::Verdict) ignored("start_on", "`start` runs at the answer");
  ignored("voicemail", "a voicemail is talked to like a person");
}

}  // namespace

Key<Workflow> outgoing_key() {
  return custom<Workflow>(
      "outgoing", [] { return outgoing_keys().schema(); },
      [](const Reader& reader, const Node& node, Workflow& into) {
        outgoing_keys().read(reader, node, into.outgoing);
      },
      [](const Workflow& from) -> std::optional<Json> {
        if (from.match.direction != "outgoing") return std::nullopt;
        return outgoing_keys().write(from.outgoing);
      });
}

void complete_outgoing(const Reader& reader, const Member& entry, Workflow& workflow) {
  const auto* own = entry.value.get("outgoing");
  if (workflow.match.direction != "outgoing") {
    if (own != nullptr)
      reader.refuse(entry.value.place_of("outgoing"), "not_outgoing",
                    quoted(entry.key) +
                        " takes calls that come in; `outgoing` belongs to a workflow with "
                        "`match: {direction: outgoing}`");
    workflow.outgoing = {};
    return;
  }
  auto& keys = workflow.outgoing;
  if (keys.machine_detection != MachineDetection::None) return;
  if (own != nullptr) warn_of_ignored(reader, *own, keys);
  keys.start_on = Outgoing::StartOn::Answered;
}

void add_outgoing_keys(std::vector<KeyGroup>& groups) {
  for (auto group : {outgoing_keys().group(), voicemail_keys().group()}) {
    group.use = KeyGroup::Use::OfOutgoing;
    groups.push_back(std::move(group));
  }
}

}  // namespace callwright::language
