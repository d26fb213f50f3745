#include "workflows/engine/history.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <vector>

namespace callwright::engine {
namespace {

constexpr std::size_t kMessagesKept = 30;
constexpr std::size_t kMessageMax = 600;  // of one message; a call's snapshot has to stay small
constexpr std::size_t kHistoryMax = 8192;

bool is_said(const JsonNode& message) {
  const auto role = message["role"].str();
  return (role == "user" || role == "assistant") && !message["content"].str().empty();
}

}  // namespace

void history_came(Decision& d, const JsonNode& payload) {
  const auto messages =
      payload["message_history"].exists() ? payload["message_history"] : payload["messages"];
  std::vector<std::string> kept;
  std::size_t size = 0;
  const auto all = messages.elements();
  for (auto message = all.rbegin(); message != all.rend() && kept.size() < kMessagesKept; ++message) {
    if (!is_said(*message)) continue;
    JsonWriter out;
    out.begin_object().member("role", (*message)["role"].str());
    out.member("content", cut_utf8((*message)["content"].str(), kMessageMax));
    auto text = out.end_object().take();
    size += text.size();
    if (size > kHistoryMax) break;
    kept.push_back(std::move(text));
  }
  if (kept.empty()) return;
  std::ranges::reverse(kept);
  JsonWriter out;
  out.begin_array();
  for (auto& message : kept) out.raw(Json::trusted(std::move(message)));
  d.call.history = out.end_array().finish();
}

Json resumed(const Call& call, const Json& body, const Resumption& resumption) {
  const auto document = JsonDocument::of(body);
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : document.root().members()) {
    if (name != "greeting" && name != "message_history") out.key(name).node(value);
  }
  if (!resumption.greeting.empty()) out.member("greeting", resumption.greeting);
  out.key("message_history").begin_array();
  const auto said = JsonDocument::of(call.history);
  const auto before = call.history.is_null() ? document.root()["message_history"] : said.root();
  for (const auto& message : before.elements()) out.node(message);
  if (!resumption.note.empty()) {
    out.begin_object().member("role", "system").member("content", resumption.note).end_object();
  }
  return out.end_array().end_object().finish();
}

}  // namespace callwright::engine
