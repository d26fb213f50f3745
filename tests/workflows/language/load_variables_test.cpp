#include "tests/workflows/language/load_cases.hpp"
#include "workflows/language/scalars.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::language_variables {
namespace {

Sample with(const std::string& keys) { return {.workflow = "    " + keys + "\n"}; }
Sample url(const std::string& text) {
  return {.workflow = "    variables: { a: \"${lookup.a}\" }\n    lookup: { url: \"" + text + "\" }\n"};
}

class VariablesError : public ::testing::TestWithParam<LoadCase> {};

TEST_P(VariablesError, SaysWhatIsWrongAndWhere) {
  const auto loaded = load_text(GetParam().sample.text());
  EXPECT_EQ(loaded.bundle, nullptr);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Names, VariablesError,
    ::testing::Values(
        LoadCase{"NoMap", with("variables: [a]"),
                 "8:16-17 error: `variables` wants a map of names and texts, this is a list [wrong_type]\n"},
        LoadCase{"AList", with("variables: { a: [b] }"),
                 "8:21-22 error: `a` wants a text, a number or a boolean, this is a list [wrong_type]\n"},
        LoadCase{"OfTelnyx", with("variables: { telnyx_x: b }"),
                 "8:18-26 error: `telnyx_x` is set by Telnyx or callwright; choose another name in "
                 "`variables` [reserved_key]\n"},
        LoadCase{"OfTheCall", with("variables: { call_control_id: b }"),
                 "8:18-33 error: `call_control_id` is set by Telnyx or callwright; choose another name in "
                 "`variables` [reserved_key]\n"},
        LoadCase{"Ours", with("variables: { callwright_call: b }"),
                 "8:18-33 error: `callwright_call` is set by Telnyx or callwright; choose another name in "
                 "`variables` [reserved_key]\n"},
        LoadCase{"OursInMetadata", with("metadata: { callwright_call_id: b }"),
                 "8:17-35 error: `callwright_call_id` is set by Telnyx or callwright; choose another name in "
                 "`metadata` [reserved_key]\n"},
        LoadCase{"NoName", with("variables: { \"a b\": c }"),
                 "8:18-23 error: `a b` is no name; use letters, digits, `-` and `_`, at most 64 "
                 "[bad_name]\n"},
        LoadCase{"OfARun", with("variables: { a: \"${run.reason}\" }"),
                 "8:24-34 error: `run.reason` has no value in `variables`; there are call, caller, event, "
                 "conversation, vars, directory and lookup [root_not_possible]\n"},
        LoadCase{"OfNothing", with("variables: { a: \"${directory.number}\" }"),
                 "8:24-40 error: there is no value `directory.number`; did you mean `directory.name`? "
                 "[unknown_path]\n"},
        LoadCase{"DirectoryInARule",
                 Sample{.rules = "      - { on: tool.x, do: [ { log: \"${directory.name}\" } ] }\n"},
                 "9:39-53 error: `directory.name` has no value in a rule; there are call, caller, event, "
                 "conversation, run, winner, vars and insights [root_not_possible]\n"}),
    kCaseName);

/// A case with this `url`, and what is said of it; the caret underlines the whole of it.
LoadCase url_case(const std::string& name, const std::string& text, const std::string& said) {
  return {name, url(text), "9:20-" + std::to_string(22 + text.size()) + " error: " + said};
}
LoadCase chooses_whom(const std::string& name, const std::string& text) {
  return url_case(name, text,
                  "only values of the query of `url` may be templates, as in `?number=${caller.number}`: a "
                  "caller must not choose who is asked [template_not_allowed]\n");
}
LoadCase no_address(const std::string& name, const std::string& text) {
  return url_case(name, text,
                  "`url` is an absolute https address, or an http one of this machine, without credentials, "
                  "not `" +
                      text + "` [not_accepted]\n");
}

INSTANTIATE_TEST_SUITE_P(
    Urls, VariablesError,
    ::testing::Values(
        LoadCase{"None", with("lookup: { cache: 5s }"),
                 "8:13-14 error: `lookup` needs the key `url` [missing_key]\n"},
        chooses_whom("HostChosen", "https://${caller.number}/?a=1"),
        chooses_whom("PathChosen", "https://e.com/${caller.number}"),
        chooses_whom("NameChosen", "https://e.com/?${caller.number}=1"),
        chooses_whom("SecondNameChosen", "https://e.com/?a=1&${caller.number}"),
        chooses_whom("PathWithEquals", "https://e.com/a=${caller.number}"),
        chooses_whom("TelnyxVariable", "https://e.com/?a={{x}}"),
        no_address("PlainHttp", "http://e.com/?a=1"),
        no_address("LooksLikeLoopback", "http://127.0.0.1.e.com/"),
        no_address("LooksLocal", "http://localhost@e.com/"), no_address("Credentials", "https://a:b@e.com/"),
        no_address("Fragment", "https://e.com/#a"), no_address("NoHost", "https:///a"),
        no_address("OtherScheme", "file:///etc/passwd"),
        LoadCase{
            "OfItself", url("https://e.com/?a=${lookup.b}"),
            "9:40-48 error: `lookup.b` has no value in `url` of `lookup`; there are call, caller, event, "
            "conversation, vars and directory [root_not_possible]\n"}),
    kCaseName);

Sample headers(const std::string& text) {
  return {
      .workflow =
          "    variables: { a: \"${lookup.a}\" }\n    lookup:\n      url: https://e.com\n      headers: " +
          text + "\n"};
}

INSTANTIATE_TEST_SUITE_P(
    Others, VariablesError,
    ::testing::Values(
        LoadCase{"HeaderTemplate", headers("{ x: \"${caller.number}\" }"),
                 "11:21-39 error: headers of a lookup are literal, because answers are kept for the URL; put "
                 "values into the query of `url` [template_not_allowed]\n"},
        LoadCase{"HeaderOfTheClient", headers("{ Host: a }"),
                 "11:18-22 error: `Host` is no name of a header, or one that callwright writes itself "
                 "[not_accepted]\n"},
        LoadCase{
            "SecretItself", headers("{ authorization: { secret: \"Bearer x\" } }"),
            "11:43-53 error: `secret` names a secret of the service's configuration (`secrets.NAME`) and "
            "never holds one [not_accepted]\n"},
        LoadCase{"SecretMisspelt", headers("{ authorization: { sekret: a } }"),
                 "11:35-41 error: `sekret` is not a key of a header of `lookup`; did you mean `secret`? "
                 "[unknown_key]\n"},
        LoadCase{
            "TooSlow",
            with("variables: { a: \"${lookup.a}\" }\n    lookup: { url: \"https://e.com\", timeout: 6s }"),
            "9:46-48 error: `timeout` is 50ms to 5s, not `6s` [out_of_range]\n"},
        LoadCase{"TwoQueries", with("memory: { conversations: 1, conversation_query: a }"),
                 "8:33-51 error: `conversation_query` says the same as `conversations`; give one of them "
                 "[contradiction]\n"},
        LoadCase{"InsightList", with("memory: { insights: \"a,b\" }"),
                 "8:25-30 error: `a,b` is no id of an insight; `callwright api list_insights` lists them "
                 "[not_accepted]\n"}),
    kCaseName);

class VariablesWarning : public ::testing::TestWithParam<LoadCase> {};

TEST_P(VariablesWarning, IsGivenAndTheBundleLoads) {
  const auto loaded = load_text(GetParam().sample.text());
  ASSERT_NE(loaded.bundle, nullptr) << findings_of(loaded);
  EXPECT_EQ(findings_of(loaded), GetParam().findings) << GetParam().sample.text();
}

INSTANTIATE_TEST_SUITE_P(
    Warnings, VariablesWarning,
    ::testing::Values(
        LoadCase{
            "NoLookup", with("variables: { a: \"${lookup.a}\" }"),
            "5:3-10 warning: `support` uses values of `lookup.*` and has no `lookup`, so they are always "
            "empty [never_given]\n"},
        LoadCase{"LookupForNothing", with("lookup: { url: \"https://e.com/?a=${caller.number}\" }"),
                 "8:5-11 warning: no text of `variables`, `memory` or `metadata` uses a value of `lookup.*`: "
                 "it is made for nothing [never_used]\n"},
        LoadCase{"LookupForMetadata",
                 with("lookup: { url: \"https://e.com/\" }\n    metadata: { a: \"${lookup.a}\" }"), ""},
        LoadCase{"StartWins",
                 Sample{.assistant = "    assistant: { id: a, dynamic_variables: { tier: gold } }\n",
                        .workflow = "    variables: { tier: silver, other: x }\n"},
                 "8:18-22 warning: `tier` is also given when the assistant is started (`dynamic_variables`), "
                 "and that one wins; remove one of them [never_given]\n"},
        LoadCase{"StartActionWins",
                 Sample{.workflow = "    variables: { tier: silver }\n"
                                    "    start: [ { ai_assistant_start: { assistant: { id: a, "
                                    "dynamic_variables: { tier: gold } } } } ]\n"},
                 "8:18-22 warning: `tier` is also given when the assistant is started (`dynamic_variables`), "
                 "and that one wins; remove one of them [never_given]\n"},
        LoadCase{"PeopleWhoOnlyCall",
                 Sample{.people = "  dana: { phone: \"+13125550111\" }\n  ben: { phone: \"+13125550112\" }\n",
                        .workflow = "    variables: { who: \"${directory.name}\" }\n"},
                 ""},
        LoadCase{"LocalLookup",
                 with("lookup: { url: \"http://127.0.0.1:9/?a=${caller.number | none}&b=2\", cache: 0s }\n"
                      "    variables: { a: \"${lookup.a}\" }"),
                 ""}),
    kCaseName);

TEST(Variables, KeepTheirTypesAndComeBackFromTheStore) {
  const auto loaded = load_text(
      Sample{.workflow = R"(    variables: { text: "${lookup.a.b | c}", one: 1, yes: true, quoted: "7" }
    lookup:
      url: "https://e.com/?p=${caller.number}&q=x"
      headers: { authorization: { secret: crm, prefix: "Bearer " }, accept-language: en }
      timeout: 200ms
      cache: 0s
    memory: { conversations: 5, insights: [i-1], only_verified: true }
    metadata: { tier: "${lookup.tier | none}" }
)"}
          .text());
  ASSERT_NE(loaded.bundle, nullptr) << findings_of(loaded);
  const auto& workflow = *loaded.bundle->workflow("support");
  EXPECT_EQ(workflow.variables.text(), R"({"one":1,"quoted":"7","text":"${lookup.a.b | c}","yes":true})");
  EXPECT_EQ(workflow.lookup.headers.size(), 2U);
  EXPECT_EQ(secrets_of(*loaded.bundle), std::vector<std::string>{"crm"});
  const auto again = load_stored_bundle(loaded.bundle->content);
  ASSERT_TRUE(again) << again.error().detail;
  const auto& stored = *(*again)->workflow("support");
  EXPECT_EQ(stored.variables, workflow.variables);
  EXPECT_EQ(stored.metadata, workflow.metadata);
  EXPECT_EQ(stored.lookup.url, workflow.lookup.url);
  EXPECT_EQ(stored.lookup.headers, workflow.lookup.headers);
  EXPECT_EQ(stored.lookup.timeout, std::chrono::milliseconds{200});
  EXPECT_EQ(stored.lookup.cache, Duration{0});
  EXPECT_EQ(stored.memory.conversations, 5);
  EXPECT_EQ(stored.memory.insights, workflow.memory.insights);
  EXPECT_TRUE(stored.memory.only_verified);
  EXPECT_EQ((*again)->id, loaded.bundle->id);
}

TEST(Variables, WhoDoesNotUseThemKeepsTheIdOfTheBundle) {
  const auto loaded = load_text(Sample{}.text());
  ASSERT_NE(loaded.bundle, nullptr);
  for (const auto* key : {"variables", "lookup", "memory", "metadata"})
    EXPECT_FALSE(loaded.bundle->content.contains('"' + std::string(key) + "\":")) << loaded.bundle->content;
}

TEST(Variables, AreAtMostFifty) {
  std::string names;
  for (int i = 0; i < 51; ++i) names += "      v" + std::to_string(i) + ": x\n";
  const auto loaded = load_text(with("variables:\n" + names).text());
  EXPECT_EQ(places_of(loaded), "9:7 too_many\n");
}

}  // namespace
}  // namespace callwright::tests::language_variables
