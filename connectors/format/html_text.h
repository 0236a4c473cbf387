// Text out of the HTML that feeds carry as characters: summaries, titles, descriptions. Made for
// hostile and broken markup; never fails. Used by the feed formats. Pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace evidence {

// Its paragraphs as clean text, empty ones left out. Scripts, styles, frames, pictures (and with
// them tracking pixels) and links of the "read more" kind are dropped, entities decoded. What only
// looks like a tag ("p <0.05") is text. Reads at most 256 KiB.
std::vector<std::string> html_paragraphs(std::string_view html);

// All of it on one line, for titles and names.
std::string html_line(std::string_view html);

}  // namespace evidence
