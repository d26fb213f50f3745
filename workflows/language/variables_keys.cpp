#include "workflows/language/variables_keys.hpp"

#include "workflows/language/action_lists.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/lookup_url.hpp"
#include "workflows/language/outside_keys.hpp"
#include "workflows/language/telnyx_body.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace callwright::language {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t kVariablesMax = 50;
constexpr std::size_t kMetadataMax = 20;
constexpr std::size_t kHeadersMax = 20;
constexpr std::size_t kVariableNameBytesMax = 64;
constexpr std::string_view kNameBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
bool is_made_of(std::string_view text, std::string_view allowed, std::size_t bytes_max) {
  return !text.empty() && text.size() <= bytes_max &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

/// Set by Telnyx or by us: a value given here would never be seen, or would break the tools.
bool is_taken(std::string_view name) {
  return name.starts_with("telnyx_") || name.starts_with("callwright_") || name == "call_control_id";
}

void check_name(const Reader& reader, const Member& member, std::string_view of) {
  if (!is_made_of(member.key, kNameBytes, kVariableNameBytesMax))
    reader.refuse(member.place, "bad_name",
                  quoted(member.key) + " is no name; use letters, digits, `-` and `_`, at most 64");
  if (is_taken(member.key))
    reader.refuse(
        member.place, "reserved_key",
        quoted(member.key) + " is set by Telnyx or callwright; choose another name in " + std::string(of));
}

/// A map of names and single values; strings are templates.
std::map<std::string, Json> read_values(const Reader& reader, const Node& node, std::string_view key,
                                        std::size_t count_max) {
  std::map<std::string, Json> values;
  if (!node.is_map()) {
    wrong_type(reader, node, key, "a map of names and texts");
    return values;
  }
  if (node.members.size() > count_max)
    reader.refuse(node.place, "too_many",
                  "`" + std::string(key) + "` has at most " + std::to_string(count_max) + " names");
  for (const auto& member : node.members) {
    check_name(reader, member, "`" + std::string(key) + "`");
    if (!member.value.is_scalar()) {
      wrong_type(reader, member.value, member.key, "a text, a number or a boolean");
    } else {
      values.emplace(member.key, free_json(reader, member.value));
    }
  }
  return values;
}

std::optional<Json> unless_null(const Json& json) {
  return json.is_null() ? std::nullopt : std::optional(json);
}

Json values_shape() { return shapes::map_of(shapes::scalar()); }

Key<Workflow> values_key(const std::string& name, Json Workflow::* member, const TemplatePlace& place,
                         std::size_t count_max) {
  return custom<Workflow>(
      name, &values_shape,
      [name, member, place, count_max](Reader reader, const Node& node, Workflow& into) {
        reader.place = place;
        into.*member = json_sorted(read_values(reader, node, name, count_max));
      },
      [member](const Workflow& from) { return unless_null(from.*member); });
}

// The lookup.

const Table<LookupHeader>& secret_keys() {
  static const Table<LookupHeader> table(
      "a header of `lookup`", {word("secret", &LookupHeader::secret).shaped(&shapes::name).required(),
                               word("prefix", &LookupHeader::prefix)});
  return table;
}

Json lookup_headers_shape() {
  return headers_shape(shapes::any_of({shapes::scalar(), secret_keys().schema()}));
}

bool is_line(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

/// Written by the client, or what decides how the request is read.
bool is_clients_own(std::string_view header) {
  constexpr std::array<std::string_view, 6> kOwn = {"host",       "content-length", "transfer-encoding",
                                                    "connection", "expect",         "upgrade"};
  return std::ranges::find(kOwn, header) != kOwn.end();
}

void read_lookup_header(const Reader& reader, const Member& member, Lookup& into) {
  LookupHeader header{.name = member.key};
  if (member.value.is_map()) {
    secret_keys().read_complete(reader, member.value, header);
  } else if (const auto text = read_word(reader, member.value, member.key)) {
    header.text = *text;
  }
  if (!is_header_name(header.name) || is_clients_own(lower_case(header.name)))
    reader.refuse(member.place, "not_accepted",
                  quoted(member.key) + " is no name of a header, or one that callwright writes itself");
  if (header.text.contains("${") || header.prefix.contains("${") || header.text.contains("{{"))
    reader.refuse(
        member.value.place, "template_not_allowed",
        "headers of a lookup are literal, because answers are kept for the URL; put values into the "
        "query of `url`");
  if (!is_line(header.text) || !is_line(header.prefix))
    reader.refuse(member.value.place, "not_accepted", "a header is one line of printable ASCII");
  if (!header.secret.empty()) check_secret(reader, member.value.value_place("secret"), header.secret);
  into.headers.push_back(std::move(header));
}

void read_lookup_headers(const Reader& reader, const Node& node, Lookup& into) {
  if (!node.is_map()) return wrong_type(reader, node, "headers", "a map of names and texts");
  if (node.members.size() > kHeadersMax)
    reader.refuse(node.place, "too_many", "`headers` has at most 20 names");
  into.headers.clear();
  for (const auto& member : node.members) read_lookup_header(reader, member, into);
  std::ranges::sort(into.headers, {}, &LookupHeader::name);
}

std::optional<Json> write_lookup_headers(const Lookup& from) {
  if (from.headers.empty()) return std::nullopt;
  std::map<std::string, Json> headers;
  for (const auto& header : from.headers)
    headers.emplace(header.name,
                    header.secret.empty() ? json_text(header.text) : secret_keys().write(header));
  return json_sorted(headers);
}

const Table<Lookup>& lookup_keys() {
  static const Table<Lookup> table(
      "`lookup`",
      {checked(text("url", &Lookup::url, places::kLookupUrl).shaped(&lookup_url_shape), check_lookup_url)
           .required(),
       custom<Lookup>("headers", &lookup_headers_shape, read_lookup_headers, write_lookup_headers),
       duration("timeout", &Lookup::timeout, {milliseconds{50}, seconds{5}}),
       duration("cache", &Lookup::cache, {Duration{0}, hours{24}})});
  return table;
}

// The memory.

/// Ids stand in a list that commas separate.
void check_insight(const Reader& reader, const Place& at, const std::string& id) {
  if (!is_made_of(id, kNameBytes, kVariableNameBytesMax))
    reader.refuse(at, "not_accepted",
                  quoted(id) + " is no id of an insight; `callwright api list_insights` lists them");
}

/// A template that is left out where there is none.
Key<Memory> query(const std::string& name, Template Memory::* member) {
  auto key = text(name, member, places::kMemory);
  key.write = [member](const Memory& from) -> std::optional<Json> {
    if ((from.*member).empty()) return std::nullopt;
    return json_text((from.*member).source());
  };
  return key;
}

Key<Memory> only_verified_key() {
  return custom<Memory>(
      "only_verified", &shapes::flag,
      [](const Reader& reader, const Node& node, Memory& into) {
        if (const auto flag = read_flag(reader, node, "only_verified")) into.only_verified = *flag;
      },
      [](const Memory& from) -> std::optional<Json> { return json_flag(from.only_verified); });
}

Json insights_shape() { return shapes::list_or_one(shapes::name()); }

const Table<Memory>& memory_keys() {
  static const Table<Memory> table(
      "`memory`", {count("conversations", &Memory::conversations, 0, 100),
                   words("insights", &Memory::insights, check_insight).shaped(&insights_shape),
                   query("conversation_query", &Memory::conversation_query),
                   query("insight_query", &Memory::insight_query), only_verified_key()});
  return table;
}

void read_memory(const Reader& reader, const Node& node, Workflow& into) {
  memory_keys().read(reader, node, into.memory);
  const auto refuse_both = [&](const char* simple, const char* raw) {
    if (node.is_map() && node.find(simple) != nullptr && node.find(raw) != nullptr)
      reader.refuse(node.place_of(raw), "contradiction",
                    "`" + std::string(raw) + "` says the same as `" + simple + "`; give one of them");
  };
  refuse_both("conversations", "conversation_query");
  refuse_both("insights", "insight_query");
}

bool is_given(const Memory& memory) {
  return memory.conversations > 0 || !memory.insights.empty() || !memory.conversation_query.empty() ||
         !memory.insight_query.empty();
}

// What has no effect.

bool uses(const Template& text, std::string_view root) {
  return std::ranges::any_of(text.parts(), [root](const auto& part) {
    return part.is_path && part.text.starts_with(root) && part.text.substr(root.size()).starts_with('.');
  });
}

bool uses(const Json& values, std::string_view root) {
  return std::ranges::any_of(members_of(values), [root](const auto& value) {
    const auto document = JsonDocument::of(value.second);
    const auto text = Template::parse(document.root().str());
    return text && uses(*text, root);
  });
}

/// The variables that the workflow gives with `ai_assistant_start`.
std::set<std::string> started_with(const Workflow& workflow) {
  std::set<std::string> names;
  const auto add = [&](const Json& assistant) {
    for (const auto& [name, value] : members_of(members_of(assistant)["dynamic_variables"]))
      names.insert(name);
  };
  add(workflow.assistant);
  for (const auto& list : lists_of(workflow)) {
    for (const auto& action : *list.actions) {
      if (action.operation == "ai_assistant_start") add(members_of(action.body)["assistant"]);
    }
  }
  return names;
}

}  // namespace

Key<Workflow> variables_key() {
  return values_key("variables", &Workflow::variables, places::kVariables, kVariablesMax);
}

Key<Workflow> metadata_key() {
  return values_key("metadata", &Workflow::metadata, places::kMetadata, kMetadataMax);
}

Key<Workflow> lookup_key() {
  return custom<Workflow>(
      "lookup", [] { return lookup_keys().schema(); },
      [](const Reader& reader, const Node& node, Workflow& into) {
        lookup_keys().read_complete(reader, node, into.lookup);
      },
      [](const Workflow& from) -> std::optional<Json> {
        if (from.lookup.url.empty()) return std::nullopt;
        return lookup_keys().write(from.lookup);
      });
}

Key<Workflow> memory_key() {
  return custom<Workflow>(
      "memory", [] { return memory_keys().schema(); }, read_memory,
      [](const Workflow& from) -> std::optional<Json> {
        if (!is_given(from.memory)) return std::nullopt;
        return memory_keys().write(from.memory);
      });
}

void add_variables_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(lookup_keys().group());
  groups.push_back(secret_keys().group());
  groups.push_back(memory_keys().group());
}

bool gives_values_of(const Workflow& workflow, std::string_view root) {
  return uses(workflow.variables, root) || uses(workflow.metadata, root) || uses(workflow.lookup.url, root) ||
         uses(workflow.memory.conversation_query, root) || uses(workflow.memory.insight_query, root);
}

void warn_of_variables(const Reader& reader, const Member& entry, const Workflow& workflow) {
  const bool is_used = gives_values_of(workflow, "lookup");
  if (is_used && workflow.lookup.url.empty())
    reader.warn(
        entry.place, "never_given",
        quoted(entry.key) + " uses values of `lookup.*` and has no `lookup`, so they are always empty");
  if (!is_used && !workflow.lookup.url.empty())
    reader.warn(
        entry.value.place_of("lookup"), "never_used",
        "no text of `variables`, `memory` or `metadata` uses a value of `lookup.*`: it is made for nothing");
  const auto started = started_with(workflow);
  for (const auto& [name, value] : members_of(workflow.variables)) {
    if (started.contains(name))
      reader.warn(entry.value.place_of("variables." + name), "never_given",
                  quoted(name) +
                      " is also given when the assistant is started (`dynamic_variables`), and that one "
                      "wins; remove one of them");
  }
}

}  // namespace callwright::language
