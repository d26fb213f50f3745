#include "handlers/chat/sse_reader.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::sse_reader {
namespace {

constexpr std::size_t kBytesMax = 64;

std::vector<SseEvent> read(std::string_view bytes, std::size_t step) {
  SseReader reader(kBytesMax);
  std::vector<SseEvent> all;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    for (auto& event : reader.feed(bytes.substr(at, step))) all.push_back(std::move(event));
  }
  return all;
}

TEST(SseReader, ReadsEventsHoweverTheyAreCut) {
  struct Case {
    std::string bytes;
    std::vector<SseEvent> events;
  };
  const std::vector<Case> cases = {
      {"event: delta\ndata: {\"a\":1}\n\n", {{"delta", "{\"a\":1}"}}},
      {"data:x\r\n\r\ndata: y\r\r", {{"message", "x"}, {"message", "y"}}},
      {"data: a\ndata:  b\ndata\n\n", {{"message", "a\n b\n"}}},
      {": comment\nid: 7\nretry: 9\ndata: a\n\n", {{"message", "a"}}},
      {"event: done\n\ndata: a\n\n", {{"message", "a"}}},
      {"\xEF\xBB\xBF"
       "data: a\n\n",
       {{"message", "a"}}},
      {"data\n\n", {{"message", ""}}},
      {"data: a:b\n\ndata: never ends\n", {{"message", "a:b"}}},
      {"", {}},
      {"\n\n\n", {}},
  };
  for (const auto& test : cases) {
    for (std::size_t step = 1; step <= test.bytes.size() + 1; ++step)
      EXPECT_EQ(read(test.bytes, step), test.events) << test.bytes << " by " << step;
  }
}

TEST(SseReader, AnEventIsBounded) {
  for (const auto& bytes : {"data: " + std::string(100, 'x'), std::string(100, 'y')}) {
    SseReader reader(kBytesMax);
    EXPECT_TRUE(reader.feed(bytes).empty());
    EXPECT_TRUE(reader.is_broken());
    EXPECT_TRUE(reader.feed("\n\ndata: a\n\n").empty());
  }
  SseReader reader(kBytesMax);
  for (int i = 0; i < 100; ++i) reader.feed("data: 0123456789\n");
  EXPECT_TRUE(reader.is_broken());
}

}  // namespace
}  // namespace callwright::tests::sse_reader
