// Text out of fields that carry markup as characters: titles with <i> and MathML, abstracts in JATS
// or HTML, entities encoded once or twice. Used by the JSON formats. Pure functions that never
// fail: what is no known tag ("p <0.05") stays as it is.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

// Clean text without markup: <i>, <sub> and the like vanish, other tags become a space, MathML
// becomes its readable text.
std::string plain_text(std::string_view marked);

// An abstract in its sections. A heading (<title> of a section, <h1> to <h6>) is the label of what
// follows; "Abstract" above the whole is none. Sections without text are left out unless their
// heading says something.
std::vector<AbstractSection> marked_sections(std::string_view marked);

}  // namespace evidence
