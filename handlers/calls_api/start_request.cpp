#include "handlers/calls_api/start_request.hpp"

#include "workflows/language/addresses.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

namespace callwright {
namespace {

constexpr auto kFields =
    std::to_array<std::string_view>({"to", "workflow", "from", "assistant", "variables", "idempotency_key"});
constexpr std::string_view kWordCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
constexpr std::size_t kAddressBytesMax = 256;
constexpr std::size_t kKeyBytesMax = 255;
constexpr std::size_t kNameBytesMax = 64;
constexpr std::size_t kVariablesMax = 50;
/// They stand in every snapshot of the call and in what Telnyx is asked.
constexpr std::size_t kVariablesBytesMax = 8192;
constexpr std::size_t kShownMax = 32;

bool is_word(std::string_view text, std::size_t max) {
  return !text.empty() && text.size() <= max &&
         text.find_first_not_of(kWordCharacters) == std::string_view::npos;
}

template <class Names>
std::string listed(const Names& names) {
  std::string text;
  for (const auto& name : names) text.append(text.empty() ? "" : ", ").append(name);
  return text;
}

/// Reads the members of one body and keeps what is wrong with them.
class StartReader {
 public:
  explicit StartReader(JsonNode root) : root_(root) {}

  std::expected<StartRequest, StartProblems> read(std::string_view key_header) {
    unknown_fields();
    to();
    request_.workflow = text("workflow", "names the workflow");
    if (request_.workflow.empty() && !root_["workflow"].exists())
      miss("call.workflow", "Name the workflow in `workflow`; GET /v1/workflows lists those there are.");
    request_.from = text("from", "is one of your numbers in E.164, such as \"+13125550100\"");
    if (!request_.from.empty() && !is_e164(request_.from))
      miss("call.from", "`from` is one of your numbers in E.164, such as \"+13125550100\".");
    request_.assistant = text("assistant", "is the id of an assistant");
    if (!request_.assistant.empty() && !is_word(request_.assistant, kKeyBytesMax))
      miss("call.assistant", "`assistant` is the id of an assistant, such as \"assistant-6f1a4e0c\".");
    variables();
    key(key_header);
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return std::move(request_);
  }

 private:
  void miss(std::string code, std::string detail) {
    problems_.push_back({400, std::move(code), std::move(detail)});
  }

  void unknown_fields() {
    for (const auto& [name, value] : root_.members()) {
      if (std::ranges::find(kFields, name) != kFields.end()) continue;
      const auto near = name.size() > kShownMax ? std::string() : nearest(name, kFields);
      miss("call.field", near.empty() ? "The body has an unknown field; there are " + listed(kFields) + "."
                                      : "The body has an unknown field; did you mean `" + near + "`?");
    }
  }

  /// A field that is left out or null is empty.
  std::string text(std::string_view name, std::string_view meaning) {
    const auto value = root_[name];
    if (!value.exists() || value.is_null()) return {};
    const auto read = value.str();
    if (!value.is_string() || read.empty())
      miss("call." + std::string(name), "`" + std::string(name) + "` " + std::string(meaning) + ".");
    return read;
  }

  void to() {
    request_.to = root_["to"].str();
    const bool is_address = is_e164(request_.to) || is_sip_uri(request_.to);
    if (is_address && request_.to.size() <= kAddressBytesMax) return;
    miss("call.to",
         "`to` is whom to call: E.164 such as \"+13125550199\", or a SIP URI such as "
         "\"sip:desk@example.com\".");
  }

  void variables() {
    const auto given = root_["variables"];
    if (!given.exists() || given.is_null()) return;
    bool is_right = given.is_object() && given.size() <= kVariablesMax;
    std::map<std::string, Json> sorted;
    for (const auto& [name, value] : given.members()) {
      using enum JsonNode::Kind;
      const bool is_plain = value.kind() == String || value.kind() == Number || value.kind() == Boolean;
      is_right = is_right && is_plain && is_word(name, kNameBytesMax) && name != "callwright_call";
      sorted.insert_or_assign(std::string(name), value.json());
    }
    JsonWriter out;
    out.begin_object();
    for (const auto& [name, value] : sorted) out.key(name).raw(value);
    auto all = out.end_object().finish();
    if (is_right && all.text().size() <= kVariablesBytesMax) {
      if (!sorted.empty()) request_.variables = std::move(all);
      return;
    }
    miss(
        "call.variables",
        "`variables` is an object of at most 50 names (letters, digits, _ and -, not `callwright_call`) with "
        "texts, numbers or booleans, 8192 bytes together.");
  }

  void key(std::string_view header) {
    request_.key = text("idempotency_key", "is 1 to 255 letters, digits, _ and -");
    if (!header.empty() && !request_.key.empty() && header != request_.key) {
      return miss("call.idempotency_key",
                  "The header Idempotency-Key and `idempotency_key` differ; give one of them.");
    }
    if (request_.key.empty()) request_.key = header;
    if (!request_.key.empty() && !is_word(request_.key, kKeyBytesMax))
      miss("call.idempotency_key", "An idempotency key is 1 to 255 letters, digits, _ and -.");
  }

