#include "tests/e2e/request_record.hpp"

#include "workflows/model/json.hpp"

#include <cstdlib>
#include <fstream>
#include <mutex>

namespace callwright::tests {

void record_request(std::string_view method, std::string_view target, std::string_view body) {
  static const char* const name = std::getenv("CALLWRIGHT_API_REQUESTS");
  if (name == nullptr) return;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  static std::ofstream file(name, std::ios::trunc);
  JsonWriter out;
  out.begin_object().member("method", method).member("target", target);
  if (const auto json = JsonDocument::parse(body)) out.key("body").node(json->root());
  file << out.end_object().take() << std::endl;
}

}  // namespace callwright::tests
