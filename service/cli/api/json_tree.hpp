#pragma once

#include "service/cli/api/set_path.hpp"
#include "workflows/model/json.hpp"

#include <string>
#include <utility>
#include <vector>

namespace callwright::cli::api {

/// JSON that is put together piece by piece: the body of a request from a file and from flags.
class JsonTree {
 public:
  JsonTree() = default;
  static JsonTree of(const JsonNode& node);

  /// Sets what stands at the path; objects and lists on the way are made, and what is there in another shape
  /// is replaced. An index may be one behind the last. InvalidInput `set.gap`: it is farther behind.
  Result<void> put(const SetPath& path, const Json& value);
  /// Adds to the end of the list at the path, which is made where there is none.
  void append(const SetPath& path, const Json& value);
  void erase(const std::string& member);
  [[nodiscard]] Json json() const;

 private:
  enum class Kind { Scalar, Object, List };
  void write(JsonWriter& out) const;
  void become(Kind kind);
  JsonTree& member(const std::string& name);
  /// The place of a step; null where the index leaves a gap.
  JsonTree* enter(const SetStep& step);

  Kind kind_ = Kind::Object;
  Json scalar_;
  std::vector<std::pair<std::string, JsonTree>> members_;
  std::vector<JsonTree> items_;
};

}  // namespace callwright::cli::api
