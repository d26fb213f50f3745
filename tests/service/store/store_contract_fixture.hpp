#pragma once

#include "service/runtime/ports/store.hpp"
#include "tests/service/store/store_samples.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

/// What every Store promises. A fixture has `Store& store()`; it may be another object at each call as long
/// as what was committed is still there.
namespace callwright::tests::store_contract {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = CommitOutcome::Kind;

template <class Fixture>
class StoreContract : public ::testing::Test {
 protected:
  Store& store() { return fixture_.store(); }

  CommitOutcome commit(const StoreEntry& entry) {
    auto outcomes = store().commit({entry}, {});
    EXPECT_TRUE(outcomes) << outcomes.error().detail;
    return outcomes ? outcomes->front() : CommitOutcome{.kind = Kind::Conflict, .address = "error"};
  }
  /// Commits a call of its own with some columns changed.
  template <class Change>
  void add(const std::string& id, std::int64_t opened_second, Change change) {
    SampleCall sample(id, opened_second);
    change(sample.call);
    ASSERT_EQ(commit(sample.next()).kind, Kind::Committed);
  }
  std::vector<std::string> found(const CallFilter& filter) {
    std::vector<std::string> ids;
    auto calls = store().search(filter);
    EXPECT_TRUE(calls) << calls.error().detail;
    for (const auto& call : *calls) ids.push_back(call.id);
    return ids;
  }
  std::vector<std::string> due_ids(std::int64_t second, std::size_t limit = 10) {
    std::vector<std::string> ids;
    for (const auto& id : *store().due(at_second(second), limit)) ids.push_back(id.text());
    return ids;
  }
  std::vector<std::int64_t> seqs(const std::string& id, std::int64_t after, std::size_t limit = 100) {
    std::vector<std::int64_t> numbers;
    const auto records = store().records(CallId(id), after, limit);
    for (const auto& record : *records) {
      EXPECT_EQ(record.call, id);
      numbers.push_back(*JsonDocument::parse(record.record)->root()["seq"].integer());
    }
    return numbers;
  }

 private:
  Fixture fixture_;
};

}  // namespace callwright::tests::store_contract
