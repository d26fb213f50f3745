#include "service/app/workflow_reloader.hpp"

#include "service/app/complete_on.hpp"
#include "service/app/workflow_load.hpp"

#include <algorithm>
#include <future>
#include <utility>

#include <boost/asio/post.hpp>

namespace callwright {
namespace {

ReloadRefused refused(std::string code, std::string detail) {
  return {.may_work_later = false, .code = std::move(code), .detail = std::move(detail), .findings = {}};
}

/// What keeps the workflows from being run; an empty code: nothing.
ReloadRefused problem_of(const Config& config, ConfiguredWorkflows& workflows) {
  if (!workflows.problems.empty()) return refused("workflows.refused", workflows.problems.front() + ".");
  if (workflows.is_empty) {
    return refused("workflows.none", "There is no *.yaml in " + config.workflows +
                                         ". To run without workflows, start the service again.");
  }
  if (workflows.bundle != nullptr) return {};
  auto reason = refused("workflows.invalid", "The workflows cannot be run; each finding says why.");
  std::ranges::copy_if(workflows.findings, std::back_inserter(reason.findings), &Finding::is_error);
  return reason;
}

}  // namespace

boost::asio::awaitable<std::expected<Reloaded, ReloadRefused>> WorkflowReloader::reload(std::string by) {
  auto begin = [this, by = std::move(by)](auto done) mutable {
    boost::asio::post(thread_,
                      [this, by = std::move(by), done = std::move(done)]() mutable { done(reload_now(by)); });
  };
  co_return co_await await_answer<std::expected<Reloaded, ReloadRefused>>(std::move(begin));
}

void WorkflowReloader::reload_soon(std::string by) {
  boost::asio::post(thread_, [this, by = std::move(by)] { (void)reload_now(by); });
}

void WorkflowReloader::stop() { thread_.join(); }

std::expected<Reloaded, ReloadRefused> WorkflowReloader::reload_now(const std::string& by) {
  auto workflows = load_configured_workflows(config_);
  auto reason = problem_of(config_, workflows);
  auto reloaded = reason.code.empty() ? use(std::move(workflows.bundle))
                                      : std::expected<Reloaded, ReloadRefused>(std::unexpected(reason));
  if (!reloaded) {
    log_.write(Level::Error, "reload_refused",
               {{"by", by}, {"code", reloaded.error().code}, {"detail", reloaded.error().detail}});
    for (const auto& finding : reloaded.error().findings)
      log_.write(Level::Error, "workflow_error", {{"detail", format_finding(finding)}});
    return reloaded;
  }
  log_.write(Level::Info, "workflows_reloaded",
             {{"by", by}, {"bundle", reloaded->bundle}, {"previous", reloaded->previous}});
  for (const auto& finding : workflows.findings)
    log_.write(Level::Warn, "workflow_warning", {{"detail", format_finding(finding)}});
  reloaded->warnings = std::move(workflows.findings);
  return reloaded;
}

/// Stored before any call can begin with it.
std::expected<Reloaded, ReloadRefused> WorkflowReloader::use(BundlePtr bundle) {
  const auto previous = bundle_.get();
  if (previous == nullptr) {
    return std::unexpected(
        refused("workflows.none_at_start",
                "The service was started without workflows; start it again to take calls."));
  }
  Reloaded reloaded{.bundle = bundle->id.text(), .previous = previous->id.text(), .warnings = {}};
  if (bundle->id == previous->id) return reloaded;
  std::promise<Result<void>> stored;
  shards_.use_bundle(bundle, [&stored](Result<void> result) { stored.set_value(std::move(result)); });
  if (const auto result = stored.get_future().get(); !result) {
    auto reason = refused(result.error().code, result.error().detail);
    reason.may_work_later = true;
    return std::unexpected(std::move(reason));
  }
  bundle_.set(std::move(bundle));
  std::promise<Result<void>> known;
  shards_.refresh_availability([&known](Result<void> result) { known.set_value(std::move(result)); });
  // Should the store not answer, the shards go on with what they know.
  if (const auto result = known.get_future().get(); !result)
    log_.write(Level::Warn, "availability_unknown", {{"detail", result.error().detail}});
  return reloaded;
}

}  // namespace callwright
