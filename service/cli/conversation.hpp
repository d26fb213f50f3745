#pragma once

#include "service/cli/api/refusal.hpp"
#include "service/cli/services.hpp"

#include <cstddef>
#include <expected>
#include <string>
#include <vector>

namespace callwright::cli {

/// The answer of Telnyx, asked again where that does no harm; or what is printed about its refusal.
std::expected<Json, api::Report> ask(const ApiCall& call, const Services& services);

/// Prints why the configuration cannot be used, and returns the exit code for that.
int wrong_settings(const Error& error);

/// What one side of a conversation said.
struct SaidMessage {
  std::string role;  ///< `user`, `assistant`, `tool`
  std::string text;
  std::string sent_at;
  std::size_t number = 0;  ///< as Telnyx lists them, where times are equal
};

/// A conversation with an assistant, straight with Telnyx.
class Conversation {
 public:
  Conversation(const Services& services, std::string assistant, std::string id, std::string name)
      : services_(services), assistant_(std::move(assistant)), id_(std::move(id)), name_(std::move(name)) {}

  [[nodiscard]] const std::string& id() const { return id_; }
  /// All messages so far, in the order in which they were sent.
  [[nodiscard]] std::expected<std::vector<SaidMessage>, api::Report> history() const;
  /// The assistant's reply. Makes the conversation when there is none yet; it stays when the message fails.
  std::expected<std::string, api::Report> say(const std::string& text);

 private:
  std::expected<void, api::Report> create();

  const Services& services_;
  std::string assistant_, id_, name_;
};

}  // namespace callwright::cli
