#include "service/app/workflow_pictures.hpp"

#include "service/app/complete_on.hpp"
#include "service/graph/svg.hpp"
#include "workflows/analysis/graph.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace callwright {

boost::asio::awaitable<Result<std::string>> WorkflowPictures::svg(BundlePtr bundle, std::string workflow) {
  auto begin = [this, bundle = std::move(bundle), workflow = std::move(workflow)](auto done) mutable {
    boost::asio::post(thread_, [this, bundle = std::move(bundle), workflow = std::move(workflow),
                                done = std::move(done)]() mutable { done(draw(*bundle, workflow)); });
  };
  co_return co_await await_answer<Result<std::string>>(std::move(begin));
}

Result<std::string> WorkflowPictures::draw(const Bundle& bundle, const std::string& workflow) {
  const std::scoped_lock lock(mutex_);
  if (drawn_of_ != bundle.id) {
    drawn_.clear();
    drawn_of_ = bundle.id;
  }
  if (const auto found = drawn_.find(workflow); found != drawn_.end()) return found->second;
  auto svg = svg_of(dot_of(picture_of(bundle, workflow)));
  if (svg) drawn_.emplace(workflow, *svg);
  return svg;
}

}  // namespace callwright
