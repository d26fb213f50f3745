#pragma once

#include "workflows/assistants/difference.hpp"
#include "workflows/assistants/lock.hpp"
#include "workflows/assistants/settings.hpp"

#include <string>
#include <vector>

namespace callwright::assistants {

/// A difference, and who made it since the last pull or apply.
struct Drift {
  enum class Reason {
    Differs,       ///< both say something, or one says nothing where the other lists it
    LeftOut,       ///< the file set it once and leaves it out now
    NewInAccount,  ///< the file says nothing of it, and the account changed it
  };
  Difference difference;
  Reason reason = Reason::Differs;
  bool file_changed = true;     ///< since the last pull or apply; true where that is not known
  bool account_changed = true;  ///< the same
  friend bool operator==(const Drift&, const Drift&) = default;

  /// Both sides changed it: who goes on overwrites somebody.
  [[nodiscard]] bool is_conflict() const { return file_changed && account_changed; }
  /// An update says nothing of it: Telnyx keeps a field that is left out.
  [[nodiscard]] bool stays() const;
};

/// Everything in which what a file wants and what the account has are not the same. `entry`: what is
/// remembered of both, null: nothing.
std::vector<Drift> drift(const Settings& wanted, const Settings& account, const LockEntry* entry);

/// The body of the update that ends the drift: the fields that differ, objects as a whole with what the
/// account has in them beside. Empty: there is nothing to send.
Settings update_for(const std::vector<Drift>& drifts, const Settings& wanted, const Settings& account);

/// What the next pull or apply compares with.
LockEntry remembered(std::string id, std::string version, const Settings& wanted, const Settings& account);

}  // namespace callwright::assistants
