#pragma once

#include "service/cli/services.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <optional>
#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// The account at Telnyx, as far as assistants and shared tools go. Errors: Unavailable where Telnyx cannot
/// be reached or did not answer; InvalidInput where it refused; the detail says what to do.
class Account {
 public:
  explicit Account(const Services& services) : services_(services) {}

  [[nodiscard]] Result<std::vector<Json>> assistants() const;
  [[nodiscard]] Result<std::vector<Json>> tools() const;
  /// Empty: there is none with that id.
  [[nodiscard]] Result<std::optional<Json>> assistant(const std::string& id) const;

  /// These answer what Telnyx has now. The key makes a repetition within a day the same creation.
  [[nodiscard]] Result<Json> create_assistant(const Json& body, const std::string& key) const;
  [[nodiscard]] Result<Json> update_assistant(const std::string& id, const Json& body) const;
  [[nodiscard]] Result<void> delete_assistant(const std::string& id) const;
  [[nodiscard]] Result<Json> create_tool(const Json& body, const std::string& key) const;
  [[nodiscard]] Result<Json> update_tool(const std::string& id, const Json& body) const;

 private:
  [[nodiscard]] Result<ApiOutcome> ask(ApiCall call) const;
  const Services& services_;
};

}  // namespace callwright::cli::assistants
