#include "service/net/body_reader.hpp"

#include <algorithm>

namespace callwright::net {
namespace body_reader {
namespace {

/// A chunk's line with its extensions, or all trailers, must fit in this.
constexpr std::size_t kLineBytesMax = 16'384;
/// As many hex digits as 64 bits hold.
constexpr int kSizeDigitsMax = 16;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' || (byte >= 0x20 && byte != 0x7f);
}

}  // namespace
}  // namespace body_reader

BodyReader::BodyReader(BodyFraming framing, std::uint64_t length, std::size_t body_bytes_max)
    : framing_(framing), body_bytes_max_(body_bytes_max), left_(framing == BodyFraming::Length ? length : 0) {
  if (framing == BodyFraming::None || (framing == BodyFraming::Length && length == 0)) {
    state_ = State::Complete;
  } else if (left_ > body_bytes_max) {
    state_ = State::TooLarge;
  }
}

std::size_t BodyReader::feed(std::string_view bytes) {
  std::size_t taken = 0;
  while (state_ == State::Partial && taken < bytes.size()) {
    if (framing_ != BodyFraming::Chunked || place_ == Place::Data) {
      taken += take_data(bytes.substr(taken));
    } else {
      take_framing(bytes[taken]);
      ++taken;
    }
  }
  return taken;
}

BodyReader::State BodyReader::end_of_stream() {
  if (state_ == State::Partial) {
    state_ = framing_ == BodyFraming::UntilEnd ? State::Complete : State::Malformed;
  }
  return state_;
}

std::size_t BodyReader::take_data(std::string_view bytes) {
  if (framing_ == BodyFraming::UntilEnd) left_ = bytes.size();
  const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  if (count > body_bytes_max_ - body_.size()) {
    state_ = State::TooLarge;
    return 0;
  }
  body_.append(bytes.substr(0, count));
  left_ -= count;
  if (left_ == 0 && framing_ == BodyFraming::Length) state_ = State::Complete;
  if (left_ == 0 && framing_ == BodyFraming::Chunked) place_ = Place::DataReturn;
  return count;
}

void BodyReader::expect(char c, char wanted, Place next) {
  if (c == wanted) {
    place_ = next;
  } else {
    state_ = State::Malformed;
  }
}

void BodyReader::take_framing(char c) {
  const bool in_line = place_ != Place::DataReturn && place_ != Place::DataEnd;
  if (in_line && ++line_bytes_ > body_reader::kLineBytesMax) {
    state_ = State::Malformed;
    return;
  }
  switch (place_) {
    case Place::Size: return take_size_digit(c);
    case Place::Extension:
      if (!body_reader::is_text(c)) expect(c, '\r', Place::SizeEnd);
      return;
    case Place::SizeEnd: expect(c, '\n', Place::Data); return begin_chunk();
    case Place::Data: return;
    case Place::DataReturn: return expect(c, '\r', Place::DataEnd);
    case Place::DataEnd:
      expect(c, '\n', Place::Size);
      size_digits_ = 0;
      line_bytes_ = 0;
      return;
    case Place::TrailerStart:
      place_ = c == '\r' ? Place::LastEnd : Place::Trailer;
      if (place_ == Place::Trailer && !body_reader::is_text(c)) state_ = State::Malformed;
      return;
    case Place::Trailer:
      if (!body_reader::is_text(c)) expect(c, '\r', Place::TrailerEnd);
      return;
    case Place::TrailerEnd: return expect(c, '\n', Place::TrailerStart);
    case Place::LastEnd: state_ = c == '\n' ? State::Complete : State::Malformed; return;
  }
}

void BodyReader::take_size_digit(char c) {
  const int digit = body_reader::hex_value(c);
  if (digit >= 0 && size_digits_ < body_reader::kSizeDigitsMax) {
    ++size_digits_;
    left_ = left_ * 16 + static_cast<std::uint64_t>(digit);
  } else if (digit < 0 && size_digits_ > 0 && c == ';') {
    place_ = Place::Extension;
  } else if (digit < 0 && size_digits_ > 0) {
    expect(c, '\r', Place::SizeEnd);
  } else {
    state_ = State::Malformed;
  }
}

void BodyReader::begin_chunk() {
  if (state_ != State::Partial) return;
  if (left_ > body_bytes_max_ - body_.size()) {
    state_ = State::TooLarge;
  } else if (left_ == 0) {
    place_ = Place::TrailerStart;
    line_bytes_ = 0;
  }
}

}  // namespace callwright::net
