#include "service/app/config_file.hpp"

#include "service/app/config_values.hpp"

#include <algorithm>
#include <set>

#include <yaml-cpp/yaml.h>

namespace callwright::config {
namespace {

constexpr int kDepthMax = 3;

class Flattening {
 public:
  Flattening(FileContent& content, const std::string& file_name,
             const std::map<std::string, std::string>& environment)
      : content_(content), file_name_(file_name), environment_(environment) {}

  void map(const YAML::Node& node, const std::string& prefix, int depth) {
    for (const auto& member : node) {
      if (!member.first.IsScalar()) {
        problem(member.first, "a key has to be a name");
        continue;
      }
      value(member.second, member.first, prefix + member.first.Scalar(), depth);
    }
  }

 private:
  void value(const YAML::Node& node, const YAML::Node& key_node, const std::string& key, int depth) {
    if (node.IsMap() && depth < kDepthMax) return map(node, key + ".", depth + 1);
    if (!seen_.insert(key).second) return problem(key_node, key + " is given twice; keep one");
    if (node.IsNull()) return;  // `key:` without a value is as good as absent
    if (node.IsScalar()) return keep(key_node, key, node.Scalar());
    if (node.IsSequence() && std::ranges::all_of(node, [](const auto& item) { return item.IsScalar(); })) {
      std::string joined;
      for (const auto& item : node) joined += (joined.empty() ? "" : ",") + item.Scalar();
      return keep(key_node, key, joined);
    }
    problem(key_node, key + " nests too deep; give a single value");
  }

  void keep(const YAML::Node& key_node, const std::string& key, const std::string& text) {
    std::string replaced;
    if (const auto trouble = replace_variables(text, replaced); !trouble.empty()) {
      return problem(key_node, key + ": " + trouble);
    }
    content_.values.push_back({.key = key, .text = replaced, .where = where(key_node)});
  }

  /// Gives what is wrong, or nothing.
  std::string replace_variables(std::string_view text, std::string& into) const {
    for (;;) {
      const auto mark = text.find("${");
      into += text.substr(0, mark);
      if (mark == std::string_view::npos) return {};
      if (into.ends_with('$')) {  // `$${`
        into += '{';
        text.remove_prefix(mark + 2);
        continue;
      }
      const auto end = text.find('}', mark);
      if (end == std::string_view::npos) return "a ${ has no }; write $${ for a literal ${";
      const auto trouble = replace_one(text.substr(mark + 2, end - mark - 2), into);
      if (!trouble.empty()) return trouble;
      text.remove_prefix(end + 1);
    }
  }

  std::string replace_one(std::string_view expression, std::string& into) const {
    const auto bar = expression.find('|');
    const std::string path(trimmed(expression.substr(0, bar)));
    if (!path.starts_with("env.")) return "only ${env.NAME} is replaced here, not ${" + path + "}";
    const auto found = environment_.find(path.substr(4));
    if (found != environment_.end() && !found->second.empty()) {
      into += found->second;
    } else if (bar != std::string_view::npos) {
      into += trimmed(expression.substr(bar + 1));
    } else {
      return "the environment variable " + path.substr(4) + " is not set; set it or write ${" + path +
             " | default}";
    }
    return {};
  }

  [[nodiscard]] std::string where(const YAML::Node& node) const {
    return file_name_ + ":" + std::to_string(node.Mark().line + 1);
  }
  void problem(const YAML::Node& node, const std::string& sentence) {
    content_.problems.push_back(where(node) + ": " + sentence);
  }

  FileContent& content_;
  const std::string& file_name_;
  const std::map<std::string, std::string>& environment_;
  std::set<std::string> seen_;
};

}  // namespace

FileContent read_file_content(const std::string& text, const std::string& file_name,
                              const std::map<std::string, std::string>& environment) {
  FileContent content;
  try {
    const auto root = YAML::Load(text);
    if (root.IsNull()) return content;
    if (root.IsMap()) {
      Flattening(content, file_name, environment).map(root, "", 1);
    } else {
      content.problems.push_back(file_name + ":1: has to be a map of settings, `port: 8080`");
    }
  } catch (const YAML::Exception& error) {
    content.problems.push_back(file_name + ":" + std::to_string(error.mark.line + 1) +
                               ": not YAML: " + error.msg);
  }
  return content;
}

}  // namespace callwright::config
