#include "service/app/call_signatures.hpp"
#include "service/app/system_random.hpp"
#include "service/app/telnyx_port.hpp"
#include "service/app/workflow_files.hpp"
#include "tests/support/temp_directory.hpp"

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace callwright::tests::app_system {
namespace {

TEST(CallSignatures, OnlyTokensOfTheSameStoreName) {
  const auto ours = CallSignatures::make(std::string(64, 'a'));
  const auto other = CallSignatures::make(std::string(64, 'b'));
  ASSERT_TRUE(ours && other);
  const CallId call("call_0193a5e0-7c2b-7d3e-8f10-2a4b6c8d0e1f");
  const auto token = ours->token_for(call);
  EXPECT_EQ(token.size(), call.text().size() + 1 + 32);
  EXPECT_EQ(ours->verify(token), call);
  EXPECT_EQ(other->verify(token), std::nullopt);
}

TEST(CallSignatures, NoPartOfATokenCanBeChanged) {
  const auto signatures = *CallSignatures::make(random_hex(32));
  const auto token = signatures.token_for(CallId("call_1"));
  for (std::size_t at = 0; at < token.size(); ++at) {
    auto changed = token;
    changed[at] = changed[at] == '0' ? '1' : '0';
    EXPECT_EQ(signatures.verify(changed), std::nullopt) << changed;
  }
  for (const std::string& wrong :
       {std::string(), std::string("call_1"), std::string("call_1."), token + "0"}) {
    EXPECT_EQ(signatures.verify(wrong), std::nullopt) << wrong;
  }
}

TEST(CallSignatures, ADamagedKeyIsNotUsed) {
  for (const std::string& key :
       {std::string(), std::string(63, 'a'), std::string(66, 'a'), std::string(64, 'x')}) {
    EXPECT_FALSE(CallSignatures::make(key)) << key;
  }
}

TEST(SystemRandom, MakesUuidsOfVersionSevenInTheOrderOfTime) {
  SystemRandom random;
  const TimePoint time{Duration(0x0193A5E07C2B)};
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto uuid = random.uuid_v7(time);
    ASSERT_EQ(uuid.size(), 36U);
    EXPECT_EQ(uuid.substr(0, 15), "0193a5e0-7c2b-7");
    EXPECT_NE(std::string("89ab").find(uuid[19]), std::string::npos) << uuid;
    EXPECT_TRUE(seen.insert(uuid).second) << uuid;
  }
  EXPECT_LT(*seen.rbegin(), random.uuid_v7(time + Duration(1)));
}

TEST(WorkflowFiles, AreTheYamlFilesDirectlyInTheDirectoryInNameOrder) {
  const TempDirectory directory;
  std::filesystem::create_directory(directory.file("sub.yaml"));
  for (const auto* name : {"b.yaml", "a.yaml", "c.yml", "d.txt"}) std::ofstream(directory.file(name)) << name;
  const auto files = read_workflow_files(directory.file(""));
  ASSERT_TRUE(files);
  ASSERT_EQ(files->size(), 2U);
  EXPECT_EQ(files->at(0).text, "a.yaml");
  EXPECT_EQ(files->at(1).text, "b.yaml");
}

TEST(WorkflowFiles, AMissingDirectoryHasNone) {
  const auto files = read_workflow_files("/nonexistent/callwright.d");
  ASSERT_TRUE(files);
  EXPECT_TRUE(files->empty());
}

TEST(WorkflowFiles, SubFoldersAreBundlesOnlyWhereTheDirectoryHasNoFile) {
  const TempDirectory directory;
  EXPECT_FALSE(read_bundle_folders(directory.file("")));
  for (const auto* folder : {"two", "one", "empty"})
    std::filesystem::create_directory(directory.file(folder));
  std::ofstream(directory.file("one/a.yaml")) << "1";
  std::ofstream(directory.file("two/a.yaml")) << "2";
  auto bundles = read_bundle_folders(directory.file(""));
  ASSERT_TRUE(bundles);
  ASSERT_EQ(bundles->size(), 2U);
  EXPECT_EQ(bundles->at(0).files.front().text, "1");
  std::ofstream(directory.file("own.yaml")) << "own";
  bundles = read_bundle_folders(directory.file(""));
  ASSERT_EQ(bundles->size(), 1U);
  EXPECT_EQ(bundles->at(0).files.front().text, "own");
}

TEST(TelnyxPort, KeepsWhatTheRuntimeDecidesBy) {
  ApiOutcome outcome{.result = ApiResult::RateLimited,
                     .status = 429,
                     .data = {},
                     .code = "10011",
                     .detail = "slow",
                     .errors = {}};
  EXPECT_EQ(send_outcome(outcome).retry_after, SendOutcome{}.retry_after);
  outcome.retry_after = Duration(2500);
  const auto sent = send_outcome(outcome);
  EXPECT_EQ(sent.kind, SendOutcome::Kind::RateLimited);
  EXPECT_EQ(sent.status, 429);
  EXPECT_EQ(sent.code, "10011");
  EXPECT_EQ(sent.retry_after, Duration(2500));
}

}  // namespace
}  // namespace callwright::tests::app_system
