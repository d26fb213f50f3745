#include "handlers/chat/chat_events.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::chat_events {
namespace {

using Kind = ChatNews::Kind;

TEST(ChatEvent, IsUnderstoodInEveryFormThatMayCome) {
  struct Case {
    SseEvent event;
    Kind kind;
    std::string text;
  };
  const std::vector<Case> cases = {
      {{"delta", R"({"content":"We"})"}, Kind::Delta, "We"},
      {{"delta", R"({"delta":"We"})"}, Kind::Delta, "We"},
      {{"delta", R"("We")"}, Kind::Delta, "We"},
      {{"delta", "We are"}, Kind::Delta, "We are"},
      {{"delta", R"({"role":"assistant"})"}, Kind::Delta, ""},
      {{"delta", "null"}, Kind::Delta, ""},
      {{"message", R"({"content":"We"})"}, Kind::Delta, "We"},
      {{"message", "[DONE]"}, Kind::Done, ""},
      {{"done", R"({"content":"We are.","whatsapp_template":null})"}, Kind::Done, "We are."},
      {{"done", "{}"}, Kind::Done, ""},
      {{"error", R"({"detail":"No model."})"}, Kind::Trouble, "No model."},
      {{"error", "No model."}, Kind::Trouble, "No model."},
      {{"tool_call", R"({"content":"secret"})"}, Kind::Nothing, ""},
  };
  for (const auto& test : cases) {
    const auto news = read_chat_event(test.event);
    EXPECT_EQ(news.kind, test.kind) << test.event.name << " " << test.event.data;
    EXPECT_EQ(news.text, test.text) << test.event.name << " " << test.event.data;
  }
}

TEST(ChatEvent, OursAreOneLineOfDataEach) {
  EXPECT_EQ(conversation_event("c-1"), "event: conversation\ndata: {\"conversation_id\":\"c-1\"}\n\n");
  EXPECT_EQ(delta_event("a\nb"), "event: delta\ndata: {\"content\":\"a\\nb\"}\n\n");
  EXPECT_EQ(done_event("c-1", "ok"), "event: done\ndata: {\"conversation_id\":\"c-1\",\"reply\":\"ok\"}\n\n");
  EXPECT_TRUE(error_event(problem(502, "a.b", "Text.")).starts_with("event: error\ndata: {"));
}

}  // namespace
}  // namespace callwright::tests::chat_events
