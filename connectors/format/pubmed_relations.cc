// CommentsCorrections: how an article stands to others. References that it cites are not kept.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/pubmed_parts.h"
#include "connectors/format/xml_fields.h"

namespace evidence::pubmed {
namespace {

using R = RelationType;

struct Kind {
  std::string_view name;
  RelationType type;
};

// NLM's RefType values, in both directions.
constexpr std::array kKinds{
    Kind{"RetractionIn", R::kRetractedBy},
    Kind{"RetractionOf", R::kRetracts},
    Kind{"PartialRetractionIn", R::kPartiallyRetractedBy},
    Kind{"PartialRetractionOf", R::kPartiallyRetracts},
    Kind{"ExpressionOfConcernIn", R::kHasConcern},
    Kind{"ExpressionOfConcernFor", R::kConcernAbout},
    Kind{"ErratumIn", R::kHasErratum},
    Kind{"ErratumFor", R::kErratumFor},
    Kind{"UpdateIn", R::kUpdatedBy},
    Kind{"UpdateOf", R::kUpdates},
    Kind{"RepublishedIn", R::kRepublishedAs},
    Kind{"RepublishedFrom", R::kRepublishes},
    Kind{"CorrectedandRepublishedIn", R::kRepublishedAs},
    Kind{"CorrectedandRepublishedFrom", R::kRepublishes},
    // The version named is withdrawn and replaced: it is retracted and republished in one.
    Kind{"RetractedandRepublishedIn", R::kRetractedBy},
    Kind{"RetractedandRepublishedIn", R::kRepublishedAs},
    Kind{"RetractedandRepublishedFrom", R::kRepublishes},
    Kind{"ReprintIn", R::kRepublishedAs},
    Kind{"ReprintOf", R::kRepublishes},
    Kind{"CommentIn", R::kHasComment},
    Kind{"CommentOn", R::kCommentsOn},
};

// The DOI inside "Lancet. 2010;375(9713):445. doi: 10.1016/…".
std::string doi_in(std::string_view citation) {
  const std::size_t at = citation.find("10.");
  if (at == std::string_view::npos) return {};
  std::string_view doi = citation.substr(at, citation.find(' ', at) - at);
  while (!doi.empty() && (doi.back() == '.' || doi.back() == ',' || doi.back() == ';')) {
    doi.remove_suffix(1);
  }
  const Result<Identifier> identifier = Identifier::parse(IdentifierScheme::kDoi, doi);
  return identifier.ok() ? "doi:" + identifier->value() : std::string();
}

std::string target_of(const pugi::xml_node& reference, std::string_view citation) {
  const std::string number = child_text(reference, "PMID");
  const Result<Identifier> pmid = Identifier::parse(IdentifierScheme::kPmid, number);
  if (pmid.ok()) return "pmid:" + pmid->value();
  return doi_in(citation);
}

bool is_preprint(const Record& record) {
  return std::find(record.publication_types.begin(), record.publication_types.end(), "Preprint") !=
         record.publication_types.end();
}

}  // namespace

void read_relations(Reading& in, const pugi::xml_node& list) {
  // PubMed links a preprint to its article with the type of an update.
  const bool preprint = is_preprint(in.record);
  for (const pugi::xml_node& reference : list.children("CommentsCorrections")) {
    const std::string_view name = reference.attribute("RefType").value();
    if (name == "Cites") continue;
    for (const Kind& kind : kKinds) {
      if (kind.name != name) continue;
      Relation relation;
      relation.type = preprint && kind.type == R::kUpdatedBy ? R::kPreprintOf : kind.type;
      relation.citation = child_text(reference, "RefSource");
      relation.target = target_of(reference, relation.citation);
      if (relation.citation.empty() && relation.target.empty()) continue;
      in.record.relations.push_back(std::move(relation));
    }
  }
}

}  // namespace evidence::pubmed
