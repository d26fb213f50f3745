#include "tests/e2e/service.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::demo {
namespace {

TEST(Demo, RunsByItselfAndEndsWithAPersonJoined) {
  const TempDirectory folder;
  Process demo(callwright_command(folder, {"demo"}));
  ASSERT_EQ(demo.wait(2 * kPatience), 0) << demo.output() << demo.errors();
  EXPECT_NE(demo.output().find("Dana: joined"), std::string::npos) << demo.output();
  EXPECT_NE(demo.output().find("the front desk: machine"), std::string::npos) << demo.output();
}

}  // namespace
}  // namespace callwright::tests::demo
