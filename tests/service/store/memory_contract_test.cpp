#include "service/simulation/memory_store.hpp"
#include "tests/service/store/store_contract.hpp"
#include "tests/service/store/store_history_contract.hpp"
#include "tests/service/store/store_message_contract.hpp"
#include "tests/service/store/store_on_call_contract.hpp"

namespace callwright::tests::store_contract {
namespace {

using simulation::MemoryStore;

class Memory {
 public:
  Store& store() { return store_; }

 private:
  MemoryStore store_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, Memory);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreHistoryContract, Memory);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreOnCallContract, Memory);
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreMessageContract, Memory);

TEST(MemoryStore, FailsTheCommitsItIsAskedTo) {
  using enum MemoryStore::Trouble;
  struct Case {
    MemoryStore::Trouble trouble;
    std::string code;
    bool stored;
  };
  const std::vector<Case> cases = {{None, "", true},
                                   {Refused, "store.unavailable", false},
                                   {Full, "store.full", false},
                                   {Lost, "store.unknown", false},
                                   {AnswerLost, "store.unknown", true}};
  for (const auto& test : cases) {
    MemoryStore store;
    store.fail_next = {test.trouble};
    const auto outcomes = store.commit({SampleCall("call_1").next()}, {});
    EXPECT_EQ(outcomes ? "" : outcomes.error().code, test.code);
    EXPECT_EQ(store.load(CallId("call_1"))->has_value(), test.stored) << test.code;
    EXPECT_TRUE(store.commit({SampleCall("call_2").next()}, {})) << "only one was to fail";
    EXPECT_EQ(store.commits, 2U);
  }
}

TEST(MemoryStore, FailsTheReadsItIsAskedTo) {
  MemoryStore store;
  store.fail_reads = {MemoryStore::Trouble::None, MemoryStore::Trouble::Refused};
  EXPECT_TRUE(store.load(CallId("call_1")));
  EXPECT_EQ(store.due(at_second(0), 1).error().code, "store.unavailable");
  EXPECT_TRUE(store.find({"ccid:a"}));
}

}  // namespace
}  // namespace callwright::tests::store_contract
