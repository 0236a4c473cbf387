// Languages as sources write them, made the codes that records carry. Used by the formats. Pure,
// thread-safe; what is not understood gives "". Standards: ISO 639-1, 639-2/B and T, BCP 47 tags.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// ISO 639-2/B for "en", "eng", "deu", "en-GB", "English", "Deutsch", "English (UK)", codes
// withdrawn from ISO 639 or MARC, and members of a language that ISO 639-2 takes as one ("cmn" →
// "chi"); the last part of a URI counts. "" for anything else.
std::string language_code(std::string_view raw);

}  // namespace evidence
