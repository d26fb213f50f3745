#include "handlers/ports/http_text.hpp"
#include "tests/e2e/service.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gtest/gtest.h>

namespace callwright::tests::assistants {
namespace {

constexpr std::string_view kWorkflow = R"(language: 1
people: { dana: { name: Dana, phone: "+13125550111" } }
workflows:
  desk:
    match: { to: ["+13125550100"] }
    assistant: { id: ASSISTANT }
    limits: { duration: 30m }
    rules: [ { on: tool.escalate_to_human, do: [ { escalate: human } ] } ]
escalations: { human: { steps: [ { ring: [dana] } ] } }
)";

constexpr std::string_view kAssistant = R"(# The desk.
name: Desk
workflows: [desk]
instructions: { file: desk.md }
enabled_features: [telephony]
tools:
  - { type: skip_turn, skip_turn: { description: Stay silent. } }
)";

struct Ended {
  int code = -1;
  std::string output;
  std::string errors;
};

/// `callwright assistants` with a directory of files, and the simulator as the account.
class Assistants : public ::testing::Test {
 protected:
  Assistants()
      : simulator_(
            R"({"people":{"+13125550111":{"kind":"answers","press":"1","answer_after":0.2,"verdict_after":0.2,"press_after":0.2}}})") {
  }

