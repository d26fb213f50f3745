#include "service/app/config.hpp"
#include "service/app/config_settings.hpp"

#include <algorithm>

namespace callwright {
namespace config {
namespace {

constexpr std::size_t kValueColumn = 28;
constexpr std::size_t kOriginColumn = 64;

void pad(std::string& line, std::size_t column) {
  line.append(std::max<std::size_t>(column, line.size() + 2) - line.size(), ' ');
}

std::string line_of(const Config& config, const std::string& key, const std::string& value) {
  std::string line = key + ":";
  pad(line, kValueColumn);
  line += value.empty() ? "# not set" : value;
  if (const auto origin = config.origins.find(key); origin != config.origins.end()) {
    pad(line, kOriginColumn);
    line += "# " + origin->second;
  }
  return line + "\n";
}

}  // namespace
}  // namespace config

std::string print_config(const Config& config) {
  std::string text;
  for (const auto& setting : config::settings()) {
    const auto value = setting.show(config);
    if (!setting.key.empty()) {
      text += config::line_of(config, std::string(setting.key), value);
    } else if (!value.empty()) {
      text += "# --" + std::string(setting.flag) + "\n";
    }
  }
  for (const auto& [name, secret] : config.secrets) {
    text += config::line_of(config, "secrets." + name, "(set, hidden)");
  }
  return text;
}

}  // namespace callwright
