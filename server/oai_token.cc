#include "server/oai_token.h"

#include <array>
#include <charconv>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence::server {
namespace {

constexpr char kSeparator = '~';
constexpr std::size_t kParts = 10;
constexpr std::size_t kCheckLength = 32;
constexpr std::size_t kLongest = 2'048;

// Twice, so that knowing the hash of one text does not lead to that of a longer one.
std::string check_of(std::string_view text, std::string_view secret) {
  const std::string key(secret);
  return sha256_hex(key + sha256_hex(key + "\n" + std::string(text))).substr(0, kCheckLength);
}

std::optional<std::int64_t> number_of(std::string_view text) {
  std::int64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, number);
  if (text.empty() || failed != std::errc() || stopped != end || number < 0) return std::nullopt;
  return number;
}

}  // namespace

std::string to_text(const OaiToken& token, std::string_view secret) {
  std::string text;
  const std::string given = std::to_string(token.given);
  const std::string size = std::to_string(token.size);
  const std::array<std::string_view, kParts - 1> parts{token.verb,  token.prefix, token.from,
                                                       token.until, token.set,    token.place,
                                                       given,       size,         token.expires};
  for (const std::string_view part : parts) {
    for (const char c : part) {
      // Percent-encoding keeps '~'.
      text += c == kSeparator ? "%7E" : percent_encode({&c, 1});
    }
    text.push_back(kSeparator);
  }
  return text + check_of(text, secret);
}

std::optional<OaiToken> parse_oai_token(std::string_view text, std::string_view secret,
                                        std::string_view now) {
  if (text.size() > kLongest) return std::nullopt;
  const std::vector<std::string_view> parts = split(text, kSeparator);
  if (parts.size() != kParts) return std::nullopt;
  if (check_of(text.substr(0, text.size() - parts.back().size()), secret) != parts.back()) {
    return std::nullopt;
  }
  OaiToken token;
  std::string given;
  std::string size;
  const std::array<std::string*, kParts - 1> fields{&token.verb,  &token.prefix, &token.from,
                                                    &token.until, &token.set,    &token.place,
                                                    &given,       &size,         &token.expires};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Result<std::string> part = percent_decode(parts[i], false);
    if (!part.ok()) return std::nullopt;
    *fields[i] = std::move(*part);
  }
  const auto before = number_of(given);
  const auto all = number_of(size);
  if (!before || !all || token.expires < now) return std::nullopt;
  token.given = *before;
  token.size = *all;
  return token;
}

}  // namespace evidence::server
