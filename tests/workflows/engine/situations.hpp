#pragma once

#include "tests/support/call_script.hpp"

#include <functional>
#include <vector>

namespace callwright::tests {

/// A call as it stands at some moment that matters.
struct Situation {
  const char* title;
  std::function<CallScript()> begin;
};

/// From the first ring to the end, in the order in which a call goes through them.
const std::vector<Situation>& situations();

}  // namespace callwright::tests
