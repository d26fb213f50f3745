#include "workflows/language/addresses.hpp"
#include "workflows/language/key_types.hpp"
#include "workflows/language/sections.hpp"
#include "workflows/language/speech.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace callwright::language {
namespace {

void refuse_address(const Reader& reader, const Place& at, const std::string& text, bool is_sip) {
  if (is_sip)
    return reader.refuse(at, "not_a_number", quoted(text) + " is no SIP URI; write `sip:name@host`");
  auto hint = number_hint(text);
  const auto end = hint.or_else(is_sip_uri(text) ? "; a SIP URI belongs to the key `sip`"
                                                 : "; write `+` and the full number, `+13125550111`");
  reader.refuse(at, "not_a_number", quoted(text) + " is not E.164" + end, std::move(hint));
}

Key<Person> address_key(const std::string& name, bool is_sip) {
  const auto read = [name, is_sip](const Reader& reader, const Node& node, Person& into) {
    const auto text = read_word(reader, node, name);
    if (!text) return;
    if (!(is_sip ? is_sip_uri(*text) : is_e164(*text))) refuse_address(reader, node.place, *text, is_sip);
    into.address = *text;
    into.is_sip = is_sip;
  };
  const auto write = [is_sip](const Person& from) -> std::optional<Json> {
    if (from.is_sip != is_sip) return std::nullopt;
    return json_text(from.address);
  };
  return custom<Person>(name, is_sip ? &shapes::sip_uri : &shapes::phone, read, write);
}

/// One item of `also`; nothing for what was refused.
std::optional<Address> read_address(const Reader& reader, const Node& item) {
  const bool is_sip = item.text.starts_with("sip:") || item.text.starts_with("sips:");
  if (!(is_sip ? is_sip_uri(item.text) : is_e164(item.text))) {
    refuse_address(reader, item.place, item.text, is_sip);
    if (reader.checks()) return std::nullopt;
  }
  return Address{.text = item.text, .is_sip = is_sip};
}

Json also_shape() { return shapes::list_or_one(shapes::any_of({shapes::phone(), shapes::sip_uri()})); }

Key<Person> also_key() {
  const auto read = [](const Reader& reader, const Node& node, Person& into) {
    for (const auto* item : read_words(reader, node, "also")) {
      auto address = read_address(reader, *item);
      if (!address) continue;
      if (std::ranges::find(into.also, *address) != into.also.end()) {
        reader.refuse(item->place, "duplicate_address", quoted(item->text) + " is in the list already");
      } else {
        into.also.push_back(*std::move(address));
      }
    }
  };
  const auto write = [](const Person& from) -> std::optional<Json> {
    if (from.also.empty()) return std::nullopt;
    std::vector<std::string> texts;
    std::ranges::transform(from.also, std::back_inserter(texts), &Address::text);
    return json_texts(texts);
  };
  return custom<Person>("also", &also_shape, read, write);
}

const Table<Person>& person_keys() {
  static const Table<Person> table(
      "a person",
      {word("name", &Person::name), address_key("phone", false), address_key("sip", true),
       checked(word("language", &Person::language).shaped(&spoken_language), check_spoken_language),
       word("voice", &Person::voice), also_key()});
  return table;
}

const Table<Group>& group_keys() {
  static const Table<Group> table(
      "a group", {words("members", &Group::members,
                        [](const Reader& reader, const Place& at, const std::string& name) {
                          reader.resolve_person(at, name);
                        })
                      .shaped(&shapes::some_words)
                      .required(),
                  choice<Group, Group::Order>(
                      "order", &Group::order,
                      {{"listed", Group::Order::Listed}, {"longest_idle", Group::Order::LongestIdle}})});
  return table;
}

}  // namespace

Person read_person(const Reader& reader, const Member& entry) {
  Person person{.key = entry.key, .name = entry.key};
  person_keys().read(reader, entry.value, person);
  const bool has_phone = entry.value.find("phone") != nullptr;
  const bool has_sip = entry.value.find("sip") != nullptr;
  const bool is_misspelt = !has_phone && (person_keys().is_misspelt_in(reader, entry.value, "phone") ||
                                          person_keys().is_misspelt_in(reader, entry.value, "sip"));
  if (entry.value.is_map() && has_phone == has_sip && !is_misspelt)
    reader.error(entry.place, has_phone ? "both_given" : "missing_key",
                 quoted(entry.key) + " needs one address: either `phone` or `sip`");
  for (std::size_t i = 0; i < person.also.size(); ++i) {
    if (person.also[i].text == person.address)
      reader.refuse(entry.value.value_place("also." + std::to_string(i)), "duplicate_address",
                    quoted(entry.key) + " has this address already");
  }
  return person;
}

Group read_group(const Reader& reader, const Member& entry) {
  Group group{.key = entry.key};
  group_keys().read_complete(reader, entry.value, group);
  const auto* members = entry.value.get("members");
  if (members != nullptr && members->is_list() && members->items.empty())
    reader.error(members->place, "empty_list", "a group has at least one member");
  return group;
}

void add_people_keys(std::vector<KeyGroup>& groups) {
  groups.push_back(person_keys().group());
  groups.push_back(group_keys().group());
}

Json person_shape() {
  const auto has = [](const char* key) { return json_sorted({{"required", json_texts({key})}}); };
  return shapes::with(person_keys().schema(), "oneOf", json_list({has("phone"), has("sip")}));
}

Json group_shape() { return group_keys().schema(); }

Json write_person(const Person& person) { return person_keys().write(person); }

Json write_group(const Group& group) { return group_keys().write(group); }

}  // namespace callwright::language
