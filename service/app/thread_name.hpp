#pragma once

#include <string>

#include <pthread.h>

namespace callwright {

/// What `top -H` and profilers call the calling thread; the system keeps 15 characters.
inline void name_this_thread(const std::string& name) {
  ::pthread_setname_np(::pthread_self(), name.c_str());
}

}  // namespace callwright
