#include "workflows/assistants/edit.hpp"

#include "tests/workflows/assistants/support.hpp"
#include "workflows/language/tree.hpp"

#include <gtest/gtest.h>

namespace callwright::tests::assistants_edit {
namespace {

struct Case {
  const char* name;
  const char* before;
  const char* changes;
  const char* after;
};

class EditedFile : public ::testing::TestWithParam<Case> {};

TEST_P(EditedFile, KeepsWhatPeopleWrote) {
  const SourceFile file{.name = "a.yaml", .text = GetParam().before};
  language::Findings findings;
  std::size_t nodes = 0;
  const auto document = language::parse_yaml(file, findings, nodes);
  ASSERT_FALSE(findings.has_errors());
  const auto changes = settings(GetParam().changes);
  EXPECT_EQ(assistants::edited(file.text, document.root, changes, settings(R"({"name":"whole"})")),
            GetParam().after);
}

INSTANTIATE_TEST_SUITE_P(
    Assistants, EditedFile,
    ::testing::Values(Case{"Nothing", "# top\nname: a # why\n", "{}", "# top\nname: a # why\n"},
                      Case{"OneField", "# top\nname: a # why\n\n# about\nmodel: m\n", R"({"name":"b"})",
                           "# top\nname: b\n\n# about\nmodel: m\n"},
                      Case{"ABlockWithACommentSign", "name: |\n  one\n  # two\n# about\nmodel: m\n",
                           R"({"name":"x\ny"})", "name: |-\n  x\n  y\n# about\nmodel: m\n"},
                      Case{"ANewField", "name: a", R"({"tags":["x"]})", "name: a\ntags:\n  - x\n"},
                      Case{"AFieldThatIsGone", "name: a\ntags:\n- x\nmodel: m\n", R"({"tags":null})",
                           "name: a\nmodel: m\n"},
                      Case{"TheLastField", "name: a\ntags: [x]\n# end\n", R"({"tags":["z"]})",
                           "name: a\ntags:\n  - z\n# end\n"},
                      Case{"FlowStyle", "{name: a, model: m}\n", R"({"name":"b"})", "name: whole\n"},
                      Case{"ExplicitKeys", "? name\n: a\nmodel: m\n", R"({"model":"n"})", "name: whole\n"},
                      Case{"AnAnchorThatGoes", "name: &x a\nmodel: *x\n", R"({"name":"b"})",
                           "name: whole\n"}),
    [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace callwright::tests::assistants_edit
