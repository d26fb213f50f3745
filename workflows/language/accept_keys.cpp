#include "workflows/language/accept_keys.hpp"

#include "workflows/language/key_types.hpp"
#include "workflows/language/sections.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>

namespace callwright::language {
namespace {

using std::chrono::seconds;

Key<Accept> digit_key(const std::string& name, std::string Accept::* member) {
  auto key = word(name, member).shaped([] {
    return shapes::any_of({shapes::matching("^[0-9*#]$"), shapes::whole_number(0, 9)});
  });
  key.read = [name, member](const Reader& reader, const Node& node, Accept& into) {
    const auto digit = read_word(reader, node, name);
    if (!digit) return;
    if (digit->size() != 1 || digit->find_first_not_of("0123456789*#") != std::string::npos)
      return reader.error(
          node.place, "not_accepted",
          "`" + name + "` is one key of a phone: 0 to 9, `\"*\"` or `\"#\"`, not " + quoted(*digit));
    into.*member = *digit;
  };
  return key;
}

const Table<Accept>& digit_keys() {
  static const Table<Accept> table(
      "`keys`", {digit_key("accept", &Accept::accept_key), digit_key("decline", &Accept::decline_key),
                 digit_key("repeat", &Accept::repeat_key)});
  return table;
}

const Table<Accept>& accept_keys() {
  static const Table<Accept> table(
      "`accept`",
      {choice<Accept, bool>("prompt_on", &Accept::prompt_on_answer, {{"verdict", false}, {"answered", true}}),
       text("prompt", &Accept::prompt, places::kPrompt),
       custom<Accept>(
           "keys", [] { return digit_keys().schema(); },
           [](const Reader& reader, const Node& node, Accept& into) {
             digit_keys().read(reader, node, into);
           },
           [](const Accept& from) -> std::optional<Json> { return digit_keys().write(from); }),
       duration("within", &Accept::within, {seconds{1}, seconds{60}}),
       count("prompts", &Accept::prompts, 1, 10), text("briefing", &Accept::briefing, places::kBriefing),
       text("lost", &Accept::lost, places::kLost),
       text("caller_gone", &Accept::caller_gone, places::kCallerGone)});
  return table;
}

}  // namespace

Key<Escalation> accept_key() {
  return custom<Escalation>(
      "accept", [] { return shapes::any_of({shapes::one_word_of({"none"}), accept_keys().schema()}); },
      [](const Reader& reader, const Node& node, Escalation& into) {
        if (node.is_scalar() && node.text == "none") {
          into.accept = default_escalation().accept;
          into.accept.none = true;
          return;
        }
        into.accept.none = false;
        if (!node.is_map()) return wrong_type(reader, node, "accept", "a map, or `none`");
        accept_keys().read(reader, node, into.accept);
      },
      [](const Escalation& from) -> std::optional<Json> {
        return from.accept.none ? json_text("none") : accept_keys().write(from.accept);
      });
}

void add_accept_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(accept_keys().group());
  groups.push_back(digit_keys().group());
}

void check_keys(const Reader& reader, const Node& escalation, const Accept& accept) {
  struct Given {
    std::string_view name;
    std::string_view key;
  };
  const std::array<Given, 3> all = {
      Given{"accept", accept.accept_key}, {"decline", accept.decline_key}, {"repeat", accept.repeat_key}};
  for (auto later = all.begin() + 1; later != all.end(); ++later) {
    const auto earlier = std::ranges::find(all.begin(), later, later->key, &Given::key);
    if (earlier == later) continue;
    const auto path = [](const Given& given) { return "accept.keys." + std::string(given.name); };
    const bool is_written = escalation.at(path(*later)) != nullptr;
    reader.refuse(escalation.value_place(path(is_written ? *later : *earlier)), "same_key",
                  quoted(later->key) + " is both `" + std::string(earlier->name) + "` and `" +
                      std::string(later->name) +
                      "`; `accept`, `decline` and `repeat` need three different keys");
  }
}

}  // namespace callwright::language
