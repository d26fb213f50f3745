#pragma once

#include "workflows/catalogue/catalogue.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace callwright::simulator {

/// The operation that a request means.
struct Route {
  const Operation* operation = nullptr;
  std::map<std::string, std::string, std::less<>> parameters;  ///< of the path
};

/// Empty when the catalogue has no such path with that method. Of several templates the one with the most
/// literal parts wins: `/ai/conversations/insights` is not a conversation.
std::optional<Route> find_route(std::string_view method, std::string_view path);

}  // namespace callwright::simulator
