#include "workflows/model/text.hpp"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include <boost/uuid/name_generator_sha1.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <sodium.h>

namespace callwright {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());  // libsodium takes unsigned bytes
}

std::array<unsigned char, crypto_hash_sha256_BYTES> sha256(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
  return digest;
}

std::string hex(const unsigned char* data, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), data, size);
  text.pop_back();
  return text;
}

/// The letter that a name means, whatever its case and whatever joins its words.
char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' || c == ' ' ? '_' : c;
}

bool is_between_words(char c) { return c == '.' || folded(c) == '_'; }

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  std::size_t size = 0;
  const char* end = nullptr;
  const int failed =
      sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &size, &end, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || end != text.data() + text.size()) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::string sha256_hex(std::string_view bytes) {
  const auto digest = sha256(bytes);
  return hex(digest.data(), digest.size());
}

std::string fingerprint(std::string_view bytes) { return hex(sha256(bytes).data(), 8); }

std::string uuid_v5(std::string_view name) {
  // A random UUID drawn once for this project: the name space of everything that callwright names.
  static const boost::uuids::uuid name_space = {
      {0x7b, 0x1f, 0x0c, 0x5e, 0x8d, 0x2a, 0x4e, 0x63, 0x9c, 0x41, 0xd4, 0x2f, 0x6a, 0x90, 0x3b, 0xe7}};
  boost::uuids::name_generator_sha1 generate(name_space);
  return boost::uuids::to_string(generate(name.data(), name.size()));
}

std::string mask_number(std::string_view address) {
  if (is_sip_uri(address)) {
    const auto at = address.find('@');
    return std::string(address.substr(0, address.find(':') + 1)) + "•••" + std::string(address.substr(at));
  }
  if (address.size() <= 5) return address.empty() ? "" : "•••";
  if (address.size() < 10)
    return std::string(address.substr(0, 1)) + "•••" + std::string(address.substr(address.size() - 2));
  return std::string(address.substr(0, 5)) + "•••" + std::string(address.substr(address.size() - 4));
}

bool is_e164(std::string_view text) {
  return text.size() >= 8 && text.size() <= 16 && text[0] == '+' && text[1] >= '1' && text[1] <= '9' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_sip_uri(std::string_view text) {
  if (!text.starts_with("sip:") && !text.starts_with("sips:")) return false;
  const auto at = text.find('@');
  return at != std::string_view::npos && at + 1 < text.size() && at > text.find(':') + 1 &&
         std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) <= ' '; });
}

std::size_t spelling_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> earlier(b.size() + 1);  // the row before `before`, for swapped neighbours
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  const auto same = [&](std::size_t i, std::size_t j) { return folded(a[i]) == folded(b[j]); };
  for (std::size_t i = 0; i < a.size(); ++i) {
    earlier.swap(before);
    before.swap(row);
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({before[j] + (same(i, j) ? 0 : 1), row[j] + 1, before[j + 1] + 1});
      const bool swapped = i > 0 && j > 0 && same(i, j - 1) && same(i - 1, j);
      if (swapped) row[j + 1] = std::min(row[j + 1], earlier[j - 1] + 1);
    }
  }
  return row.back();
}

bool is_part_of_name(std::string_view part, std::string_view name) {
  constexpr std::size_t kLettersMin = 3;
  if (part.size() < kLettersMin || part.size() >= name.size()) return false;
  const auto is_same = [](char a, char b) { return folded(a) == folded(b); };
  for (std::size_t at = 0; at + part.size() <= name.size(); ++at) {
    if (!std::ranges::equal(part, name.substr(at, part.size()), is_same)) continue;
    const auto end = at + part.size();
    const bool begins = at == 0 || is_between_words(name[at - 1]);
    if (at == 0 || (begins && (end == name.size() || is_between_words(name[end])))) return true;
  }
  return false;
}

std::string cut_utf8(std::string_view text, std::size_t max) {
  if (text.size() <= max) return std::string(text);
  while (max > 0 && (static_cast<unsigned char>(text[max]) & 0xC0U) == 0x80U) --max;
  return std::string(text.substr(0, max));
}

}  // namespace callwright
