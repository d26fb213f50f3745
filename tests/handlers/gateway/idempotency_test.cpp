#include "handlers/gateway/idempotency.hpp"

#include "workflows/model/json.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::idempotency {
namespace {

Request with_keys(const std::vector<std::string>& keys) {
  Request request;
  for (const auto& key : keys) request.headers.emplace_back("idempotency-key", key);
  return request;
}

TEST(IdempotencyKey, IsReadAsTelnyxReadsItsOwn) {
  EXPECT_EQ(*read_idempotency_key(with_keys({})), "");
  EXPECT_EQ(*read_idempotency_key(with_keys({"aZ09_-"})), "aZ09_-");
  EXPECT_TRUE(read_idempotency_key(with_keys({std::string(255, 'k')})));
  for (const auto& keys : std::vector<std::vector<std::string>>{
           {""}, {"a b"}, {"a.b"}, {"\xC3\xA9"}, {std::string(256, 'k')}, {"one", "two"}}) {
    const auto key = read_idempotency_key(with_keys(keys));
    ASSERT_FALSE(key) << keys.front();
    EXPECT_EQ(key.error().code, "idempotency.key");
  }
}

TEST(Repetition, DependsOnTheBodyAndOnWhatCameOfTheFirst) {
  using enum MessageState;
  struct Case {
    MessageState state;
    Repetition repetition;
    int status;
  };
  for (const auto& test : std::vector<Case>{{Answered, Repetition::Replay, 0},
                                            {Asked, Repetition::InProgress, 409},
                                            {Unknown, Repetition::InDoubt, 409}}) {
    Message earlier{.conversation_id = "c-1", .fingerprint = "same", .end = {.state = test.state}};
    EXPECT_EQ(repetition_of(earlier, "same"), test.repetition);
    EXPECT_EQ(repetition_of(earlier, "other"), Repetition::OtherBody);
    if (test.status == 0) continue;
    const auto reply = refuse_repetition(test.repetition, earlier);
    EXPECT_EQ(reply.status, test.status);
    EXPECT_EQ(JsonDocument::parse(reply.body)->root()["conversation_id"].str(), "c-1");
  }
  EXPECT_EQ(refuse_repetition(Repetition::OtherBody, {}).status, 422);
}

TEST(RequestFingerprint, TellsPathsAndBodiesApart) {
  EXPECT_EQ(request_fingerprint("/chat", "{}"), request_fingerprint("/chat", "{}"));
  EXPECT_NE(request_fingerprint("/chat", "{}"), request_fingerprint("/sms", "{}"));
  EXPECT_NE(request_fingerprint("/chat", "{}"), request_fingerprint("/chat", "{ }"));
}

}  // namespace
}  // namespace callwright::tests::idempotency
