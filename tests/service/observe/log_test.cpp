#include "service/observe/log.hpp"

#include "service/observe/log_text.hpp"
#include "workflows/model/json.hpp"

#include <thread>
#include <type_traits>

#include <gtest/gtest.h>

namespace callwright::tests::log {
namespace {

using Format = LogOptions::Format;

static_assert(!std::is_constructible_v<LogField, std::string_view, Secret>, "a secret is no field");
static_assert(!std::is_convertible_v<Secret, std::string>);

/// A log whose lines and clock the test holds.
class LogLines : public ::testing::Test {
 protected:
  Log make(Format format, bool full_numbers = false, Level minimum = Level::Info) {
    return Log({.format = format,
                .minimum = minimum,
                .full_numbers = full_numbers,
                .clock = [this] { return now_; }},
               [this](std::string_view line) { lines_.emplace_back(line); });
  }

  TimePoint now_{Duration{1'700'000'000'123}};
  std::vector<std::string> lines_;
};

TransitionLine sample_transition() {
  return {.call = CallId("call_1"),
          .workflow = "support",
          .state_from = "conversing",
          .state_to = "escalating",
          .cause = "tool.escalate_to_human",
          .event = EventId("e-1"),
          .leg = 0,
          .person = "ana",
          .latency = Duration{12}};
}

TEST_F(LogLines, ATransitionHasExactlyItsKeysAsJson) {
  auto log = make(Format::Json);
  log.write_transition(sample_transition());
  EXPECT_EQ(lines_.at(0),
            R"({"time":"2023-11-14T22:13:20.123Z","level":"info","call_id":"call_1","workflow":"support",)"
            R"("state_from":"conversing","state_to":"escalating","cause":"tool.escalate_to_human",)"
            R"("event_id":"e-1","leg":0,"person":"ana","latency_ms":12})");
}

TEST_F(LogLines, ATransitionHasExactlyItsKeysAsText) {
  auto log = make(Format::Text);
  log.write_transition(sample_transition());
  EXPECT_EQ(lines_.at(0),
            "2023-11-14T22:13:20.123Z info  call_id=call_1 workflow=support state_from=conversing "
            "state_to=escalating cause=tool.escalate_to_human event_id=e-1 leg=0 person=ana latency_ms=12");
}

TEST_F(LogLines, ATransitionKeepsTheKeysOfWhatItDoesNotHave) {
  auto json = make(Format::Json);
  auto text = make(Format::Text);
  const TransitionLine line{.call = CallId("call_1"), .state_to = "arriving", .cause = "timer"};
  json.write_transition(line);
  text.write_transition(line);
  EXPECT_EQ(lines_.at(0),
            R"({"time":"2023-11-14T22:13:20.123Z","level":"info","call_id":"call_1","workflow":"",)"
            R"("state_from":"","state_to":"arriving","cause":"timer","event_id":"","leg":null,"person":"",)"
            R"("latency_ms":0})");
  EXPECT_EQ(
      lines_.at(1),
      "2023-11-14T22:13:20.123Z info  call_id=call_1 workflow=- state_from=- state_to=arriving cause=timer "
      "event_id=- leg=- person=- latency_ms=0");
}

TEST_F(LogLines, AnEventComesWithItsFieldsInOrder) {
  auto json = make(Format::Json);
  auto text = make(Format::Text);
  const std::vector<LogField> fields = {{"port", 8080}, {"store", "calls.db"}, {"sentence", "two words"}};
  json.write(Level::Warn, "service.started", fields);
  text.write(Level::Error, "service.started", fields);
  EXPECT_EQ(lines_.at(0), R"({"time":"2023-11-14T22:13:20.123Z","level":"warn","event":"service.started",)"
                          R"("port":8080,"store":"calls.db","sentence":"two words"})");
  EXPECT_EQ(
      lines_.at(1),
      R"(2023-11-14T22:13:20.123Z error event=service.started port=8080 store=calls.db sentence="two words")");
}

TEST_F(LogLines, MasksNumbersUnlessToldOtherwise) {
  auto masked = make(Format::Text);
  auto full = make(Format::Text, true);
  for (auto* log : {&masked, &full}) {
    log->write(Level::Info, "x",
               {LogField::number("from", "+13125550199"), LogField::number("to", "sip:a@b.example")});
  }
  EXPECT_EQ(lines_.at(0), "2023-11-14T22:13:20.123Z info  event=x from=+1312•••0199 to=sip:•••@b.example");
  EXPECT_EQ(lines_.at(1), "2023-11-14T22:13:20.123Z info  event=x from=+13125550199 to=sip:a@b.example");
}

TEST_F(LogLines, LeavesOutWhatIsBelowTheMinimum) {
  auto log = make(Format::Text, false, Level::Warn);
  log.write(Level::Info, "quiet");
  log.write_limited(Level::Debug, "quiet");
  log.write_transition(sample_transition());
  EXPECT_TRUE(lines_.empty());
  log.write(Level::Warn, "loud");
  EXPECT_EQ(lines_.size(), 1U);
}

TEST_F(LogLines, NoValueBreaksOutOfItsLine) {
  const std::vector<std::string> values = {"a\nlevel=error event=forged",
                                           "\"}\r\n{\"level\":\"error\"",
                                           std::string("nul\0byte", 8),
                                           "\x1b[31mred",
                                           "back\\slash",
                                           "bad \xFF\xC0\x80 utf-8",
                                           "\xED\xA0\x80",
                                           "-",
                                           std::string(5000, 'x')};
  auto json = make(Format::Json);
  auto text = make(Format::Text);
  for (const auto& value : values) {
    json.write(Level::Info, "x", {{"value", value}, {"last", 1}});
    text.write(Level::Info, "x", {{"value", value}, {"last", 1}});
  }
  for (const auto& line : lines_) {
    EXPECT_LT(line.size(), 1200U);
    for (const char c : line) EXPECT_GE(static_cast<unsigned char>(c), 0x20) << line;
    if (line.starts_with("{")) {
      const auto parsed = JsonDocument::parse(line);
      ASSERT_TRUE(parsed) << line;
      EXPECT_EQ(parsed->root().size(), 5U) << line;
      EXPECT_EQ(parsed->root()["last"].integer(), 1) << line;
    } else {
      EXPECT_TRUE(line.ends_with(" last=1")) << line;
    }
  }
}

TEST_F(LogLines, LimitsALineThatRepeatsAndTellsHowManyWereLeftOut) {
  auto log = make(Format::Text);
  for (int i = 0; i < 20; ++i) log.write_limited(Level::Warn, "store.unavailable");
  EXPECT_EQ(lines_.size(), 5U);
  log.write_limited(Level::Warn, "another.event");
  EXPECT_EQ(lines_.size(), 6U) << "each event has its own limit";
  now_ += std::chrono::seconds{10};
  log.write_limited(Level::Warn, "store.unavailable", {{"code", 5}});
  EXPECT_EQ(lines_.back(), "2023-11-14T22:13:30.123Z warn  event=store.unavailable code=5 suppressed=15");
  log.write_limited(Level::Warn, "store.unavailable");
  EXPECT_EQ(lines_.back(), "2023-11-14T22:13:30.123Z warn  event=store.unavailable");
}

TEST_F(LogLines, AClockThatIsSetBackDoesNotSilenceARepeatingLine) {
  auto log = make(Format::Text);
  for (int i = 0; i < 6; ++i) log.write_limited(Level::Warn, "x");
  now_ -= std::chrono::hours{1};
  log.write_limited(Level::Warn, "x");
  EXPECT_EQ(lines_.size(), 6U);
}

TEST(Log, WritesWholeLinesFromManyThreads) {
  std::mutex mutex;
  std::vector<std::string> lines;
  Log log({.format = Format::Json, .clock = {}}, [&](std::string_view line) {
    const std::lock_guard lock(mutex);
    lines.emplace_back(line);
  });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&log] {
      for (int j = 0; j < 100; ++j) log.write_limited(Level::Info, "event" + std::to_string(j), {{"j", j}});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lines.size(), 400U);
}

TEST(Log, GoesToStandardOutputLineByLine) {
  ::testing::internal::CaptureStdout();
  Log log({.clock = [] { return TimePoint{}; }}, standard_output());
  log.write(Level::Info, "x", {{"percent", "%s %v {}"}});
  EXPECT_EQ(::testing::internal::GetCapturedStdout(),
            "1970-01-01T00:00:00.000Z info  event=x percent=\"%s %v {}\"\n");
}

TEST(ValidUtf8, KeepsWhatIsWellFormedAndReplacesTheRest) {
  const std::string replaced = "\xEF\xBF\xBD";
  struct Case {
    std::string text, valid;
  };
  const std::vector<Case> cases = {
      {"plain", "plain"},
      {"äöü • 😀", "äöü • 😀"},
      {"\xC3", replaced},
      {"a\x80z", "a" + replaced + "z"},
      {"\xC0\xAF", replaced + replaced},                                // overlong
      {"\xED\xA0\x80", replaced + replaced + replaced},                 // surrogate
      {"\xF4\x90\x80\x80", replaced + replaced + replaced + replaced},  // above U+10FFFF
      {"\xF0\x9F\x98", replaced + replaced + replaced},                 // cut
  };
  for (const auto& test : cases) EXPECT_EQ(observe::valid_utf8(test.text), test.valid);
}

}  // namespace
}  // namespace callwright::tests::log
