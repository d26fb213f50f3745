#pragma once

#include "workflows/language/template.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

class Reader;
struct Place;

/// The first words of paths, as bits.
namespace roots {
inline constexpr unsigned kCall = 1;
inline constexpr unsigned kCaller = 2;
inline constexpr unsigned kEvent = 4;
inline constexpr unsigned kConversation = 8;
inline constexpr unsigned kRun = 16;
inline constexpr unsigned kPerson = 32;
inline constexpr unsigned kWinner = 64;
inline constexpr unsigned kVars = 128;
inline constexpr unsigned kInsights = 256;
inline constexpr unsigned kDirectory = 512;
inline constexpr unsigned kLookup = 1024;
}  // namespace roots

/// Where a text is rendered, and so which values can exist there.
struct TemplatePlace {
  std::string_view name;         ///< for messages: `a rule`
  unsigned allowed = 0;          ///< bits of `roots`
  bool may_be_recorded = false;  ///< a voicemail may hear it: nothing that the caller made
  bool calls_out = false;        ///< the number called is the other side's
};

namespace places {
using namespace roots;
inline constexpr unsigned kAlways = kCall | kCaller | kVars;
inline constexpr unsigned kInRun = kAlways | kConversation | kRun | kInsights;
inline constexpr TemplatePlace kAssistant{"`assistant`", kAlways | kEvent};
inline constexpr TemplatePlace kStart{"`start`", kAlways | kEvent | kConversation};
inline constexpr TemplatePlace kIfFails{"`if_fails`", kInRun | kEvent};
inline constexpr TemplatePlace kRule{"a rule", kInRun | kEvent | kWinner};
inline constexpr TemplatePlace kPersonRule{"a rule", kRule.allowed | kPerson};
inline constexpr TemplatePlace kNobodyRule{"a rule without a winner", kInRun | kEvent};
inline constexpr TemplatePlace kCallerText{"a text for the caller", kInRun};
inline constexpr TemplatePlace kAcceptedText{"`accepted`", kInRun | kWinner};
inline constexpr TemplatePlace kPrompt{"`prompt`", kCall | kRun | kPerson, true};
inline constexpr TemplatePlace kVoicemail{"`leave_message`", kCall, true, true};
inline constexpr TemplatePlace kBriefing{"`briefing`", kInRun | kPerson | kWinner};
inline constexpr TemplatePlace kLost{"`lost`", kInRun | kPerson | kWinner};
inline constexpr TemplatePlace kCallerGone{"`caller_gone`", kInRun | kPerson | kWinner};
inline constexpr TemplatePlace kOtherwise{"`otherwise`", kInRun};
inline constexpr unsigned kInitialization = kAlways | kEvent | kConversation | kDirectory;
inline constexpr TemplatePlace kVariables{"`variables`", kInitialization | kLookup};
inline constexpr TemplatePlace kLookupUrl{"`url` of `lookup`", kInitialization};
inline constexpr TemplatePlace kMemory{"`memory`", kInitialization | kLookup};
inline constexpr TemplatePlace kMetadata{"`metadata`", kInitialization | kLookup};
}  // namespace places

/// Refuses a path that names nothing, or nothing that can have a value at `reader.place`.
void check_path(const Reader& reader, const Place& at, std::string_view path);

/// The same for every path of a template.
void check_template(const Reader& reader, const Place& at, const Template& text);

/// Every path that the language fixes. The engine has a value for each.
std::vector<std::string> known_paths();

}  // namespace callwright::language
