#include "handlers/on_call/on_call_api.hpp"

#include "handlers/access/secrets.hpp"
#include "handlers/calls_api/calls_api.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kOverrideBytesMax = 4096;

std::unexpected<Error> bad_body() {
  return fail(Errc::InvalidInput, "on_call.body",
              R"(The body is {"person": "KEY", "from": TIME, "until": TIME}; the times may be left out.)");
}

/// False: it stands there and is no time.
bool read_time(const JsonNode& node, std::optional<TimePoint>& into) {
  if (!node.exists() || node.is_null()) return true;
  into = parse_time(node.str());
  return into.has_value();
}

void write_person(JsonWriter& out, std::string_view key, const NamedPerson& person) {
  out.key(key);
  if (person.key.empty()) {
    out.null();
  } else {
    out.begin_object().member("key", person.key).member("name", person.name).end_object();
  }
}

void write_time(JsonWriter& out, std::string_view key, const std::optional<TimePoint>& time) {
  out.key(key);
  if (time) {
    out.string(format_time(*time));
  } else {
    out.null();
  }
}

void write_override(JsonWriter& out, const OnCallOverride& override) {
  out.member("person", override.person).member("from", format_time(override.from));
  write_time(out, "until", override.until);
  out.member("by", override.by);
}

void write_rotation(JsonWriter& out, const OnDuty& duty) {
  out.begin_object().member("rotation", duty.rotation);
  write_person(out, "on_call", duty.on_call);
  write_person(out, "turn", duty.turn);
  out.member("turn_until", format_time(duty.turn_until));
  write_person(out, "next", duty.next);
  out.key("override");
  if (duty.override) {
    out.begin_object();
    write_override(out, *duty.override);
    out.end_object();
  } else {
    out.null();
  }
  out.end_object();
}

void write_change(JsonWriter& out, const OverrideChange& change) {
  out.begin_object().member("rotation", change.override.rotation);
  write_override(out, change.override);
  out.member("made_at", format_time(change.made_at));
  write_time(out, "ended_at", change.ended_at);
  out.member("ended_by", change.ended_by).end_object();
}

HttpReply done() { return {.status = 200, .body = R"({"status":"done"})", .headers = {}}; }

}  // namespace

Result<OnCallOverride> read_override(std::string rotation, const std::string& body, TimePoint now) {
  const auto document = JsonDocument::parse(body, JsonDocument::kOutsideDepthMax);
  if (!document || !document->root().is_object() || !document->root()["person"].is_string())
    return bad_body();
  const auto root = document->root();
  for (const auto& member : root.members()) {
    if (member.first != "person" && member.first != "from" && member.first != "until") return bad_body();
  }
  std::optional<TimePoint> from;
  OnCallOverride wanted{.rotation = std::move(rotation), .person = root["person"].str(), .from = now};
  if (!read_time(root["from"], from) || !read_time(root["until"], wanted.until)) {
    return fail(Errc::InvalidInput, "on_call.time", "A time is written as 2026-11-24T18:00:00-06:00.");
  }
  if (from) wanted.from = *from;
  if (wanted.until && *wanted.until <= std::max(wanted.from, now)) {
    return fail(Errc::InvalidInput, "on_call.time", "`until` must be later than `from` and than now.");
  }
  return wanted;
}

Json sheet_json(const OnCallSheet& sheet) {
  JsonWriter out;
  out.begin_object().key("data").begin_array();
  for (const auto& duty : sheet.rotations) write_rotation(out, duty);
  out.end_array().key("changes").begin_array();
  for (const auto& change : sheet.changes) write_change(out, change);
  return out.end_array().end_object().finish();
}

OnCallApi::OnCallApi(OnCallDesk& desk, std::string api_token)
    : desk_(desk), api_token_(std::move(api_token)) {}

boost::asio::awaitable<HttpReply> OnCallApi::show(Request request) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto sheet = co_await desk_.sheet(request.received_at);
  if (!sheet) co_return problem(sheet.error());
  co_return HttpReply{.status = 200, .body = sheet_json(*sheet).text(), .headers = {}};
}

boost::asio::awaitable<HttpReply> OnCallApi::override(Request request, std::string rotation) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  if (request.body.size() > kOverrideBytesMax) {
    co_return problem(413, "on_call.too_large", "The body of an override has at most 4096 bytes.");
  }
  auto wanted = read_override(std::move(rotation), request.body, request.received_at);
  if (!wanted) co_return problem(wanted.error());
  wanted->by = operator_of(request);
  const auto stored = co_await desk_.override(std::move(*wanted), request.received_at);
  co_return stored ? done() : problem(stored.error());
}

boost::asio::awaitable<HttpReply> OnCallApi::end_override(Request request, std::string rotation) const {
  if (auto refused = refuse_without_token(request, api_token_)) co_return std::move(*refused);
  const auto ended =
      co_await desk_.end_override(std::move(rotation), operator_of(request), request.received_at);
  co_return ended ? done() : problem(ended.error());
}

void add_routes(Router& router, const OnCallApi& api) {
  router.add("GET", "/v1/oncall",
             [&api](Request request, const PathValues&) { return api.show(std::move(request)); });
  router.add("PUT", "/v1/oncall/{rotation}/override", [&api](Request request, PathValues values) {
    return api.override(std::move(request), std::move(values.front()));
  });
  router.add("DELETE", "/v1/oncall/{rotation}/override", [&api](Request request, PathValues values) {
    return api.end_override(std::move(request), std::move(values.front()));
  });
}

}  // namespace callwright
