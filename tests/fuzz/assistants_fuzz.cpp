#include "workflows/assistants/edit.hpp"
#include "workflows/assistants/folder.hpp"
#include "workflows/assistants/lock.hpp"
#include "workflows/assistants/yaml_text.hpp"
#include "workflows/language/tree.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace assistants = callwright::assistants;
using callwright::Errc;
using callwright::Error;
using callwright::JsonDocument;
using callwright::Result;
using callwright::SourceFile;

constexpr std::string_view kFile = R"yaml(# one of everything
name: Support
workflows: [desk]
instructions: { file: prompt.md }
telephony_settings: { time_limit_secs: 60 }
dynamic_variables: { n: 5, t: "x" }
tool_ids: [look]
tools:
  - { type: webhook, webhook: { name: a, description: d, url: "https://x.example/", body_parameters: { type: object } } }
  - { type: handoff, handoff: { ai_assistants: [ { id: other, name: O } ] } }
)yaml";

assistants::Folder read(const SourceFile& file, callwright::language::Findings& findings) {
  const auto no_text = [](const std::string&) -> Result<std::string> {
    return std::unexpected(Error(Errc::InvalidInput, "gone", "there is no such file."));
  };
  return assistants::read_folder({file}, {}, no_text, findings);
}

/// What is written of a file that was read says the same when it is read again.
void check_file(const std::string& text) {
  const SourceFile file{.name = "a.yaml", .text = text};
  callwright::language::Findings findings;
  const auto folder = read(file, findings);
  if (findings.has_errors() || folder.assistants.empty()) return;
  const auto& one = folder.assistants.front();
  const auto settings = assistants::json_of(one.settings);
  const SourceFile again{.name = "b.yaml", .text = assistants::yaml_text(JsonDocument::of(settings).root())};
  callwright::language::Findings problems;
  const auto back = read(again, problems);
  if (back.assistants.size() != 1 || assistants::json_of(back.assistants.front().settings) != settings)
    std::abort();
  const SourceFile edited{.name = "c.yaml",
                          .text = assistants::edited(text, one.written, {{"name", settings}}, one.settings)};
  std::size_t nodes = 0;
  callwright::language::Findings none;
  if (!callwright::language::parse_yaml(edited, none, nodes).is_complete) std::abort();
}

void check_lock(std::string_view text) {
  const auto lock = assistants::read_lock(text);
  if (!lock) return;
  const auto again = assistants::read_lock(assistants::write_lock(*lock));
  if (!again || *again != *lock) std::abort();
}

}  // namespace

/// No text makes the readers of an assistants' directory throw, and what they read can be written and read
/// again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check_file(text);
  check_lock(text);
  if (size < 3) return 0;
  // The first two bytes choose a place in the file, the third how much of it the rest replaces.
  const std::size_t at = (data[0] * 256U + data[1]) % kFile.size();
  std::string changed(kFile);
  check_file(changed.replace(at, data[2] % 16U, text.substr(3)));
  return 0;
}
