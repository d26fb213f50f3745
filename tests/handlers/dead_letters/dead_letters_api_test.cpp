#include "handlers/dead_letters/dead_letters_api.hpp"

#include "tests/handlers/support/run.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::dead_letters_api {
namespace {

class MemoryBox final : public DeadLetterBox {
 public:
  std::vector<std::pair<std::string, std::size_t>> pages;
  std::vector<std::pair<std::int64_t, std::string>> retries;
  std::optional<Error> fail_with;

  boost::asio::awaitable<Result<DeadLetterPage>> list(std::string cursor, std::size_t limit) override {
    pages.emplace_back(std::move(cursor), limit);
    if (fail_with) co_return std::unexpected(*fail_with);
    co_return DeadLetterPage{.letters = {json_object({{"id", "7"}})}, .next = "7"};
  }
  boost::asio::awaitable<Result<Answer>> retry(std::int64_t letter, std::string by) override {
    retries.emplace_back(letter, std::move(by));
    if (fail_with) co_return std::unexpected(*fail_with);
    co_return Answer{.request = 1, .status = 202, .body = json_object({{"status", "accepted"}})};
  }
};

struct Desk {
  MemoryBox box;
  DeadLettersApi api{box, "abc"};
  Router router;
  Desk() { add_routes(router, api); }

  HttpReply send(std::string method, std::string path,
                 std::vector<std::pair<std::string, std::string>> query = {}, std::string token = "abc") {
    Request request{.method = std::move(method), .target = path, .path = path, .query = std::move(query)};
    request.headers = {{"authorization", "Bearer " + token}, {"x-callwright-operator", "dana"}};
    return run(router.handle(std::move(request)));
  }
};

TEST(DeadLettersApi, EveryPathNeedsTheToken) {
  Desk desk;
  EXPECT_EQ(desk.send("GET", "/v1/dead-letters", {}, "wrong").status, 401);
  EXPECT_EQ(desk.send("POST", "/v1/dead-letters/7/retry", {}, "wrong").status, 401);
  EXPECT_TRUE(desk.box.pages.empty());
  EXPECT_TRUE(desk.box.retries.empty());
}

TEST(DeadLettersApi, ListsPageByPage) {
  Desk desk;
  EXPECT_EQ(desk.send("GET", "/v1/dead-letters", {{"cursor", "5"}, {"limit", "1"}}).body,
            R"({"data":[{"id":"7"}],"next":"7"})");
  EXPECT_EQ(desk.box.pages.at(0), (std::pair<std::string, std::size_t>("5", 1)));
  EXPECT_EQ(desk.send("GET", "/v1/dead-letters", {{"limit", "0"}}).status, 400);
  EXPECT_EQ(desk.send("GET", "/v1/dead-letters", {{"state", "joined"}}).status, 400);
}

TEST(DeadLettersApi, ARetrySaysWhoAskedForIt) {
  Desk desk;
  EXPECT_EQ(desk.send("POST", "/v1/dead-letters/7/retry").status, 202);
  EXPECT_EQ(desk.box.retries.at(0), (std::pair<std::int64_t, std::string>(7, "dana")));
}

TEST(DeadLettersApi, AnIdThatIsNoneIs404AndReachesNobody) {
  Desk desk;
  for (const auto* id : {"0", "-1", "x", "7x", "99999999999999999999"}) {
    EXPECT_EQ(desk.send("POST", "/v1/dead-letters/" + std::string(id) + "/retry").status, 404) << id;
  }
  EXPECT_TRUE(desk.box.retries.empty());
  desk.box.fail_with = Error(Errc::NotFound, "dead_letter.not_found", "gone");
  EXPECT_EQ(desk.send("POST", "/v1/dead-letters/7/retry").status, 404);
  desk.box.fail_with = Error(Errc::Unavailable, "inbox.unavailable", "later");
  EXPECT_EQ(desk.send("POST", "/v1/dead-letters/7/retry").status, 503);
}

}  // namespace
}  // namespace callwright::tests::dead_letters_api
