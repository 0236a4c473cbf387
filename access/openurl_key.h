// The vocabulary of KEV: formats, genres and where each key's value is kept. Private to
// access/openurl*.cc. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "access/openurl.h"

namespace evidence {

inline constexpr std::string_view kMatrixPrefix = "info:ofi/fmt:kev:mtx:";

std::string_view openurl_format_name(OpenUrlFormat format);  // "journal"
std::optional<OpenUrlFormat> openurl_format_by_name(std::string_view name);

bool is_journal_genre(std::string_view genre);
bool is_book_genre(std::string_view genre);

// Keys whose values are kept as they stand, with where: "volume", "spage", "edition" …
struct PlainKey {
  std::string_view name;
  std::string OpenUrl::*value;
};
const PlainKey* find_plain_key(std::string_view name);

// Is `name` a key of OpenURL 0.1, where keys stand without "rft."?
bool is_old_key(std::string_view name);

}  // namespace evidence
