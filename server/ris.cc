#include "server/ris.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/page_range.h"
#include "model/record_kind.h"
#include "server/dublin_core.h"
#include "server/ris_notes.h"
#include "server/work_facts.h"

namespace evidence::server {
namespace {

using Scheme = IdentifierScheme;

constexpr std::size_t kMaxLinks = 10;

// The only place that makes lines.
class Reference {
 public:
  // Nothing for a value that is empty once it is clean.
  void line(std::string_view tag, std::string_view value) {
    const std::string clean = clean_text(value);
    if (clean.empty()) return;
    text_.append(tag).append("  - ").append(clean).append("\r\n");
  }
  std::string finish() && {
    text_ += "ER  - \r\n\r\n";
    return std::move(text_);
  }

 private:
  std::string text_;
};

std::vector<std::string> values_of(const Record& record, Scheme scheme) {
  std::vector<std::string> values;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == scheme) values.push_back(identifier.value());
  }
  return values;
}

std::string first_of(const Record& record, Scheme scheme) {
  std::vector<std::string> values = values_of(record, scheme);
  return values.empty() ? "" : std::move(values.front());
}

std::string without(std::string_view text, std::string_view characters, char instead) {
  std::string out(text);
  for (char& c : out) {
    if (characters.find(c) != std::string_view::npos) c = instead;
  }
  return out;
}

// Types that a source names and that are no article; lower case.
struct NamedType {
  std::string_view name, code;
};
constexpr std::array kNamedTypes{
    NamedType{"thesis", "THES"},
    NamedType{"dissertation", "THES"},
    NamedType{"academic dissertation", "THES"},
    NamedType{"report", "RPRT"},
    NamedType{"technical report", "RPRT"},
    NamedType{"government publication", "GOVDOC"},
    NamedType{"standard", "STAND"},
    NamedType{"reference entry", "ENCYC"},
    NamedType{"conference proceedings", "CONF"},
    NamedType{"conference paper", "CPAPER"},
    NamedType{"dataset", "DATA"},
    NamedType{"software", "COMP"},
    NamedType{"video", "VIDEO"},
    NamedType{"web page", "ELEC"},
    NamedType{"webpage", "ELEC"},
    NamedType{"blog post", "BLOG"},
    NamedType{"newspaper article", "NEWS"},
    NamedType{"magazine article", "MGZN"},
    NamedType{"patent", "PAT"},
};

bool has_type(const Record& record, std::string_view name) {
  return std::any_of(record.publication_types.begin(), record.publication_types.end(),
                     [name](const std::string& type) { return equals_ignoring_case(type, name); });
}

std::string_view type_of_article(const Work& work) {
  const Record& record = work.record;
  if (has_type(record, "Journal Article")) return "JOUR";
  for (const auto& [name, code] : kNamedTypes) {
    if (has_type(record, name)) return code;
  }
  const Publication& publication = record.publication;
  const bool in_journal = !publication.title.empty() || !publication.abbreviation.empty() ||
                          !first_of(record, Scheme::kPmid).empty();
  const bool isbn = !first_of(record, Scheme::kIsbn).empty();
  if (isbn && (!in_journal || work.study_type == StudyType::kEbook)) return "BOOK";
  if (in_journal) return "JOUR";
  return record.links.empty() ? "GEN" : "ELEC";
}

// A preprint is no journal article: whoever meets it in a manager has to see that.
std::string_view type_of(const Work& work) {
  switch (kind_of(work.record)) {
    case RecordKind::kBook:
      return "BOOK";
    case RecordKind::kChapter:
      return "CHAP";
    case RecordKind::kSerial:
      return "JFULL";
    case RecordKind::kPreprint:
      return "UNPB";
    case RecordKind::kTrialRegistration:
      return "ELEC";
    case RecordKind::kConferenceAbstract: {
      const bool in_journal =
          !work.record.publication.volume.empty() || !first_of(work.record, Scheme::kIssn).empty();
      return in_journal ? "JOUR" : "CPAPER";
    }
    default:
      return type_of_article(work);
  }
}

