#include "service/app/blocking_exchange.hpp"
#include "tests/support/program.hpp"
#include "tests/support/temp_directory.hpp"
#include "workflows/model/json.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <gtest/gtest.h>

namespace callwright::tests::serve_program {
namespace {

constexpr const char* kPublicKey = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";  // RFC 8032, test 1

/// A folder with a workflow, and the environment of a service that keeps to it.
class ServeProgram : public ::testing::Test {
 protected:
  ServeProgram() {
    std::filesystem::create_directory(directory_.file("workflows"));
    write_workflow("match: { to: [\"+13125550100\"] }");
    environment_ = {{"TELNYX_API_KEY", "KEY_very_secret"},
                    {"TELNYX_PUBLIC_KEY", kPublicKey},
                    {"TELNYX_API_BASE", "http://127.0.0.1:9/v2"},
                    {"CALLWRIGHT_STORE", "sqlite:" + directory_.file("calls.db")},
                    {"CALLWRIGHT_WORKFLOWS", directory_.file("workflows")},
                    {"CALLWRIGHT_API_TOKEN", "token_very_secret"},
                    {"CALLWRIGHT_LOG", "json"},
                    {"CALLWRIGHT_THREADS", "2"},
                    {"PORT", "0"}};
  }

  void write_workflow(const std::string& match) {
    std::ofstream(directory_.file("workflows/a.yaml"))
        << "language: 1\npeople:\n  dana: { phone: \"+13125550111\" }\nworkflows:\n  support:\n    " << match
        << "\n    assistant: { id: assistant-1 }\n";
  }

  /// Starts it and waits until it listens; the port is in `port_`.
  Program serve(int listening_fd = -1) {
    Program program({"serve"}, environment_, listening_fd);
    const auto line = program.line_with("\"listening\"");
    if (!line) throw std::runtime_error("not listening: " + program.errors());
    port_ = JsonDocument::of(Json::trusted(*line)).root()["port"].integer().value_or(0);
    return program;
  }

  HttpResponse get(const std::string& path, const std::string& token = "") {
    return get_at(port_, path, token);
  }

  static HttpResponse get_at(std::int64_t port, const std::string& path, const std::string& token = "") {
    HttpRequest request{.url = "http://127.0.0.1:" + std::to_string(port) + path, .headers = {}, .body = {}};
    request.deadline = std::chrono::seconds{30};
    if (!token.empty()) request.headers.emplace_back("authorization", "Bearer " + token);
    const auto response = blocking_exchange(request);
    return response ? *response : HttpResponse{.headers = {}, .body = response.error().detail};
  }

  TempDirectory directory_;
  Environment environment_;
  std::int64_t port_ = 0;
};

TEST_F(ServeProgram, RefusesToStartWithoutKeysAndSaysAllOfIt) {
  environment_.erase("TELNYX_API_KEY");
  environment_.erase("TELNYX_PUBLIC_KEY");
  environment_.erase("CALLWRIGHT_LOG");
  const auto done = run_program({"serve"}, environment_);
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.errors.find("TELNYX_API_KEY is required\n"), std::string::npos) << done.errors;
  EXPECT_NE(done.errors.find("TELNYX_PUBLIC_KEY is required\n"), std::string::npos) << done.errors;
  EXPECT_FALSE(std::filesystem::exists(directory_.file("calls.db")));
}

TEST_F(ServeProgram, WithAJsonLogARefusalIsJsonToo) {
  environment_.erase("TELNYX_API_KEY");
  const auto done = run_program({"serve"}, environment_);
  EXPECT_EQ(done.code, 2);
  const auto line = JsonDocument::parse(done.output);
  ASSERT_TRUE(line) << done.output;
  EXPECT_EQ(line->root()["detail"].str(), "TELNYX_API_KEY is required");
  EXPECT_EQ(done.errors, "");
}

TEST_F(ServeProgram, RefusesAWorkflowWithAnErrorAndShowsWhere) {
  write_workflow("matches: {}");
  environment_.erase("CALLWRIGHT_LOG");
  const auto done = run_program({"serve"}, environment_);
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.errors.find("a.yaml:6:5: error:"), std::string::npos) << done.errors;
}

TEST_F(ServeProgram, RefusesANamedWorkflowDirectoryThatIsNotThere) {
  environment_["CALLWRIGHT_WORKFLOWS"] = directory_.file("typo");
  const auto done = run_program({"serve"}, environment_);
  EXPECT_EQ(done.code, 2);
  EXPECT_NE(done.output.find("is not a directory"), std::string::npos) << done.output;
}

TEST_F(ServeProgram, PrintConfigHidesSecrets) {
  const auto done = run_program({"serve", "--print-config", "--port", "9123"}, environment_);
  EXPECT_EQ(done.code, 0) << done.errors;
  EXPECT_EQ(done.output.find("very_secret"), std::string::npos) << done.output;
  EXPECT_NE(done.output.find("9123"), std::string::npos) << done.output;
}

TEST_F(ServeProgram, ListensIsReadyAndEndsInOrder) {
  auto program = serve();
  EXPECT_EQ(get("/health").body, R"({"status":"ok"})");
  EXPECT_EQ(get("/ready").status, 200) << get("/ready").body;
  EXPECT_NE(get("/metrics").body.find("callwright_webhooks_total"), std::string::npos);
  EXPECT_EQ(get("/v1/calls").status, 401);
  EXPECT_EQ(get("/v1/calls", "token_very_secret").body, R"({"data":[],"next":null})");
  program.signal(SIGHUP);
  EXPECT_TRUE(program.line_with("workflows_reloaded"));
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
  EXPECT_NE(program.output().find(R"("event":"stopped","drained":"yes")"), std::string::npos);
}