  Ended run(const std::vector<std::string>& arguments, std::map<std::string, std::string> more = {}) {
    std::vector<std::string> all = {"assistants"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    std::map<std::string, std::string> environment = {{"TELNYX_API_KEY", "KEY_SIMULATOR"},
                                                      {"TELNYX_API_BASE", simulator_.api_base()},
                                                      {"CALLWRIGHT_PUBLIC_URL", public_url_}};
    more.merge(environment);
    Process process(callwright_command(folder_, std::move(all), std::move(more)));
    const auto code = process.wait(kPatience);
    return {code.value_or(-1), process.output(), process.errors()};
  }

  void write(const std::string& path, std::string_view text) const {
    std::filesystem::create_directories(std::filesystem::path(folder_.file(path)).parent_path());
    std::ofstream(folder_.file(path), std::ios::binary) << text;
  }
  [[nodiscard]] std::string read(const std::string& path) const {
    std::ifstream in(folder_.file(path), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void replace(const std::string& path, const std::string& from, const std::string& to) const {
    auto text = read(path);
    const auto at = text.find(from);
    ASSERT_NE(at, std::string::npos) << text;
    write(path, text.replace(at, from.size(), to));
  }

  void write_desk() const {
    write("assistants/desk.yaml", kAssistant);
    write("assistants/desk.md", "Be kind.\nBe brief.\n");
    write("callwright.d/w.yaml", kWorkflow);
  }

  /// `METHOD operation` of everything that was asked since the last time and changes something.
  std::vector<std::string> writes() {
    const auto log = simulator_.steer("GET", "log");
    const auto requests = log.root()["requests"].elements();
    std::vector<std::string> found;
    for (std::size_t i = seen_; i < requests.size(); ++i) {
      const auto method = requests[i]["method"].str();
      if (method != "GET") found.push_back(requests[i]["operation"].str());
    }
    seen_ = requests.size();
    return found;
  }

  /// Somebody in the portal.
  JsonDocument ask(std::string_view method, const std::string& path, std::string_view body = {}) const {
    const auto base = simulator_.api_base();  // http://127.0.0.1:PORT/v2
    const auto port = static_cast<unsigned short>(std::stoi(base.substr(base.rfind(':') + 1)));
    return json_of(exchange(port, method, "/v2/ai/" + path, "Authorization: Bearer KEY_SIMULATOR\r\n", body));
  }
  [[nodiscard]] std::string id_of(const std::string& name) const {
    const auto all = ask("GET", "assistants");
    for (const auto& one : all.root()["data"].elements()) {
      if (one["name"].str() == name) return one["id"].str();
    }
    return {};
  }
  [[nodiscard]] std::size_t count() const { return ask("GET", "assistants").root()["data"].size(); }

  TempDirectory folder_;
  Simulator simulator_;
  std::string public_url_ = "https://calls.example.com";
  std::size_t seen_ = 0;
};

void expect(const Ended& run, int code, const std::string& part) {
  EXPECT_EQ(run.code, code) << run.output << run.errors;
  EXPECT_NE((run.output + run.errors).find(part), std::string::npos) << "wanted " << part << " in\n"
                                                                     << run.output << run.errors;
}

TEST_F(Assistants, GoFromTheAccountToFilesAndBack) {
  const auto tool = ask(
      "POST", "tools",
      R"({"display_name":"Look up","type":"webhook","webhook":{"name":"look_up","description":"d","url":"https://x.example/"}})");
  ask("POST", "assistants",
      R"({"name":"Support Line","instructions":"Be kind.\n\nBe brief.\n","tools":[{"type":"hangup","hangup":{"description":"Bye."}}],"tool_ids":[")" +
          tool.root()["id"].str() + R"("],"dynamic_variables":{"plan":"007"}})");
  writes();
  expect(run({"pull"}), 0, "2 files written, 0 the same");
  const auto pulled = read("assistants/support-line.yaml");
  EXPECT_NE(pulled.find("instructions: |\n  Be kind.\n\n  Be brief.\n"), std::string::npos) << pulled;
  EXPECT_NE(pulled.find("tool_ids:\n  - look-up\n"), std::string::npos) << pulled;
  EXPECT_EQ(pulled.find("assistant-"), std::string::npos) << "ids belong into the lock";
  EXPECT_NE(read("assistants/tools/look-up.yaml").find("name: look_up"), std::string::npos);
  const auto lock = read("assistants/assistants.lock.json");
  expect(run({"pull"}), 0, "0 files written, 2 the same");
  EXPECT_EQ(read("assistants/support-line.yaml"), pulled);
  EXPECT_EQ(read("assistants/assistants.lock.json"), lock);
  expect(run({"diff"}), 0, "2 files, no difference");

  replace("assistants/support-line.yaml", "Be brief.", "Be very brief.");
  replace("assistants/support-line.yaml", "time_limit_secs: 1800", "time_limit_secs: 3600 # an hour");
  const auto different = run({"diff"});
  expect(different, 1, "    - Be brief.\n    + Be very brief.\n");
  expect(different, 1, "telephony_settings.time_limit_secs: 1800 → 3600");
  expect(run({"diff", "--json"}), 1,
         R"("field":"telephony_settings.time_limit_secs","reason":"changed","account":1800,"file":3600)");
  EXPECT_EQ(writes(), std::vector<std::string>{});

  expect(run({"apply"}), 2, "--yes");
  expect(run({"apply", "--dry-run"}), 0, "time_limit_secs: 3600");
  EXPECT_EQ(writes(), std::vector<std::string>{}) << "a dry run and a run that cannot ask send nothing";
  expect(run({"apply", "--yes"}), 0, "changed assistants/support-line.yaml");
  EXPECT_EQ(writes(), std::vector<std::string>{"update_assistant"});
  const auto now = ask("GET", "assistants/" + id_of("Support Line"));
  EXPECT_EQ(now.root().at_path("telephony_settings.time_limit_secs").integer(), 3600);
  EXPECT_TRUE(now.root().at_path("telephony_settings.default_texml_app_id").exists())
      << "an update replaces objects whole";
  EXPECT_EQ(now.root()["tools"].size(), 2U);
  expect(run({"diff"}), 0, "no difference");
  expect(run({"apply", "--yes"}), 0, "Nothing to do");
  EXPECT_EQ(writes(), std::vector<std::string>{});
}

TEST_F(Assistants, AreMadeOnceAlsoWhenTheAnswerIsLost) {
  write_desk();
  simulator_.steer("PUT", "faults",
                   R"({"api":[{"operation":"create_assistant","fault":"reset","applied":true,"count":1}]})");
  expect(run({"apply", "--yes"}), 0, "made assistants/desk.yaml");
  EXPECT_EQ(writes(), (std::vector<std::string>{"create_assistant", "create_assistant"}))
      << "sent again with its key";
  EXPECT_EQ(count(), 1U);
  expect(run({"diff"}), 0, "no difference");
}

TEST_F(Assistants, AreTakenForTheirsWhenEveryAnswerWasLost) {
  write_desk();
  // It refers to one that is made after it, so what is there is not yet what the file says.
  replace("assistants/desk.yaml", "tools:\n",
          "tools:\n  - { type: handoff, handoff: { ai_assistants: [ { id: later, name: Later } ] } }\n");
  write("assistants/later.yaml", "name: Later\ninstructions: Wait.\n");
  simulator_.steer("PUT", "faults",
                   R"({"api":[{"operation":"create_assistant","fault":"reset","applied":true,"count":9}]})");
  expect(run({"apply", "--yes"}), 3, "run it again");
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(read("assistants/assistants.lock.json"), "");
  simulator_.steer("PUT", "faults", "{}");
  writes();
  expect(run({"apply", "--yes"}), 0, "made assistants/later.yaml");
  EXPECT_EQ(writes(), (std::vector<std::string>{"create_assistant", "update_assistant"}));
  EXPECT_EQ(count(), 2U);
  const auto desk = ask("GET", "assistants/" + id_of("Desk"));
  EXPECT_NE(desk.root().display().find(id_of("Later")), std::string::npos) << desk.root().display();
  expect(run({"diff"}), 0, "no difference");
}

TEST_F(Assistants, WithANameThatIsThereAreNotMadeASecondTime) {
  write_desk();
  ask("POST", "assistants", R"({"name":"Desk","instructions":"Somebody else's."})");
  expect(run({"apply", "--yes"}), 1, "--adopt");
  EXPECT_EQ(count(), 1U);
  expect(run({"apply", "--yes", "--adopt"}), 0, "changed assistants/desk.yaml");
  EXPECT_EQ(count(), 1U);
  EXPECT_EQ(ask("GET", "assistants/" + id_of("Desk")).root()["instructions"].str(), "Be kind.\nBe brief.");
}

TEST_F(Assistants, ChangedOnBothSidesAreNotOverwritten) {
  write_desk();
  expect(run({"apply", "--yes"}), 0, "made");
  ask("POST", "assistants/" + id_of("Desk"), R"({"instructions":"From the portal."})");
  write("assistants/desk.md", "From the file.\n");
  writes();
  const auto refused = run({"apply", "--yes"});
  expect(refused, 1, "would overwrite");
  expect(refused, 1, "instructions: From the portal. → From the file.");
  expect(run({"pull"}), 1, "left as it is");
  EXPECT_EQ(read("assistants/desk.md"), "From the file.\n");
  EXPECT_EQ(writes(), std::vector<std::string>{});
  expect(run({"pull", "--force"}), 0, "1 file written");
  EXPECT_EQ(read("assistants/desk.md"), "From the portal.\n");
  EXPECT_EQ(read("assistants/desk.yaml"), kAssistant) << "the text is in another file, comments stay";
  expect(run({"diff"}), 0, "no difference");
  write("assistants/desk.md", "From the file.\n");
  ask("POST", "assistants/" + id_of("Desk"), R"({"instructions":"Again."})");
  expect(run({"apply", "--yes", "--force"}), 0, "changed");
  EXPECT_EQ(ask("GET", "assistants/" + id_of("Desk")).root()["instructions"].str(), "From the file.");
}

TEST_F(Assistants, ThatAreChangedInTheAccountArePulledFieldByField) {
  write_desk();
  expect(run({"apply", "--yes"}), 0, "made");
  ask("POST", "assistants/" + id_of("Desk"),
      R"({"description":"New.","enabled_features":["telephony","messaging"]})");
  write("assistants/desk.md", "Mine.\n");
  const auto different = run({"diff"});
  expect(different, 1, "description (changed in the account; the file says nothing of it): New.");
  expect(run({"pull"}), 0, "your changes stay");
  EXPECT_EQ(read("assistants/desk.md"), "Mine.\n");
  const auto pulled = read("assistants/desk.yaml");
  EXPECT_TRUE(pulled.starts_with("# The desk.\nname: Desk\nworkflows: [desk]\n")) << pulled;
  EXPECT_NE(pulled.find("enabled_features:\n  - telephony\n  - messaging\n"), std::string::npos) << pulled;
  EXPECT_NE(pulled.find("description: New.\n"), std::string::npos) << pulled;
  replace("assistants/desk.yaml", "description: New.", "description: Newer.");
  expect(run({"pull"}), 0, "your changes stay");
  EXPECT_NE(read("assistants/desk.yaml").find("Newer."), std::string::npos);
  expect(run({"apply", "--yes"}), 0, "changed");
  expect(run({"diff"}), 0, "no difference");
}

TEST_F(Assistants, AreNotSentWhileAFileIsWrong) {
  write_desk();
  write("assistants/other.yaml",
        "nmae: Other\ninstructions: i\ntelephony_settings: { time_limit_secs: 5 }\n");
  const auto wrong = run({"apply", "--yes"});
  expect(wrong, 2,
         "assistants/other.yaml:1:1: error: `create_assistant` has no field `nmae`; did you mean `name`? "
         "[unknown_key]");
  expect(wrong, 2, "assistants/other.yaml:3:23: error:");
  expect(wrong, 2, "Nothing was sent.");
  expect(run({"diff"}), 2, "[unknown_key]");
  EXPECT_EQ(simulator_.steer("GET", "log").root()["requests"].size(), 0U) << "not even asked";
}

TEST_F(Assistants, HaveTheirTroublesSaid) {
  expect(run({"diff"}), 2, "there is no directory assistants");
  write_desk();
  expect(run({"diff"}, {{"TELNYX_API_KEY", ""}}), 2, "TELNYX_API_KEY");
  expect(run({"diff"}, {{"TELNYX_API_KEY", "KEY_OF_SOMEBODY"}}), 1, "The key is not accepted.");
  expect(run({"diff"}, {{"TELNYX_API_BASE", "http://127.0.0.1:1/v2"}}), 3, "list_assistants was not sent");
  expect(run({"diff", "--workflows", "nowhere"}), 3, "nowhere");
  write("callwright.d/w.yaml", "language: 1\nworkflows: 7\n");
  expect(run({"diff"}), 2, "`callwright validate ./callwright.d` says why");
  write("callwright.d/w.yaml", kWorkflow);
  write("assistants/assistants.lock.json", "<<<<<<< HEAD");
  expect(run({"diff"}), 2, "assistants.lock.json: it is no lock file");
}

TEST_F(Assistants, WarningsStopOnlyTheStrict) {
  write_desk();
  replace("assistants/desk.yaml", "skip_turn, skip_turn: { description: Stay silent. }",
          "hangup, hangup: { description: Bye. }");
  const auto strict = run({"apply", "--yes", "--strict"});
  expect(strict, 1, "[no_skip_turn]");
  expect(strict, 1, "[hangs_up_while_ringing]");
  EXPECT_EQ(count(), 0U);
  expect(run({"apply", "--yes"}), 0, "[no_skip_turn]");
  EXPECT_EQ(count(), 1U);
}

TEST_F(Assistants, WithoutAFileAreDeletedOnlyWhenThatIsAskedFor) {
  write_desk();
  ask("POST", "assistants", R"({"name":"Old","instructions":"i"})");
  expect(run({"apply", "--yes"}), 0, "made");
  expect(run({"diff"}), 0, "Old (assistant-");
  std::filesystem::rename(folder_.file("assistants/desk.yaml"), folder_.file("desk.yaml"));
  expect(run({"diff"}), 0, "Desk (assistant-");
  std::filesystem::rename(folder_.file("desk.yaml"), folder_.file("assistants/desk.yaml"));
  EXPECT_EQ(count(), 2U);
  expect(run({"apply", "--yes", "--prune"}), 0, "deleted Old");
  EXPECT_EQ(count(), 1U);
  EXPECT_NE(id_of("Desk"), "");
}

TEST_F(Assistants, OfTwoAccountsHaveALockEach) {
  write_desk();
  expect(run({"apply", "--yes", "--account", "staging"}), 0, "made");
  Simulator production("{}");
  const std::map<std::string, std::string> there = {{"TELNYX_API_BASE", production.api_base()}};
  const auto in_production = [&](const std::vector<std::string>& arguments) { return run(arguments, there); };
  expect(in_production({"apply", "--yes", "--account", "staging"}), 1, "Is it the lock of another account");
  expect(in_production({"apply", "--yes", "--account", "production"}), 0, "made");
  expect(in_production({"diff", "--account", "production"}), 0, "no difference");
  expect(run({"diff", "--account", "staging"}), 0, "no difference");
}

TEST_F(Assistants, ThatWereAppliedEscalate) {
  write_desk();
  expect(run({"apply", "--yes"}), 0, "made");
  const auto id = id_of("Desk");
  auto workflow = std::string(kWorkflow);
  workflow.replace(workflow.find("ASSISTANT"), 9, id);
  Service service(
      {.workflow = workflow, .api_base = simulator_.api_base(), .public_key = simulator_.public_key()});
  service.start();
  simulator_.steer("PUT", "webhooks", R"({"url":")" + service.url() + R"(/webhooks/telnyx"})");
  public_url_ = service.url();
  expect(run({"apply", "--yes"}), 0, "tools.escalate_to_human.webhook.url");
  const auto tools = ask("GET", "assistants/" + id);
  std::string url;
  for (const auto& tool : tools.root()["tools"].elements()) {
    if (tool["webhook"]["name"].str() == "escalate_to_human") url = tool["webhook"]["url"].str();
  }
  EXPECT_EQ(url, service.url() + "/tools/escalate_to_human?call={{callwright_call}}");
  const auto placed = simulator_.steer("POST", "calls", R"({"from":"+13125550199","to":"+13125550100"})");
  ASSERT_TRUE(service.wait_for_state("+13125550199", "conversing"));
  const auto answer = simulator_.steer(
      "POST", "calls/" + percent_encode(placed.root()["call_control_id"].str()) + "/tool",
      R"({"name":"escalate_to_human","arguments":{"reason":"dizzy"},"url":")" + url + R"("})");
  EXPECT_EQ(answer.root()["status"].integer(), 200) << answer.root().display();
  EXPECT_EQ(answer.root().at_path("answer.status").str(), "ringing") << answer.root().display();
  EXPECT_TRUE(service.wait_for_state("+13125550199", "joined"));
}

TEST_F(Assistants, SecretsThatStandInTheClearAreNotPrinted) {
  ask("POST", "assistants",
      R"({"name":"Desk","instructions":"i","tools":[{"type":"webhook","webhook":{"name":"a","description":"d","url":"https://x.example/","headers":[{"name":"Authorization","value":"Bearer xyzzy"}]}}]})");
  const auto pulled = run({"pull"});
  expect(pulled, 0, "the header Authorization holds its value for everybody");
  replace("assistants/desk.yaml", "xyzzy", "xyzzy2");
  auto said = pulled.output + pulled.errors;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"diff"}, {"diff", "--json"}, {"apply", "--dry-run"}, {"apply", "--yes"}}) {
    const auto ended = run(arguments);
    EXPECT_LE(ended.code, 1) << ended.errors;
    said += ended.output + ended.errors;
  }
  // Findings show the line of the file that they are about, and this is not it.
  EXPECT_EQ(said.find("xyzzy"), std::string::npos) << said;
  expect(run({"diff"}), 0, "[secret_in_clear]");
}

TEST_F(Assistants, ToolsCanBePrinted) {
  write("callwright.d/w.yaml", kWorkflow);
  expect(run({"tools"}), 0,
         "url: \"https://calls.example.com/tools/escalate_to_human?call={{callwright_call}}\"");
  public_url_.clear();
  expect(run({"tools"}), 2, "--public-url");
}

}  // namespace
}  // namespace callwright::tests::assistants