std::string title_of(const Work& work) {
  const Record& record = work.record;
  std::string title = record.title.empty() ? record.original_title : record.title;
  if (!is_retracted(work) || title_says_retracted(title)) return title;
  return "RETRACTED: " + (title.empty() ? "(no title)" : title);
}

// "Smith, Jane A". The comma behind a body's name keeps managers from taking it for a person's;
// commas and semicolons inside a name would divide it.
std::string name_of(const Contributor& person) {
  if (person.role == "collective") {
    const std::string body = without(person.family, ",;", ' ');
    return trim(body).empty() ? "" : body + ",";
  }
  Contributor plain = person;
  plain.family = without(person.family, ";", ' ');
  plain.given = without(person.given, ";", ' ');
  plain.initials = without(person.initials, ";", ' ');
  return inverted_name(plain);
}

void write_names(Reference& out, const Record& record, std::string_view type) {
  for (const Contributor& person : record.contributors) {
    if (is_creator(person)) out.line("AU", name_of(person));
  }
  for (const Contributor& person : record.contributors) {
    // Of a chapter A2 are the book's editors; elsewhere it means a series' or a group's people.
    if (person.role == "editor") out.line(type == "CHAP" ? "A2" : "ED", name_of(person));
    if (person.role == "translator") out.line("A4", name_of(person));
  }
}

void write_date(Reference& out, const PartialDate& date) {
  if (!date.known()) return;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d", date.year);
  out.line("PY", text.data());
  if (date.month == 0) return;
  if (date.day == 0) {
    std::snprintf(text.data(), text.size(), "%04d/%02d//", date.year, date.month);
  } else {
    std::snprintf(text.data(), text.size(), "%04d/%02d/%02d/", date.year, date.month, date.day);
  }
  out.line("DA", text.data());
}

// What is plainly a first and a last page is divided; the rest stands whole.
void write_pages(Reference& out, const std::string& printed, std::string_view type) {
  std::string pages = clean_text(printed);
  for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x90", "\xE2\x80\x91"}) {
    for (std::size_t at = pages.find(dash); at != std::string::npos; at = pages.find(dash, at)) {
      pages.replace(at, dash.size(), "-");
    }
  }
  pages = expand_pages(pages);
  const std::size_t dash = pages.find('-');
  const bool one_range = dash != std::string::npos &&
                         pages.find('-', dash + 1) == std::string::npos &&
                         pages.find_first_of(" ,;:") == std::string::npos;
  const std::string first = pages.substr(0, dash);
  const std::string last = dash == std::string::npos ? "" : pages.substr(dash + 1);
  const bool backwards =
      last.size() < first.size() || (last.size() == first.size() && last < first);
  if (type == "BOOK" || dash == std::string::npos || !one_range || first.empty() || backwards) {
    return out.line("SP", pages);
  }
  out.line("SP", first);
  out.line("EP", last);
}

void write_publication(Reference& out, const Record& record, std::string_view type) {
  const Publication& publication = record.publication;
  out.line("T2", publication.title.empty() ? publication.abbreviation : publication.title);
  if (!publication.title.empty()) out.line("JA", publication.abbreviation);
  write_date(out, publication.date);
  out.line("VL", publication.volume);
  out.line("IS", publication.issue);
  write_pages(out, publication.pages, type);
  out.line("ET", publication.edition);
  out.line("PB", publication.publisher);
}

void write_serial_numbers(Reference& out, const Record& record, std::string_view type) {
  const bool book = type == "BOOK" || type == "CHAP";
  std::vector<std::string> numbers = values_of(record, book ? Scheme::kIsbn : Scheme::kIssn);
  if (book && numbers.empty()) {
    for (const Relation& relation : record.relations) {
      const bool host = relation.type == RelationType::kPartOf;
      if (host && relation.target.starts_with("isbn:")) {
        numbers.push_back(relation.target.substr(5));
      }
    }
  }
  if (numbers.empty()) numbers = values_of(record, book ? Scheme::kIssn : Scheme::kIsbn);
  for (const std::string& number : numbers) out.line("SN", number);
}

