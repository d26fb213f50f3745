#include "handlers/ports/http_text.hpp"
#include "tests/e2e/api_rows.hpp"
#include "workflows/catalogue/catalogue.hpp"

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

namespace callwright {
void PrintTo(const Operation& operation, std::ostream* out) { *out << operation.name; }
}  // namespace callwright

namespace callwright::tests::api_operations {
namespace {

ApiRows all_rows() {
  auto rows = api_call_rows();
  rows.merge(api_conference_rows());
  rows.merge(api_assistant_rows());
  rows.merge(api_conversation_rows());
  return rows;
}

/// The same value with the members of each object in one order.
Json sorted(const JsonNode& node) {
  JsonWriter out;
  if (node.is_object()) {
    std::map<std::string, Json> members;
    for (const auto& [name, value] : node.members()) members.emplace(name, sorted(value));
    out.begin_object();
    for (const auto& [name, value] : members) out.member(name, value);
    out.end_object();
  } else if (node.is_array()) {
    out.begin_array();
    for (const auto& element : node.elements()) out.raw(sorted(element));
    out.end_array();
  } else {
    out.node(node);
  }
  return out.finish();
}

/// A body as text that can be compared, without the command_id that the program adds.
std::string comparable(const std::string& body) {
  const auto document = JsonDocument::parse(body.empty() ? "{}" : body);
  if (!document) return body;
  JsonWriter out;
  out.begin_object();
  for (const auto& [name, value] : document->root().members()) {
    if (name != "command_id") out.key(name).node(value);
  }
  return sorted(JsonDocument::of(out.end_object().finish()).root()).text();
}

/// `/calls/{call_control_id}` with the values that were given for its places.
std::string path_with(const Operation& operation, const std::vector<std::string>& words) {
  auto path = operation.path;
  for (std::size_t i = 0; i < operation.path_params.size(); ++i) {
    const auto name = "{" + operation.path_params[i] + "}";
    path.replace(path.find(name), name.size(), percent_encode(words.at(i)));
  }
  return path;
}

std::string decoded_query(const std::string& target) {
  const auto mark = target.find('?');
  return mark == std::string::npos ? "" : percent_decode(target.substr(mark + 1)).value_or("bad escape");
}

/// Every operation of the catalogue, by the program, at the simulator.
class ApiOperation : public ::testing::TestWithParam<Operation> {
 protected:
  static void SetUpTestSuite() { workshop_ = std::make_unique<ApiWorkshop>(); }
  static void TearDownTestSuite() { workshop_.reset(); }
  static std::unique_ptr<ApiWorkshop> workshop_;
};
std::unique_ptr<ApiWorkshop> ApiOperation::workshop_;

TEST_P(ApiOperation, IsAskedAsItsRowSays) {
  const auto& operation = GetParam();
  static const auto rows = all_rows();
  const auto row = rows.find(operation.name);
  ASSERT_NE(row, rows.end()) << "a new operation needs a row in tests/e2e/api_rows_*.cpp";
  const auto use = row->second(*workshop_);
  auto words = use.words;
  words.insert(words.begin(), operation.name);
  const auto ran = workshop_->api(words);
  ASSERT_EQ(ran.code, 0) << ran.output << ran.errors;
  EXPECT_EQ(ran.errors, "");
  if (use.is_json && !ran.output.empty()) EXPECT_TRUE(JsonDocument::parse(ran.output)) << ran.output;
  if (operation.success_status == 204) EXPECT_EQ(ran.output, "");
  const auto log = workshop_->last_request();
  const auto request = log.root();
  EXPECT_EQ(request["operation"].str(), operation.name);
  EXPECT_EQ(request["method"].str(), operation.method);
  EXPECT_EQ(request["status"].integer(), operation.success_status);
  const auto target = request["target"].str();
  EXPECT_EQ(target.substr(0, target.find('?')), "/v2" + path_with(operation, use.words));
  EXPECT_EQ(decoded_query(target), use.query);
  EXPECT_EQ(comparable(request["body"].str()), comparable(use.sent));
  const auto body = JsonDocument::parse(request["body"].str());
  EXPECT_EQ(body && body->root()["command_id"].exists(), operation.takes_command_id);
}

INSTANTIATE_TEST_SUITE_P(Catalogue, ApiOperation, ::testing::ValuesIn(Catalogue::get().operations()),
                         [](const auto& at) { return at.param.name; });

TEST(ApiRows, NoneIsOfAnOperationThatIsNotInTheCatalogue) {
  for (const auto& [name, make] : all_rows()) EXPECT_NE(Catalogue::get().operation(name), nullptr) << name;
}

}  // namespace
}  // namespace callwright::tests::api_operations