  JsonNode root_;
  StartRequest request_;
  StartProblems problems_;
};

/// The workflow's own caller id, when it says which.
std::string caller_id_of(const Workflow& workflow) {
  if (!workflow.outgoing.from.empty()) return workflow.outgoing.from;
  const auto& from = workflow.match.from;
  return from.size() == 1 && is_e164(from.front()) ? from.front() : std::string();
}

std::vector<std::string> outgoing_workflows(const Bundle& bundle) {
  std::vector<std::string> names;
  for (const auto& workflow : bundle.workflows) {
    if (workflow.match.direction == "outgoing") names.push_back(workflow.key);
  }
  return names;
}

std::string why_no_workflow(const Bundle& bundle, const std::string& name) {
  const auto names = outgoing_workflows(bundle);
  if (names.empty())
    return "No workflow calls out; one does with `match: {direction: outgoing}`. See workflows/README.md.";
  if (bundle.workflow(name) != nullptr)
    return "That workflow takes calls that come in; these call out: " + listed(names) + ".";
  const auto near = name.size() > kShownMax ? std::string() : nearest(name, names);
  return near.empty() ? "There is no such workflow; these call out: " + listed(names) + "."
                      : "There is no such workflow; did you mean `" + near + "`?";
}

bool fits(const std::vector<std::string>& patterns, const std::string& address) {
  return patterns.empty() || language::fits_any_pattern(patterns, address);
}

/// Holds a request against one workflow.
class StartCheck {
 public:
  StartCheck(const StartRequest& request, const Bundle& bundle, const Workflow& workflow)
      : request_(request), bundle_(bundle), workflow_(workflow) {}

  StartProblems problems(const std::string& from, bool has_connection) {
    const auto& match = workflow_.match;
    if (from.empty())
      miss("call.from",
           "Say which of your numbers calls: `from` here, or `outgoing: {from: …}` in the workflow.");
    else if (!fits(match.from, from))
      miss("call.from", "`from` is not among `match.from` of the workflow.");
    if (!fits(match.to, request_.to)) miss("call.to", "`to` is not among `match.to` of the workflow.");
    if (!request_.assistant.empty() && workflow_.assistant.is_null())
      miss("call.assistant", "The workflow has no `assistant` that another could take the place of.");
    if (match.connection_id.empty() && !has_connection)
      miss("call.connection",
           "Set TELNYX_CONNECTION_ID, or `match: {connection_id: …}` in the workflow: Telnyx dials for a "
           "connection.");
    destination(from);
    return std::move(problems_);
  }

 private:
  void miss(std::string code, std::string detail, int status = 400) {
    problems_.push_back({status, std::move(code), std::move(detail)});
  }

  void destination(const std::string& from) {
    const auto& limits = workflow_.limits;
    const bool is_ours = request_.to == from || language::fits_any_pattern(own_numbers(bundle_), request_.to);
    if (is_ours)
      miss("call.calls_itself", "`to` is a number that a workflow answers: callwright would call itself.",
           403);
    if (!limits.states_destinations) {
      miss("call.destination",
           "The workflow says nothing of whom it may call; add `limits: {destinations: [\"+1*\"]}` to it.",
           403);
    } else if (!language::fits_any_pattern(limits.destinations, request_.to)) {
      miss("call.destination", "`to` is not among the `destinations` of the workflow.", 403);
    }
  }

  const StartRequest& request_;
  const Bundle& bundle_;
  const Workflow& workflow_;
  StartProblems problems_;
};

/// What one key stands for: everything that was asked for, in one spelling.
std::string digest_of(const StartRequest& request) {
  JsonWriter out;
  out.begin_object().member("to", request.to).member("workflow", request.workflow);
  out.member("from", request.from).member("assistant", request.assistant);
  out.member("variables", request.variables);
  return sha256_hex(out.end_object().take());
}

}  // namespace

std::expected<StartRequest, StartProblems> read_start_request(std::string_view body,
                                                              std::string_view key_header) {
  const auto document = JsonDocument::parse(body, JsonDocument::kOutsideDepthMax);
  if (!document) return std::unexpected(StartProblems{{400, document.error().code, document.error().detail}});
  if (!document->root().is_object()) {
    return std::unexpected(
        StartProblems{{400, "call.body",
                       R"(The body is {"to": "+13125550199", "workflow": "NAME"} and what may be added.)"}});
  }
  return StartReader(document->root()).read(key_header);
}

std::expected<CallStart, StartProblems> check_start(const StartRequest& request, const BundlePtr& bundle,
                                                    bool has_connection) {
  const auto* workflow = bundle->workflow(request.workflow);
  if (workflow == nullptr || workflow->match.direction != "outgoing")
    return std::unexpected(StartProblems{{400, "call.workflow", why_no_workflow(*bundle, request.workflow)}});
  auto from = request.from.empty() ? caller_id_of(*workflow) : request.from;
  auto problems = StartCheck(request, *bundle, *workflow).problems(from, has_connection);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return CallStart{.bundle = bundle,
                   .workflow = request.workflow,
                   .from = std::move(from),
                   .to = request.to,
                   .order = {.key = request.key,
                             .digest = digest_of(request),
                             .assistant = request.assistant,
                             .variables = request.variables},
                   .by = {}};
}

HttpReply problem_of(const StartProblems& problems) {
  std::string detail;
  for (const auto& one : problems) detail += (detail.empty() ? "" : " ") + one.detail;
  const auto& first = problems.front();
  auto reply = problem(first.status, first.code, detail);
  if (problems.size() == 1) return reply;
  const auto said = JsonDocument::of(Json::trusted(reply.body));
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : said.root().members()) out.key(name).node(value);
  out.key("errors").begin_array();
  for (const auto& one : problems)
    out.begin_object().member("code", one.code).member("detail", one.detail).end_object();
  reply.body = out.end_array().end_object().take();
  return reply;
}

}  // namespace callwright
