#include "connectors/format/bibtex.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/bibtex_names.h"
#include "connectors/format/bibtex_reader.h"
#include "connectors/format/bibtex_syntax.h"
#include "connectors/format/latex_text.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/tagged_reader.h"

namespace evidence {
namespace {

using M = Meaning;

struct Field {
  std::string_view name;
  Meaning meaning;
  bool verbatim = false;  // an address or number: no dashes or ties in it
};

constexpr std::array kFields{
    Field{"title", M::kTitle},
    Field{"shorttitle", M::kShortTitle},
    Field{"origtitle", M::kOriginalTitle},
    Field{"journal", M::kJournal},
    Field{"journaltitle", M::kJournal},
    Field{"fjournal", M::kJournal},
    Field{"shortjournal", M::kAbbreviation},
    Field{"journal-iso", M::kAbbreviation},
    Field{"abbrev_source_title", M::kAbbreviation},
    Field{"booktitle", M::kBookTitle},
    Field{"year", M::kYear},
    Field{"date", M::kYear},
    Field{"volume", M::kVolume},
    Field{"number", M::kIssue},
    Field{"issue", M::kIssue},
    Field{"pages", M::kPages},
    Field{"eid", M::kArticleNumber},
    Field{"art_number", M::kArticleNumber},
    Field{"article-number", M::kArticleNumber},
    Field{"publisher", M::kPublisher},
    Field{"school", M::kPublisher},
    Field{"institution", M::kPublisher},
    Field{"organization", M::kPublisher},
    Field{"edition", M::kEdition},
    Field{"abstract", M::kAbstract},
    Field{"language", M::kLanguage},
    Field{"langid", M::kLanguage},
    Field{"note", M::kNote},
    Field{"annote", M::kNote},
    Field{"type", M::kPublicationType},
    Field{"document_type", M::kPublicationType},
    Field{"copyright", M::kRights},
    Field{"affiliation", M::kAffiliation},
    Field{"source", M::kDatabase},
    Field{"database", M::kDatabase},
    Field{"issn", M::kSerial},
    Field{"eissn", M::kSerial},
    Field{"isbn", M::kSerial},
    Field{"doi", M::kDoi, true},
    Field{"pmid", M::kPmid, true},
    Field{"pubmed_id", M::kPmid, true},
    Field{"pmcid", M::kPmcid, true},
    Field{"url", M::kUrl, true},
    Field{"unique-id", M::kAccession, true},
    Field{"accession", M::kAccession, true},
};

struct Type {
  std::string_view entry;
  std::string_view name;
};

constexpr std::array kTypes{
    Type{"article", "Journal Article"},
    Type{"book", "Book"},
    Type{"mvbook", "Book"},
    Type{"collection", "Book"},
    Type{"booklet", "Book"},
    Type{"inbook", "Book Chapter"},
    Type{"incollection", "Book Chapter"},
    Type{"inreference", "Reference Entry"},
    Type{"proceedings", "Conference Proceedings"},
    Type{"inproceedings", "Conference Paper"},
    Type{"conference", "Conference Paper"},
    Type{"phdthesis", "Thesis"},
    Type{"mastersthesis", "Thesis"},
    Type{"thesis", "Thesis"},
    Type{"techreport", "Report"},
    Type{"report", "Report"},
    Type{"manual", "Manual"},
    Type{"unpublished", "Unpublished Work"},
    Type{"online", "Web Page"},
    Type{"electronic", "Web Page"},
    Type{"www", "Web Page"},
    Type{"dataset", "Dataset"},
    Type{"software", "Software"},
    Type{"patent", "Patent"},
    Type{"periodical", "Journal"},
};

const std::string* value_of(const BibtexEntry& entry, std::string_view name) {
  for (const auto& [field, value] : entry.fields) {
    if (field == name && !trim(value).empty()) return &value;
  }
  return nullptr;
}

void read_names(const BibtexEntry& entry, ReferenceBuilder& reference) {
  for (const auto& [name, value] : entry.fields) {
    const bool translator = name == "translator";
    if (name != "author" && name != "editor" && !translator) continue;
    for (Contributor& person : bibtex_names(value, name)) reference.add_person(std::move(person));
  }
}

// Keywords stand with ';' or ',' between; a semicolon anywhere decides, as headings have commas.
void read_keywords(std::string_view value, ReferenceBuilder& reference) {
  const std::string text = latex_to_text(value);
  if (text.find(';') != std::string::npos) return reference.add(M::kKeyword, text);
  for (const std::string_view keyword : split(text, ',')) reference.add(M::kKeyword, keyword);
}

// arXiv and PubMed numbers stand in "eprint", and their kind beside it.
void read_eprint(const BibtexEntry& entry, ReferenceBuilder& reference) {
  const std::string* number = value_of(entry, "eprint");
  if (number == nullptr) return;
  const std::string* kind = value_of(entry, "eprinttype");
  if (kind == nullptr) kind = value_of(entry, "archiveprefix");
  const std::string lower = kind == nullptr ? std::string() : to_lower_ascii(trim(*kind));
  if (lower == "pubmed" || lower == "pmid") {
    reference.add(M::kPmid, *number);
  } else if (lower == "arxiv") {
    reference.add_identifier(IdentifierScheme::kLocal, "arXiv:" + latex_verbatim(*number));
    const bool published = value_of(entry, "journal") != nullptr ||
                           value_of(entry, "journaltitle") != nullptr ||
                           value_of(entry, "booktitle") != nullptr;
    if (!published) reference.add(M::kPublicationType, "Preprint");
  }
}

ParsedEntry read_entry(const BibtexEntry& entry, const std::string& position) {
  ReferenceBuilder reference(position);
  for (const Type& type : kTypes) {
    if (type.entry == entry.type) reference.add(M::kPublicationType, type.name);
  }
  const std::string* title = value_of(entry, "title");
  const std::string* subtitle = value_of(entry, "subtitle");
  if (title != nullptr && subtitle != nullptr) {
    reference.add(M::kTitle, latex_to_text(*title + ": " + *subtitle));
  }
  read_names(entry, reference);
  if (const std::string* month = value_of(entry, "month")) {
    const std::string* day = value_of(entry, "day");
    // A bare number of a month is a date only beside its year.
    const std::string* year = value_of(entry, "year");
    if (year != nullptr) {
      const bool digits = month->find_first_not_of("0123456789 ") == std::string::npos;
      const std::string text = latex_to_text(*month);
      reference.add(M::kDate, digits ? *year + "/" + text + (day ? "/" + *day : "")
                                     : *year + " " + text + (day ? " " + *day : ""));
    }
  }
  for (const auto& [name, value] : entry.fields) {
    if (name == "keywords" || name == "author_keywords" || name == "keyword") {
      read_keywords(value, reference);
      continue;
    }
    if (name == "title" && subtitle != nullptr) continue;
    const std::string_view wanted = name;
    const auto at = std::find_if(kFields.begin(), kFields.end(),
                                 [wanted](const Field& field) { return field.name == wanted; });
    if (at == kFields.end()) continue;
    reference.add(at->meaning, at->verbatim ? latex_verbatim(value) : latex_to_text(value));
  }
  read_eprint(entry, reference);
  for (const std::string& macro : entry.unknown_macros) {
    reference.note("unknown_macro", "the abbreviation " + quoted_for_message(macro) +
                                        " is not defined in the file; it is read as it stands");
  }
  if (const std::string* parent = value_of(entry, "crossref")) {
    reference.note("cross_reference", "details that stand in the entry " +
                                          quoted_for_message(*parent) + " are not taken over");
  }
  return std::move(reference).finish();
}

constexpr std::array<std::string_view, 12> kUsual{
    "article", "book",       "inbook", "incollection", "inproceedings", "phdthesis",
    "misc",    "techreport", "online", "string",       "comment",       "mastersthesis"};

}  // namespace

bool BibtexFormat::recognises(std::string_view head, std::string_view file_name) const {
  if (file_name.ends_with(".bib") && any_line(head, begins_bibtex_entry)) return true;
  return any_line(head, [](std::string_view line) {
    line = trim(line);
    if (!begins_bibtex_entry(line)) return false;
    const std::string type =
        to_lower_ascii(trim(line.substr(1, std::min(line.find_first_of("{("), line.size()) - 1)));
    return std::find(kUsual.begin(), kUsual.end(), type) != kUsual.end();
  });
}

std::unique_ptr<EntryReader> BibtexFormat::open(ByteSource& source) const {
  return read_bibtex(source);
}

ParsedEntry BibtexFormat::parse(const RawEntry& entry) const {
  ParsedEntry parsed;
  BibtexMacros macros;
  for (std::string_view rest = entry.bytes;;) {
    rest = trim(rest);
    std::size_t length = 0;
    const Result<BibtexEntry> one = parse_bibtex_entry(rest, macros, length);
    if (!one.ok()) {
      parsed.problems.push_back({entry.position, "bad_entry", one.error().message});
      return parsed;
    }
    if (one->type != "string") return read_entry(*one, entry.position);
    for (const auto& [name, value] : one->fields) macros.insert_or_assign(name, value);
    rest.remove_prefix(length);
  }
}

}  // namespace evidence
