#include "workflows/simulator/ids.hpp"

#include <string_view>

namespace callwright::simulator {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kUrlSafe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

std::uint64_t IdSource::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::string IdSource::uuid() {
  std::string text = "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx";
  std::uint64_t bits = next();
  int used = 0;
  for (char& c : text) {
    if (c != 'x') continue;
    if (used == 16) bits = next();
    c = kHexDigits[bits & 15U];
    bits >>= 4U;
    ++used;
  }
  return text;
}

std::string IdSource::call_control_id() {
  std::string text = "v3:";
  while (text.size() < 47) {
    std::uint64_t bits = next();
    for (int i = 0; i < 10 && text.size() < 47; ++i, bits >>= 6U) text += kUrlSafe[bits & 63U];
  }
  return text;
}

}  // namespace callwright::simulator
