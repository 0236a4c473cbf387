// Identifiers, relations and sources of Dublin Core: any of the three may hold a number, an
// address, a citation or a title.
#include <algorithm>

#include "base/ascii.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/dc_reading.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
using Scheme = IdentifierScheme;

bool is_web(std::string_view lower) {
  return lower.starts_with("http://") || lower.starts_with("https://");
}

// "1234-567X"
bool has_issn_shape(std::string_view text) {
  return text.size() == 9 && text[4] == '-' &&
         std::count_if(text.begin(), text.end(), is_digit) >= 7;
}

bool has_isbn_shape(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), is_digit);
  const auto dashes = std::count(text.begin(), text.end(), '-');
  const bool only = text.find_first_not_of("0123456789-Xx ") == kNone;
  const bool thirteen = digits == 13 && (text.starts_with("978") || text.starts_with("979"));
  return only && (thirteen || (dashes == 3 && digits >= 9 && text.size() == 13));
}

// A DOI anywhere in the text, as it stands there; "" = none.
std::string_view doi_in(std::string_view text, std::string_view lower) {
  for (const std::string_view mark : {"doi.org/10.", "doi:10.", "doi: 10.", "doi 10."}) {
    const std::size_t at = lower.find(mark);
    if (at == kNone) continue;
    std::string_view doi = text.substr(at + mark.size() - 3);
    doi = doi.substr(0, doi.find_first_of(" \"<>"));
    while (!doi.empty() && std::string_view(".,;)").find(doi.back()) != kNone) {
      doi.remove_suffix(1);
    }
    return doi;
  }
  return {};
}

struct Scheming {
  std::string_view mark;
  Scheme scheme;
};
constexpr Scheming kPrefixes[]{
    {"info:doi/", Scheme::kDoi},
    {"doi:", Scheme::kDoi},
    {"urn:doi:", Scheme::kDoi},
    {"urn:issn:", Scheme::kIssn},
    {"issn:", Scheme::kIssn},
    {"issn ", Scheme::kIssn},
    {"eissn:", Scheme::kIssn},
    {"urn:isbn:", Scheme::kIsbn},
    {"isbn:", Scheme::kIsbn},
    {"isbn ", Scheme::kIsbn},
    {"isbn-13:", Scheme::kIsbn},
    {"pmid:", Scheme::kPmid},
    {"pmid ", Scheme::kPmid},
    {"info:pmid/", Scheme::kPmid},
    {"pubmed:", Scheme::kPmid},
    {"pmcid:", Scheme::kPmcid},
    {"pmc:", Scheme::kPmcid},
    {"https://pubmed.ncbi.nlm.nih.gov/", Scheme::kPmid},
    {"http://www.ncbi.nlm.nih.gov/pubmed/", Scheme::kPmid},
    {"https://www.ncbi.nlm.nih.gov/pubmed/", Scheme::kPmid},
    {"https://pmc.ncbi.nlm.nih.gov/articles/pmc", Scheme::kPmcid},
    {"https://www.ncbi.nlm.nih.gov/pmc/articles/pmc", Scheme::kPmcid},
    {"http://www.ncbi.nlm.nih.gov/pmc/articles/pmc", Scheme::kPmcid},
};

// The scheme that a refinement or an encoding scheme names.
const Scheming* named_scheme(std::string_view name) {
  static constexpr Scheming kNames[]{
      {"doi", Scheme::kDoi},     {"issn", Scheme::kIssn},   {"eissn", Scheme::kIssn},
      {"pissn", Scheme::kIssn},  {"isbn", Scheme::kIsbn},   {"pmid", Scheme::kPmid},
      {"pubmed", Scheme::kPmid}, {"pmcid", Scheme::kPmcid}, {"pmc", Scheme::kPmcid},
  };
  for (const Scheming& one : kNames) {
    if (equals_ignoring_case(name, one.mark)) return &one;
  }
  return nullptr;
}

// "info:eu-repo/semantics/altIdentifier/pmid/123" → "pmid", "123".
bool alternative_identifier(std::string_view& text, std::string_view& scheme) {
  constexpr std::string_view kMark = "info:eu-repo/semantics/altidentifier/";
  if (!starts_with_ignoring_case(text, kMark)) return false;
  const std::string_view rest = text.substr(kMark.size());
  scheme = rest.substr(0, rest.find('/'));
  text = rest.substr(std::min(rest.size(), scheme.size() + 1));
  return true;
}

