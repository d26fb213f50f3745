#pragma once

#include "service/store/sqlite.hpp"
#include "workflows/model/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace callwright::sqlite {

/// Writing messages to assistants; the functions are those of Store. Transactions are the caller's.
class MessageWriter {
 public:
  explicit MessageWriter(Database& database);
  MessageBegun begin(const Message& message, std::int64_t replaces);
  void put_conversation(std::int64_t message, const std::string& conversation_id);
  void end(std::int64_t message, const MessageEnd& end);
  std::size_t give_up();
  std::size_t expire(TimePoint before, std::size_t limit);

 private:
  std::optional<Message> holder_of_key(const Message& message);

  Database& database_;
  Statement holder_, release_old_, release_, insert_, put_conversation_, end_, give_up_, expire_;
};

/// Reading them.
class MessageReader {
 public:
  explicit MessageReader(Database& database) : database_(database) {}
  std::vector<Message> find(const MessageFilter& filter);

 private:
  Database& database_;
};

}  // namespace callwright::sqlite
