#include "workflows/language/yaml_problem.hpp"

#include <algorithm>
#include <array>

namespace callwright::language {
namespace {

struct Explanation {
  std::string_view says;  ///< of the parser, or its beginning
  std::string_view means;
};

constexpr std::array kExplanations = {
    Explanation{
        "illegal map value",
        "a `:` is not expected here; put a text that holds `: ` between quotes, and begin each key in a "
        "line of its own"},
    Explanation{"illegal map key", "a key is not expected here; check that it stands below its neighbours"},
    Explanation{"illegal block entry", "a list item is not expected here; check how far its `-` is indented"},
    Explanation{"unknown token", "no value begins with this character; put the text between quotes"},
    Explanation{"illegal flow end", "this bracket closes nothing that is open"},
    Explanation{
        "end of map flow not found",
        "a `{` is not closed, or a `,` is missing in it; a text that holds `{`, `}`, `[`, `]`, `,` or `: ` "
        "needs quotes there, such as \"${caller.number}\""},
    Explanation{
        "end of sequence flow not found",
        "a `[` is not closed, or a `,` is missing in it; a text that holds `{`, `}`, `[`, `]`, `,` or `: ` "
        "needs quotes there, such as \"${caller.number}\""},
    Explanation{"end of map not found",
                "this is no key; check its `:` and that it stands below the other keys of its map"},
    Explanation{"end of sequence not found", "this is no list item; begin it with `- ` below the others"},
    Explanation{"illegal EOF in scalar", kUnclosedQuote},
    Explanation{"illegal document indicator", "the quote that begins this text is not closed before `---`"},
    Explanation{"unknown escape character",
                "between double quotes a `\\` begins an escape; double it, or use single quotes"},
    Explanation{"bad character found while scanning hex", "this escape wants hexadecimal digits"},
    Explanation{"invalid unicode", "this escape is no character"},
    Explanation{"the referenced anchor is not defined",
                "`*` names an anchor that does not exist; put a text that begins with `*` between quotes"},
    Explanation{"alias not found after", "put a text that begins with `*` between quotes"},
    Explanation{"anchor not found after", "put a text that begins with `&` between quotes"},
    Explanation{"illegal character found while scanning a",
                "the name of an anchor or alias ends in a character that it cannot hold"},
    Explanation{"unexpected character in block scalar", "behind `|` or `>` the text begins in the next line"},
    Explanation{"cannot set zero indentation", "behind `|` or `>` the text begins in the next line"}};

}  // namespace

std::string yaml_problem(std::string_view text) {
  const auto found =
      std::ranges::find_if(kExplanations, [&](const auto& each) { return text.starts_with(each.says); });
  if (found != kExplanations.end()) return "this is not YAML: " + std::string(found->means);
  return "this is not YAML: " + std::string(text);
}

}  // namespace callwright::language
