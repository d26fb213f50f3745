#include "service/simulation/wanted_call.hpp"

#include "handlers/calls_api/start_request.hpp"

#include <utility>

namespace callwright::simulation {

std::expected<runtime::message::StartCall, std::string> wanted_call(const BundlePtr& bundle,
                                                                    const std::string& body) {
  const auto refused = [](const StartProblems& problems) {
    return std::unexpected(problems.front().code + ": " + problems.front().detail);
  };
  const auto read = read_start_request(body, {});
  if (!read) return refused(read.error());
  auto checked = check_start(*read, bundle, true);
  if (!checked) return refused(checked.error());
  input::StartRequested start{.workflow = std::move(checked->workflow),
                              .from = std::move(checked->from),
                              .to = std::move(checked->to),
                              .order = std::move(checked->order),
                              .by = "api"};
  return runtime::message::StartCall{bundle, std::move(start), {}};
}

}  // namespace callwright::simulation
