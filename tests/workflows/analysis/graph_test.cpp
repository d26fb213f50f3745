#include "workflows/analysis/graph.hpp"

#include "tests/support/zones.hpp"

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::graph {
namespace {

BundlePtr loaded(const std::string& yaml) {
  auto result = load_bundle({SourceFile{.name = "a.yaml", .text = yaml}}, test_load_options());
  std::string findings;
  for (const auto& finding : result.findings) findings += format_finding(finding) + "\n";
  EXPECT_NE(result.bundle, nullptr) << findings;
  return result.bundle;
}

constexpr const char* kClinic = R"(
language: 1
people:
  dana: { name: Dana, phone: "+13125550111" }
  ben: { phone: "+13125550112" }
schedules:
  clinic: { timezone: America/Chicago, open: [ { days: mon-fri, hours: "08:00-18:00" } ] }
workflows:
  support:
    match: { to: ["+13125550100"] }
    assistant: { id: a, if_fails: { escalate: human } }
    rules:
      - on: tool.escalate_to_human
        if: { event.arguments.stars: { lte: 2 }, any: [ { caller.number: { starts_with: "+1312" } }, { not: { run.number: 1 } } ], during: clinic }
        do: [ { escalate: human } ]
      - { on: call.settled, do: [ { webhook: { url: "https://crm.example/calls" } } ] }
  sales:
    match: { to: ["+13125550101"] }
    assistant: { id: b }
    rules: [ { on: tool.bye, do: [ { goodbye: "Bye." } ] } ]
escalations:
  human:
    repeat: 1
    steps: [ { ring: [dana], for: 15s, during: clinic }, { ring: [dana, ben], order: sequence, tries: 2 } ]
    otherwise: [ { escalate: last } ]
  last:
    accept: none
    join: { mode: bridge, after: hangup }
    steps: [ { ring: [ben], order: stagger, every: 5s, outside: clinic } ]
  unused: { steps: [ { ring: [ben] } ] }
)";

TEST(Graph, ShowsStatesTriggersStepsAndFallbacksOfOneWorkflow) {
  const auto bundle = loaded(kClinic);
  EXPECT_EQ(mermaid_of(picture_of(*bundle, "support")), R"(%% workflow support
flowchart TB
  subgraph workflow["call"]
    call("call<br/>to +13125550100")
    assistant("conversation with the assistant")
    if_fails["the assistant cannot start<br/>escalate to human"]
    ended("the call has ended")
    rule1["on tool.escalate_to_human<br/>if event.arguments.stars ≤ 2 and (caller.number starts with +1312 or not (run.number = 1)) and during clinic<br/>escalate to human"]
    rule2["on call.settled<br/>webhook to https://crm.example/calls"]
  end
  subgraph e1["escalation human"]
    e1_step1["1. ring Dana<br/>15s, during clinic"]
    e1_step2["2. ring Dana, ben<br/>one after another, 20s each, 2 tries"]
    e1_gate{{"does the person take it?<br/>a voicemail is hung up<br/>key 1 takes it, 2 passes"}}
    e1_joined("caller, assistant and person<br/>when the person leaves, the assistant goes on")
    e1_otherwise["nobody was joined<br/>escalate to last"]
  end
  subgraph e2["escalation last"]
    e2_step1["1. ring ben<br/>20s, outside clinic"]
    e2_gate{{"is it a person?<br/>a voicemail is hung up"}}
    e2_joined("caller and person, bridged<br/>when the person leaves, the call ends")
    e2_otherwise["nobody was joined<br/>tell the assistant: Nobody could pick up. Offer a call back."]
  end
  call -->|"answer, ai_assistant_start"| assistant
  if_fails --> e1_step1
  call -.-> if_fails
  assistant -->|"caller or assistant ends it"| ended
  rule1 --> e1_step1
  assistant --> rule1
  ended --> rule2
  e1_step1 -->|"answered"| e1_gate
  e1_step1 -->|"nobody"| e1_step2
  e1_step2 -->|"answered"| e1_gate
  e1_step2 -->|"nobody"| e1_otherwise
  e1_step2 -->|"again, 1 time"| e1_step1
  e1_gate -->|"yes"| e1_joined
  e1_gate -.->|"no: whoever is next"| e1_step1
  e1_otherwise --> e2_step1
  e2_step1 -->|"answered"| e2_gate
  e2_step1 -->|"nobody"| e2_otherwise
  e2_gate -->|"yes"| e2_joined
  e2_gate -.->|"no: whoever is next"| e2_step1
)");
}

TEST(Graph, KnowsTheEscalationsThatAWorkflowCanComeTo) {
  const auto bundle = loaded(kClinic);
  EXPECT_EQ(escalations_of(*bundle, "support"), (std::vector<std::string>{"human", "last"}));
  EXPECT_TRUE(escalations_of(*bundle, "sales").empty());
  EXPECT_TRUE(escalations_of(*bundle, "none").empty());
  EXPECT_TRUE(picture_of(*bundle, "none").groups.empty());
}

TEST(Graph, EveryArrowLeadsFromABoxToABox) {
  const auto bundle = loaded(kClinic);
  for (const auto* name : {"support", "sales"}) {
    const auto picture = picture_of(*bundle, name);
    std::set<std::string> boxes;
    for (const auto& group : picture.groups) {
      for (const auto& node : group.nodes) EXPECT_TRUE(boxes.insert(node.id).second) << node.id;
    }
    for (const auto& arrow : picture.arrows) {
      EXPECT_TRUE(boxes.contains(arrow.from)) << arrow.from;
      EXPECT_TRUE(boxes.contains(arrow.to)) << arrow.to;
    }
  }
}

TEST(Picture, TextsOfPeopleStayTextsInEveryFormat) {
  Picture picture{.title = "a \"b\"", .groups = {{.id = "g", .title = "x", .nodes = {}}}, .arrows = {}};
  picture.groups[0].nodes.push_back(
      {.id = "n", .title = "\"<script>&#1;\\N\n`]", .lines = {"\"]; n -> n [label=\""}});
  picture.arrows.push_back({"n", "n", "|\"<b>"});
  const auto dot = dot_of(picture);
  EXPECT_NE(dot.find(R"(label="\"<script>&#1;\\N `]\n\"]; n -> n [label=\""])"), std::string::npos) << dot;
  EXPECT_NE(dot.find(R"(n -> n [label="|\"<b>"])"), std::string::npos) << dot;
  const auto mermaid = mermaid_of(picture);
  EXPECT_NE(mermaid.find(
                R"(n["&quot;&lt;script&gt;&amp;&num;1;&#92;N &#96;]<br/>&quot;]; n -&gt; n [label=&quot;"])"),
            std::string::npos)
      << mermaid;
  EXPECT_NE(mermaid.find(R"(-->|"|&quot;&lt;b&gt;"| n)"), std::string::npos) << mermaid;
}

}  // namespace
}  // namespace callwright::tests::graph
