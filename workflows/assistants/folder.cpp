#include "workflows/assistants/folder.hpp"

#include "workflows/assistants/references.hpp"
#include "workflows/catalogue/catalogue.hpp"
#include "workflows/language/reader.hpp"
#include "workflows/language/scalars.hpp"
#include "workflows/language/telnyx_body.hpp"
#include "workflows/language/tree.hpp"
#include "workflows/language/typed_value.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace callwright::assistants {
namespace {

using language::Node;
using language::Reader;

constexpr std::string_view kWorkflows = "workflows";
constexpr std::string_view kFile = "file";

/// What a shared tool can be; its definition stands under the same name.
constexpr auto kTypesOfTool =
    std::to_array<std::string_view>({"webhook", "client_side_tool", "function", "handoff", "invite",
                                     "retrieval", "pay", "update_dynamic_variables"});

const std::vector<Field>& body_of(std::string_view operation) {
  return Catalogue::get().operation(operation)->body;
}

/// `{file: prompt.md}`
bool is_include(const Node& node) {
  return node.is_map() && node.members.size() == 1 && node.members.front().key == kFile &&
         node.members.front().value.is_scalar();
}

bool stays_within(std::string_view path) {
  return !path.empty() && path.front() != '/' && path.find("..") == std::string_view::npos;
}

/// The line end that an editor puts behind the last line is no part of the text.
std::string without_last_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

class FolderReader {
 public:
  FolderReader(const ReadText& read_text, const Reader& reader) : read_text_(read_text), reader_(reader) {}

  SettingsFile assistant(const SourceFile& source, Node root) const {
    auto file = begin(source, std::move(root));
    take_workflows(file);
    take_fields(file, body_of("create_assistant"));
    check(file, "create_assistant", json_of(file.settings), file.written, "", {std::string(kWorkflows)});
    check_tools(file);
    return file;
  }

  SettingsFile tool(const SourceFile& source, Node root) const {
    auto file = begin(source, std::move(root));
    take_fields(file, body_of("create_tool"));
    file.settings.try_emplace("display_name", language::json_text(file.name));
    check(file, "create_tool", json_of(file.settings), file.written, "", {});
    check_definition(file);
    return file;
  }

 private:
  SettingsFile begin(const SourceFile& source, Node root) const {
    SettingsFile file{.name = name_of_file(source.name), .file = source.name, .written = std::move(root)};
    if (!file.written.is_map() && file.written.kind != Node::Kind::Null)
      reader_.error(file.written.place, "wrong_type",
                    "the file is a map of fields such as `name: Support`, this is " + file.written.what());
    return file;
  }

  void check(const SettingsFile& file, std::string_view operation, const Json& body, const Node& written,
             std::string_view prefix, const std::vector<std::string>& ours) const {
    if (!file.written.is_map() && file.written.kind != Node::Kind::Null) return;
    language::check_telnyx_body(reader_, *Catalogue::get().operation(operation), body, written, prefix, ours);
  }

  void take_workflows(SettingsFile& file) const {
    const auto* list = file.written.get(kWorkflows);
    if (list == nullptr) return;
    for (const auto* word : language::read_words(reader_, *list, kWorkflows))
      file.workflows.push_back(word->text);
  }

  void take_fields(SettingsFile& file, const std::vector<Field>& fields) const {
    for (const auto& member : file.written.members) {
      if (member.key == kWorkflows) continue;
      const auto types = types_of(file, fields, member.key);
      const bool is_text = types.size() == 1 && types.front().kind == catalogue::TypeExpression::Kind::String;
      if (is_text && is_include(member.value)) {
        include(file, member);
      } else if (member.value.kind != Node::Kind::Null) {
        file.settings.insert_or_assign(member.key, language::typed_json(member.value, types));
      }
    }
  }

  /// A definition of a shared tool has the fields of the same tool of an assistant.
  static language::ValueTypes types_of(const SettingsFile& file, const std::vector<Field>& fields,
                                       std::string_view key) {
    const auto* type = file.written.get("type");
    if (type != nullptr && type->text == key) {
      for (const auto* schema : {"WebhookTool", "HandoffTool"}) {
        const auto* tool = Catalogue::get().schema(schema);
        auto types = tool == nullptr ? language::ValueTypes{} : language::types_of_field(*tool, key);
        if (!types.empty()) return types;
      }
    }
    return language::types_of_field(fields, key);
  }

