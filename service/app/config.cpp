#include "service/app/config.hpp"

#include "service/app/config_file.hpp"
#include "service/app/config_settings.hpp"
#include "service/app/config_values.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <set>

namespace callwright {
namespace config {
namespace {

constexpr std::string_view kFileSuffix = "_file";
constexpr std::string_view kFileVariable = "_FILE";
constexpr std::string_view kNamedSecrets = "secrets.";

std::string unknown(const std::string& name, const std::vector<std::string>& known) {
  const auto near = nearest(name, known);
  return name + " is unknown" + (near.empty() ? "" : "; did you mean " + near + "?");
}

/// Kubernetes puts `NAME_SERVICE_HOST`, `NAME_PORT_80_TCP` and the like of every service into the
/// environment, of one that is called callwright too.
bool is_service_link(std::string_view name) {
  return name.ends_with("_PORT") || name.contains("_PORT_") || name.contains("_SERVICE_HOST") ||
         name.contains("_SERVICE_PORT");
}

class Loading {
 public:
  explicit Loading(const ConfigSources& sources) : sources_(sources) {
    config_.threads = std::clamp(sources.cores, 1U, 256U);
  }

  /// Later sources win.
  std::expected<Config, std::vector<std::string>> run() {
    if (sources_.file) take_file();
    take_environment();
    take_flags();
    for (const auto& setting : settings()) apply(setting);
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return std::move(config_);
  }

 private:
  struct Given {
    std::string text;
    std::string where;
  };

  void take_file() {
    auto content = read_file_content(*sources_.file, sources_.file_name, sources_.environment);
    problems_ = std::move(content.problems);
    std::set<std::string> taken;
    for (auto& value : content.values) {
      const auto target = resolve(value);
      if (!target) continue;
      if (!taken.insert(*target).second) {
        problem(value.where + ": " + *target + " is given twice; keep one");
      } else if (target->starts_with(kNamedSecrets)) {
        take_named_secret(*target, value);
      } else {
        given_[setting_of_key(*target)] = {.text = value.text, .where = value.where + " " + value.key};
      }
    }
  }

  /// The key that the value is for, its `_file` already read; nothing after a problem.
  std::optional<std::string> resolve(FileValue& value) {
    static const std::map<std::string, std::string, std::less<>> short_forms = {{"store", "store.url"},
                                                                                {"log", "log.format"}};
    auto key = value.key;
    if (const auto found = short_forms.find(key); found != short_forms.end()) key = found->second;
    if (is_key(key)) return key;
    if (key.ends_with(kFileSuffix)) {
      const auto target = key.substr(0, key.size() - kFileSuffix.size());
      const auto* setting = setting_of_key(target);
      if (is_named_secret(target) || (setting != nullptr && setting->secret)) {
        return read_secret_file(value.where + " " + key, value.text, value.text) ? std::optional(target)
                                                                                 : std::nullopt;
      }
    }
    problem(value.where + ": " + unknown(key, known_keys()));
    return std::nullopt;
  }

  static bool is_named_secret(std::string_view key) {
    return key.starts_with(kNamedSecrets) && is_path_segment(key.substr(kNamedSecrets.size()));
  }
  static bool is_key(std::string_view key) {
    return setting_of_key(key) != nullptr || (is_named_secret(key) && !key.ends_with(kFileSuffix));
  }
  static std::vector<std::string> known_keys() {
    std::vector<std::string> keys{"secrets"};
    for (const auto& setting : settings()) {
      if (!setting.key.empty()) keys.emplace_back(setting.key);
      if (setting.secret) keys.push_back(std::string(setting.key) + std::string(kFileSuffix));
    }
    return keys;
  }

  void take_named_secret(const std::string& key, const FileValue& value) {
    const auto text = trimmed(value.text);
    if (text.empty()) return problem(value.where + " " + key + " accepts a text that is not empty");
    config_.secrets[key.substr(kNamedSecrets.size())] = Secret(std::string(text));
    config_.origins[key] = value.where;
  }

  bool read_secret_file(const std::string& where, const std::string& path, std::string& into) {
    auto content = sources_.read_file
                       ? sources_.read_file(path)
                       : fail(Errc::Unavailable, "config.no_files", "files cannot be read here");
    if (!content) {
      problem(where + ": " + content.error().detail);
      return false;
    }
    into = trimmed(*content);
    if (into.empty()) problem(where + ": the file is empty");
    return !into.empty();
  }

  /// Empty for a variable that is not set or is set to nothing, as compose files do.
  [[nodiscard]] std::string variable(const std::string& name) const {
    const auto found = sources_.environment.find(name);
    return found == sources_.environment.end() ? "" : std::string(trimmed(found->second));
  }

  void take_environment() {
    std::vector<std::string> known;
    for (const auto& setting : settings()) {
      if (setting.environment.empty()) continue;
      const std::string name(setting.environment);
      const auto file_name = name + std::string(kFileVariable);
      known.push_back(name);
      if (setting.secret) known.push_back(file_name);
      take_variable(setting, name, setting.secret ? file_name : std::string());
    }
    for (const auto& [name, value] : sources_.environment) {
      // Names that begin with TELNYX_ belong to Telnyx's own tools too, so only ours are judged.
      if (!name.starts_with("CALLWRIGHT_") || value.empty() || is_service_link(name)) continue;
      if (std::ranges::find(known, name) == known.end()) problem(unknown(name, known));
    }
  }

  void take_variable(const Setting& setting, const std::string& name, const std::string& file_name) {
    const auto text = variable(name);
    const auto path = file_name.empty() ? std::string() : variable(file_name);
    if (!text.empty() && !path.empty())
      return problem(name + " and " + file_name + " are both set; keep one");
    if (!text.empty()) given_[&setting] = {.text = text, .where = name};
    std::string content;
    if (!path.empty() && read_secret_file(file_name, path, content)) {
      given_[&setting] = {.text = content, .where = file_name};
    }
  }

  void take_flags() {
    std::vector<std::string> known;
    for (const auto& setting : settings()) {
      if (!setting.flag.empty()) known.push_back("--" + std::string(setting.flag));
    }
    for (const auto& [name, text] : sources_.flags) {
      const auto* setting = setting_of_flag(name);
      if (setting == nullptr) {
        problem(unknown("--" + name, known));
      } else {
        given_[setting] = {.text = text, .where = "--" + name};
      }
    }
  }

  void apply(const Setting& setting) {
    const auto found = given_.find(&setting);
    if (found == given_.end()) return;
    const auto& [text, where] = found->second;
    const auto value = trimmed(text);
    if (value.empty() && !where.starts_with("--")) return;  // nothing is as good as absent
    if (!value.empty() && setting.read(config_, value)) {
      config_.origins[std::string(setting.key.empty() ? setting.flag : setting.key)] = where;
    } else {
      problem(where + " accepts " + std::string(setting.accepts));
    }
  }

  void problem(std::string sentence) { problems_.push_back(std::move(sentence)); }

  const ConfigSources& sources_;
  Config config_;
  std::map<const Setting*, Given> given_;
  std::vector<std::string> problems_;
};

}  // namespace
}  // namespace config

std::expected<Config, std::vector<std::string>> load_config(const ConfigSources& sources) {
  return config::Loading(sources).run();
}

std::vector<ConfigFlag> config_flags() {
  std::vector<ConfigFlag> flags;
  for (const auto& setting : config::settings()) {
    if (setting.flag.empty()) continue;
    flags.push_back({.name = std::string(setting.flag),
                     .accepts = std::string(setting.accepts),
                     .takes_value = setting.accepts != "true or false"});
  }
  return flags;
}

}  // namespace callwright