TEST_F(ServeProgram, ShowsItsWorkflowsAsPictures) {
  auto program = serve();
  const auto list = get("/v1/workflows", "token_very_secret").body;
  EXPECT_NE(list.find(R"("name":")"), std::string::npos) << list;
  const auto name_at = list.find(R"("name":")") + 8;
  const auto name = list.substr(name_at, list.find('"', name_at) - name_at);
  for (int i = 0; i < 2; ++i) {  // drawn, and kept
    const auto picture = get("/v1/workflows/" + name + "/graph", "token_very_secret");
    EXPECT_EQ(picture.status, 200) << picture.body;
    EXPECT_NE(picture.body.find("<svg"), std::string::npos) << picture.body;
  }
  EXPECT_TRUE(
      get("/v1/workflows/" + name + "/graph?format=dot", "token_very_secret").body.starts_with("digraph"));
  program.signal(SIGTERM);
  EXPECT_EQ(program.wait(), 0);
}

TEST_F(ServeProgram, ASecondProcessOnTheSameStoreIsRefused) {
  auto first = serve();
  const auto second = run_program({"serve"}, environment_);
  EXPECT_EQ(second.code, 3);
  EXPECT_NE(second.output.find("calls.db"), std::string::npos) << second.output;
  first.kill();
  EXPECT_EQ(get("/health").status, 0);
  auto third = serve();  // the owner is gone, however it went
  EXPECT_EQ(get("/health").status, 200);
}

TEST_F(ServeProgram, RefusesWorkflowsWithTheReportOfValidate) {
  write_workflow("mach: { to: [\"+13125550100\"] }");
  const auto validated = run_program({"validate", directory_.file("workflows")}, environment_);
  const auto report =
      validated.output.substr(0, validated.output.rfind('\n', validated.output.size() - 2) + 1);
  EXPECT_NE(report.find(
                "a.yaml:6:5: error: `mach` is not a key of a workflow; did you mean `match`? [unknown_key]\n"
                "      mach: { to: [\"+13125550100\"] }\n"
                "      ^~~~\n"),
            std::string::npos)
      << report;
  const auto as_json = run_program({"serve"}, environment_);
  EXPECT_EQ(as_json.code, 2);
  EXPECT_NE(as_json.output.find("did you mean `match`? [unknown_key]\""), std::string::npos)
      << as_json.output;
  environment_.erase("CALLWRIGHT_LOG");
  const auto as_text = run_program({"serve"}, environment_);
  EXPECT_EQ(as_text.code, 2);
  EXPECT_EQ(as_text.errors,
            "callwright: the workflows of " + directory_.file("workflows") + " cannot be run:\n" + report);
}

TEST_F(ServeProgram, ATakenPortIsNamed) {
  environment_["CALLWRIGHT_THREADS"] = "1";
  auto first = serve();
  environment_["PORT"] = std::to_string(port_);
  environment_["CALLWRIGHT_STORE"] = "sqlite:" + directory_.file("other.db");
  const auto second = run_program({"serve"}, environment_);
  EXPECT_EQ(second.code, 3);
  EXPECT_NE(second.output.find(std::to_string(port_)), std::string::npos) << second.output;
}

TEST_F(ServeProgram, WithoutWorkflowsItTakesNoCallsAndSaysWhy) {
  std::filesystem::remove(directory_.file("workflows/a.yaml"));
  environment_.erase("TELNYX_PUBLIC_KEY");
  const auto refused = run_program({"serve"}, environment_);
  EXPECT_NE(refused.output.find("TELNYX_ASSISTANT_ID is required"), std::string::npos) << refused.output;
  environment_["TELNYX_ASSISTANT_ID"] = "assistant-1";
  auto program = serve();
  const auto ready = get("/ready");
  EXPECT_EQ(ready.status, 503);
  EXPECT_NE(ready.body.find("There is no workflow in"), std::string::npos) << ready.body;
  HttpRequest webhook{.method = "POST",
                      .url = "http://127.0.0.1:" + std::to_string(port_) + "/webhooks/telnyx",
                      .headers = {},
                      .body = "{}"};
  const auto answer = blocking_exchange(webhook);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
}

TEST_F(ServeProgram, BelowTheReserveItIsNotReady) {
  std::ofstream(directory_.file("callwright.yaml")) << "store: { reserve: 1000000GiB }\n";
  Program program({"serve", "--config", directory_.file("callwright.yaml")}, environment_);
  const auto line = program.line_with("\"listening\"");
  ASSERT_TRUE(line) << program.errors();
  port_ = JsonDocument::of(Json::trusted(*line)).root()["port"].integer().value_or(0);
  EXPECT_EQ(get("/ready").status, 503);
  EXPECT_NE(get("/ready").body.find("store.reserve"), std::string::npos);
}

TEST_F(ServeProgram, ConnectionsQueueInAHandedOverSocketWhileItRestarts) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor socket(context, {boost::asio::ip::address_v4::loopback(), 0});
  auto first = serve(socket.native_handle());
  EXPECT_EQ(port_, socket.local_endpoint().port());
  EXPECT_EQ(get("/health").status, 200);
  first.kill();
  auto waiting = std::async(std::launch::async, [port = port_] { return get_at(port, "/health").status; });
  auto second = serve(socket.native_handle());
  EXPECT_EQ(waiting.get(), 200);
}

}  // namespace
}  // namespace callwright::tests::serve_program
