// Reading the texts that reference exports carry: titles with markup, abstracts with labels inside,
// dates in every form, lists of ISSN and ISBN. Used by the reference formats (RIS, MEDLINE, BibTeX,
// EndNote …). Pure; thread-safe; never fail.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

// Clean text: entities and the markup that exports leave in titles and abstracts gone (see
// plain_text), Label="…" of an AbstractText as "…: "; "p<0.05" stays.
std::string reference_text(std::string_view raw);

// "BACKGROUND: … METHODS: …" → labelled sections, where the text begins with a label; otherwise one
// section without. A label is capitals before a colon, or a usual word ("Results:"), at the start
// of a sentence. `text` is clean.
std::vector<AbstractSection> abstract_sections(std::string_view text);

// "2019/05/03/spring", "2019/08//", "2015/october", "MAY 2024", "04 2006", "2006 May-Jun", "15
// March 2015", "2019-05-03": as much as is plain. A date without a year ("JUN 14") takes
// `year`. Unknown for the day on which it was received, accepted or last looked at.
PartialDate reference_date(std::string_view text, int year = 0);

// The numbers in "0964-6906 (Print) 1460-2083", "978-1-317-50096-4 (ISBN); …", as they stand:
// runs that are long enough to be meant as ISSN or ISBN.
std::vector<std::string> serial_numbers(std::string_view text);

}  // namespace evidence
