#include "store/rows.h"

#include <algorithm>
#include <chrono>

#include "base/hash.h"

namespace evidence {

namespace {

int hex_digit(char digit) { return digit <= '9' ? digit - '0' : digit - 'a' + 10; }

bool may_stand_in_source_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

}  // namespace

std::int64_t now_in_seconds(const Clock& clock) {
  return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
}

std::string timestamp_of_seconds(std::int64_t seconds) {
  return format_timestamp(std::chrono::system_clock::time_point(std::chrono::seconds(seconds)));
}

std::string sha256_bytes(std::string_view bytes) {
  const std::string hex = sha256_hex(bytes);
  std::string hash(hex.size() / 2, '\0');
  for (std::size_t i = 0; i < hash.size(); ++i) {
    hash[i] = static_cast<char>(hex_digit(hex[2 * i]) * 16 + hex_digit(hex[2 * i + 1]));
  }
  return hash;
}

std::string to_hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 0xfU]);
  }
  return hex;
}

Result<void> check_source_name(const std::string& source) {
  if (!source.empty() && source.size() <= 64 &&
      std::all_of(source.begin(), source.end(), may_stand_in_source_name)) {
    return {};
  }
  return Error{ErrorCode::kInvalidArgument, "bad_source_name",
               quoted_for_message(source) + " is not a source id.",
               "A source id has 1 to 64 letters, digits, '-' and '_'."};
}

Result<std::optional<std::int64_t>> find_source(Database& database, const std::string& source) {
  EVIDENCE_ASSIGN(Statement find, database.prepare("SELECT id FROM source WHERE name = ?1"));
  EVIDENCE_ASSIGN(const bool found, find.bind(1, source).step());
  if (!found) return std::optional<std::int64_t>();
  return std::optional<std::int64_t>(find.number(0));
}

Result<std::int64_t> find_or_add_source(Database& database, const std::string& source) {
  EVIDENCE_ASSIGN(const auto found, find_source(database, source));
  if (found) return *found;
  EVIDENCE_ASSIGN(Statement add, database.prepare("INSERT INTO source (name) VALUES (?1)"));
  EVIDENCE_TRY(add.bind(1, source).run());
  return database.last_insert_id();
}

}  // namespace evidence
