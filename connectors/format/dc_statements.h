// Dublin Core in whatever dress a repository sends it – oai_dc, srw_dc, qualified DC, DSpace's dim,
// ETD-MS, RDF, DataCite's kernel – as one list of statements. Used by dc_record.h's callers. Pure.
// Standards: DCMES 1.1, DCMI terms, DataCite 4.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <vector>

namespace evidence {

struct DcStatement {
  std::string element;     // "title", "date": one of the fifteen elements, in lower case
  std::string refinement;  // "alternative", "issued", "abstract", "ispartof"; "" = none
  std::string scheme;      // encoding scheme as it stands: "dcterms:LCSH", "ORCID"
  std::string language;    // xml:lang
  std::string text;        // clean, without markup
};

// Is this element a whole description of one of those kinds? By its local name and its namespaces.
bool is_dublin_core(const pugi::xml_node& root);

// At most 5,000; elements that are none of Dublin Core's are left out.
std::vector<DcStatement> dc_statements(const pugi::xml_node& root);

}  // namespace evidence
