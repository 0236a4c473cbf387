// From the fields of a reference to its record: which title is the journal's, which date is best,
// what the accession number is, and the key.
#include <algorithm>
#include <utility>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/text.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/page_range.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_keywords.h"
#include "connectors/format/reference_text.h"

namespace evidence {
namespace {

// The folded letters and digits.
std::string essence(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    const bool ascii = static_cast<unsigned char>(c) < 0x80U;
    if (!ascii || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out.push_back(c);
  }
  return out;
}

const std::string* identifier_of(const Record& record, IdentifierScheme scheme) {
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == scheme) return &identifier.value();
  }
  return nullptr;
}

// Does `more` say the same as `base` and more?
bool refines(const PartialDate& base, const PartialDate& more) {
  if (more.year != base.year) return false;
  if (base.month == 0) return more.month != 0;
  return more.month == base.month && base.day == 0 && more.day != 0;
}

}  // namespace

std::string derived_reference_key(const Record& record) {
  const std::string title = essence(record.title);
  if (title.empty()) return {};
  const std::string author =
      record.contributors.empty() ? std::string() : essence(record.contributors.front().family);
  const int year = record.publication.date.year;
  return "ref:" + sha256_hex(title + "\n" + (year > 0 ? std::to_string(year) : "") + "\n" + author +
                             "\n" + essence(record.publication.title))
                      .substr(0, 24);
}

bool ReferenceBuilder::database_says(std::string_view word) const {
  return std::any_of(databases_.begin(), databases_.end(), [word](const std::string& name) {
    return name.find(word) != std::string::npos;
  });
}

void ReferenceBuilder::finish_title() {
  if (!in_.record.title.empty()) return;
  // Last of all a book whose title stands only where a chapter would name its book.
  for (std::string* other :
       {&in_.record.original_title, &short_title_, &book_title_, &container_}) {
    if (other->empty()) continue;
    in_.record.title = std::move(*other);
    other->clear();
    return;
  }
}

