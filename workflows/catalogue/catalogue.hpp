#pragma once

#include "workflows/model/call.hpp"
#include "workflows/model/json.hpp"
#include "workflows/model/result.hpp"
#include "workflows/model/time.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callwright {

/// Type, enum and limits of one field of a request body, query or schema, as Telnyx documents them.
struct Field {
  std::string name;
  std::string type;  ///< as in the data file: `string`, `integer(int32)`, `object:Name`, `array<…>`, `a|b`
  bool required = false;
  bool nullable = false;
  std::vector<std::string> required_if;      ///< required when one of these is given
  std::vector<std::string> required_unless;  ///< required when none of these is given
  std::vector<std::string> accepted;         ///< enum, as text; of an array: of its items
  Json default_value;                        ///< what Telnyx assumes when it is absent; null: not stated
  std::string pattern;                       ///< RE2
  std::string format;                        ///< `base64` or empty
  std::optional<double> min;
  std::optional<double> max;
  std::optional<std::size_t> min_length;  ///< characters
  std::optional<std::size_t> max_length;
  std::optional<std::size_t> min_items;
};

/// What to do when no reply came within the window in which a repetition is safe (each effect happens
/// once).
enum class InDoubt { Repeat, RepeatOnce, Ask, Drop };

/// One Telnyx API operation: its facts and our columns.
struct Operation {
  std::string name;     ///< `ai_assistant_join`
  std::string group;    ///< `call_command`, `assistant`, …
  std::string summary;  ///< what it does, in a few words, for lists
  std::string method;
  std::string path;  ///< `/calls/{call_control_id}/actions/ai_assistant_join`
  std::vector<std::string> path_params;
  std::vector<Field> query;
  std::vector<Field> body;
  bool takes_idempotency_key = false;  ///< header Idempotency-Key
  bool takes_command_id = false;
  bool takes_client_state = false;
  int success_status = 200;
  std::map<std::string, std::string> response;  ///< dotted field -> type

  // our columns
  std::string effect;  ///< event type that reports the effect; empty: it counts at the 200
  Duration effect_timeout{0};
  InDoubt in_doubt = InDoubt::Drop;
  Priority priority = Priority::Normal;
  Duration expires_after{0};  ///< not sent any more when it is older: it would come too late; 0: never
  [[nodiscard]] bool is_call_command() const { return group == "call_command"; }
  /// It changes nothing: it may be repeated at any time, and no answer means only that nothing is known.
  [[nodiscard]] bool is_question() const { return method == "GET"; }
  /// The body field of that name; null when the operation has none.
  [[nodiscard]] const Field* field(std::string_view name_of_field) const;
};

/// One webhook type and the fields of its payload.
struct WebhookType {
  std::string name;
  std::vector<Field> payload;
  std::vector<std::string> aliases;
};

/// The one table of Telnyx operations and webhooks, made from telnyx.json at build time.
class Catalogue {
 public:
  /// Parsed once, on first use; immutable and shared by all threads.
  static const Catalogue& get();
  [[nodiscard]] const Operation* operation(std::string_view name) const;
  [[nodiscard]] const std::vector<Operation>& operations() const { return operations_; }
  [[nodiscard]] const std::vector<WebhookType>& webhooks() const { return webhooks_; }
  /// The canonical spelling of an event type, aliases and API version 1 names included; the text itself if
  /// unknown.
  [[nodiscard]] std::string canonical_event(std::string_view spelling) const;
  [[nodiscard]] const std::vector<Field>* schema(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, std::vector<Field>, std::less<>>& schemas() const {
    return schemas_;
  }

 private:
  Catalogue();
  std::vector<Operation> operations_;
  std::map<std::string, std::size_t, std::less<>> operation_index_;
  std::vector<WebhookType> webhooks_;
  std::map<std::string, std::string, std::less<>> event_aliases_;
  std::map<std::string, std::vector<Field>, std::less<>> schemas_;
};

/// One violation, named as a person would look for it.
struct BodyProblem {
  std::string field;  ///< dotted: `assistant.id`, `participant.role`, `messages.0.content`
  std::string code;   ///< `required`, `type`, `enum`, `range`, `length`, `pattern`, `format`, `unknown_field`
  std::string message;  ///< names what is accepted and, for unknown fields, the nearest right spelling
  std::vector<std::string> accepted = {};  ///< names of fields or values, where that is a list
  std::string suggestion = {};             ///< the nearest of them, where one is near
  friend bool operator==(const BodyProblem&, const BodyProblem&) = default;
};

/// Every way in which a request body does not fit the operation; empty when it fits. A missing body counts as
/// `{}`. Strings that contain `{{` pass enum, pattern and format, because Telnyx substitutes them later.
std::vector<BodyProblem> check_body(const Operation& operation, const JsonNode& body);
/// The same for its query parameters, given as an object of values by name.
std::vector<BodyProblem> check_query(const Operation& operation, const JsonNode& query);

}  // namespace callwright
