#pragma once

#include <cstddef>
#include <deque>
#include <utility>

namespace callwright::simulator {

/// A list whose positions and references stay valid while its oldest items are forgotten. At the position of
/// a forgotten item there is the blank one. A value.
template <class Item>
class KeptList {
 public:
  explicit KeptList(Item blank) : blank_(std::move(blank)) {}

  Item& emplace_back() { return items_.emplace_back(); }
  /// How many there ever were, which is the position of the next one, and how many are still here.
  [[nodiscard]] std::size_t size() const { return forgotten_ + items_.size(); }
  [[nodiscard]] std::size_t held() const { return items_.size(); }

  Item& operator[](std::size_t position) {
    if (position >= forgotten_) return items_[position - forgotten_];
    used_blank_ = blank_;  // what somebody writes into it is gone with the next look
    return used_blank_;
  }
  const Item& operator[](std::size_t position) const {
    return position < forgotten_ ? blank_ : items_[position - forgotten_];
  }

  // Of those that are still here, oldest first.
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  [[nodiscard]] const Item& front() const { return items_.front(); }
  void forget_front() {
    items_.pop_front();
    ++forgotten_;
  }

 private:
  Item blank_;
  Item used_blank_ = blank_;
  std::deque<Item> items_;
  std::size_t forgotten_ = 0;
};

}  // namespace callwright::simulator
