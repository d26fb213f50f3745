#include "handlers/workflows_api/workflows_api.hpp"

#include "tests/handlers/support/run.hpp"
#include "workflows/language/load.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::workflows_api {
namespace {

BundlePtr sample() {
  return load_bundle({SourceFile{.name = "a.yaml", .text = R"(
language: 1
people: { dana: { name: Dana, phone: "+13125550111" } }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: a }
    rules: [ { on: tool.help, do: [ { escalate: human } ] } ]
escalations: { human: { steps: [ { ring: [dana] } ] } }
)"}})
      .bundle;
}

class MemoryLibrary final : public WorkflowLibrary {
 public:
  BundlePtr bundle = sample();
  std::vector<std::string> drawn;
  std::optional<Error> fail_with;

  [[nodiscard]] BundlePtr current() const override { return bundle; }
  boost::asio::awaitable<Result<std::string>> svg(BundlePtr, std::string workflow) override {
    drawn.push_back(std::move(workflow));
    if (fail_with) co_return std::unexpected(*fail_with);
    co_return std::string("<svg/>");
  }
};

struct Office {
  MemoryLibrary library;
  WorkflowsApi api{library, "abc"};
  Router router;
  Office() { add_routes(router, api); }

  HttpReply get(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {},
                const std::string& accept = "*/*", const std::string& token = "abc") {
    Request request{.method = "GET", .target = path, .path = path, .query = std::move(query)};
    request.headers = {{"authorization", "Bearer " + token}, {"accept", accept}};
    return run(router.handle(std::move(request)));
  }
};

TEST(WorkflowsApi, EveryPathNeedsTheToken) {
  Office office;
  EXPECT_EQ(office.get("/v1/workflows", {}, "*/*", "wrong").status, 401);
  EXPECT_EQ(office.get("/v1/workflows/support/graph", {}, "*/*", "wrong").status, 401);
}

TEST(WorkflowsApi, ListsWhatNewCallsBeginWith) {
  Office office;
  EXPECT_EQ(office.get("/v1/workflows").body,
            R"({"bundle":")" + office.library.bundle->id.text() +
                R"(","data":[{"name":"support","direction":"incoming","to":["+13125550100"],"from":[],)"
                R"("rules":1,"escalations":["human"]}]})");
  office.library.bundle = nullptr;
  EXPECT_EQ(office.get("/v1/workflows").body, R"({"bundle":null,"data":[]})");
}

TEST(WorkflowsApi, DrawsInTheFormatThatIsAskedFor) {
  struct Case {
    std::string format, accept, type, begin;
  };
  const std::vector<Case> cases = {
      {"", "*/*", "image/svg+xml", "<svg/>"},
      {"svg", "text/vnd.graphviz", "image/svg+xml", "<svg/>"},
      {"dot", "*/*", "text/vnd.graphviz; charset=utf-8", "digraph"},
      {"", "text/vnd.graphviz", "text/vnd.graphviz; charset=utf-8", "digraph"},
      {"mermaid", "*/*", "text/vnd.mermaid; charset=utf-8", "%% workflow support"},
      {"", "text/vnd.mermaid", "text/vnd.mermaid; charset=utf-8", "%% workflow support"},
  };
  Office office;
  for (const auto& c : cases) {
    const auto query = c.format.empty()
                           ? std::vector<std::pair<std::string, std::string>>{}
                           : std::vector<std::pair<std::string, std::string>>{{"format", c.format}};
    const auto reply = office.get("/v1/workflows/support/graph", query, c.accept);
    EXPECT_EQ(reply.status, 200) << c.format << c.accept;
    EXPECT_EQ(reply.content_type, c.type) << c.format << c.accept;
    EXPECT_TRUE(reply.body.starts_with(c.begin)) << reply.body;
  }
}

TEST(WorkflowsApi, RefusesWhatIsNotThere) {
  Office office;
  EXPECT_EQ(office.get("/v1/workflows/sales/graph").status, 404);
  EXPECT_EQ(office.get("/v1/workflows/support/graph", {{"format", "png"}}).status, 400);
  office.library.fail_with = Error{Errc::InvalidInput, "graph.layout", "Graphviz cannot draw it."};
  EXPECT_EQ(office.get("/v1/workflows/support/graph").status, 400);
  office.library.bundle = nullptr;
  EXPECT_EQ(office.get("/v1/workflows/support/graph").status, 404);
}

}  // namespace
}  // namespace callwright::tests::workflows_api
