#include "service/app/lookup_board.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::lookup_board {
namespace {

using std::chrono::seconds;

constexpr TimePoint kStart{seconds{1'000'000}};

/// A board and what those who asked were told, in order.
struct Story {
  LookupBoard board;
  std::vector<std::string> told;

  explicit Story(LookupBoardLimits limits = {}) : board(limits) {}
  bool want(const std::string& question, Duration after = Duration{0}) {
    return board.want(question, kStart + after, [this](Result<Json> answer) {
      told.push_back(answer ? answer->text() : answer.error().code);
    });
  }
  void answer(const std::string& question, const std::string& text, Duration cache,
              Duration after = Duration{0}) {
    board.answered(question, Json::trusted(text), kStart + after, cache);
  }
  void fail_with(const std::string& question, Duration cache) {
    board.answered(question, fail(Errc::Timeout, "late", ""), kStart, cache);
  }
};

TEST(LookupBoard, TheSameQuestionIsAskedOnceAtATime) {
  Story story;
  EXPECT_TRUE(story.want("a"));
  EXPECT_FALSE(story.want("a"));
  EXPECT_TRUE(story.want("b"));
  EXPECT_TRUE(story.told.empty());
  story.answer("a", "1", Duration{0});
  EXPECT_EQ(story.told, (std::vector<std::string>{"1", "1"}));
  EXPECT_TRUE(story.want("a")) << "kept for no time at all";
}

TEST(LookupBoard, AnAnswerCountsForItsTimeAndNoLonger) {
  Story story;
  EXPECT_TRUE(story.want("a"));
  story.answer("a", "1", seconds{60});
  EXPECT_FALSE(story.want("a", seconds{60} - Duration{1}));
  EXPECT_EQ(story.told, (std::vector<std::string>{"1", "1"}));
  EXPECT_TRUE(story.want("a", seconds{60}));
}

TEST(LookupBoard, AFailureCountsForFiveSecondsAtMost) {
  Story story;
  EXPECT_TRUE(story.want("a"));
  story.fail_with("a", seconds{60});
  EXPECT_FALSE(story.want("a", seconds{4}));
  EXPECT_TRUE(story.want("a", seconds{5}));
  EXPECT_TRUE(story.want("b"));
  story.fail_with("b", seconds{1});
  EXPECT_TRUE(story.want("b", seconds{1}));
  EXPECT_EQ(story.told, (std::vector<std::string>{"late", "late", "late"}));
}

TEST(LookupBoard, HoldsSoManyAnswersAndDropsTheOldest) {
  Story story({.answers_max = 3});
  for (const auto* question : {"a", "b", "c", "d"}) story.answer(question, "1", seconds{60});
  EXPECT_EQ(story.board.size(), 3U);
  EXPECT_TRUE(story.want("a"));
  EXPECT_FALSE(story.want("b"));
}

TEST(LookupBoard, AnAnswerThatIsRenewedIsNotTheOldest) {
  Story story({.answers_max = 2});
  story.answer("a", "1", seconds{60});
  story.answer("b", "1", seconds{60});
  story.answer("a", "2", seconds{60});
  story.answer("c", "1", seconds{60});
  EXPECT_FALSE(story.want("a"));
  EXPECT_TRUE(story.want("b"));
}

TEST(LookupBoard, HoldsSoManyBytes) {
  Story story({.bytes_max = 100});
  story.answer("a", '"' + std::string(40, 'x') + '"', seconds{60});
  story.answer("b", '"' + std::string(40, 'x') + '"', seconds{60});
  EXPECT_EQ(story.board.size(), 2U);
  story.answer("c", '"' + std::string(40, 'x') + '"', seconds{60});
  EXPECT_EQ(story.board.size(), 2U);
  story.answer("d", '"' + std::string(200, 'x') + '"', seconds{60});
  EXPECT_TRUE(story.want("d")) << "larger than the whole board";
}

TEST(LookupBoard, RenewingForEverTakesNoRoom) {
  Story story({.answers_max = 2});
  for (int i = 0; i < 100; ++i) story.answer("a", "1", seconds{60}, seconds{i});
  EXPECT_EQ(story.board.size(), 1U);
  EXPECT_FALSE(story.want("a", seconds{100}));
}

}  // namespace
}  // namespace callwright::tests::lookup_board