void ReferenceBuilder::finish_publication() {
  Publication& publication = in_.record.publication;
  // The full title: what says that it is one, then what the type puts there, then the longest.
  if (publication.title.empty() && !journals_.empty()) {
    publication.title = *std::max_element(
        journals_.begin(), journals_.end(),
        [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
  }
  if (publication.title.empty()) {
    publication.title = !book_title_.empty() ? book_title_ : container_;
    // A container shorter than an "abbreviation" is the abbreviation.
    for (const std::string& other : abbreviations_) {
      if (book_title_.empty() && other.size() > publication.title.size()) publication.title = other;
    }
  }
  for (const auto* list : {&abbreviations_, &journals_}) {
    for (const std::string& one : *list) {
      if (publication.abbreviation.empty() && fold(one) != fold(publication.title)) {
        publication.abbreviation = one;
      }
    }
  }
  if (publication.abbreviation.empty() && container_.size() < publication.title.size() &&
      !container_.empty() && book_title_.empty()) {
    publication.abbreviation = container_;
  }
  if (fold(publication.title) == fold(in_.record.title)) publication.title.clear();

  std::string& pages = publication.pages;
  if (pages.empty()) {
    pages = start_page_;
    const bool range = start_page_.find('-') != std::string::npos;
    if (!end_page_.empty() && end_page_ != start_page_ && !range) {
      pages = start_page_.empty() ? end_page_ : start_page_ + "-" + end_page_;
    }
  }
  if (pages.empty()) pages = article_number_;
  if (const std::size_t dash = pages.find("\xE2\x80\x93"); dash != std::string::npos) {
    pages.replace(dash, 3, "-");
  }
  if (const std::size_t doubled = pages.find("--"); doubled != std::string::npos) {
    pages.erase(doubled, 1);
  }
  pages = expand_pages(pages);
}

void ReferenceBuilder::finish_dates() {
  PartialDate best = in_.record.publication.date;
  const auto first_known = [](const std::vector<std::string>& texts) {
    PartialDate found;
    for (const std::string& text : texts) {
      const PartialDate date = reference_date(text);
      if (!found.known()) found = date;
      if (found.known() && refines(found, date)) found = date;
    }
    return found;
  };
  for (const auto* list : {&years_, &dates_, &early_dates_}) {
    if (!best.known()) best = first_known(*list);
  }
  if (best.known()) {
    for (const auto* list : {&dates_, &early_dates_}) {
      for (const std::string& text : *list) {
        const PartialDate date = reference_date(text, best.year);
        if (refines(best, date)) best = date;
      }
    }
  } else if (!years_.empty() && years_.front().find_first_of("0123456789") != std::string::npos) {
    note("bad_date", quoted_for_message(years_.front()) + " is no date");
  }
  in_.record.publication.date = best;
}

void ReferenceBuilder::finish_keywords() {
  const std::string_view scheme = database_says("embase") ? "emtree" : "mesh";
  auto& all = in_.record.subjects;
  for (const std::string& keyword : keywords_) {
    for (Subject& subject : keyword_subjects(keyword, scheme)) {
      if (std::find(all.begin(), all.end(), subject) == all.end() &&
          all.size() <= kRecordLimits.subjects) {
        all.push_back(std::move(subject));
      }
    }
  }
}

// A bare number is a PMID only where the database is MEDLINE or PubMed.
void ReferenceBuilder::finish_accession() {
  if (accession_.empty()) return;
  const bool medline = database_says("medline") || database_says("pubmed") || database_says("nlm");
  if (medline && all_digits(accession_) &&
      Identifier::parse(IdentifierScheme::kPmid, accession_).ok()) {
    add_identifier(IdentifierScheme::kPmid, accession_);
    return;
  }
  if (const std::string* pmcid = identifier_of(in_.record, IdentifierScheme::kPmcid);
      pmcid != nullptr && equals_ignoring_case(*pmcid, accession_)) {
    return;
  }
  if (const std::string* pmid = identifier_of(in_.record, IdentifierScheme::kPmid);
      pmid != nullptr && *pmid == accession_) {
    return;
  }
  add_identifier(IdentifierScheme::kLocal, accession_);
}

void ReferenceBuilder::finish_key() {
  if (!accession_.empty() && accession_.size() <= 200) {
    in_.record.source_record_id = accession_;
  } else if (const std::string* pmid = identifier_of(in_.record, IdentifierScheme::kPmid)) {
    in_.record.source_record_id = *pmid;
  } else if (const std::string* doi = identifier_of(in_.record, IdentifierScheme::kDoi)) {
    in_.record.source_record_id = "doi:" + *doi;
  } else if (const std::string* pmcid = identifier_of(in_.record, IdentifierScheme::kPmcid)) {
    in_.record.source_record_id = *pmcid;
  } else {
    in_.record.source_record_id = derived_reference_key(in_.record);
  }
}

ParsedEntry ReferenceBuilder::finish() && {
  ParsedEntry parsed;
  finish_title();
  finish_publication();
  finish_dates();
  finish_keywords();
  finish_accession();
  if (in_.record.abstract.empty() && !other_abstract_.empty()) {
    in_.record.abstract = abstract_sections(other_abstract_);
  }
  finish_key();
  parsed.problems = std::move(in_.problems);
  if (in_.record.source_record_id.empty()) {
    parsed.problems.push_back({in_.position, "no_title",
                               "the reference has no title, accession number, PMID or DOI, so it "
                               "cannot be kept or found again"});
    return parsed;
  }
  if (in_.record.title.empty()) {
    parsed.problems.push_back({in_.position, "no_title", "the reference has no title"});
  }
  add_identifier_links(in_.record);
  apply_limits(in_.record);
  parsed.records.push_back(std::move(in_.record));
  return parsed;
}

}  // namespace evidence
