#include "service/cli/child_process.hpp"

#include <chrono>
#include <csignal>

#include <gtest/gtest.h>

namespace callwright::tests::child_process {
namespace {

using cli::ChildProcess;
constexpr Duration kLong = std::chrono::seconds{60};

ChildProcess shell(const std::string& script, std::map<std::string, std::string> environment = {}) {
  auto child = ChildProcess::start(
      {.program = "/bin/sh", .arguments = {"-c", script}, .environment = std::move(environment)});
  if (!child) throw std::runtime_error(child.error().detail);
  return std::move(*child);
}

TEST(ChildProcess, GivesItsOutputLineByLine) {
  auto child = shell("echo one; echo two; printf three");
  EXPECT_EQ(child.read_line(kLong), "one");
  EXPECT_EQ(child.read_line(kLong), "two");
  EXPECT_EQ(child.read_line(kLong), std::nullopt);
  EXPECT_EQ(child.wait(kLong), 0);
}

TEST(ChildProcess, MoreOutputThanAPipeHoldsDoesNotStopIt) {
  auto child =
      shell("i=0; while [ $i -lt 20000 ]; do echo 0123456789; i=$((i+1)); done; echo end >&2; exit 7");
  EXPECT_EQ(child.wait(kLong), 7);
  EXPECT_EQ(child.errors(), "end\n");
  int lines = 0;
  while (child.read_line(Duration(0))) ++lines;
  EXPECT_EQ(lines, 20'000);
}

TEST(ChildProcess, SeesTheEnvironmentItWasGiven) {
  auto child = shell("echo $CALLWRIGHT_TEST_VALUE", {{"CALLWRIGHT_TEST_VALUE", "given"}});
  EXPECT_EQ(child.read_line(kLong), "given");
}

TEST(ChildProcess, AStubbornOneIsKilledInTheEnd) {
  auto child = shell("trap '' TERM; echo ready; while :; do sleep 1; done");
  ASSERT_EQ(child.read_line(kLong), "ready");
  EXPECT_EQ(child.stop(std::chrono::milliseconds{50}), 128 + SIGKILL);
  EXPECT_FALSE(child.signal(SIGTERM));
}

TEST(ChildProcess, IsGoneWhenTheObjectIs) {
  pid_t pid = 0;
  {
    auto child = shell("echo ready; exec sleep 1000");
    ASSERT_EQ(child.read_line(kLong), "ready");
    pid = child.pid();
  }
  EXPECT_EQ(::kill(pid, 0), -1);
}

TEST(ChildProcess, AMissingProgramIsAnErrorThatNamesIt) {
  const auto child =
      ChildProcess::start({.program = "/nonexistent/program", .arguments = {}, .environment = {}});
  ASSERT_FALSE(child);
  EXPECT_NE(child.error().detail.find("/nonexistent/program"), std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::child_process
