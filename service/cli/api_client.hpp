#pragma once

#include "service/cli/services.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"

#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace callwright::cli {

/// Where a running service is asked.
struct ApiOptions {
  std::string url;  ///< empty: http://127.0.0.1:$PORT
  std::string token;
};

/// `--url` and `--token`.
void add_api_options(CLI::App& command, ApiOptions& options);

/// A running callwright as a client sees it.
class ApiClient {
 public:
  ApiClient(const Services& services, ApiOptions options);

  /// `path` begins with a slash. Unavailable: the service cannot be reached. NotFound, InvalidInput: it
  /// refused; the detail is its own sentence.
  [[nodiscard]] Result<JsonDocument> get(const std::string& path) const;
  [[nodiscard]] Result<JsonDocument> post(const std::string& path, const std::string& body) const;
  [[nodiscard]] Result<JsonDocument> put(const std::string& path, const std::string& body) const;
  [[nodiscard]] Result<JsonDocument> remove(const std::string& path) const;
  /// All records of a call, oldest first.
  [[nodiscard]] Result<std::vector<Json>> records(const std::string& call) const;

 private:
  [[nodiscard]] Result<JsonDocument> exchange(std::string method, const std::string& path,
                                              std::string body) const;

  const Services& services_;
  ApiOptions options_;
};

/// Prints the error and returns the exit code that it means.
int report(const Error& error);

}  // namespace callwright::cli
