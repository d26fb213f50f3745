#pragma once

#include "tests/support/zones.hpp"
#include "workflows/assistants/drift.hpp"
#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/names.hpp"
#include "workflows/assistants/settings.hpp"
#include "workflows/language/findings.hpp"
#include "workflows/language/load.hpp"

#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::tests {

inline assistants::Settings settings(std::string_view json) {
  const auto document = JsonDocument::parse(json);
  if (!document) throw std::runtime_error("no JSON: " + std::string(json));
  return assistants::settings_from(document->root());
}

inline BundlePtr bundle_of(const std::string& yaml) {
  const auto loaded = load_bundle({{.name = "w.yaml", .text = yaml}}, test_load_options());
  std::string wrong;
  for (const auto& finding : loaded.findings) wrong += format_finding(finding) + "\n";
  if (loaded.bundle == nullptr) throw std::runtime_error(wrong);
  return loaded.bundle;
}

/// A directory of assistants that was read, with what is wrong with it.
struct ReadFolder {
  explicit ReadFolder(std::vector<SourceFile> the_assistants, std::vector<SourceFile> the_tools = {},
                      std::map<std::string, std::string> the_texts = {})
      : assistants(std::move(the_assistants)), tools(std::move(the_tools)), texts(std::move(the_texts)) {
    const auto text_of = [this](const std::string& path) -> Result<std::string> {
      if (const auto found = texts.find(path); found != texts.end()) return found->second;
      return fail(Errc::InvalidInput, "gone", "there is no such file.");
    };
    folder = callwright::assistants::read_folder(assistants, tools, text_of, findings);
  }
  ReadFolder(const ReadFolder&) = delete;
  ReadFolder& operator=(const ReadFolder&) = delete;

  [[nodiscard]] std::string report() const {
    auto sources = assistants;
    sources.insert(sources.end(), tools.begin(), tools.end());
    std::string text;
    for (const auto& finding : findings.sorted(sources)) text += format_finding(finding) + "\n";
    return text;
  }

  std::vector<SourceFile> assistants;
  std::vector<SourceFile> tools;
  std::map<std::string, std::string> texts;
  language::Findings findings;
  callwright::assistants::Folder folder;
};

}  // namespace callwright::tests
