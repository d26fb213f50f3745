#include "service/net/request_reader.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace callwright::tests::request_reader {
namespace {

using net::RequestReader;
using State = RequestReader::State;

constexpr net::RequestLimits kLimits{.body_bytes_max = 64, .header_bytes_max = 512};
const std::string kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

/// What becomes of a connection that sends these bytes: the bodies of its requests, then how it stands.
std::string fate_of(const std::string& bytes, std::size_t step) {
  RequestReader reader(kLimits);
  std::string fate;
  const auto collect = [&] {
    while (reader.state() == State::Complete) {
      const auto received = reader.take();
      fate += received.request.method + " " + received.request.path + " [" + received.request.body + "] ";
    }
  };
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    reader.feed(std::string_view(bytes).substr(at, step));
    if (reader.state() == State::WantsContinue) reader.continued();
    collect();
  }
  switch (reader.state()) {
    case State::Empty: return fate + "empty";
    case State::Partial: return fate + "partial";
    case State::Refused: return fate + std::to_string(reader.refusal().status);
    case State::WantsContinue: return fate + "wants continue";
    case State::Complete: return fate + "complete";
  }
  return fate;
}

struct Case {
  std::string name;
  std::string bytes;
  std::string fate;
};

std::string post(const std::string& headers, const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n" + body;
}

