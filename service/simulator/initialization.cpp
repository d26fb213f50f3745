#include "service/simulator/face.hpp"
#include "service/simulator/json_fields.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

/// The assistant asks for the variables of a conversation that begins.
namespace callwright::simulator {
namespace {

/// Telnyx's guide says one second; the assistant's setting can make it ten.
constexpr Duration kPatience = std::chrono::seconds{10};

struct Question {
  std::string channel;
  std::string agent;
  std::string end_user;
  std::string call_control_id;
  std::string assistant_id;
  std::string conversation_id;
  bool is_verified = false;
};

void take(std::string& into, const JsonNode& given) {
  if (given.is_string()) into = given.str();
}

/// `leg` is empty in a conversation by text message.
Question question_of(const std::optional<Telnyx::LegView>& leg, const JsonNode& given) {
  Question question{.channel = "sms_chat", .is_verified = given["verified"].boolean().value_or(false)};
  if (leg) {
    const bool is_incoming = leg->direction == "incoming";
    question.channel = "phone_call";
    question.agent = is_incoming ? leg->to : leg->from;
    question.end_user = is_incoming ? leg->from : leg->to;
    question.call_control_id = leg->id.text();
    question.conversation_id = leg->conversation_id;
  }
  take(question.channel, given["channel"]);
  take(question.agent, given["agent"]);
  take(question.end_user, given["end_user"]);
  take(question.assistant_id, given["assistant_id"]);
  take(question.conversation_id, given["conversation_id"]);
  return question;
}

std::string body_of(const Question& question, const std::string& id, TimePoint now) {
  JsonWriter out;
  out.begin_object().key("data").begin_object();
  out.member("record_type", "event").member("event_type", "assistant.initialization").member("id", id);
  out.member("occurred_at", format_time(now)).key("payload").begin_object();
  out.member("telnyx_conversation_channel", question.channel);
  out.member("telnyx_agent_target", question.agent);
  out.member("telnyx_end_user_target", question.end_user);
  out.member("telnyx_end_user_target_verified", question.is_verified);
  const auto known = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.member(name, value);
  };
  known("call_control_id", question.call_control_id);
  known("assistant_id", question.assistant_id);
  known("telnyx_conversation_id", question.conversation_id);
  return out.end_object().end_object().end_object().take();
}

HttpReply reply_of(const HttpResponse& response) {
  const auto answer = JsonDocument::parse(response.body);
  JsonWriter out;
  out.begin_object().member("status", response.status).key("answer");
  if (answer) {
    out.node(answer->root());
  } else {
    out.string(response.body);
  }
  return HttpReply{.status = 200, .body = out.end_object().take(), .headers = {}};
}

}  // namespace

boost::asio::awaitable<HttpReply> Face::ask_signed(HttpRequest request) {
  for (auto& header : signer_.headers(request.body, now_())) request.headers.push_back(std::move(header));
  request.headers.emplace_back("content-type", "application/json");
  const auto response = co_await http_.exchange(std::move(request));
  if (!response) co_return problem(502, "simulator.unreachable", response.error().detail);
  co_return reply_of(*response);
}

boost::asio::awaitable<HttpReply> Face::initialize(Request request, std::string leg_id) {
  const auto body = JsonDocument::parse(request.body.empty() ? "{}" : std::string_view(request.body));
  if (!body) co_return problem(400, body.error().code, body.error().detail);
  const auto fields = expect_fields(
      body->root(), "an initialization",
      {"url", "id", "channel", "agent", "end_user", "verified", "assistant_id", "conversation_id"});
  if (!fields) co_return problem(400, fields.error().code, fields.error().detail);
  const auto leg = leg_id.empty() ? std::nullopt : model_.leg(CallControlId(leg_id));
  if (!leg && !leg_id.empty()) {
    co_return problem(409, "simulator.not_possible",
                      "There is no such leg; GET /_simulator/log shows all legs.");
  }
  const auto given = body->root();
  auto id = given["id"].str();
  if (id.empty()) id = "initialization-" + std::to_string(++initializations_);
  auto url = given["url"].str();
  if (url.empty()) url = webhook_url_ + "/variables";
  HttpRequest question{
      .method = "POST", .url = std::move(url), .headers = {}, .body = {}, .deadline = kPatience};
  question.body = body_of(question_of(leg, given), id, now_());
  co_return co_await ask_signed(std::move(question));
}

}  // namespace callwright::simulator
