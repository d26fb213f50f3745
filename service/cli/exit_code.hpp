#pragma once

namespace callwright::cli {

// What every command of the binary ends with; scripts may rely on it.
inline constexpr int kOk = 0;
inline constexpr int kFindings = 1;  ///< the work was done and found something wrong, or the service refused
inline constexpr int kUsage = 2;     ///< the command line or the configuration is wrong; nothing was done
inline constexpr int kUnreachable = 3;  ///< what is needed cannot be reached or read

}  // namespace callwright::cli
