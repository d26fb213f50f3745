#include "service/app/inherited_socket.hpp"

#include <cstdlib>
#include <string>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace callwright {
namespace {

constexpr int kFirstInherited = 3;  // SD_LISTEN_FDS_START

bool is_listening(int socket) {
  int listening = 0;
  socklen_t size = sizeof(listening);
  return ::getsockopt(socket, SOL_SOCKET, SO_ACCEPTCONN, &listening, &size) == 0 && listening != 0;
}

}  // namespace

std::optional<int> inherited_socket() {
  const char* count = std::getenv("LISTEN_FDS");
  const char* pid = std::getenv("LISTEN_PID");
  if (count == nullptr || std::atoi(count) < 1) return std::nullopt;
  if (pid != nullptr && std::string(pid) != std::to_string(::getpid())) return std::nullopt;
  if (!is_listening(kFirstInherited)) return std::nullopt;
  ::fcntl(kFirstInherited, F_SETFD, FD_CLOEXEC);
  return kFirstInherited;
}

bool is_bound_to_loopback(int socket) {
  // The union is what getsockname is made for: the family says which member is meant.
  union {
    sockaddr any;
    sockaddr_in v4;
    sockaddr_in6 v6;
  } address{};
  socklen_t size = sizeof(address);
  if (::getsockname(socket, &address.any, &size) != 0) return false;
  if (address.any.sa_family == AF_INET) return (ntohl(address.v4.sin_addr.s_addr) >> 24U) == 127;
  return address.any.sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&address.v6.sin6_addr) != 0;
}

}  // namespace callwright