void write_identifiers(Reference& out, const Record& record, std::string_view type) {
  write_serial_numbers(out, record, type);
  out.line("DO", first_of(record, Scheme::kDoi));
  const std::string pmid = first_of(record, Scheme::kPmid);
  const std::string nct = first_of(record, Scheme::kNct);
  if (!pmid.empty()) {
    out.line("DB", "PubMed");  // or the number says nothing
    out.line("AN", pmid);
  } else if (!nct.empty()) {
    out.line("DB", "ClinicalTrials.gov");
    out.line("AN", nct);
  }
  // Of a chapter, Zotero takes C2 for the book's author.
  const std::string pmcid = first_of(record, Scheme::kPmcid);
  if (type != "CHAP") {
    out.line("C2", pmcid);
  } else if (!pmcid.empty()) {
    out.line("N1", "PMCID: " + pmcid);
  }
}

void write_links(Reference& out, const Record& record) {
  std::vector<std::string> urls;
  for (const Link& link : record.links) {
    if (link.kind == "search-inside" || link.kind == "related" || urls.size() == kMaxLinks)
      continue;
    const Result<WebUrl> url = parse_web_url(link.url);
    if (url.ok() && std::find(urls.begin(), urls.end(), url->text) == urls.end()) {
      urls.push_back(url->text);
    }
  }
  for (const Identifier& identifier : record.identifiers) {
    if (!urls.empty()) break;
    if (std::string url = registry_url(identifier); !url.empty()) urls.push_back(std::move(url));
  }
  for (const std::string& url : urls) out.line("UR", url);
}

std::string abstract_of(const Record& record) {
  std::string abstract;
  for (const AbstractSection& section : record.abstract) {
    if (!abstract.empty()) abstract += " ";
    abstract += section.label.empty() ? section.text : section.label + ": " + section.text;
  }
  return abstract;
}

void write_keywords(Reference& out, const Record& record) {
  constexpr std::array<std::string_view, 9> kNoTopics{
      "oai-set", "database", "lcc", "nlmc", "udc", "ddc", "audience", "coverage", "classification"};
  std::vector<std::string> written;
  for (const Subject& subject : record.subjects) {
    const bool topic =
        std::find(kNoTopics.begin(), kNoTopics.end(), subject.scheme) == kNoTopics.end();
    if (!topic || !is_heading(subject) || subject.label.empty()) continue;
    std::string text = subject.label;
    if (!subject.qualifier.empty()) text += "/" + subject.qualifier;
    text = without(text, ";", ',');  // managers divide at it
    if (std::find(written.begin(), written.end(), text) != written.end()) continue;
    out.line("KW", text);
    written.push_back(std::move(text));
  }
}

}  // namespace

std::string work_to_ris(const Work& work, const RisOptions& options) {
  const Record& record = work.record;
  const std::string_view type = type_of(work);
  Reference out;
  out.line("TY", type);
  out.line("ID", work.id);
  out.line("TI", title_of(work));
  if (!record.title.empty()) out.line("TT", record.original_title);
  // Before anything that a manager may cut.
  for (const std::string& note : ris_notes(work)) out.line("N1", note);
  write_names(out, record, type);
  write_publication(out, record, type);
  write_identifiers(out, record, type);
  write_links(out, record);
  out.line("AB", abstract_of(record));
  write_keywords(out, record);
  for (const std::string& language : record.languages) out.line("LA", language);
  if (options.members) {
    for (const Member& member : work.members) {
      out.line("N1", "Record: " + member.source + ":" + member.source_record_id);
    }
  }
  return std::move(out).finish();
}

}  // namespace evidence::server
