#pragma once

#include "service/cli/services.hpp"
#include "workflows/language/load.hpp"
#include "workflows/model/result.hpp"

#include <filesystem>
#include <vector>

namespace callwright {

/// The `*.yaml` files directly in a directory, in name order; none when there is no such directory.
/// InvalidInput `workflows.unreadable`: the detail names the file.
Result<std::vector<SourceFile>> read_workflow_files(const std::filesystem::path& directory);

/// One of them, whatever its name ends in. InvalidInput `workflows.unreadable`.
Result<SourceFile> read_workflow_file(const std::filesystem::path& file);

/// The directory's own bundle, or one of each sub-folder that has YAML files where it has none itself.
/// InvalidInput `workflows.unreadable`, also when there is nothing to read.
Result<std::vector<cli::BundleFolder>> read_bundle_folders(const std::filesystem::path& directory);

/// Loads one bundle, with the time zones and the time of this system.
Loaded load_workflow_files(const std::vector<SourceFile>& files);

}  // namespace callwright
