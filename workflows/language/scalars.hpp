#pragma once

#include "workflows/language/reader.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright::language {

/// How single values are read. Each reports what is wrong and is then empty, so that the value keeps its
/// default and reading goes on. `key` names the value in messages.

struct DurationRange {
  Duration min{0};
  Duration max{0};
  bool whole_seconds = false;
};

std::optional<std::string> read_word(const Reader& reader, const Node& node, std::string_view key);
std::optional<Template> read_template(const Reader& reader, const Node& node, std::string_view key);
std::optional<Duration> read_duration(const Reader& reader, const Node& node, std::string_view key,
                                      const DurationRange& range);
std::optional<int> read_count(const Reader& reader, const Node& node, std::string_view key, int min, int max);
std::optional<bool> read_flag(const Reader& reader, const Node& node, std::string_view key);
/// One of `accepted`, as an index.
std::optional<std::size_t> read_choice(const Reader& reader, const Node& node, std::string_view key,
                                       const std::vector<std::string>& accepted);
/// The nodes of a list of texts; a single text counts as a list of one.
std::vector<const Node*> read_words(const Reader& reader, const Node& node, std::string_view key);

/// `key` wants `wanted`, this is something else.
void wrong_type(const Reader& reader, const Node& node, std::string_view key, std::string_view wanted);

void unknown_key(const Reader& reader, const Member& member, std::string_view of_what,
                 const std::vector<std::string>& accepted);
void not_supported(const Reader& reader, const Place& at, std::string_view what);

/// `4m`, in the largest unit that is exact.
std::string duration_text(Duration duration);

Json json_text(std::string_view text);
Json json_texts(const std::vector<std::string>& texts);
Json json_number(int number);
Json json_flag(bool flag);
Json json_list(const std::vector<Json>& items);
/// Members in the order of their names: the one spelling of an object whose order has no meaning.
Json json_sorted(const std::map<std::string, Json>& members);
/// The members of an object, empty for anything else.
std::map<std::string, Json> members_of(const Json& object);

}  // namespace callwright::language
