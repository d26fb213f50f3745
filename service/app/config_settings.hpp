#pragma once

#include "service/app/config.hpp"

#include <span>
#include <string>
#include <string_view>

namespace callwright::config {

/// One setting: where it may be given, what it accepts, and how it gets into and out of a Config. This table
/// is all there is to a setting.
struct Setting {
  std::string_view key;  ///< in callwright.yaml, nesting as dots; empty: not there
  std::string_view environment;
  std::string_view flag;
  std::string_view accepts;                             ///< completes "NAME accepts …"
  bool (*read)(Config& config, std::string_view text);  ///< false: not accepted, `config` unchanged
  std::string (*show)(const Config& config);            ///< as `read` takes it; empty: not set
  bool secret = false;
};

std::span<const Setting> settings();
/// Null when there is none.
const Setting* setting_of_key(std::string_view key);
const Setting* setting_of_flag(std::string_view flag);

}  // namespace callwright::config
