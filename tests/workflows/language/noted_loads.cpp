#include "tests/workflows/language/noted_loads.hpp"

#include "workflows/model/json.hpp"

#include <cstdlib>
#include <fstream>

namespace callwright::tests {

void note_load(const std::string& text, const Loaded& loaded) {
  const char* file = std::getenv("CALLWRIGHT_NOTED_LOADS");
  if (file == nullptr) return;
  JsonWriter out;
  out.begin_object().member("text", text).key("errors").begin_array();
  for (const auto& finding : loaded.findings) {
    if (finding.is_error) out.string(format_finding(finding));
  }
  std::ofstream(file, std::ios::app) << out.end_array().end_object().take() << "\n";
}

}  // namespace callwright::tests
