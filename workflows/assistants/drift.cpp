#include "workflows/assistants/drift.hpp"

#include <algorithm>
#include <set>

namespace callwright::assistants {
namespace {

bool changed(const std::string& place, const Digests& now, const Digests& then) {
  const auto before = then.find(place);
  const auto after = now.find(place);
  if (before == then.end() || after == now.end()) return (before == then.end()) != (after == now.end());
  return before->second != after->second;
}

Json value_at(const Settings& settings, const std::string& place) {
  const auto dot = place.find('.');
  const auto field = settings.find(place.substr(0, dot));
  if (field == settings.end()) return {};
  if (dot == std::string::npos) return field->second;
  return JsonDocument::of(field->second).root()[std::string_view(place).substr(dot + 1)].json();
}

/// `a.b` is judged where `a` itself is in both.
bool is_judged_inside(const std::string& place, const Settings& wanted, const Settings& account) {
  const auto dot = place.find('.');
  if (dot == std::string::npos) return true;
  const auto top = place.substr(0, dot);
  return wanted.contains(top) && account.contains(top);
}

class Finder {
 public:
  Finder(const Settings& wanted, const Settings& account, const LockEntry* entry)
      : wanted_(wanted),
        account_(account),
        entry_(entry),
        ours_(digests(wanted)),
        theirs_(digests(account)) {}

  std::vector<Drift> find() {
    for (auto& difference : differences(wanted_, account_))
      add(std::move(difference), Drift::Reason::Differs);
    if (entry_ == nullptr) return std::move(all_);
    for (const auto& [place, digest] : theirs_) {
      if (ours_.contains(place) || !is_judged_inside(place, wanted_, account_)) continue;
      const auto seen = entry_->seen.find(place);
      const bool is_new = seen == entry_->seen.end() || seen->second != digest;
      const bool is_left_out = entry_->written.contains(place);
      if (is_new || is_left_out)
        add_account(place, is_left_out ? Drift::Reason::LeftOut : Drift::Reason::NewInAccount);
    }
    return std::move(all_);
  }

 private:
  /// What is remembered of the place that `field` is in: two names deep where somebody has that, else one.
  [[nodiscard]] std::string place_of(const std::string& field) const {
    const auto first = field.find('.');
    const auto second = first == std::string::npos ? first : field.find('.', first + 1);
    const auto inner = field.substr(0, second);
    const bool is_known = ours_.contains(inner) || theirs_.contains(inner) ||
                          entry_->written.contains(inner) || entry_->seen.contains(inner);
    return is_known ? inner : field.substr(0, first);
  }

  void add_account(const std::string& place, Drift::Reason reason) {
    const auto value = value_at(account_, place);
    if (value.text() == "[]" || value.text() == "{}") return;  // the same as nothing
    add({place, Difference::Kind::OnlyAccount, value, {}}, reason);
  }

  void add(Difference difference, Drift::Reason reason) {
    Drift drift{std::move(difference), reason};
    if (entry_ != nullptr) {
      const auto place = place_of(drift.difference.field);
      drift.file_changed = changed(place, ours_, entry_->written);
      drift.account_changed = changed(place, theirs_, entry_->seen);
    }
    all_.push_back(std::move(drift));
  }

  const Settings& wanted_;
  const Settings& account_;
  const LockEntry* entry_;
  Digests ours_;
  Digests theirs_;
  std::vector<Drift> all_;
};

}  // namespace

bool Drift::stays() const {
  const bool is_whole_field = difference.field.find('.') == std::string::npos;
  return reason == Reason::NewInAccount || (reason == Reason::LeftOut && is_whole_field);
}

std::vector<Drift> drift(const Settings& wanted, const Settings& account, const LockEntry* entry) {
  return Finder(wanted, account, entry).find();
}

Settings update_for(const std::vector<Drift>& drifts, const Settings& wanted, const Settings& account) {
  std::set<std::string, std::less<>> dropped;
  for (const auto& drift : drifts) {
    if (drift.reason == Drift::Reason::LeftOut) dropped.insert(drift.difference.field);
  }
  Settings body;
  for (const auto& drift : drifts) {
    const std::string field(drift.difference.top());
    const auto ours = wanted.find(field);
    if (drift.stays() || ours == wanted.end() || body.contains(field)) continue;
    const auto theirs = account.find(field);
    const auto base = theirs == account.end() ? Json() : theirs->second;
    body.emplace(field, merged(field, ours->second, base, dropped));
  }
  return body;
}

LockEntry remembered(std::string id, std::string version, const Settings& wanted, const Settings& account) {
  return {std::move(id), std::move(version), digests(account), digests(wanted)};
}

}  // namespace callwright::assistants
