// Languages as exports write them ("English", "eng", "en", "en-GB", "Eng.") → ISO 639-2/B, which
// records keep. Used by the formats that give names or two letters. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>

namespace evidence {

// "" for what is no language that we know; a three-letter code is believed as it stands, with the
// terminological codes (deu, fra, zho …) made bibliographic ones (ger, fre, chi).
std::string language_code(std::string_view text);

}  // namespace evidence
