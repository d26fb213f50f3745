#include "handlers/gateway/fields.hpp"

#include "workflows/model/text.hpp"

#include <algorithm>
#include <utility>

namespace callwright {
namespace {

constexpr std::size_t kIdBytesMax = 255;
constexpr std::size_t kNameShownMax = 32;

bool says_json(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  while (type.ends_with(' ') || type.ends_with('\t')) type.pop_back();
  std::ranges::transform(type, type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

bool is_path_segment(std::string_view text) {
  return text != "." && text != ".." && std::ranges::all_of(text, [](char c) {
           return c > ' ' && c < 0x7f && c != '/' && c != '?' && c != '#';
         });
}

std::string joined(std::span<const std::string_view> names) {
  std::string text;
  for (const auto name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

HttpReply unknown_field(std::string_view channel, std::string_view name,
                        std::span<const std::string_view> known) {
  const auto near = name.size() > kNameShownMax ? std::string() : nearest(name, known);
  return problem(400, std::string(channel) + ".unknown_field",
                 near.empty() ? "The body has an unknown field; there are " + joined(known) + "."
                              : "The body has an unknown field; did you mean " + near + "?");
}

}  // namespace

std::expected<JsonDocument, HttpReply> read_body(const Request& request, std::string_view channel,
                                                 std::span<const std::string_view> known) {
  const std::string prefix(channel);
  if (!says_json(request.header("content-type"))) {
    return std::unexpected(
        problem(415, prefix + ".content_type", "Send JSON and say so: Content-Type: application/json."));
  }
  if (request.body.size() > kGatewayBodyBytesMax) {
    return std::unexpected(problem(
        413, prefix + ".too_large",
        "The body has at most " + std::to_string(kGatewayBodyBytesMax) + " bytes; send a shorter message."));
  }
  auto document = JsonDocument::parse(request.body, JsonDocument::kOutsideDepthMax);
  if (!document) return std::unexpected(problem(document.error()));
  if (!document->root().is_object()) {
    return std::unexpected(
        problem(400, prefix + ".body", "The body is a JSON object with the fields " + joined(known) + "."));
  }
  std::vector<std::string_view> seen;
  for (const auto& member : document->root().members()) {
    const auto name = member.first;
    if (std::ranges::find(known, name) == known.end()) {
      return std::unexpected(unknown_field(channel, name, known));
    }
    if (std::ranges::find(seen, name) != seen.end()) {
      return std::unexpected(
          problem(400, prefix + ".repeated_field", "Give " + std::string(name) + " once."));
    }
    seen.push_back(name);
  }
  return std::move(*document);
}

void Fields::refuse(std::string_view name, std::string detail) {
  if (refusal_) return;
  refusal_ = problem(400, channel_ + "." + std::string(name), detail);
}

std::string Fields::text(std::string_view name, std::size_t bytes_max) {
  const auto node = root_[name];
  if (!node.exists() || node.is_null()) return {};
  const auto value = node.string();
  if (!value) {
    refuse(name, std::string(name) + " must be text.");
  } else if (value->size() > bytes_max) {
    refuse(name, std::string(name) + " has at most " + std::to_string(bytes_max) + " bytes.");
  } else {
    return std::string(*value);
  }
  return {};
}

std::string Fields::required(std::string_view name, std::size_t bytes_max) {
  auto value = text(name, bytes_max);
  if (value.empty()) refuse(name, std::string(name) + " is required");
  return value;
}

std::string Fields::id(std::string_view name) {
  auto value = text(name, kIdBytesMax);
  if (is_path_segment(value)) return value;
  refuse(name, std::string(name) + " must be an id as Telnyx gave it, without blanks, /, ? and #.");
  return {};
}

std::string Fields::number(std::string_view name) {
  auto value = text(name, kIdBytesMax);
  if (value.empty() || is_e164(value)) return value;
  refuse(name, std::string(name) + " must be a number such as +13125550199 (E.164).");
  return {};
}

std::optional<bool> Fields::flag(std::string_view name) {
  const auto node = root_[name];
  if (!node.exists() || node.is_null()) return std::nullopt;
  const auto value = node.boolean();
  if (!value) refuse(name, std::string(name) + " must be true or false.");
  return value;
}

}  // namespace callwright
