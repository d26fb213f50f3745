#include "workflows/language/load.hpp"

#include "workflows/language/checks.hpp"
#include "workflows/language/lints.hpp"
#include "workflows/language/read_bundle.hpp"
#include "workflows/language/test_keys.hpp"
#include "workflows/language/tree.hpp"
#include "workflows/language/uses.hpp"
#include "workflows/language/zones.hpp"
#include "workflows/model/text.hpp"

#include <algorithm>
#include <tuple>

namespace callwright {
namespace {

namespace lang = language;

std::vector<SourceFile> in_name_order(const std::vector<SourceFile>& files) {
  auto sorted = files;
  std::ranges::sort(sorted, {}, [](const SourceFile& file) { return std::tie(file.name, file.text); });
  return sorted;
}

std::vector<lang::Node> parse_all(const std::vector<SourceFile>& files, lang::Findings& findings,
                                  bool& is_partial) {
  std::vector<lang::Node> documents;
  std::size_t nodes = 0;
  for (const auto& file : files) {
    auto document = lang::parse_yaml(file, findings, nodes);
    is_partial = is_partial || !document.is_complete;
    documents.push_back(std::move(document.root));
  }
  return documents;
}

BundlePtr sealed(Bundle bundle) {
  bundle.content = lang::write_bundle(bundle);
  bundle.id = BundleId(sha256_hex(bundle.content));
  return std::make_shared<const Bundle>(std::move(bundle));
}

/// Workflows are a list in the content, because their order means something.
lang::Node workflows_by_name(const lang::Node& list) {
  lang::Node section{.kind = lang::Node::Kind::Map};
  for (auto workflow : list.items) {
    const auto* name = workflow.get("workflow");
    const std::string key = name == nullptr ? std::string() : name->text;
    std::erase_if(workflow.members, [](const auto& member) { return member.key == "workflow"; });
    section.members.push_back({key, {}, std::move(workflow)});
  }
  return section;
}

lang::Node with_named_workflows(lang::Node document) {
  for (auto& member : document.members) {
    if (member.key == "workflows" && member.value.is_list()) member.value = workflows_by_name(member.value);
  }
  return document;
}

/// The section `name` of a stored bundle, which is none of the language.
lang::Node taken_from(lang::Node& document, std::string_view name) {
  lang::Node section;
  for (auto& member : document.members) {
    if (member.key == name) section = std::move(member.value);
  }
  std::erase_if(document.members, [&](const auto& member) { return member.key == name; });
  return section;
}

Error unreadable(const std::string& why) {
  return {
      Errc::InvalidInput, "bundle.unreadable",
      "The stored workflows cannot be read by this version: " + why + ". Run the version that stored them."};
}

}  // namespace

Loaded load_bundle(const std::vector<SourceFile>& files, const LoadOptions& options) {
  const auto sorted = in_name_order(files);
  lang::Findings findings;
  // What a file says behind a mistake is not known: it would make every name in it look unresolved.
  bool is_partial = false;
  const auto documents = parse_all(sorted, findings, is_partial);
  const auto sections = lang::merge_documents(documents, findings, is_partial);
  const auto names = lang::names_of(sections);
  std::vector<lang::Use> uses;
  lang::Reader reader(findings, names, false);
  reader.uses = &uses;
  reader.is_partial = is_partial;
  auto bundle = lang::read_bundle(reader, sections);
  lang::add_zones(reader, sections, options, bundle);
  if (!is_partial) {
    lang::check_bundle(reader, sections, bundle);
    lang::check_uses(reader, sections, bundle, uses);
  }
  auto tests = lang::read_tests(reader, sections);
  if (findings.has_errors()) return {nullptr, findings.sorted(sorted)};
  lang::check_lints(reader, sections, bundle, options);
  return {sealed(std::move(bundle)), findings.sorted(sorted), std::move(tests)};
}

Result<BundlePtr> load_stored_bundle(std::string_view content) {
  const auto document = JsonDocument::parse(content);
  if (!document) return std::unexpected(unreadable(document.error().detail));
  lang::Findings findings;
  auto stored = with_named_workflows(lang::tree_of(document->root()));
  const auto zones = taken_from(stored, "zones");
  const auto sections = lang::merge_documents({std::move(stored)}, findings);
  const auto names = lang::names_of(sections);
  auto bundle = lang::read_bundle(lang::Reader(findings, names, true), sections);
  if (findings.has_errors()) return std::unexpected(unreadable(findings.sorted().front().message));
  if (!lang::read_stored_zones(zones, bundle))
    return std::unexpected(unreadable("the offsets of a time zone are damaged or missing"));
  return sealed(std::move(bundle));
}

}  // namespace callwright
