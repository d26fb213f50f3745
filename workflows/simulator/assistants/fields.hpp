#pragma once

#include "workflows/catalogue/catalogue.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::simulator::assistants {

/// A JSON object that can be changed. Its members stay in the order in which they were first set.
class Fields {
 public:
  void set(std::string_view name, Json value);
  void set(std::string_view name, std::string_view text);
  void set(std::string_view name, const char* text) { set(name, std::string_view(text)); }
  void erase(std::string_view name);
  /// Null when there is no such member.
  [[nodiscard]] const Json* find(std::string_view name) const;
  /// The text of a string member; empty for anything else.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// The strings of a member that is a list; empty for anything else.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  void set_texts(std::string_view name, const std::vector<std::string>& texts);
  /// A member within an object: `at("telephony_settings", "time_limit_secs")`; null when it is not there.
  [[nodiscard]] Json at(std::string_view name, std::string_view dotted) const;
  /// Its members, into an object that was begun.
  void write(JsonWriter& writer) const;

 private:
  std::vector<std::pair<std::string, Json>> members_;
};

/// What a request body gives of the fields that the operation documents, with the documented defaults of the
/// others, in the order of the catalogue. Defaults within an object that is given are filled in too; an
/// object that is not given stays away.
Fields filled_in(const Operation& operation, const JsonNode& body);

/// Sets what the body gives; what it does not give stays, and an object is replaced as a whole.
void set_given(Fields& fields, const Operation& operation, const JsonNode& body);

/// An object of that schema of the catalogue with its defaults filled in.
Json with_defaults(std::string_view schema, const JsonNode& object);

}  // namespace callwright::simulator::assistants
