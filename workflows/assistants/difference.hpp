#pragma once

#include "workflows/assistants/settings.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// One place where a file and the account do not say the same.
struct Difference {
  enum class Kind {
    Changed,      ///< both have a value
    OnlyFile,     ///< the file sets it, the account does not have it
    OnlyAccount,  ///< the account has it and the file leaves it out although it once set it, or lists it no
                  ///< more
  };
  std::string field;  ///< dotted: `telephony_settings.time_limit_secs`, `tools.escalate_to_human.webhook.url`
  Kind kind = Kind::Changed;
  Json account;  ///< null: nothing
  Json file;
  friend bool operator==(const Difference&, const Difference&) = default;

  /// The field of the assistant that it is in.
  [[nodiscard]] std::string_view top() const { return std::string_view(field).substr(0, field.find('.')); }
};

/// Where `file` and `account` differ. Telnyx fills in defaults, so what the file does not set is no
/// difference: of an object the keys that the file names are compared. Maps whose keys somebody chose
/// (`dynamic_variables`, the parameters of a tool) are compared whole, tools by their names, lists of words
/// in any order.
std::vector<Difference> differences(const Settings& file, const Settings& account);

/// The value that has what `file` says and keeps of `account` what the file does not name: an update replaces
/// an object as a whole. `dropped` are dotted places below `field` that the account's value loses.
Json merged(std::string_view field, const Json& file, const Json& account,
            const std::set<std::string, std::less<>>& dropped = {});

/// The dotted places that a file sets: fields, and the keys of those that are objects.
std::vector<std::string> places_of(const Settings& settings);

}  // namespace callwright::assistants
