#pragma once

#include "workflows/catalogue/catalogue.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::cli::api {

/// An option of `callwright api OPERATION` that is no field of Telnyx's.
struct OwnOption {
  std::string_view name;   ///< without the dashes
  std::string_view value;  ///< what stands behind it, for help; empty: nothing
  std::string_view help;
};

std::span<const OwnOption> own_options();
const OwnOption* find_own_option(std::string_view name);

/// It lists things: `--all` makes sense.
bool is_list_operation(const Operation& operation);
/// The option has a meaning for the operation.
bool applies_to(const OwnOption& option, const Operation& operation);

/// A flag as it is compared: `-` and `_` are the same, and `page[size]`, `metadata->assistant_id` need not be
/// quoted for a shell: `page-size`, `metadata-assistant_id`.
std::string normal_flag(std::string_view name);

/// The spelling of a field's flag that no shell misreads: `--page-size`. A field that one of our options
/// hides is given by --set.
std::string flag_of(std::string_view field);

struct FlagField {
  const Field* field = nullptr;  ///< null: the operation has none of that name
  bool in_query = false;
};
/// The field of the operation that a flag names.
FlagField find_field(const Operation& operation, std::string_view flag);

/// `ASSISTANT_ID`: the name where a value of it stands.
std::string in_capitals(std::string_view name);

/// Every flag that the operation takes, without the dashes: its fields, then ours.
std::vector<std::string> flags_of(const Operation& operation);

/// The operation of that name, with `-` or `_` between the words; null when there is none.
const Operation* find_operation(std::string_view name);

/// Which operation shows the ids of the same kind of thing: `list_assistants` of `get_assistant`; or null.
const Operation* list_of(const Operation& operation);

}  // namespace callwright::cli::api
