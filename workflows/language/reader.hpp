#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/language/findings.hpp"
#include "workflows/language/node.hpp"
#include "workflows/language/template_place.hpp"

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// The names that a bundle defines, known before anything that uses them is read.
struct Names {
  std::vector<std::string> people;
  std::vector<std::string> groups;
  std::vector<std::string> schedules;
  std::vector<std::string> rotations;
  std::vector<std::string> escalations;
  std::vector<std::string> tools;  ///< that some rule waits for
  std::vector<std::string> outgoing_workflows;
};

/// A path in a text or condition.
struct Use {
  std::string path;
  Place place;
};

/// What a key needs while it is read. Cheap to copy, so that a nested place can have its own `place`.
class Reader {
 public:
  /// A stored bundle was checked when it was loaded, perhaps by an earlier binary that knew fewer checks:
  /// only its structure is looked at again.
  Reader(Findings& findings, const Names& names, bool is_stored)
      : findings_(&findings), names_(&names), is_stored_(is_stored) {}

  [[nodiscard]] bool checks() const { return !is_stored_; }
  [[nodiscard]] const Names& names() const { return *names_; }

  /// Something that cannot be read at all.
  void error(const Place& at, std::string code, std::string message, Hint hint = {}) const {
    findings_->error(at, std::move(code), std::move(message), std::move(hint));
  }
  /// Something that can be read and is refused; not asked of a stored bundle.
  void refuse(const Place& at, std::string code, std::string message, Hint hint = {}) const {
    if (checks()) findings_->error(at, std::move(code), std::move(message), std::move(hint));
  }
  void warn(const Place& at, std::string code, std::string message, Hint hint = {}) const {
    if (checks()) findings_->warning(at, std::move(code), std::move(message), std::move(hint));
  }

  /// What is accepted and the nearest right spelling. After the first problems nobody reads hints any more,
  /// and comparing names with names would let a hostile file cost minutes: there it is empty.
  [[nodiscard]] Hint suggest(std::string_view wrong, const std::vector<std::string>& accepted) const {
    return findings_->count() < kHintsMax ? hint_for(wrong, accepted) : Hint{};
  }

  /// `at` must be one of `known`; `what` names the kind of thing for the message.
  void resolve(const Place& at, std::string_view name, const std::vector<std::string>& known,
               std::string_view what) const;

  /// The same of several lists, looked at in order.
  void resolve_in(const Place& at, std::string_view name,
                  std::initializer_list<const std::vector<std::string>*> known, std::string_view what) const;

  /// `at` must be a person, or one of `also`. A group or a rotation is told where it may stand.
  void resolve_person(const Place& at, std::string_view name,
                      const std::vector<std::string>& also = {}) const;
  void resolve_schedule(const Place& at, std::string_view name) const {
    resolve(at, name, names_->schedules, "schedule");
  }

  /// A value that only the bundle itself can give: whether it does shows when all is read.
  void note_use(const Place& at, std::string_view path) const {
    if (!checks() || uses == nullptr || uses->size() >= kUsesMax) return;
    if (path.starts_with("vars.") || path.starts_with("run.with.")) uses->push_back({std::string(path), at});
  }

  std::vector<Use>* uses = nullptr;
  /// A file of the bundle could not be read: what is missing may stand there.
  bool is_partial = false;
  TemplatePlace place = places::kRule;                    ///< where the templates being read will be rendered
  const std::map<std::string, Person>* people = nullptr;  ///< for `transfer: {person: …}`

 private:
  static constexpr std::size_t kHintsMax = 50;
  static constexpr std::size_t kUsesMax = 5000;
  Findings* findings_;
  const Names* names_;
  bool is_stored_;
};

}  // namespace callwright::language
