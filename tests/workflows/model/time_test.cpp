#include "workflows/model/time.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::time {
namespace {

TEST(Time, ReadsWhatTelnyxWrites) {
  EXPECT_EQ(format_time(*parse_time("2026-08-21T09:03:12.512345Z")), "2026-08-21T09:03:12.512Z");
  EXPECT_EQ(format_time(*parse_time("2026-11-24T10:00:00-06:00")), "2026-11-24T16:00:00.000Z");
  EXPECT_EQ(format_time(*parse_time("1999-12-31T23:59:59.9Z")), "1999-12-31T23:59:59.900Z");
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const auto* text :
       {"", "2026-08-21", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-08-21T09:03:12",
        "2026-08-21T09:03:12.Z", "2026-08-21T25:00:00Z", "2026-08-21T09:03:12Zx", "9999-12-31T23:59:59-01:00",
        "0000-01-01T00:00:00+01:00"}) {
    EXPECT_EQ(parse_time(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace callwright::tests::time
