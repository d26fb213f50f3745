#include "workflows/catalogue/catalogue.hpp"
#include "workflows/simulator/assistants/answer.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_table {
namespace {

TEST(AssistantsApi, EveryOperationOfTheCatalogueBelowAiIsAnswered) {
  int operations = 0;
  for (const auto& operation : Catalogue::get().operations()) {
    if (!operation.path.starts_with("/ai/")) continue;
    ++operations;
    EXPECT_NE(callwright::simulator::assistants::assistants_query(operation.name), nullptr) << operation.name;
  }
  EXPECT_GE(operations, 72);
}

TEST(AssistantsApi, OtherOperationsAreNotItsOwn) {
  EXPECT_EQ(callwright::simulator::assistants::assistants_query("list_call_events"), nullptr);
  EXPECT_EQ(callwright::simulator::assistants::assistants_query("answer"), nullptr);
}

}  // namespace
}  // namespace callwright::tests::assistants_table
