#pragma once

#include "workflows/language/table.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace callwright::language {

/// The types of keys: each makes a row that reads and writes one member of T.

/// A text that is not empty; leaving the key out is how to have none.
template <class T>
Key<T> word(const std::string& name, std::string T::* member) {
  return {.name = name,
          .shape = &shapes::scalar,
          .read =
              [name, member](const Reader& reader, const Node& node, T& into) {
                auto text = read_word(reader, node, name);
                if (text && text->empty())
                  return reader.error(node.place, "empty_text",
                                      "`" + name + "` is empty; leave the key out instead");
                if (text) into.*member = *std::move(text);
              },
          .write = [member](const T& from) -> std::optional<Json> {
            if ((from.*member).empty()) return std::nullopt;
            return json_text(from.*member);
          }};
}

/// A key whose text `check(reader, place, text)` accepts.
template <class T, class Check>
Key<T> checked(Key<T> key, Check check) {
  key.read = [read = std::move(key.read), check](const Reader& reader, const Node& node, T& into) {
    read(reader, node, into);
    if (node.is_scalar() && !node.text.empty()) check(reader, node.place, node.text);
  };
  return key;
}

/// A template that is rendered at `place`.
template <class T>
Key<T> text(const std::string& name, Template T::* member, const TemplatePlace& place) {
  return {
      .name = name,
      .shape = &shapes::scalar,
      .read =
          [name, member, place](Reader reader, const Node& node, T& into) {
            reader.place = place;
            if (auto made = read_template(reader, node, name)) into.*member = *std::move(made);
          },
      .write = [member](const T& from) -> std::optional<Json> { return json_text((from.*member).source()); }};
}

/// A template rendered where the list that is being read stands.
template <class T>
Key<T> local_text(const std::string& name, Template T::* member) {
  auto key = text<T>(name, member, places::kRule);
  key.read = [name, member](const Reader& reader, const Node& node, T& into) {
    if (auto made = read_template(reader, node, name)) into.*member = *std::move(made);
  };
  return key;
}

template <class T>
Key<T> duration(const std::string& name, Duration T::* member, DurationRange range) {
  return {.name = name,
          .shape = &shapes::duration,
          .read =
              [name, member, range](const Reader& reader, const Node& node, T& into) {
                if (const auto read = read_duration(reader, node, name, range)) into.*member = *read;
              },
          .write = [member](const T& from) -> std::optional<Json> {
            return json_text(duration_text(from.*member));
          }};
}

template <class T>
Key<T> count(const std::string& name, int T::* member, int min, int max) {
  return {.name = name,
          .shape = [min, max] { return shapes::whole_number(min, max); },
          .read =
              [name, member, min, max](const Reader& reader, const Node& node, T& into) {
                if (const auto number = read_count(reader, node, name, min, max)) into.*member = *number;
              },
          .write = [member](const T& from) -> std::optional<Json> { return json_number(from.*member); }};
}

/// `values` names every value of the member that the language can say.
template <class T, class E>
Key<T> choice(const std::string& name, E T::* member, const std::vector<std::pair<std::string, E>>& values) {
  std::vector<std::string> accepted;
  accepted.reserve(values.size());
  for (const auto& value : values) accepted.push_back(value.first);
  return {.name = name,
          .shape = [accepted] { return shapes::one_word_of(accepted); },
          .read =
              [name, member, values, accepted](const Reader& reader, const Node& node, T& into) {
                if (const auto index = read_choice(reader, node, name, accepted))
                  into.*member = values[*index].second;
              },
          .write = [member, values](const T& from) -> std::optional<Json> {
            for (const auto& [spelling, value] : values) {
              if (value == from.*member) return json_text(spelling);
            }
            return std::nullopt;
          }};
}

/// Texts that `check(reader, place, text)` accepts.
template <class T, class Check>
Key<T> words(const std::string& name, std::vector<std::string> T::* member, Check check) {
  return {.name = name,
          .shape = [] { return shapes::list_or_one(shapes::scalar()); },
          .read =
              [name, member, check](const Reader& reader, const Node& node, T& into) {
                std::vector<std::string> read;
                for (const auto* item : read_words(reader, node, name)) {
                  check(reader, item->place, item->text);
                  read.push_back(item->text);
                }
                into.*member = std::move(read);
              },
          .write = [member](const T& from) -> std::optional<Json> { return json_texts(from.*member); }};
}

/// A map with a table of its own.
template <class T, class U>
Key<T> section(const std::string& name, U T::* member, const Table<U>& (*table)()) {
  return {
      .name = name,
      .shape = [table] { return table().schema(); },
      .read = [member, table](const Reader& reader, const Node& node,
                              T& into) { table().read(reader, node, into.*member); },
      .write = [member, table](const T& from) -> std::optional<Json> { return table().write(from.*member); }};
}

template <class T, class Read, class Write>
Key<T> custom(const std::string& name, Shape shape, Read read, Write write) {
  return {.name = name, .shape = std::move(shape), .read = std::move(read), .write = std::move(write)};
}

/// A key of the design that this version refuses by name.
template <class T>
Key<T> later(const std::string& name) {
  return {.name = name, .shape = &shapes::nothing};
}

}  // namespace callwright::language
