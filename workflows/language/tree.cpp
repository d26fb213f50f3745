#include "workflows/language/tree.hpp"

#include "workflows/language/file_text.hpp"
#include "workflows/language/text_check.hpp"
#include "workflows/language/yaml_problem.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <string>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

namespace callwright::language {
namespace {

using YAML::anchor_t;
using YAML::Mark;

/// Stops the parser; what was wrong is already in the findings.
struct Stopped : YAML::Exception {
  explicit Stopped(const Mark& at) : YAML::Exception(at, "stopped") {}
};

struct Size {
  std::size_t nodes = 1;
  std::size_t bytes = 0;
  int depth = 1;
};

Size size_of(const Node& node) {
  Size size{.bytes = node.text.size()};
  const auto add = [&size](const Node& child) {
    const auto inner = size_of(child);
    size.nodes += inner.nodes;
    size.bytes += inner.bytes;
    size.depth = std::max(size.depth, inner.depth + 1);
  };
  for (const auto& item : node.items) add(item);
  for (const auto& member : node.members) add(member.value);
  return size;
}

/// Builds our tree from the parser's events. Values are never built by the parser itself, because its own
/// nodes take duplicate keys and expand aliases without a bound.
class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(const SourceFile& file, Findings& findings, std::size_t& nodes)
      : file_(file.name), text_(without_mark(file.text)), findings_(findings), nodes_(nodes) {}

  [[nodiscard]] Node take() { return std::move(root_); }
  /// What was read before the parser stopped: whole sections, and whole entries of the one that it was in.
  [[nodiscard]] Node take_complete() {
    if (is_exhausted_ || open_.empty() || !open_.front().node.is_map()) return {};
    auto& root = open_.front();
    if (open_.size() > 1 && root.has_key && root.keeps_value && open_[1].node.is_map())
      root.node.members.push_back({std::move(root.key), root.key_place, std::move(open_[1].node)});
    return std::move(root.node);
  }
  [[nodiscard]] Place place(const Mark& mark) const {
    return mark.is_null() ? Place{file_, 1, 1} : Place{file_, mark.line + 1, mark.column + 1};
  }

  /// Where a syntax error stands: what is not closed at the end of the file is shown where it begins.
  [[nodiscard]] Place place_of(const YAML::Exception& problem) const {
    const bool at_end = offset(problem.mark) >= text_.find_last_not_of(" \r\n") + 1;
    for (auto open = open_.rbegin(); at_end && open != open_.rend(); ++open) {
      const auto at = offset(open->mark);
      if (at < text_.size() && (text_[at] == '{' || text_[at] == '[')) return place(open->mark);
    }
    return place(problem.mark);
  }

  void OnDocumentStart(const Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const Mark& mark, anchor_t anchor) override { add({.place = place(mark)}, mark, anchor); }

  void OnAlias(const Mark& mark, anchor_t anchor) override {
    const auto named = anchors_.find(anchor);
    if (named == anchors_.end()) stop(mark, "yaml", "an alias cannot stand inside what it names");
    const auto size = size_of(named->second);
    if (static_cast<int>(open_.size()) + size.depth > kDepthMax) too_deep(mark);
    alias_bytes_ += size.bytes;
    if (alias_bytes_ > kAliasBytesMax)
      stop(mark, "too_large", "the aliases repeat too much text; write less");
    count(mark, size.nodes - 1);
    add(named->second, mark, 0);
  }

  void OnScalar(const Mark& mark, const std::string& tag, anchor_t anchor,
                const std::string& value) override {
    check_tag(mark, tag);
    if (tag == "!" && !is_closed(mark))
      stop(mark, "yaml", "this is not YAML: " + std::string(kUnclosedQuote));
    if (first_unreadable(value)) stop(mark, "not_text", "a text may not hold control characters");
    Node node{.kind = Node::Kind::Scalar, .text = value, .quoted = tag == "!", .place = place(mark)};
    if (!node.quoted) node.place.length = static_cast<int>(value.size());
    add(std::move(node), mark, anchor);
  }

  void OnSequenceStart(const Mark& mark, const std::string& tag, anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::List);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const Mark& mark, const std::string& tag, anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::Kind::Map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    Node node;
    Mark mark;
    anchor_t anchor = 0;
    bool has_key = false;
    bool keeps_value = true;  // false: the key was refused, its value is read and dropped
    std::string key;
    Place key_place;
    std::map<std::string, Place, std::less<>> seen;
  };

  [[nodiscard]] static std::size_t offset(const Mark& mark) {
    return static_cast<std::size_t>(std::max(mark.pos, 0));
  }

  /// The parser takes the end of the file for a closing quote.
  [[nodiscard]] bool is_closed(const Mark& mark) const {
    const auto begin = offset(mark);
    const char quote = begin < text_.size() ? text_[begin] : '\0';
    if (quote == '\'') return text_.find(quote, begin + 1) != std::string_view::npos;
    if (quote != '"') return true;
    for (auto at = begin + 1; at < text_.size(); ++at) {
      if (text_[at] == quote) return true;
      if (text_[at] == '\\') ++at;
    }
    return false;
  }

