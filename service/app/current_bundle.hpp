#pragma once

#include "workflows/language/bundle.hpp"

#include <mutex>
#include <utility>

namespace callwright {

/// The bundle that new calls begin with, for whoever asks beside the shards. From any thread.
class CurrentBundle {
 public:
  [[nodiscard]] BundlePtr get() const {
    const std::scoped_lock lock(mutex_);
    return bundle_;
  }
  void set(BundlePtr bundle) {
    const std::scoped_lock lock(mutex_);
    bundle_ = std::move(bundle);
  }

 private:
  mutable std::mutex mutex_;
  BundlePtr bundle_;
};

}  // namespace callwright
