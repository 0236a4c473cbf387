// MedlineCitation and PubmedData: a journal article. What changes without the article changing –
// Cites references, status, dates of receipt and acceptance, version numbers of citing articles –
// is left out, so that a later edition of the same article has the same record and hash.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/nlm_words.h"
#include "connectors/format/page_range.h"
#include "connectors/format/pubmed_parts.h"
#include "connectors/format/xml_fields.h"

namespace evidence::pubmed {
namespace {

bool is_yes(const pugi::xml_attribute& attribute) {
  return std::string_view(attribute.value()) == "Y";
}

void read_issns(Reading& in, const pugi::xml_node& journal, const pugi::xml_node& medline_info) {
  in.add_identifier(IdentifierScheme::kIssn, child_text(journal, "ISSN"));
  in.add_identifier(IdentifierScheme::kIssn, child_text(medline_info, "ISSNLinking"));
}

// The issue's date; where it is only a year, the day of electronic publication in that year says
// more. Without an issue date the electronic date stands.
PartialDate best_date(const PartialDate& issue, const PartialDate& electronic) {
  if (!issue.known()) return electronic;
  if (issue.month == 0 && electronic.year == issue.year) return electronic;
  return issue;
}

void read_journal(Reading& in, const pugi::xml_node& article, const pugi::xml_node& medline_info) {
  const pugi::xml_node journal = article.child("Journal");
  const pugi::xml_node issue = journal.child("JournalIssue");
  Publication& publication = in.record.publication;
  publication.title = child_text(journal, "Title");
  publication.abbreviation = child_text(journal, "ISOAbbreviation");
  if (publication.abbreviation.empty()) {
    publication.abbreviation = child_text(medline_info, "MedlineTA");
  }
  publication.volume = child_text(issue, "Volume");
  publication.issue = child_text(issue, "Issue");
  publication.pages = expand_pages(child_text(article.child("Pagination"), "MedlinePgn"));
  if (publication.pages.empty()) {
    publication.pages = page_range(child_text(article.child("Pagination"), "StartPage"),
                                   child_text(article.child("Pagination"), "EndPage"));
  }
  publication.date =
      best_date(read_date(issue.child("PubDate")), read_date(article.child("ArticleDate")));
  read_issns(in, journal, medline_info);
}

void read_article(Reading& in, const pugi::xml_node& article) {
  in.record.title = without_title_brackets(child_text(article, "ArticleTitle"));
  in.record.original_title = child_text(article, "VernacularTitle");
  if (in.record.title.empty()) std::swap(in.record.title, in.record.original_title);
  for (const pugi::xml_node& location : article.children("ELocationID")) {
    if (std::string_view(location.attribute("EIdType").value()) == "doi" &&
        std::string_view(location.attribute("ValidYN").value()) != "N") {
      in.add_identifier(IdentifierScheme::kDoi, node_text(location));
    }
  }
  read_abstract(in, article.child("Abstract"));
  read_authors(in, article.child("AuthorList"));
  for (const pugi::xml_node& language : article.children("Language")) {
    if (std::string code = to_lower_ascii(node_text(language)); !code.empty()) {
      in.record.languages.push_back(std::move(code));
    }
  }
  for (const pugi::xml_node& type : article.child("PublicationTypeList").children()) {
    if (std::string name = node_text(type); !name.empty()) {
      in.record.publication_types.push_back(std::move(name));
    }
  }
  for (const pugi::xml_node& bank : article.child("DataBankList").children("DataBank")) {
    if (child_text(bank, "DataBankName") != "ClinicalTrials.gov") continue;
    for (const pugi::xml_node& number : bank.child("AccessionNumberList").children()) {
      in.add_identifier(IdentifierScheme::kNct, node_text(number));
    }
  }
}

void read_mesh(Reading& in, const pugi::xml_node& citation) {
  for (const pugi::xml_node& heading : citation.child("MeshHeadingList").children("MeshHeading")) {
    const pugi::xml_node descriptor = heading.child("DescriptorName");
    Subject subject;
    subject.scheme = "mesh";
    subject.label = node_text(descriptor);
    if (subject.label.empty()) continue;
    subject.id = attribute_text(descriptor, "UI");
    const bool major = is_yes(descriptor.attribute("MajorTopicYN"));
    subject.major = major;
    bool qualified = false;
    for (const pugi::xml_node& qualifier : heading.children("QualifierName")) {
      subject.qualifier = node_text(qualifier);
      subject.qualifier_id = attribute_text(qualifier, "UI");
      subject.major = major || is_yes(qualifier.attribute("MajorTopicYN"));
      in.record.subjects.push_back(subject);
      qualified = true;
    }
    if (!qualified) in.record.subjects.push_back(std::move(subject));
  }
}

// Chemicals and supplementary concepts often name the same substance: each once.
void read_supplementary(Reading& in, const pugi::xml_node& citation) {
  const std::size_t first = in.record.subjects.size();
  const auto add = [&](const pugi::xml_node& name) {
    Subject subject;
    subject.scheme = "mesh-supplementary";
    subject.id = attribute_text(name, "UI");
    subject.label = node_text(name);
    if (subject.label.empty()) return;
    const auto begin = in.record.subjects.begin() + static_cast<std::ptrdiff_t>(first);
    if (std::find(begin, in.record.subjects.end(), subject) == in.record.subjects.end()) {
      in.record.subjects.push_back(std::move(subject));
    }
  };
  for (const pugi::xml_node& chemical : citation.child("ChemicalList").children("Chemical")) {
    add(chemical.child("NameOfSubstance"));
  }
  for (const pugi::xml_node& name : citation.child("SupplMeshList").children("SupplMeshName")) {
    add(name);
  }
}

// PubMed's own names for its dates, as its MEDLINE format has them: EDAT is the history's "pubmed",
// CRDT its "entrez", MHDA its "medline".
void read_history(Reading& in, const pugi::xml_node& history) {
  for (const pugi::xml_node& date : history.children("PubMedPubDate")) {
    const std::string status = attribute_text(date, "PubStatus");
    const std::string day = format_date(read_date(date));
    if (status == "pubmed") in.record.history.entered = day;
    if (status == "entrez") in.record.history.created = day;
    if (status == "medline") in.record.history.indexed = day;
  }
}

}  // namespace

void read_citation(Reading& in, const pugi::xml_node& citation) {
  const pugi::xml_node pmid = citation.child("PMID");
  if (pmid) {
    const std::string number = node_text(pmid);
    in.add_identifier(IdentifierScheme::kPmid, number);
    if (!in.record.identifiers.empty()) {
      in.record.source_record_id = in.record.identifiers.front().value();
    }
  }
  for (const char* name : {"DateRevised", "DateCompleted", "DateCreated"}) {
    in.record.datestamp = format_date(read_date(citation.child(name)));
    if (!in.record.datestamp.empty()) break;
  }
  in.record.history.completed = format_date(read_date(citation.child("DateCompleted")));
  const pugi::xml_node article = citation.child("Article");
  read_article(in, article);
  read_journal(in, article, citation.child("MedlineJournalInfo"));
  if (in.record.abstract.empty()) read_abstract(in, citation.child("OtherAbstract"));
  read_authors(in, citation.child("InvestigatorList"));
  read_mesh(in, citation);
  read_supplementary(in, citation);
  read_keywords(in, citation);
  read_relations(in, citation.child("CommentsCorrectionsList"));
}

void read_pubmed_data(Reading& in, const pugi::xml_node& data) {
  read_history(in, data.child("History"));
  read_article_ids(in, data.child("ArticleIdList"));
}

}  // namespace evidence::pubmed
