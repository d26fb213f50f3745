#pragma once

#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// Where templates and conditions find values; the engine implements it over a call.
class Scope {
 public:
  virtual ~Scope() = default;
  /// The value at a dotted path such as `caller.number` or `event.arguments.reason`; empty when there is
  /// none.
  [[nodiscard]] virtual std::optional<std::string> value(std::string_view path) const = 0;
  /// Whether the schedule is open at the time of the event.
  [[nodiscard]] virtual bool is_open(std::string_view schedule) const = 0;
};

/// Text with `${path}` and `${path | default}`; `$${` is a literal `${`. `{{variable}}` is Telnyx's and
/// stays. The default also stands in for an empty value, because these texts are mostly spoken. Rendering is
/// a single pass: a value is never evaluated again, whatever it contains.
class Template {
 public:
  struct Part {
    std::string text;  ///< literal text, or the path
    bool is_path = false;
    std::optional<std::string> fallback;
    friend bool operator==(const Part&, const Part&) = default;
  };
  Template() = default;
  /// InvalidInput `template.syntax` (unclosed `${`, empty path). Which roots are allowed is the loader's
  /// business.
  static Result<Template> parse(std::string_view source);
  [[nodiscard]] const std::string& source() const { return source_; }
  [[nodiscard]] const std::vector<Part>& parts() const { return parts_; }
  [[nodiscard]] bool empty() const { return source_.empty(); }
  /// Missing values without default become empty text and are named in `missing` when it is given.
  [[nodiscard]] std::string render(const Scope& scope, std::vector<std::string>* missing = nullptr) const;
  friend bool operator==(const Template&, const Template&) = default;

 private:
  std::string source_;
  std::vector<Part> parts_;
};

/// JSON in which every string is a template. Rendering keeps the structure: text from outside cannot add
/// members.
Json render_json(const Json& body, const Scope& scope, std::vector<std::string>* missing = nullptr);

}  // namespace callwright
