#include "service/cli/test_report.hpp"
#include "workflows/model/json.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

/// Text of an attribute or element. XML 1.0 has no way to write other control characters.
std::string xml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\n': escaped += "&#10;"; break;
      case '\t': escaped += "&#9;"; break;
      default: escaped += byte < 0x20 || byte == 0x7F ? '?' : c;
    }
  }
  return escaped;
}

double in_seconds(Duration duration) { return static_cast<double>(duration.count()) / 1000.0; }

bool has_failed(const TestedCase& tested) { return !tested.result.passed(); }

std::string suite(const TestedBundle& bundle) {
  const bool is_loaded = bundle.loaded.bundle != nullptr;
  auto text = fmt::format("  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n",
                          xml(bundle.folder), bundle.cases.size() + (is_loaded ? 0 : 1),
                          std::ranges::count_if(bundle.cases, has_failed), is_loaded ? 0 : 1);
  if (!is_loaded) {
    std::string findings;
    for (const auto& finding : bundle.loaded.findings) findings += format_finding(finding) + "\n";
    text +=
        fmt::format("    <testcase name=\"the bundle loads\" classname=\"{}\"><error>{}</error></testcase>\n",
                    xml(bundle.folder), xml(findings));
  }
  for (const auto& tested : bundle.cases) {
    text += fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\"",
                        xml(tested.test->name), xml(bundle.folder), xml(tested.test->file), tested.test->line,
                        in_seconds(tested.result.lasted));
    if (tested.result.passed()) {
      text += "/>\n";
      continue;
    }
    const auto why = failure_text(tested);
    text += fmt::format("><failure message=\"{}\">{}</failure></testcase>\n",
                        xml(why.substr(0, why.find('\n'))), xml(why));
  }
  return text + "  </testsuite>\n";
}

void write_case(JsonWriter& out, const TestedBundle& bundle, const TestedCase& tested) {
  const auto& result = tested.result;
  out.begin_object().member("folder", bundle.folder).member("name", tested.test->name);
  out.member("file", tested.test->file).member("line", tested.test->line).member("passed", result.passed());
  out.member("virtual_ms", std::int64_t{result.lasted.count()});
  out.member("calls", static_cast<std::int64_t>(result.calls)).key("failures").begin_array();
  for (const auto& failure : result.failures) {
    out.begin_object().member("line", failure.line);
    if (failure.at >= Duration{0}) out.member("at_ms", std::int64_t{failure.at.count()});
    out.member("what", failure.what).member("expected", failure.expected).member("found", failure.found);
    out.end_object();
  }
  out.end_array().key("broken").begin_array();
  for (const auto& broken : result.broken) out.string(broken);
  out.end_array().end_object();
}

}  // namespace

std::string junit(const std::vector<TestedBundle>& bundles) {
  std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"callwright\">\n";
  for (const auto& bundle : bundles) text += suite(bundle);
  return text + "</testsuites>\n";
}

std::string test_json(const std::vector<TestedBundle>& bundles) {
  std::int64_t tests = 0;
  std::int64_t failed = 0;
  std::int64_t calls = 0;
  for (const auto& bundle : bundles) {
    tests += static_cast<std::int64_t>(bundle.cases.size());
    failed += std::ranges::count_if(bundle.cases, has_failed);
    for (const auto& tested : bundle.cases) calls += static_cast<std::int64_t>(tested.result.calls);
  }
  JsonWriter out;
  out.begin_object().member("tests", tests).member("passed", tests - failed).member("failed", failed);
  out.member("calls", calls).key("not_loaded").begin_array();
  for (const auto& bundle : bundles) {
    if (bundle.loaded.bundle == nullptr) out.string(bundle.folder);
  }
  out.end_array().key("results").begin_array();
  for (const auto& bundle : bundles) {
    for (const auto& tested : bundle.cases) write_case(out, bundle, tested);
  }
  return out.end_array().end_object().take();
}

}  // namespace callwright::cli
