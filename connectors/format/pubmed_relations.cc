// CommentsCorrections: how an article stands to others. References that it cites are not kept.
#include <algorithm>
#include <utility>

#include "connectors/format/nlm_words.h"
#include "connectors/format/pubmed_parts.h"
#include "connectors/format/xml_fields.h"

namespace evidence::pubmed {
namespace {

std::string target_of(const pugi::xml_node& reference, std::string_view citation) {
  const std::string number = child_text(reference, "PMID");
  const Result<Identifier> pmid = Identifier::parse(IdentifierScheme::kPmid, number);
  if (pmid.ok()) return "pmid:" + pmid->value();
  return doi_target_in(citation);
}

bool is_preprint(const Record& record) {
  return std::find(record.publication_types.begin(), record.publication_types.end(), "Preprint") !=
         record.publication_types.end();
}

}  // namespace

void read_relations(Reading& in, const pugi::xml_node& list) {
  const bool preprint = is_preprint(in.record);
  for (const pugi::xml_node& reference : list.children("CommentsCorrections")) {
    const std::string_view name = reference.attribute("RefType").value();
    if (name == "Cites") continue;
    for (const NlmRelation& known : nlm_relations()) {
      if (known.ref_type != name) continue;
      Relation relation;
      relation.type = nlm_relation_type(known, preprint);
      relation.citation = child_text(reference, "RefSource");
      relation.target = target_of(reference, relation.citation);
      if (relation.citation.empty() && relation.target.empty()) continue;
      in.record.relations.push_back(std::move(relation));
    }
  }
}

}  // namespace evidence::pubmed
