#pragma once

#include "service/app/complete_on.hpp"
#include "service/app/store_service.hpp"

#include <cstdint>
#include <string_view>
#include <utility>

namespace callwright {

/// Asks the store on its reading thread.
template <class Answer, class Question>
boost::asio::awaitable<Answer> ask_store(StoreService& service, Question question) {
  auto begin = [&service, question = std::move(question)](auto done) mutable {
    service.read([question = std::move(question), done = std::move(done)](StoreReader& reader) mutable {
      done(question(reader));
    });
  };
  co_return co_await await_answer<Answer>(std::move(begin));
}

/// A cursor of a page: a decimal number, 0 for the first page. InvalidInput `cursor.invalid`.
Result<std::int64_t> read_cursor(std::string_view text);

}  // namespace callwright
