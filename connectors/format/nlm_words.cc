#include "connectors/format/nlm_words.h"

#include <array>

namespace evidence {
namespace {

using R = RelationType;

constexpr std::array kRelations{
    NlmRelation{"RetractionIn", "retraction in", "RIN", R::kRetractedBy},
    NlmRelation{"RetractionOf", "retraction of", "ROF", R::kRetracts},
    NlmRelation{"PartialRetractionIn", "partial retraction in", "PRIN", R::kPartiallyRetractedBy},
    NlmRelation{"PartialRetractionOf", "partial retraction of", "PROF", R::kPartiallyRetracts},
    NlmRelation{"ExpressionOfConcernIn", "expression of concern in", "ECI", R::kHasConcern},
    NlmRelation{"ExpressionOfConcernFor", "expression of concern for", "ECF", R::kConcernAbout},
    NlmRelation{"ErratumIn", "erratum in", "EIN", R::kHasErratum},
    NlmRelation{"ErratumFor", "erratum for", "EFR", R::kErratumFor},
    NlmRelation{"UpdateIn", "update in", "UIN", R::kUpdatedBy},
    NlmRelation{"UpdateOf", "update of", "UOF", R::kUpdates},
    NlmRelation{"RepublishedIn", "republished in", "RPI", R::kRepublishedAs},
    NlmRelation{"RepublishedFrom", "republished from", "RPF", R::kRepublishes},
    NlmRelation{"CorrectedandRepublishedIn", "corrected and republished in", "CRI",
                R::kRepublishedAs},
    NlmRelation{"CorrectedandRepublishedFrom", "corrected and republished from", "CRF",
                R::kRepublishes},
    // The version named is withdrawn and replaced: it is retracted and republished in one.
    NlmRelation{"RetractedandRepublishedIn", "retracted and republished in", "RRI",
                R::kRetractedBy},
    NlmRelation{"RetractedandRepublishedIn", "retracted and republished in", "RRI",
                R::kRepublishedAs},
    NlmRelation{"RetractedandRepublishedFrom", "retracted and republished from", "RRF",
                R::kRepublishes},
    NlmRelation{"ReprintIn", "reprint in", "", R::kRepublishedAs},
    NlmRelation{"ReprintOf", "reprint of", "", R::kRepublishes},
    NlmRelation{"CommentIn", "comment in", "CIN", R::kHasComment},
    NlmRelation{"CommentOn", "comment on", "CON", R::kCommentsOn},
};

}  // namespace

std::span<const NlmRelation> nlm_relations() { return kRelations; }

RelationType nlm_relation_type(const NlmRelation& relation, bool of_preprint) {
  return of_preprint && relation.type == R::kUpdatedBy ? R::kPreprintOf : relation.type;
}

std::string doi_target_in(std::string_view citation) {
  const std::size_t at = citation.find("10.");
  if (at == std::string_view::npos) return {};
  std::string_view doi = citation.substr(at, citation.find(' ', at) - at);
  while (!doi.empty() && (doi.back() == '.' || doi.back() == ',' || doi.back() == ';')) {
    doi.remove_suffix(1);
  }
  const Result<Identifier> identifier = Identifier::parse(IdentifierScheme::kDoi, doi);
  return identifier.ok() ? "doi:" + identifier->value() : std::string();
}

std::string without_title_brackets(std::string title) {
  if (title.size() < 3 || title.front() != '[') return title;
  const bool stop = title.back() == '.';
  const std::size_t close = title.size() - (stop ? 2 : 1);
  // One pair around the whole: "[A] and [B]" is left alone.
  if (title[close] != ']' || title.find(']') != close) return title;
  return title.substr(1, close - 1) + (stop ? "." : "");
}

void clear_spelt_initials(Contributor& person) {
  std::string letters = person.given;
  std::erase(letters, ' ');
  if (letters == person.initials) person.given.clear();
}

}  // namespace evidence