  [[noreturn]] void stop(const Mark& mark, std::string code, std::string message) {
    is_exhausted_ = code == "too_large";
    findings_.error(place(mark), std::move(code), std::move(message));
    throw Stopped(mark);
  }
  [[noreturn]] void too_deep(const Mark& mark) {
    stop(mark, "too_large", "nested deeper than " + std::to_string(kDepthMax) + " levels");
  }

  void count(const Mark& mark, std::size_t added) {
    nodes_ += added;
    if (nodes_ > kNodesMax)
      stop(mark, "too_large",
           "the files hold more than " + std::to_string(kNodesMax) + " values; use fewer entries or aliases");
  }

  void check_tag(const Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    findings_.error(place(mark), "yaml", "tags such as " + quoted(tag) + " are not part of this language");
  }

  void open(const Mark& mark, const std::string& tag, anchor_t anchor, Node::Kind kind) {
    check_tag(mark, tag);
    if (static_cast<int>(open_.size()) >= kDepthMax) too_deep(mark);
    open_.push_back({.node = {.kind = kind, .place = place(mark)}, .mark = mark, .anchor = anchor});
  }

  void close() {
    auto done = std::move(open_.back());
    open_.pop_back();
    add(std::move(done.node), done.mark, done.anchor);
  }

  void add(Node node, const Mark& mark, anchor_t anchor) {
    count(mark, 1);
    if (anchor != 0) anchors_[anchor] = node;
    if (open_.empty()) {
      root_ = std::move(node);
    } else if (open_.back().node.is_list()) {
      open_.back().node.items.push_back(std::move(node));
    } else if (open_.back().has_key) {
      add_value(std::move(node));
    } else {
      add_key(node);
    }
  }

  void add_key(const Node& node) {
    auto& map = open_.back();
    map.has_key = true;
    map.key = node.text;
    map.key_place = node.place;
    map.keeps_value = node.is_scalar();
    if (!node.is_scalar()) {
      findings_.error(node.place, "wrong_type", "a key is a text, this is " + node.what());
      return;
    }
    const auto [earlier, is_new] = map.seen.try_emplace(node.text, node.place);
    if (is_new) return;
    map.keeps_value = false;
    findings_.error(node.place, "duplicate_key",
                    quoted(node.text) + " stands here already, in line " +
                        std::to_string(earlier->second.line) + "; keep one of the two");
  }

  void add_value(Node node) {
    auto& map = open_.back();
    map.has_key = false;
    if (!map.keeps_value) return;
    if (node.kind == Node::Kind::Null)
      node.place = map.key_place;  // the parser's place is that of the next line
    map.node.members.push_back({std::move(map.key), map.key_place, std::move(node)});
  }

  std::string_view file_;
  std::string_view text_;
  Findings& findings_;
  std::size_t& nodes_;
  std::vector<Open> open_;
  std::map<anchor_t, Node> anchors_;
  std::size_t alias_bytes_ = 0;
  bool is_exhausted_ = false;
  Node root_;
};

}  // namespace

Document parse_yaml(const SourceFile& file, Findings& findings, std::size_t& nodes) {
  if (!is_readable(file, findings)) return {};
  TreeBuilder builder(file, findings, nodes);
  try {
    std::istringstream text(file.text);
    YAML::Parser parser(text);
    if (!parser.HandleNextDocument(builder)) return {{.place = {file.name, 1, 1}}, true};
    auto root = builder.take();
    TreeBuilder rest(file, findings, nodes);
    const bool is_single = !parser.HandleNextDocument(rest);
    if (!is_single)
      findings.error(rest.take().place, "yaml",
                     "a file holds one document; put the second into its own file");
    return {std::move(root), is_single};
  } catch (const Stopped&) {
    return {builder.take_complete(), false};
  } catch (const YAML::Exception& problem) {
    const auto tab = first_tab_indent(file, problem.mark.line);
    const auto place = tab ? *tab : builder.place_of(problem);
    findings.error(place, "yaml",
                   tab ? "this is not YAML: " + std::string(kTabIndent) : yaml_problem(problem.msg));
    findings.end_at(place);
    return {builder.take_complete(), false};
  }
}

Node tree_of(const JsonNode& json) {
  Node node;
  switch (json.kind()) {
    case JsonNode::Kind::Missing:
    case JsonNode::Kind::Null: break;
    case JsonNode::Kind::Array:
      node.kind = Node::Kind::List;
      for (const auto& element : json.elements()) node.items.push_back(tree_of(element));
      break;
    case JsonNode::Kind::Object:
      node.kind = Node::Kind::Map;
      for (const auto& [key, value] : json.members())
        node.members.push_back({std::string(key), {}, tree_of(value)});
      break;
    default:
      node.kind = Node::Kind::Scalar;
      node.text = json.display();
      node.quoted = json.is_string();
  }
  return node;
}

}  // namespace callwright::language
