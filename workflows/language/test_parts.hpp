#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/language/table.hpp"
#include "workflows/language/test_case.hpp"

#include <map>
#include <string>
#include <vector>

namespace callwright::language {

/// The parts of a test, each in a file of its own.

/// The keys of a test.
const Table<TestCase>& test_keys();
/// The forms of what the readers below read.
Json script_shape();
Json test_people_shape();

void read_script(const Reader& reader, const Node& node, TestCase& into);
void read_test_people(const Reader& reader, const Node& node, TestCase& into);
const Table<TestFaults>& fault_keys();
const Table<Expectation>& expect_keys();
void read_expectation(const Reader& reader, const Node& node, Expectation& into);

/// Somebody with a phone: the caller, a caller by number, or a person.
void check_who(const Reader& reader, const Place& at, const std::string& name);
/// An event type of Telnyx as Telnyx spells it.
void check_event_type(const Reader& reader, const Place& at, const std::string& type);
/// A value as it stands: what looks like a template is text of a caller or model, and is none.
Json plain_json(const Node& node);

void add_script_keys(std::vector<KeyGroup>& groups);
void add_test_people_keys(std::vector<KeyGroup>& groups);
void add_expect_keys(std::vector<KeyGroup>& groups);

}  // namespace callwright::language
