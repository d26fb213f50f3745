#include "service/cli/api/arguments.hpp"
#include "service/cli/api/body_text.hpp"
#include "service/cli/api/request.hpp"
#include "service/cli/api/set_path.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace callwright::cli::api;
using callwright::Catalogue;
using callwright::JsonDocument;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// What is read as a path comes back from its text.
void check_path(const std::string& text) {
  const auto path = parse_set_path(text);
  if (!path) return;
  const auto again = parse_set_path(write_set_path(*path));
  if (!again || *again != *path) std::abort();
}

/// What is read from a file is JSON.
void check_body(const std::string& text) {
  for (const auto* name : {"body.json", "body.yaml", "-"}) {
    const auto body = read_body_text(name, text);
    if (body ? !JsonDocument::parse(body->text()) : body.error().detail.empty()) std::abort();
  }
}

/// A request without problems has a body that is JSON and every path parameter; each problem says something.
void check_request(const callwright::Operation& operation, const std::vector<std::string>& words,
                   const std::string& file) {
  const Sources sources{.read = [&](const std::string&) -> callwright::Result<std::string> { return file; },
                        .random_id = [] { return std::string("id"); }};
  const auto made = make_request(operation, read_arguments(operation, words), sources);
  for (const auto& problem : made.problems) {
    if (problem.message.empty()) std::abort();
  }
  if (!made.problems.empty()) return;
  if (made.call.path_params.size() != operation.path_params.size()) std::abort();
  if (!JsonDocument::parse(made.call.body.text())) std::abort();
}

}  // namespace

/// The first two bytes choose an operation; the rest are words, one a line, and the file that they name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto& operations = Catalogue::get().operations();
  const auto& operation = operations[(data[0] * 256U + data[1]) % operations.size()];
  const std::string text(reinterpret_cast<const char*>(data) + 2, size - 2);
  const auto words = lines_of(text);
  check_body(text);
  for (const auto& word : words) check_path(word);
  check_request(operation, words, text);
  return 0;
}
