#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace callwright::net {

/// Where a message body ends (RFC 9112 section 6).
enum class BodyFraming { None, Length, Chunked, UntilEnd };

/// Takes a body out of a stream, without I/O and with the same result however the stream is cut. Chunked
/// framing is read strictly: hex digits, then extensions or the line's end, both bytes of it; whatever else
/// would let two parties disagree about where the body ends. Extensions and trailers are passed over.
class BodyReader {
 public:
  enum class State { Partial, Complete, TooLarge, Malformed };

  BodyReader(BodyFraming framing, std::uint64_t length, std::size_t body_bytes_max);

  /// Takes bytes until the body is complete or refused; says how many.
  std::size_t feed(std::string_view bytes);
  /// The stream has ended: completes a body that lasts until then.
  State end_of_stream();
  [[nodiscard]] State state() const { return state_; }
  /// What came since the last `take`; the limit holds for as much at a time.
  std::string take() { return std::exchange(body_, {}); }

 private:
  enum class Place {
    Size,
    Extension,
    SizeEnd,
    Data,
    DataReturn,
    DataEnd,
    TrailerStart,
    Trailer,
    TrailerEnd,
    LastEnd
  };
  std::size_t take_data(std::string_view bytes);
  void take_framing(char c);
  void take_size_digit(char c);
  void begin_chunk();
  void expect(char c, char wanted, Place next);

  BodyFraming framing_;
  std::size_t body_bytes_max_;
  std::uint64_t left_;  // of the body or of the current chunk
  std::string body_;
  State state_ = State::Partial;
  Place place_ = Place::Size;
  int size_digits_ = 0;
  std::size_t line_bytes_ = 0;  // of this chunk's line, or of all trailers
};

}  // namespace callwright::net
