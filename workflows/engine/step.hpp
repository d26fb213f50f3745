#pragma once

#include "workflows/language/bundle.hpp"
#include "workflows/model/input.hpp"

namespace callwright {

/// The heart: what becomes of a call when `input` happens to it. Pure: no clock, no random number, no I/O;
/// the same arguments give the same step bit for bit, so a replay of the log gives the same decisions.
///
/// `bundle` is the one the call is pinned to. A new call is a `Call` with only `id`, `token` and `bundle`
/// set, and its first input is the incoming `call.initiated`. `input.what` must not be an event the call
/// `has_seen`.
Step step(const Bundle& bundle, Call call, const Input& input);

}  // namespace callwright