// A number with a scheme; false where the text shows none.
bool take_number(DcReading& reading, std::string_view text, const std::string& lower) {
  for (const Scheming& prefix : kPrefixes) {
    if (!lower.starts_with(prefix.mark)) continue;
    std::string_view value = trim(text.substr(is_web(lower) ? 0 : prefix.mark.size()));
    if (prefix.scheme == Scheme::kIssn) value = value.substr(0, value.find_first_of(" (;"));
    reading.in.add_identifier(prefix.scheme, value);
    return true;
  }
  if (lower.starts_with("10.") && lower.find('/') != kNone) {
    reading.in.add_identifier(Scheme::kDoi, text);
    return true;
  }
  // An address with a DOI somewhere inside (a proxy's) stays an address.
  if (is_web(lower) && lower.find("doi.org/10.") != kNone &&
      Identifier::parse(Scheme::kDoi, text).ok()) {
    reading.in.add_identifier(Scheme::kDoi, text);
    return true;
  }
  if (has_issn_shape(text)) {
    reading.in.add_identifier(Scheme::kIssn, text);
    return true;
  }
  if (has_isbn_shape(text)) {
    reading.in.add_identifier(Scheme::kIsbn, text);
    return true;
  }
  if (lower.starts_with("nct") && lower.size() == 11) {
    reading.in.add_identifier(Scheme::kNct, text);
    return true;
  }
  if (lower.starts_with("pmc") && lower.size() > 3 && is_digit(lower[3])) {
    reading.in.add_identifier(Scheme::kPmcid, text);
    return true;
  }
  return false;
}

std::string link_kind(std::string_view lower, std::string_view otherwise) {
  const std::string_view path = lower.substr(0, lower.find_first_of("?#"));
  return std::string(path.ends_with(".pdf") ? "pdf" : otherwise);
}

// An address, also written as "hdl:1721.1/2" or "arXiv:1234.5678"; false for anything else.
bool take_address(DcReading& reading, std::string_view text, const std::string& lower,
                  std::string_view kind) {
  std::string url;
  if (is_web(lower)) {
    url = text;
  } else if (lower.starts_with("hdl:")) {
    url = "https://hdl.handle.net/" + std::string(trim(text.substr(4)));
  } else if (lower.starts_with("arxiv:")) {
    url = "https://arxiv.org/abs/" + std::string(trim(text.substr(6)));
  } else {
    return false;
  }
  const std::size_t before = reading.in.record.links.size();
  reading.in.add_link(url, link_kind(lower, kind), false);
  if (reading.key.empty() && kind == "repository" && reading.in.record.links.size() > before) {
    reading.key = reading.in.record.links.back().url;
  }
  return true;
}

std::string target_of(std::string_view text, const std::string& lower) {
  if (const std::string_view doi = doi_in(text, lower); !doi.empty()) {
    if (const auto parsed = Identifier::parse(Scheme::kDoi, doi); parsed.ok()) {
      return "doi:" + parsed->value();
    }
  }
  if (lower.starts_with("10.")) {
    if (const auto parsed = Identifier::parse(Scheme::kDoi, text); parsed.ok()) {
      return "doi:" + parsed->value();
    }
  }
  return {};
}

bool has_identifier(const Record& record, Scheme scheme) {
  return std::any_of(record.identifiers.begin(), record.identifiers.end(),
                     [scheme](const Identifier& one) { return one.scheme() == scheme; });
}

void fill(std::string& field, const std::string& value) {
  if (field.empty()) field = value;
}

// Where the record's own title ends inside a citation; kNone where it does not stand there.
std::size_t end_of_title(std::string_view text, std::string_view title) {
  if (title.size() < 8) return kNone;
  const std::size_t at = to_lower_ascii(text).find(to_lower_ascii(title));
  if (at == kNone) return kNone;
  const std::size_t end = text.find_first_not_of(" .,;:?!\"'", at + title.size());
  return std::min(end, text.size());
}

void use_citation(Record& record, const DcCitation& citation) {
  Publication& publication = record.publication;
  fill(publication.title, citation.journal);
  fill(publication.volume, citation.volume);
  fill(publication.issue, citation.issue);
  fill(publication.pages, citation.pages);
  if (!publication.date.known()) publication.date = citation.date;
}

}  // namespace

