#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The keys that a map of one kind may hold.
struct KeyGroup {
  enum class Use { Usual, OfOutgoing, OfTests };
  std::string of_what;                   ///< as messages name it: `a step`, or a key in backquotes
  std::vector<std::string> keys;         ///< of this version
  std::vector<std::string> later;        ///< of the language, refused by this version
  std::vector<std::string> telnyx = {};  ///< fields of Telnyx's API, which go through as they are
  Use use = Use::Usual;                  ///< part of a workflow's `outgoing`, or of the section `tests`
};

/// Every key of the language outside the fields of Telnyx, in the order of the reference.
const std::vector<KeyGroup>& grammar();

/// Whose key `key` is, when it is that of exactly one group and not of `of_what`; else empty. Groups of
/// `outgoing` count where no usual one has the key, those of tests where no other has.
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
