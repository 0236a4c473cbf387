// Unicode text: validity, cleaning, folding. All text inside the program is valid UTF-8; this is
// the one place where text is folded. Pure functions, thread-safe (ICU is reentrant).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace evidence {

bool is_valid_utf8(std::string_view text);

// How many bytes from the beginning are valid UTF-8: text.size(), or where the first bad one is.
std::size_t valid_utf8_prefix(std::string_view text);

// Text from outside made safe to keep: valid UTF-8 (each undecodable byte sequence becomes U+FFFD),
// C0/C1 control characters and U+FFFE/FFFF dropped (tab and newline become a space), runs of white
// space folded to one space, trimmed, NFC.
std::string clean_text(std::string_view text);

// clean_text that keeps line breaks as '\n'.
std::string clean_text_keeping_lines(std::string_view text);

// The folded form that terms are made of: NFKC_Casefold, diacritics removed (é → e), up to three
// Greek letters in a row spelt out (β → beta; ς → sigma; a longer run is a Greek word), µ and μ to
// "micro" before a unit (µg → microg) and to "mu" elsewhere, dashes and apostrophes of all kinds to
// '-' and '\'', æ → ae, œ → oe, ß → ss, ø → o, ł → l. Never for display.
std::string fold(std::string_view text);

// Cuts at a character boundary so that at most `max_bytes` remain.
std::string_view truncate_utf8(std::string_view text, std::size_t max_bytes);

std::string_view trim(std::string_view text);  // ASCII white space
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string to_lower_ascii(std::string_view text);
bool starts_with_ignoring_case(std::string_view text, std::string_view prefix);  // ASCII
bool equals_ignoring_case(std::string_view a, std::string_view b);               // ASCII

// 12345 → "12,345"; for pages and messages.
std::string with_thousands(std::uint64_t number);

}  // namespace evidence
