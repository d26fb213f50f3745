#pragma once

#include "workflows/assistants/settings.hpp"
#include "workflows/language/findings.hpp"
#include "workflows/language/load.hpp"
#include "workflows/language/node.hpp"
#include "workflows/model/result.hpp"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::assistants {

/// One file of the directory: an assistant, or a shared tool.
struct SettingsFile {
  std::string name;        ///< of the file without its folder and `.yaml`: what other files call it
  std::string file;        ///< as the findings name it
  language::Node written;  ///< where everything stands
  Settings settings;       ///< what it sets, texts of other files put in
  std::map<std::string, std::string, std::less<>> included;  ///< field -> the file that its text is in
  std::vector<std::string> workflows;  ///< whose tools this assistant needs, beside those that name its id
};

struct Folder {
  std::vector<SettingsFile> assistants;
  std::vector<SettingsFile> tools;
  [[nodiscard]] const SettingsFile* assistant(std::string_view name) const;
  [[nodiscard]] const SettingsFile* tool(std::string_view name) const;
};

/// The text of a file by its path within the directory; the error's detail becomes part of a finding.
using ReadText = std::function<Result<std::string>(const std::string& path)>;

/// Reads the files of a directory: `assistants` are its `*.yaml`, `tools` those of its folder `tools`.
/// Reports whatever Telnyx would not take, and names that nothing has. The sources outlive what is returned.
Folder read_folder(const std::vector<SourceFile>& assistants, const std::vector<SourceFile>& tools,
                   const ReadText& read_text, language::Findings& findings);

/// `support` of `assistants/support.yaml`.
std::string name_of_file(std::string_view path);

}  // namespace callwright::assistants
