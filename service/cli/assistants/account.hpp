#pragma once

#include "service/cli/assistants/stop.hpp"
#include "service/cli/services.hpp"
#include "workflows/model/json.hpp"

#include <optional>
#include <string>
#include <vector>

namespace callwright::cli::assistants {

/// The account at Telnyx, as far as assistants and shared tools go. A request is repeated where that is safe.
/// The sentence of a stop says what Telnyx said and what to do.
class Account {
 public:
  explicit Account(const Services& services) : services_(services) {}

  [[nodiscard]] OrStop<std::vector<Json>> assistants() const;
  [[nodiscard]] OrStop<std::vector<Json>> tools() const;
  /// Empty: there is none with that id.
  [[nodiscard]] OrStop<std::optional<Json>> assistant(const std::string& id) const;

  /// These answer what Telnyx has now. The key makes a repetition within a day the same creation.
  [[nodiscard]] OrStop<Json> create_assistant(const Json& body, const std::string& key) const;
  [[nodiscard]] OrStop<Json> update_assistant(const std::string& id, const Json& body) const;
  [[nodiscard]] OrStop<Json> delete_assistant(const std::string& id) const;
  [[nodiscard]] OrStop<Json> create_tool(const Json& body, const std::string& key) const;
  [[nodiscard]] OrStop<Json> update_tool(const std::string& id, const Json& body) const;

 private:
  [[nodiscard]] OrStop<Json> ask(const ApiCall& call) const;
  const Services& services_;
};

}  // namespace callwright::cli::assistants
