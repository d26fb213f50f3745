#pragma once

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace callwright {

/// A text that names one kind of thing; one kind never converts to another. Empty means: not known.
template <class Tag>
class StrongId {
 public:
  StrongId() = default;
  explicit StrongId(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] bool empty() const noexcept { return text_.empty(); }
  explicit operator bool() const noexcept { return !text_.empty(); }
  friend auto operator<=>(const StrongId&, const StrongId&) = default;
  friend bool operator==(const StrongId&, const StrongId&) = default;

 private:
  std::string text_;
};

using CallId = StrongId<struct CallIdTag>;                  ///< ours: `call_` + UUIDv7
using CallControlId = StrongId<struct CallControlIdTag>;    ///< Telnyx: one leg, the only id for commands
using CallLegId = StrongId<struct CallLegIdTag>;            ///< Telnyx: UUID of one leg
using CallSessionId = StrongId<struct CallSessionIdTag>;    ///< Telnyx: UUID shared by linked legs
using ConversationId = StrongId<struct ConversationIdTag>;  ///< Telnyx: UUID of an assistant's conversation
using EventId = StrongId<struct EventIdTag>;                ///< Telnyx: `data.id` of a webhook
using BundleId = StrongId<struct BundleIdTag>;  ///< ours: SHA-256 (hex) of a bundle's normalised content

}  // namespace callwright

template <class Tag>
struct std::hash<callwright::StrongId<Tag>> {
  std::size_t operator()(const callwright::StrongId<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.text());
  }
};
