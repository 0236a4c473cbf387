// Keywords of reference exports: plain words and the headings that databases write in the same
// field ("*Asthma/drug therapy", "*Asthma/dt [Drug Therapy]"). Used by the reference formats. Pure;
// thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/record.h"

namespace evidence {

// One keyword. '*' marks a main topic. Where everything behind a '/' is a MeSH qualifier, by name
// or by code, the keyword is a heading, once for each qualifier, of scheme `heading_scheme`
// ("mesh", or "emtree" where the database is Embase); otherwise its scheme is "keyword".
std::vector<Subject> keyword_subjects(std::string_view keyword, std::string_view heading_scheme);

// A MEDLINE heading as NBIB's MH has it: always of scheme "mesh", whatever its qualifiers.
std::vector<Subject> mesh_subjects(std::string_view heading);

// The name of a qualifier from its two-letter code ("dt" → "drug therapy"); "" if there is none.
std::string_view qualifier_of_code(std::string_view code);

}  // namespace evidence
