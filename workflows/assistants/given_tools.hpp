#pragma once

#include "workflows/assistants/folder.hpp"
#include "workflows/language/node.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// A tool of an assistant, its own or a shared one.
struct GivenTool {
  JsonNode definition;    ///< as Telnyx takes it; valid as long as the GivenTools and the settings
  language::Place place;  ///< where somebody wrote it, or where they would
};

class GivenTools {
 public:
  /// `settings` are the assistant's, with the tools that are generated.
  GivenTools(const SettingsFile& file, const Folder& folder, const JsonNode& settings);
  GivenTools(const GivenTools&) = delete;
  GivenTools& operator=(const GivenTools&) = delete;

  /// Null: there is none.
  [[nodiscard]] const GivenTool* of_type(std::string_view type) const;
  [[nodiscard]] const GivenTool* named(std::string_view name) const;

 private:
  std::vector<JsonDocument> shared_;  ///< what `tools_` points into
  std::vector<GivenTool> tools_;
};

}  // namespace callwright::assistants
