#include "service/app/lookup_board.hpp"

#include <algorithm>
#include <utility>

namespace callwright {

bool LookupBoard::want(const std::string& question, TimePoint now, Done done) {
  std::unique_lock lock(mutex_);
  if (const auto found = kept_.find(question); found != kept_.end()) {
    if (now < found->second.until) {
      auto answer = found->second.answer;
      lock.unlock();
      done(std::move(answer));
      return false;
    }
    forget(question);
  }
  const auto [waiting, is_first] = waiting_.try_emplace(question);
  waiting->second.push_back(std::move(done));
  return is_first;
}

void LookupBoard::answered(const std::string& question, const Result<Json>& answer, TimePoint now,
                           Duration cache) {
  std::vector<Done> waiting;
  {
    const std::scoped_lock lock(mutex_);
    if (auto asked = waiting_.extract(question)) waiting = std::move(asked.mapped());
    const auto kept_for = answer ? cache : std::min(cache, limits_.failure_kept_max);
    const auto bytes = question.size() * 2 + (answer ? answer->text().size() : 0);
    if (kept_for > Duration{0} && bytes <= limits_.bytes_max) {
      keep(question, {.answer = answer, .until = now + kept_for, .bytes = bytes, .number = next_number_++});
    }
  }
  for (auto& done : waiting) done(answer);
}

std::size_t LookupBoard::size() const {
  const std::scoped_lock lock(mutex_);
  return kept_.size();
}

void LookupBoard::keep(const std::string& question, Kept kept) {
  forget(question);
  bytes_ += kept.bytes;
  order_.emplace_back(kept.number, question);
  kept_.emplace(question, std::move(kept));
  while (kept_.size() > limits_.answers_max || bytes_ > limits_.bytes_max ||
         order_.size() > 2 * limits_.answers_max) {
    const auto [number, oldest] = std::move(order_.front());
    order_.pop_front();
    if (const auto found = kept_.find(oldest); found != kept_.end() && found->second.number == number) {
      forget(oldest);
    }
  }
}

void LookupBoard::forget(const std::string& question) {
  const auto found = kept_.find(question);
  if (found == kept_.end()) return;
  bytes_ -= found->second.bytes;
  kept_.erase(found);
}

}  // namespace callwright
