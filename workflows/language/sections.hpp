#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/language/table.hpp"
#include "workflows/model/json.hpp"

namespace callwright::language {

/// The entries of the sections: each is read from the member of its section, with its name as key, and
/// written in the same grammar with every default spelled out.

Json person_shape();
Person read_person(const Reader& reader, const Member& entry);
Json write_person(const Person& person);

Json group_shape();
Group read_group(const Reader& reader, const Member& entry);
Json write_group(const Group& group);

Json schedule_shape();
Schedule read_schedule(const Reader& reader, const Member& entry);
Json write_schedule(const Schedule& schedule);

Json rotation_shape();
Rotation read_rotation(const Reader& reader, const Member& entry);
Json write_rotation(const Rotation& rotation);

const Table<Workflow>& workflow_keys();
/// `base` holds the built-in defaults with those of `defaults` (a map, or null) already read over them.
Workflow read_workflow(const Reader& reader, const Member& entry, const Workflow& base, const Node* defaults);
Json write_workflow(const Workflow& workflow);

const Table<Escalation>& escalation_keys();
Escalation read_escalation(const Reader& reader, const Member& entry, const Escalation& base,
                           const Node* defaults);
Json write_escalation(const Escalation& escalation);

/// What a workflow and an escalation are before anything is read over them.
Workflow default_workflow();
Escalation default_escalation();
/// `prompt` where none is given, naming the keys that are.
Template default_prompt(const Accept& accept);
/// `start` where none is given.
std::vector<Action> default_start(std::string_view direction);

}  // namespace callwright::language
