#pragma once

#include "workflows/model/input.hpp"

namespace callwright::runtime {

/// Something of our own that has to be told to a call.
struct CallInput {
  CallId call;
  Input input;
};

}  // namespace callwright::runtime
