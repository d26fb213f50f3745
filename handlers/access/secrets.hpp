#pragma once

#include "handlers/ports/http.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace callwright {

/// True when both texts are the same and not empty. Takes the same time wherever they differ, so that nobody
/// can find a secret character by character.
bool same_secret(std::string_view given, std::string_view expected);

/// The credentials of `Authorization: Bearer <credentials>`; empty without that header or with another
/// scheme.
std::string_view bearer_token(const Request& request);

/// The 401 for a request without the API token; empty when the request may pass. Without a configured token
/// nobody passes, and the sentence names the setting.
std::optional<HttpReply> refuse_without_token(const Request& request, const std::string& api_token);

}  // namespace callwright
