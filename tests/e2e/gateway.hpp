#pragma once

#include "tests/e2e/fake_telnyx.hpp"
#include "tests/e2e/service.hpp"

#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>

namespace callwright::tests {

/// `callwright serve` without workflows, with Telnyx in the hands of the test.
struct Gateway {
  explicit Gateway(std::map<std::string, std::string> more = {}) : service(options(std::move(more))) {
    service.environment().erase("TELNYX_PUBLIC_KEY");
  }

  static std::string token_line() { return "Authorization: Bearer " + std::string(Service::kToken) + "\r\n"; }
  RawReply chat(std::string_view body, const std::string& headers = token_line()) const {
    return exchange(service.port(), "POST", "/chat", headers, body);
  }
  RawReply sms(std::string_view body, const std::string& headers = token_line()) const {
    return exchange(service.port(), "POST", "/sms", headers, body);
  }
  [[nodiscard]] JsonDocument messages(const std::string& query = "") const {
    return json_of(service.get("/v1/messages" + query));
  }
  /// How often Telnyx was asked for this.
  [[nodiscard]] std::size_t asked(std::string_view operation) const {
    std::size_t count = 0;
    for (const auto& command : telnyx.commands()) count += command.operation == operation ? 1 : 0;
    return count;
  }

  FakeTelnyx telnyx;
  Service service;

 private:
  [[nodiscard]] Service::Options options(std::map<std::string, std::string> more) const {
    more.emplace("TELNYX_ASSISTANT_ID", "assistant-1");
    return {.workflow = {}, .api_base = telnyx.api_base(), .public_key = {}, .more = std::move(more)};
  }
};

/// An error of Telnyx.
inline HttpReply telnyx_error(int status, std::string_view detail) {
  JsonWriter out;
  out.begin_object().key("errors").begin_array().begin_object();
  out.member("code", "10000").member("title", "Refused").member("detail", detail);
  return {.status = status, .body = out.end_object().end_array().end_object().take(), .headers = {}};
}

inline std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace callwright::tests
