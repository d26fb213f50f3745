#include "service/cli/exit_code.hpp"
#include "service/cli/invocation.hpp"
#include "service/cli/terminal.hpp"
#include "workflows/analysis/graph.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include <fmt/core.h>

namespace callwright::cli {
namespace {

struct GraphOptions {
  std::string directory;
  std::string format = "svg";
  std::string workflow;
  std::string output;
};

struct Drawn {
  std::string name;  ///< `FOLDER-WORKFLOW`, for a file's name
  std::string text;
};

int complain(const std::string& sentence, int code) {
  fmt::print(stderr, "callwright graph: {}\n", printable(sentence));
  return code;
}

Result<std::string> drawn_as(const Picture& picture, const std::string& format, const Services& services) {
  if (format == "mermaid") return mermaid_of(picture);
  auto dot = dot_of(picture);
  if (format == "dot") return dot;
  return services.draw_svg(dot);
}

/// One picture for each workflow that is asked for.
Result<std::vector<Drawn>> draw(const BundleFolder& folder, const Bundle& bundle, const GraphOptions& options,
                                const Services& services) {
  std::vector<Drawn> pictures;
  for (const auto& workflow : bundle.workflows) {
    if (!options.workflow.empty() && workflow.key != options.workflow) continue;
    auto text = drawn_as(picture_of(bundle, workflow.key), options.format, services);
    if (!text) return std::unexpected(text.error());
    auto name = std::filesystem::absolute(folder.folder).lexically_normal().filename().string();
    pictures.push_back({name + "-" + workflow.key, std::move(*text)});
  }
  return pictures;
}

bool write_file(const std::filesystem::path& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  return static_cast<bool>(out.flush());
}

int write_all(const std::vector<Drawn>& pictures, const GraphOptions& options) {
  if (options.output.empty()) {
    for (const auto& picture : pictures) fmt::print("{}", picture.text);
    return kOk;
  }
  const bool is_folder = pictures.size() > 1 || std::filesystem::is_directory(options.output);
  std::error_code error;
  if (is_folder) std::filesystem::create_directories(options.output, error);
  if (error) return complain(options.output + " cannot be made: " + error.message(), kUnreachable);
  const auto ending = options.format == "mermaid" ? std::string("mmd") : options.format;
  for (const auto& picture : pictures) {
    const auto path = is_folder ? std::filesystem::path(options.output) / (picture.name + "." + ending)
                                : std::filesystem::path(options.output);
    if (!write_file(path, picture.text)) return complain(path.string() + " cannot be written.", kUnreachable);
    fmt::print("{}\n", path.string());
  }
  return kOk;
}

int graph(const GraphOptions& options, const Services& services) {
  const auto folders = services.read_bundles(options.directory);
  if (!folders) return complain(folders.error().detail, kUnreachable);
  std::vector<Drawn> pictures;
  for (const auto& folder : *folders) {
    const auto loaded = services.load(folder.files);
    if (loaded.bundle == nullptr) {
      return complain("the workflows of " + folder.folder.string() + " cannot be run: `callwright validate " +
                          folder.folder.string() + "` says why.",
                      kFindings);
    }
    auto drawn = draw(folder, *loaded.bundle, options, services);
    if (!drawn) return complain(drawn.error().detail, kFindings);
    for (auto& picture : *drawn) pictures.push_back(std::move(picture));
  }
  if (pictures.empty()) return complain("There is no workflow " + options.workflow + " there.", kFindings);
  if (pictures.size() > 1 && options.output.empty() && options.format == "svg") {
    return complain("there are " + std::to_string(pictures.size()) +
                        " workflows: name one with --workflow, or a folder for the pictures with -o.",
                    kUsage);
  }
  return write_all(pictures, options);
}

}  // namespace

void add_graph(CLI::App& app, Invocation& invocation) {
  auto* command = add_command(
      app, "graph", "Draw the workflows of a directory",
      "callwright graph ./callwright.d --format svg -o support.svg\n\n"
      "One picture for each workflow with its escalations: where a call may be, what brings it\n"
      "elsewhere, whom each step rings and for how long, what happens when nobody comes.\n"
      "Exit codes: 0 drawn, 1 the workflows cannot be run or there is no such workflow, 2 wrong usage,\n"
      "3 a file or directory cannot be read or written.");
  auto options = std::make_shared<GraphOptions>();
  command
      ->add_option("DIR", options->directory,
                   "Directory with the *.yaml files of one bundle, or with one sub-folder for each bundle")
      ->required();
  command->add_option("--format", options->format, "svg, dot (Graphviz) or mermaid (default svg)")
      ->check(CLI::IsMember({"svg", "dot", "mermaid"}));
  command->add_option("--workflow", options->workflow, "Only this workflow");
  command->add_option("-o,--output", options->output,
                      "File to write, or a folder where there are several workflows (default: print)");
  command->callback([&invocation, options] {
    invocation.command = [&invocation, options] { return graph(*options, invocation.services); };
  });
}

}  // namespace callwright::cli
