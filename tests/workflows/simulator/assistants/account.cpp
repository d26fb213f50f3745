#include "tests/workflows/simulator/assistants/account.hpp"

namespace callwright::tests::assistants {

namespace sim = callwright::simulator;

sim::ApiResponse Account::get(const std::string& path, Options query) {
  return bench.send("GET", path, "", std::move(query));
}
sim::ApiResponse Account::post(const std::string& path, const std::string& body) {
  return bench.send("POST", path, body);
}
sim::ApiResponse Account::put(const std::string& path, const std::string& body) {
  return bench.send("PUT", path, body);
}
sim::ApiResponse Account::patch(const std::string& path, const std::string& body) {
  return bench.send("PATCH", path, body);
}
sim::ApiResponse Account::remove(const std::string& path) { return bench.send("DELETE", path); }

sim::ApiResponse Account::post_once(const std::string& path, const std::string& body,
                                    const std::string& key) {
  return bench.telnyx.request(bench.now, {.method = "POST",
                                          .path = path,
                                          .query = {},
                                          .authorization = "Bearer KEY_SIMULATOR",
                                          .body = body,
                                          .idempotency_key = key});
}

std::string Account::assistant(const std::string& more) {
  return make("/ai/assistants", R"({"name":"Ann","instructions":"Be kind.")" + more + "}");
}

std::string Account::make(const std::string& path, const std::string& body, std::string_view field) {
  return at(post(path, body), field);
}

std::string at(const sim::ApiResponse& response, std::string_view dotted) {
  const auto document = JsonDocument::of(response.body);
  return document.root().at_path(dotted).display();
}

std::size_t size_at(const sim::ApiResponse& response, std::string_view dotted) {
  const auto document = JsonDocument::of(response.body);
  return dotted.empty() ? document.root().size() : document.root().at_path(dotted).size();
}

std::string outcome(const sim::ApiResponse& response) {
  auto text = std::to_string(response.status);
  const auto document = JsonDocument::of(response.body);
  const auto code = document.root().at_path("errors.0.code").display();
  if (!code.empty()) text += " " + code;
  auto separator = ' ';
  for (const auto& part : document.root().at_path("detail.0.loc").elements()) {
    text += separator + part.display();
    separator = '.';
  }
  return text;
}

}  // namespace callwright::tests::assistants
