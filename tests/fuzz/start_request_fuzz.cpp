#include "handlers/calls_api/start_request.hpp"
#include "workflows/model/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

// What is read of a body can be asked of the inbox as it is: its values have the forms that everything behind
// relies on, and a problem always says something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto read = callwright::read_start_request(body, {});
  if (!read) {
    const auto& problems = read.error();
    if (problems.empty() || problems.front().code.empty() || problems.front().detail.empty()) std::abort();
    if (callwright::problem_of(problems).status < 400) std::abort();
    return 0;
  }
  const bool is_address = callwright::is_e164(read->to) || callwright::is_sip_uri(read->to);
  if (!is_address || read->workflow.empty() || read->key.size() > 255) std::abort();
  if (!read->from.empty() && !callwright::is_e164(read->from)) std::abort();
  if (!read->variables.is_null() && !callwright::JsonDocument::of(read->variables).root().is_object())
    std::abort();
  return 0;
}
