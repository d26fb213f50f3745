#pragma once

#include <optional>

namespace callwright {

/// The listening socket that a supervisor hands over (`LISTEN_FDS` of systemd's sd_listen_fds): connections
/// queue in it while the service restarts. Empty when there is none for this process. Where a supervisor does
/// not set LISTEN_PID, the socket counts as ours.
std::optional<int> inherited_socket();

/// True when a socket is bound to an address that only this machine can reach.
bool is_bound_to_loopback(int socket);

}  // namespace callwright
