#pragma once

#include <string>

namespace callwright::sqlite {

/// The name of a VFS that does what the one named `below` (empty: the system's own) does, but hands the
/// frames of a write-ahead log down together: SQLite writes each frame as a header of 24 bytes and a page, so
/// a commit of fifty pages is a hundred system calls. Nothing waits beyond the sync of its commit, or the
/// next read of the log on the same connection; other connections look at frames only after that sync
/// (`synchronous=FULL`). From any thread. Throws Failure when there is no VFS of that name.
std::string joined_writes(const std::string& below);

}  // namespace callwright::sqlite