void read_identifier(DcReading& reading, const DcStatement& statement) {
  std::string_view text = statement.text;
  if (statement.refinement == "citation") {
    reading.citations.push_back(statement.text);
    return;
  }
  std::string_view alternative;
  alternative_identifier(text, alternative);
  for (const std::string_view name :
       {std::string_view(statement.refinement), std::string_view(statement.scheme), alternative}) {
    if (const Scheming* scheme = named_scheme(name)) {
      return reading.in.add_identifier(scheme->scheme, text);
    }
  }
  const std::string lower = to_lower_ascii(text);
  if (take_number(reading, text, lower)) return;
  if (take_address(reading, text, lower, "repository")) return;
  if (text.find(' ') != kNone && text.size() > 12) {
    reading.citations.push_back(statement.text);
    return;
  }
  if (reading.key.empty() && text.size() <= 200) reading.key = text;
  reading.unused.push_back(statement.text);
}

void read_relation(DcReading& reading, const DcStatement& statement) {
  std::string_view text = statement.text;
  std::string_view scheme;
  const std::string& how = statement.refinement;
  if (alternative_identifier(text, scheme)) {
    DcStatement own = statement;
    own.element = "identifier";
    own.refinement.clear();
    return read_identifier(reading, own);
  }
  // Grants, and what the article cites or is cited by, say nothing about itself.
  const std::string lower = to_lower_ascii(text);
  if (lower.starts_with("info:eu-repo/") || how == "references" || how == "isreferencedby" ||
      how == "cites" || how == "iscitedby" || how == "requires" || how == "isrequiredby" ||
      how == "conformsto") {
    return;
  }
  const std::string target = target_of(text, lower);
  const std::string citation = target.empty() ? statement.text : std::string();
  if (how == "replaces" || how == "isnewversionof") {
    return reading.in.add_relation(RelationType::kUpdates, target, citation);
  }
  if (how == "isreplacedby" || how == "ispreviousversionof" || how == "isobsoletedby") {
    return reading.in.add_relation(RelationType::kUpdatedBy, target, citation);
  }
  if (how == "haspart") return reading.in.add_relation(RelationType::kHasPart, target, citation);
  if (named_scheme(how) != nullptr && how != "doi") {
    return reading.in.add_identifier(named_scheme(how)->scheme, text);  // dim: relation.issn
  }
  if (how.starts_with("ispartof")) {
    if (has_issn_shape(text) || lower.starts_with("issn") || lower.starts_with("urn:issn")) {
      static_cast<void>(take_number(reading, text, lower));
      return;
    }
    if (lower.starts_with("urn:isbn") || lower.starts_with("isbn")) {
      return reading.in.add_relation(RelationType::kPartOf, Scheme::kIsbn,
                                     text.substr(lower.find("isbn") + 5));
    }
    if (!target.empty()) return reading.in.add_relation(RelationType::kPartOf, target);
    if (!is_web(lower)) {
      reading.citations.push_back(statement.text);
      return fill(reading.part_of, statement.text);
    }
  }
  if (!target.empty()) {
    if (how.empty() || how == "doi" || how == "isversionof" || how == "isidenticalto" ||
        how == "isformatof" || how == "isvariantformof") {
      reading.relation_dois.push_back(target.substr(4));
    } else {
      reading.in.add_link("https://doi.org/" + target.substr(4), "related", false);
    }
    return;
  }
  if (take_address(reading, text, lower, "publisher")) return;
  if (has_issn_shape(text) || lower.starts_with("issn")) {
    static_cast<void>(take_number(reading, text, lower));
    return;
  }
  reading.relation_titles.push_back(statement.text);
}

void read_source(DcReading& reading, const DcStatement& statement) {
  const std::string_view text = statement.text;
  const std::string lower = to_lower_ascii(text);
  // OJS gives the ISSNs of print and online one after the other.
  if (take_number(reading, text, lower)) return;
  if (take_address(reading, text, lower, "publisher")) return;
  reading.sources.push_back(statement.text);
}

