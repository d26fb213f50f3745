#include "service/cli/terminal.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::terminal {
namespace {

using cli::Colour;
using cli::Terminal;

TEST(Terminal, PaintsOnlyWhereAPersonLooks) {
  EXPECT_EQ(Terminal(false).paint("text", Colour::Red), "text");
  EXPECT_EQ(Terminal(true).paint("text", Colour::Red), "\x1b[31mtext\x1b[0m");
  EXPECT_EQ(Terminal(true).paint("text", Colour::Plain), "text");
}

TEST(Terminal, APipeIsNotATerminal) {
  std::FILE* pipe = ::popen("cat > /dev/null", "w");
  ASSERT_NE(pipe, nullptr);
  EXPECT_EQ(Terminal::of(pipe).paint("text", Colour::Bold), "text");
  ::pclose(pipe);
}

TEST(Terminal, ColumnsAreAsWideAsTheirWidestCell) {
  EXPECT_EQ(cli::table({{"A", "B"}, {"long", "x"}, {"é", ""}}), "A     B\nlong  x\né\n");
}

TEST(Terminal, TextFromOutsideCannotMoveTheCursor) {
  EXPECT_EQ(cli::printable("a\x1b[2Jb\nc\x7f"), "a?[2Jb?c?");
  EXPECT_EQ(cli::printable("Zoë • ok"), "Zoë • ok");
}

}  // namespace
}  // namespace callwright::tests::terminal
