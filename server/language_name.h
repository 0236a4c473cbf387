// Names of languages for people, from the ISO 639-2/B codes that records carry. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace evidence::server {

std::string language_name(std::string_view code);       // "eng" → "English"; unknown: the code
std::string_view html_language(std::string_view code);  // "eng" → "en"; unknown: ""

}  // namespace evidence::server
