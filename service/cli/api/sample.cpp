#include "service/cli/api/sample.hpp"

#include "service/cli/api/options.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::cli::api {
namespace {

using catalogue::TypeExpression;
using Kind = TypeExpression::Kind;

/// Texts that have a form of their own, by the end of the field's name.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kForms = {{
    {"from", "+13125550100"},
    {"to", "+13125550199"},
    {"telnyx_agent_target", "+13125550100"},
    {"telnyx_end_user_target", "+13125550199"},
    {"url", "https://example.com/path"},
    {"sip_address", "sip:ana@example.com"},
    {"client_state", "Y2Fy"},
    {"digits", "1"},
}};

std::string text_sample(const Field& field) {
  if (!field.accepted.empty()) return field.accepted.front();
  if (field.pattern.find("wss") != std::string::npos) return "wss://example.com/path";
  if (field.type.find("date-time") != std::string::npos) return "2030-01-31T12:00:00Z";
  for (const auto& [ending, text] : kForms) {
    if (field.name == ending || field.name.ends_with("_" + std::string(ending))) return std::string(text);
  }
  return in_capitals(field.name);
}

std::int64_t number_sample(const Field& field) {
  if (!field.accepted.empty()) return std::stoll(field.accepted.front());
  return field.min ? std::max(static_cast<std::int64_t>(*field.min), std::int64_t{1}) : 1;
}

void write_sample(JsonWriter& out, const Field& field, const TypeExpression& type);

void write_object(JsonWriter& out, const TypeExpression& type) {
  out.begin_object();
  const auto* fields = Catalogue::get().schema(type.schema);
  if (fields != nullptr) {
    for (const auto& field : *fields) {
      if (field.required) out.key(field.name).raw(sample_of(field));
    }
  }
  out.end_object();
}

void write_sample(JsonWriter& out, const Field& field, const TypeExpression& type) {
  switch (type.kind) {
    case Kind::Any:
    case Kind::String: out.string(text_sample(field)); break;
    case Kind::Integer:
    case Kind::Number: out.integer(number_sample(field)); break;
    case Kind::Boolean: out.boolean(true); break;
    case Kind::Object: write_object(out, type); break;
    case Kind::Map: out.begin_object().end_object(); break;
    case Kind::Array:
      out.begin_array();
      if (!type.inner.empty()) write_sample(out, field, type.inner.front());
      out.end_array();
      break;
  }
}

}  // namespace

Json sample_of(const Field& field) {
  JsonWriter out;
  const auto types = catalogue::parse_type(field.type);
  write_sample(out, field, types.front());
  return out.finish();
}

}  // namespace callwright::cli::api
