#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The keys that a map of one kind may hold.
struct KeyGroup {
  std::string of_what;                   ///< as messages name it: `a step`, or a key in backquotes
  std::vector<std::string> keys;         ///< of this version
  std::vector<std::string> later;        ///< of the language, refused by this version
  std::vector<std::string> telnyx = {};  ///< fields of Telnyx's API, which go through as they are
  bool is_of_tests = false;              ///< part of the section `tests`
};

/// Every key of the language outside the fields of Telnyx, in the order of the reference.
const std::vector<KeyGroup>& grammar();

/// Whose key `key` is, when it is that of exactly one group and not of `of_what`; else empty. Groups of tests
/// count where no other group has the key.
std::string owner_of_key(std::string_view key, std::string_view of_what);

// What each file of keys adds to the grammar.
void add_section_keys(std::vector<KeyGroup>& groups);
void add_people_keys(std::vector<KeyGroup>& groups);
void add_calendar_keys(std::vector<KeyGroup>& groups);
void add_workflow_keys(std::vector<KeyGroup>& groups);
void add_assistant_keys(std::vector<KeyGroup>& groups);
void add_rule_keys(std::vector<KeyGroup>& groups);
void add_condition_keys(std::vector<KeyGroup>& groups);
void add_action_keys(std::vector<KeyGroup>& groups);
void add_escalation_keys(std::vector<KeyGroup>& groups);
void add_accept_keys(std::vector<KeyGroup>& groups);
void add_test_keys(std::vector<KeyGroup>& groups);

}  // namespace callwright::language
