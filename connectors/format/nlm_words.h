// What PubMed's XML, its MEDLINE text and Europe PMC's replies share because NLM made the record:
// names of relations, brackets around translated titles, DOIs inside citations. Used by those three
// formats. Pure functions, which never fail.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "model/record.h"

namespace evidence {

// One relation in the three spellings; a name may stand in two rows and then means both.
struct NlmRelation {
  std::string_view ref_type;  // PubMed XML: "RetractionIn"
  std::string_view words;     // Europe PMC, in small letters: "retraction in"
  std::string_view tag;       // MEDLINE text: "RIN"; "" where it has none
  RelationType type;
};
std::span<const NlmRelation> nlm_relations();

// PubMed links a preprint to its article with the type of an update.
RelationType nlm_relation_type(const NlmRelation& relation, bool of_preprint);

// "doi:10.…" for the first DOI in "Lancet. 2010;375(9713):445. doi: 10.1016/…"; "" if none.
std::string doi_target_in(std::string_view citation);

// PubMed puts a translated title in brackets: "[Asthma in children]." → "Asthma in children."
std::string without_title_brackets(std::string title);

// "J A" beside initials "JA" is no given name.
void clear_spelt_initials(Contributor& person);

}  // namespace evidence
