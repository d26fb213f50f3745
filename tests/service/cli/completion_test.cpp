#include "service/cli/command_line.hpp"
#include "service/cli/completion/candidates.hpp"

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::completion {
namespace {

using namespace callwright::cli;

/// What a shell gets for `callwright WORDS…`, without the helps.
std::string candidates(std::vector<const char*> words) {
  words.insert(words.begin(), {"callwright", "__complete"});
  ::testing::internal::CaptureStdout();
  EXPECT_EQ(run(static_cast<int>(words.size()), words.data(), {}), 0);
  std::fflush(stdout);
  std::istringstream lines(::testing::internal::GetCapturedStdout());
  std::string text;
  for (std::string line; std::getline(lines, line);)
    text += (text.empty() ? "" : " ") + line.substr(0, line.find('\t'));
  return text;
}

TEST(Completion, OffersWhatCanStandThere) {
  struct Case {
    std::vector<const char*> words;
    const char* text;
  };
  const std::vector<Case> cases = {
      {{"cal"}, "calls"},
      {{"calls", "s"}, "show start"},
      {{"graph", "--f"}, "--format"},
      {{"graph", "--format", ""}, "svg dot mermaid"},
      {{"graph", "--format", "=", "d"}, "dot"},
      {{"completion", ""}, "bash zsh fish"},
      {{"validate", ""}, ""},
      {{"dead-letters", "retry", "--a"}, "--all"},
      {{"api", "get_assi"}, "get_assistant get_assistant_texml"},
      {{"api", "get-assi"}, "get-assistant get-assistant-texml"},
      {{"api", "--l"}, "--list"},
      {{"api", "nonsense", "--"}, ""},
      {{"api", "get_assistant", ""}, ""},
      {{"api", "update_queue", "q", "--m"}, "--max_size"},
      {{"api", "list_tests", "--page"}, "--page-number --page-size"},
      {{"api", "list_tests", "--a"}, "--all"},
      {{"api", "get_test", "--a"}, ""},
      {{"api", "dial", "--privacy", ""}, "id none"},
      {{"api", "dial", "--privacy", "n"}, "none"},
      {{"api", "dial", "--privacy=n"}, "--privacy=none"},
      {{"api", "dial", "--privacy", "="}, "id none"},
      {{"api", "dial", "--privacy", "=", "n"}, "none"},
      {{"api", "dial", "--transcription", "--pri"}, "--privacy"},
      {{"api", "dial", "--from", "--pri"}, ""},
      {{"api", "dial", "--body", ""}, ""},
      {{"api", "update_assistant", "a", "--set", "voice_settings.vo"},
       "voice_settings.voice= voice_settings.voice_speed="},
      {{"api", "send_sip_info", "--bod"}, "--body"},
  };
  for (const auto& [words, text] : cases) {
    EXPECT_EQ(candidates(words), text) << words.back();
  }
}

TEST(Completion, CommandsAreThoseOfTheHelpAndThisOneIsHidden) {
  const auto all = " " + candidates({""}) + " ";
  for (const auto* name : {" serve ", " api ", " calls ", " completion ", " version "})
    EXPECT_NE(all.find(name), std::string::npos) << name;
  EXPECT_EQ(all.find("__complete"), std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::completion