const std::vector<Case> kCases = {
    {"Plain", kGet, "GET / [] empty"},
    {"Pipelined", kGet + post("Content-Length: 2\r\n", "hi") + kGet, "GET / [] POST /p [hi] GET / [] empty"},
    {"EmptyLinesBetween", kGet + "\r\n\r\n" + kGet, "GET / [] GET / [] empty"},
    {"Head", "HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x [] empty"},
    {"AbsoluteForm", "GET http://a/x?y HTTP/1.1\r\nHost: a\r\n\r\n", "GET /x [] empty"},
    {"OptionsForTheServer", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * [] empty"},
    {"Http10NeedsNoHost", "GET / HTTP/1.0\r\n\r\n", "GET / [] empty"},
    {"Chunked", post("Transfer-Encoding: chunked\r\n", "2\r\nhi\r\n1;x=y\r\n!\r\n0\r\n\r\n"),
     "POST /p [hi!] empty"},
    {"Trailers", post("Transfer-Encoding: chunked\r\n", "1\r\na\r\n0\r\nX-T: 1\r\n\r\n") + kGet,
     "POST /p [a] GET / [] empty"},
    // Beast's chunk parser asserts on this one byte by byte.
    {"ChunkedWithoutAnyChunk", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n") + kGet,
     "POST /p [] GET / [] empty"},
    {"ChunkSizeWithLeadingZeros", post("Transfer-Encoding: chunked\r\n", "0002\r\nhi\r\n000\r\n\r\n"),
     "POST /p [hi] empty"},
    {"BodyOfExactlyTheLimit", post("Content-Length: 64\r\n", std::string(64, 'x')),
     "POST /p [" + std::string(64, 'x') + "] empty"},
    {"ExpectedContinue", post("Expect: 100-continue\r\nContent-Length: 2\r\n", "hi"), "POST /p [hi] empty"},
    {"PartOfALine", "GET / HT", "partial"},
    {"PartOfABody", post("Content-Length: 5\r\n", "hi"), "partial"},
    {"PartOfAChunk", post("Transfer-Encoding: chunked\r\n", "5\r\nhi"), "partial"},

    {"BodyTooLarge", post("Content-Length: 65\r\n", ""), "413"},
    {"BodyHuge", post("Content-Length: 18446744073709551615\r\n", ""), "413"},
    {"ChunkTooLarge", post("Transfer-Encoding: chunked\r\n", "41\r\n"), "413"},
    {"ChunksTooLargeTogether",
     post("Transfer-Encoding: chunked\r\n", "20\r\n" + std::string(32, 'x') + "\r\n21\r\n"), "413"},
    {"ChunkSizeOverflows", post("Transfer-Encoding: chunked\r\n", "10000000000000000\r\n"), "400"},
    {"HeaderTooLarge", "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(600, 'x'), "431"},
    {"ManySmallHeaders",
     [] {
       std::string bytes = "GET / HTTP/1.1\r\nHost: a\r\n";
       for (int i = 0; i < 200; ++i) bytes += "a: b\r\n";
       return bytes + "\r\n";
     }(),
     "431"},
    {"TargetTooLong", "GET /" + std::string(600, 'x'), "431"},

    {"LengthThenChunked", post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "400"},
    {"ChunkedThenLength", post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n"), "400"},
    {"TwoLengths", post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab"), "400"},
    {"TwoLengthsInOne", post("Content-Length: 1, 2\r\n", "ab"), "400"},
    {"NegativeLength", post("Content-Length: -1\r\n", ""), "400"},
    {"SignedLength", post("Content-Length: +1\r\n", "a"), "400"},
    {"HexLength", post("Content-Length: 0x1\r\n", "a"), "400"},
    {"EmptyLength", post("Content-Length: \r\n", ""), "400"},
    {"LengthOverflows", post("Content-Length: 18446744073709551617\r\n", ""), "400"},
    {"ChunkedTwice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
     "400"},
    {"GzipThenChunked", post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
     "400"},
    {"GzipChunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501"},
    {"Gzip", post("Transfer-Encoding: gzip\r\n", ""), "501"},
    {"Identity", post("Transfer-Encoding: identity\r\nContent-Length: 1\r\n", "a"), "501"},
    {"NearlyChunked", post("Transfer-Encoding: xchunked\r\n", ""), "501"},
    {"ChunkedOnHttp10", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "400"},
    {"BadChunkSize", post("Transfer-Encoding: chunked\r\n", "zz\r\nhi\r\n"), "400"},
    {"SignedChunkSize", post("Transfer-Encoding: chunked\r\n", "-1\r\nhi\r\n"), "400"},
    {"PrefixedChunkSize", post("Transfer-Encoding: chunked\r\n", "0x2\r\nhi\r\n0\r\n\r\n"), "400"},
    {"ChunkWithoutItsEnd", post("Transfer-Encoding: chunked\r\n", "2\r\nhixx\r\n0\r\n\r\n"), "400"},
    {"ChunkSizeWithoutDigits", post("Transfer-Encoding: chunked\r\n", "\r\n\r\n"), "400"},
    {"ChunkSizeWithBlank", post("Transfer-Encoding: chunked\r\n", "2 \r\nhi\r\n"), "400"},
    {"LineFeedInChunkExtension", post("Transfer-Encoding: chunked\r\n", "2;a\nb\r\nhi\r\n"), "400"},
    {"LineFeedInTrailer", post("Transfer-Encoding: chunked\r\n", "0\r\nX: a\nb\r\n\r\n"), "400"},
    {"TrailersTooLong", post("Transfer-Encoding: chunked\r\n", "0\r\nX: " + std::string(17'000, 'x')), "400"},
    {"ChunkLineWithBareLineFeed", post("Transfer-Encoding: chunked\r\n", "2\nhi\r\n0\r\n\r\n"), "400"},
    {"BlankBeforeColon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"},
    {"BareLineFeeds", "GET / HTTP/1.1\nHost: a\n\n", "400"},
    {"BareLineFeedInHeader", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n", "400"},
    {"BareCarriageReturn", "GET / HTTP/1.1\r\nHost: a\rX: y\r\n\r\n", "400"},
    {"NulInHeader", "GET / HTTP/1.1\r\nHost: a\r\nX: a" + std::string(1, '\0') + "b\r\n\r\n", "400"},
    {"NoHost", "GET / HTTP/1.1\r\n\r\n", "400"},
    {"TwoHosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "400"},
    {"BadEscapeInPath", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"BadEscapeInQuery", "GET /?a=%2 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"NulInPath", "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"Fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"NoPath", "GET x HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"Connect", "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"TwoBlanks", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "400"},
    {"TlsHello", "\x16\x03\x01\x02", "400"},
    {"NoVersion", "GET /\r\n\r\n", "400"},
    {"Http2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505"},
    {"OtherExpectation", post("Expect: coffee\r\nContent-Length: 1\r\n", "a"), "417"},
    {"GarbageBehindARequest", kGet + "\x01\x02", "GET / [] 400"},
};

class Bytes : public ::testing::TestWithParam<Case> {};

TEST_P(Bytes, HaveTheSameFateInOnePieceAndByteByByte) {
  EXPECT_EQ(fate_of(GetParam().bytes, GetParam().bytes.size()), GetParam().fate);
  EXPECT_EQ(fate_of(GetParam().bytes, 1), GetParam().fate);
}

INSTANTIATE_TEST_SUITE_P(RequestReader, Bytes, ::testing::ValuesIn(kCases),
                         [](const auto& each) { return each.param.name; });

TEST(RequestReader, GivesEveryPartOfARequest) {
  RequestReader reader(kLimits);
  reader.feed(
      "PUT /a%20b/c%2Fd?x=1+2&y=%C3%A9&flag&x=3 HTTP/1.1\r\nHOST: h\r\nX-One:  v w \r\nx-one: z\r\n"
      "Content-Length: 3\r\n\r\nabc");
  ASSERT_EQ(reader.state(), State::Complete);
  const auto received = reader.take();
  const auto& request = received.request;
  EXPECT_EQ(request.method, "PUT");
  EXPECT_EQ(request.target, "/a%20b/c%2Fd?x=1+2&y=%C3%A9&flag&x=3");
  EXPECT_EQ(request.path, "/a b/c/d");
  const std::vector<std::pair<std::string, std::string>> query = {
      {"x", "1 2"}, {"y", "é"}, {"flag", ""}, {"x", "3"}};
  EXPECT_EQ(request.query, query);
  const std::vector<std::pair<std::string, std::string>> headers = {
      {"host", "h"}, {"x-one", "v w"}, {"x-one", "z"}, {"content-length", "3"}};
  EXPECT_EQ(request.headers, headers);
  EXPECT_EQ(request.body, "abc");
  EXPECT_TRUE(received.keep_alive);
}

TEST(RequestReader, KeepsTrailersOutOfTheHeaders) {
  RequestReader reader(kLimits);
  reader.feed(post("Transfer-Encoding: chunked\r\n", "0\r\nX-Telnyx-Call-Control-Id: v3:x\r\n\r\n"));
  ASSERT_EQ(reader.state(), State::Complete);
  EXPECT_EQ(reader.take().request.header("x-telnyx-call-control-id"), "");
}

TEST(RequestReader, AsksForContinueOnlyWhileTheBodyIsMissing) {
  RequestReader reader(kLimits);
  reader.feed(post("Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
  EXPECT_EQ(reader.state(), State::WantsContinue);
  reader.continued();
  EXPECT_EQ(reader.state(), State::Partial);
  reader.feed("hi");
  EXPECT_EQ(reader.take().request.body, "hi");

  reader.feed(post("Expect: 100-continue\r\nContent-Length: 2\r\n", "h"));
  EXPECT_EQ(reader.state(), State::Partial);
}

TEST(RequestReader, TellsWhetherTheConnectionIsKept) {
  const std::vector<std::pair<std::string, bool>> cases = {
      {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
      {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false},
      {"GET / HTTP/1.0\r\n\r\n", false},
      {"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", true},
  };
  for (const auto& [bytes, kept] : cases) {
    RequestReader reader(kLimits);
    reader.feed(bytes);
    ASSERT_EQ(reader.state(), State::Complete) << bytes;
    EXPECT_EQ(reader.take().keep_alive, kept) << bytes;
  }
}

TEST(RequestReader, BoundsAChunkLineThatNeverEnds) {
  RequestReader reader({.body_bytes_max = 1'000'000, .header_bytes_max = 512});
  reader.feed(post("Transfer-Encoding: chunked\r\n", "1;"));
  for (int i = 0; i < 40 && reader.state() == State::Partial; ++i) reader.feed(std::string(1'000, 'x'));
  ASSERT_EQ(reader.state(), State::Refused);
  EXPECT_EQ(reader.refusal().status, 400);
}

TEST(RequestReader, RefusesAsProblemDetails) {
  RequestReader reader(kLimits);
  reader.feed(post("Content-Length: 1000\r\n", ""));
  EXPECT_EQ(reader.refusal().content_type, "application/problem+json");
  EXPECT_NE(reader.refusal().body.find("http.body_too_large"), std::string::npos);
}

}  // namespace
}  // namespace callwright::tests::request_reader