  void include(SettingsFile& file, const language::Member& member) const {
    const auto& path = member.value.members.front().value;
    auto text = stays_within(path.text)
                    ? read_text_(path.text)
                    : fail(Errc::InvalidInput, "", "it has to be a file in this directory, without `..`");
    if (!text) {
      reader_.error(path.place, "unreadable_file",
                    language::quoted(path.text) + " cannot be read: " + text.error().detail);
      text = std::string();
    }
    file.settings.insert_or_assign(member.key, language::json_text(without_last_line_end(std::move(*text))));
    file.included.insert_or_assign(member.key, path.text);
  }

  void check_tools(const SettingsFile& file) const {
    const auto* list = file.written.get("tools");
    const auto found = file.settings.find("tools");
    if (list == nullptr || found == file.settings.end()) return;
    const auto document = JsonDocument::of(found->second);
    std::set<std::string> seen;
    const auto tools = document.root().elements();
    for (std::size_t i = 0; i < tools.size(); ++i) {
      const auto name = tool_name(tools[i]);
      if (name.empty() || seen.insert(name).second) continue;
      reader_.error(list->items[i].place, "duplicate_tool",
                    "there is a tool " + language::quoted(name) + " above already; keep one of the two");
    }
  }

  void check_definition(const SettingsFile& file) const {
    const auto* type = file.written.get("type");
    if (type == nullptr || !type->is_scalar()) return;
    if (std::ranges::find(kTypesOfTool, type->text) == kTypesOfTool.end()) {
      const std::vector<std::string> accepted(kTypesOfTool.begin(), kTypesOfTool.end());
      auto hint = reader_.suggest(type->text, accepted);
      auto message = "a shared tool has no type " + language::quoted(type->text) + hint.or_list();
      reader_.error(type->place, "not_accepted", std::move(message), std::move(hint));
      return;
    }
    if (!file.settings.contains(type->text)) {
      reader_.error(file.written.place_of("type"), "missing_key",
                    "a tool of type " + language::quoted(type->text) + " needs the key " +
                        language::quoted(type->text) + " with its definition");
      return;
    }
    JsonWriter tool;
    tool.begin_object().key("tools").begin_array().begin_object().member("type", type->text);
    tool.member(type->text, file.settings.find(type->text)->second).end_object().end_array().end_object();
    check(file, "create_assistant", tool.finish(), file.written, "tools.0.", {});
  }

  const ReadText& read_text_;
  const Reader& reader_;
};

const SettingsFile* find(const std::vector<SettingsFile>& files, std::string_view name) {
  const auto found = std::ranges::find(files, name, &SettingsFile::name);
  return found == files.end() ? nullptr : &*found;
}

}  // namespace

const SettingsFile* Folder::assistant(std::string_view name) const { return find(assistants, name); }
const SettingsFile* Folder::tool(std::string_view name) const { return find(tools, name); }

Folder read_folder(const std::vector<SourceFile>& assistants, const std::vector<SourceFile>& tools,
                   const ReadText& read_text, language::Findings& findings) {
  const language::Names names;
  const Reader reader(findings, names, false);
  const FolderReader files(read_text, reader);
  Folder folder;
  for (const auto& source : assistants) {
    std::size_t nodes = 0;
    auto document = language::parse_yaml(source, findings, nodes);
    if (document.is_complete) folder.assistants.push_back(files.assistant(source, std::move(document.root)));
  }
  for (const auto& source : tools) {
    std::size_t nodes = 0;
    auto document = language::parse_yaml(source, findings, nodes);
    if (document.is_complete) folder.tools.push_back(files.tool(source, std::move(document.root)));
  }
  check_references(folder, reader);
  return folder;
}

std::string name_of_file(std::string_view path) {
  if (const auto slash = path.rfind('/'); slash != std::string_view::npos) path.remove_prefix(slash + 1);
  if (path.ends_with(".yaml")) path.remove_suffix(5);
  return std::string(path);
}

}  // namespace callwright::assistants
