#pragma once

#include "tests/workflows/simulator/bench.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace callwright::tests::assistants {

using namespace std::chrono_literals;
using Options = std::vector<std::pair<std::string, std::string>>;

/// A person with an API key who uses the assistants API of the model.
class Account {
 public:
  explicit Account(callwright::simulator::Telnyx::Settings settings = {}) : bench(std::move(settings)) {}

  tests::simulator::Bench bench;

  callwright::simulator::ApiResponse get(const std::string& path, Options query = {});
  callwright::simulator::ApiResponse post(const std::string& path, const std::string& body = "{}");
  callwright::simulator::ApiResponse put(const std::string& path, const std::string& body = "{}");
  callwright::simulator::ApiResponse patch(const std::string& path, const std::string& body = "{}");
  callwright::simulator::ApiResponse remove(const std::string& path);
  /// A POST with the header Idempotency-Key.
  callwright::simulator::ApiResponse post_once(const std::string& path, const std::string& body,
                                               const std::string& key);

  /// Creates an assistant; more members of the body as `,"key":value`. Gives its id.
  std::string assistant(const std::string& more = "");
  /// Creates something with a POST and gives a field of the answer.
  std::string make(const std::string& path, const std::string& body, std::string_view field = "id");
};

/// A field of the answer by its dotted path, as people write it; empty when it is not there.
std::string at(const callwright::simulator::ApiResponse& response, std::string_view dotted);
/// Number of elements of a list in the answer; an empty path is the answer itself.
std::size_t size_at(const callwright::simulator::ApiResponse& response, std::string_view dotted);
/// `200`, `404 10005`, `422 body.rubric.0.name` (the place of a validation error).
std::string outcome(const callwright::simulator::ApiResponse& response);

}  // namespace callwright::tests::assistants
