// XML in another encoding than UTF-8: what is declared decides, never a guess. Used by xml.cc.
// kBadContent names an encoding that is not taken. Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace evidence {

// Does the text say, by silence, mark or declaration, that it is UTF-8 (or ASCII)?
Result<bool> xml_is_utf8(std::string_view text);

// Converts from the declared encoding: windows-1252, ISO-8859-1 (read as windows-1252, as browsers
// do), ISO-8859-2, ISO-8859-15, windows-1250 and UTF-16 with its mark.
Result<std::string> xml_to_utf8(std::string_view text);

}  // namespace evidence