namespace {

// The article's own DOI may stand among those of related works, where it is the only one.
void finish_dois(DcReading& reading) {
  Record& record = reading.in.record;
  std::sort(reading.relation_dois.begin(), reading.relation_dois.end());
  reading.relation_dois.erase(
      std::unique(reading.relation_dois.begin(), reading.relation_dois.end()),
      reading.relation_dois.end());
  if (!has_identifier(record, Scheme::kDoi) && reading.relation_dois.size() == 1) {
    reading.in.add_identifier(Scheme::kDoi, reading.relation_dois.front());
    reading.relation_dois.clear();
  }
  for (const std::string& doi : reading.relation_dois) {
    if (const auto parsed = Identifier::parse(Scheme::kDoi, doi); parsed.ok()) {
      reading.in.add_link(registry_url(*parsed), "related", false);
    }
  }
}

// Texts that say where the article stands: journal, volume, pages.
void use_citations(DcReading& reading) {
  Record& record = reading.in.record;
  for (const std::string& text : reading.citations) {
    if (const std::string_view doi = doi_in(text, to_lower_ascii(text));
        !doi.empty() && !has_identifier(record, Scheme::kDoi)) {
      reading.in.add_identifier(Scheme::kDoi, doi);
    }
    if (const auto citation = dc_citation(text, record.title)) {
      use_citation(record, *citation);
      if (text == reading.part_of) reading.part_of.clear();
    } else if (const std::size_t end = end_of_title(text, record.title); end != kNone) {
      // Creators, year and title again; what is left without a number is the journal.
      std::string_view rest = trim(std::string_view(text).substr(end));
      while (rest.ends_with('.')) rest.remove_suffix(1);
      if (rest.size() >= 4 && rest.size() <= 200 &&
          std::none_of(rest.begin(), rest.end(), is_digit)) {
        fill(record.publication.title, std::string(rest));
      }
    } else if (text != reading.part_of) {
      reading.unused.push_back(text);
    }
  }
}

// The journal or book, from what is left.
void find_container(DcReading& reading) {
  Record& record = reading.in.record;
  const bool has_issn = has_identifier(record, Scheme::kIssn);
  const auto may_be_journal = [&](const std::string& text) {
    return record.publication.title.empty() && has_issn && text.size() <= 250 &&
           text != record.publication.publisher;
  };
  fill(record.publication.title, reading.part_of);
  for (const std::string& text : reading.relation_titles) {
    if (const auto citation = dc_citation(text, record.title)) {
      use_citation(record, *citation);
    } else if (may_be_journal(text)) {
      record.publication.title = text;
    } else if (text != record.publication.title) {
      // Plain Dublin Core forgets how things are related; a title is nearly always what the
      // article is part of: a series, a collection, a conference.
      reading.in.add_relation(RelationType::kPartOf, "", text);
    }
  }
  for (const std::string& text : reading.sources) {
    if (const auto citation = dc_citation(text, record.title)) {
      use_citation(record, *citation);
    } else if (may_be_journal(text)) {
      record.publication.title = text;
    } else if (record.publication.title.empty() && text != record.publication.publisher) {
      // Beside a known journal, the source is where the copy was taken from.
      reading.unused.push_back(text);
    }
  }
}

// The DOI, the first other identifier, or what title, creator and date give.
void finish_key(DcReading& reading) {
  Record& record = reading.in.record;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == Scheme::kDoi && record.source_record_id.empty()) {
      record.source_record_id = identifier.value();
    }
  }
  fill(record.source_record_id, reading.key);
  for (const Identifier& identifier : record.identifiers) {
    // An ISSN names the journal, not the article.
    if (identifier.scheme() != Scheme::kIssn) fill(record.source_record_id, identifier.value());
  }
  if (record.source_record_id.empty()) {
    const std::string creator =
        record.contributors.empty() ? std::string() : record.contributors.front().family;
    record.source_record_id = "dc:" + sha256_hex(fold(record.title) + '\n' + fold(creator) + '\n' +
                                                 format_date(record.publication.date))
                                          .substr(0, 24);
  }
}

}  // namespace

void finish_identifiers(DcReading& reading) {
  finish_dois(reading);
  use_citations(reading);
  find_container(reading);
  if (!reading.unused.empty()) {
    std::string all = quoted_for_message(reading.unused.front(), 100);
    if (reading.unused.size() > 1) {
      all += " and " + std::to_string(reading.unused.size() - 1) + " more";
    }
    reading.in.drop("not_understood", "identifiers, relations or sources of no known kind: " + all);
  }
  finish_key(reading);
}

}  // namespace evidence
