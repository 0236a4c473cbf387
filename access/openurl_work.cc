// What a work looks like as an OpenURL, and what an OpenURL says, whoever made it.
#include <algorithm>

#include "access/openurl.h"
#include "base/ascii.h"
#include "base/text.h"
#include "model/record_kind.h"

namespace evidence {
namespace {

using Scheme = IdentifierScheme;

constexpr std::size_t kMaxAuthors = 20;

std::vector<std::string> values_of(const Record& record, Scheme scheme) {
  std::vector<std::string> values;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == scheme) values.push_back(identifier.value());
  }
  return values;
}

// Longer values would come back cut.
std::string bounded(const std::string& text) {
  return clean_text(truncate_utf8(text, kOpenUrlLimits.value_bytes));
}

// KEV separates the parts of a name by a comma.
std::string without_commas(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  return bounded(text);
}

bool has_type(const Record& record, std::initializer_list<std::string_view> names) {
  return std::any_of(record.publication_types.begin(), record.publication_types.end(),
                     [&names](const std::string& type) {
                       return std::any_of(names.begin(), names.end(), [&](std::string_view name) {
                         return equals_ignoring_case(type, name);
                       });
                     });
}

struct Form {
  OpenUrlFormat format;
  std::string_view genre;
};

Form form_of_article(const Work& work) {
  const Record& record = work.record;
  if (has_type(record, {"thesis", "dissertation", "academic dissertation"})) {
    return {OpenUrlFormat::kDissertation, "dissertation"};
  }
  const Publication& publication = record.publication;
  const bool in_journal = !publication.title.empty() || !publication.abbreviation.empty() ||
                          !values_of(record, Scheme::kPmid).empty() ||
                          !values_of(record, Scheme::kIssn).empty();
  const bool isbn = !values_of(record, Scheme::kIsbn).empty();
  if (isbn && (!in_journal || work.study_type == StudyType::kEbook)) {
    return {OpenUrlFormat::kBook, "book"};
  }
  if (has_type(record, {"report", "technical report", "government publication"}) &&
      publication.volume.empty()) {
    return {OpenUrlFormat::kBook, "report"};
  }
  if (in_journal) return {OpenUrlFormat::kJournal, "article"};
  if (work.study_type == StudyType::kEbook) return {OpenUrlFormat::kBook, "book"};
  return {OpenUrlFormat::kDublinCore, ""};
}

Form form_of(const Work& work) {
  switch (kind_of(work.record)) {
    case RecordKind::kBook:
      return {OpenUrlFormat::kBook, "book"};
    case RecordKind::kChapter:
      return {OpenUrlFormat::kBook, "bookitem"};
    case RecordKind::kSerial:
      return {OpenUrlFormat::kJournal, "journal"};
    case RecordKind::kPreprint:
      return {OpenUrlFormat::kJournal, "preprint"};
    case RecordKind::kConferenceAbstract:
      return {OpenUrlFormat::kJournal, "proceeding"};
    case RecordKind::kTrialRegistration:
      return {OpenUrlFormat::kDublinCore, ""};
    default:
      return form_of_article(work);
  }
}

bool is_page(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

void set_pages(const std::string& pages, OpenUrl& out) {
  const std::size_t dash = pages.find('-');
  const std::string_view first = std::string_view(pages).substr(0, dash);
  if (dash == std::string::npos && is_page(first)) {
    out.spage = pages;
    if (is_letter(first.front())) out.artnum = pages;  // "e12345", "CD001234"
  } else if (is_page(first) && is_page(std::string_view(pages).substr(dash + 1))) {
    out.spage = first;
    out.epage = pages.substr(dash + 1);
  } else {
    out.pages = pages;
  }
}

void set_authors(const Record& record, OpenUrl& out) {
  // Editors stand for a book that has no author.
  const auto is_author = [](const Contributor& person) { return person.role == "author"; };
  const bool any = std::any_of(record.contributors.begin(), record.contributors.end(), is_author);
  for (const Contributor& person : record.contributors) {
    if (person.role == "collective") {
      if (out.corporate_author.empty()) out.corporate_author = bounded(person.family);
      continue;
    }
    if (any ? !is_author(person) : person.role != "editor") continue;
    if (out.authors.size() == kMaxAuthors) continue;
    std::string family = without_commas(person.family);
    if (family.empty()) continue;
    out.authors.push_back(
        {std::move(family), without_commas(person.given.empty() ? person.initials : person.given)});
  }
}

void set_titles(const Work& work, OpenUrl& out) {
  const Record& record = work.record;
  const Publication& publication = record.publication;
  const std::string title = bounded(record.title.empty() ? record.original_title : record.title);
  const std::string in =
      bounded(publication.title.empty() ? publication.abbreviation : publication.title);
  if (out.format == OpenUrlFormat::kJournal) {
    if (out.genre == "journal") {
      out.jtitle = title;
    } else {
      out.atitle = title;
      out.jtitle = in;
    }
    if (publication.abbreviation != in) out.stitle = bounded(publication.abbreviation);
    return;
  }
  if (out.genre == "bookitem") {
    out.atitle = title;
    out.btitle = in;
    return;
  }
  out.btitle = title;
  if (out.format == OpenUrlFormat::kBook && in != title) out.series = in;
}

void set_ids(const Record& record, OpenUrl& out) {
  for (const Scheme scheme : {Scheme::kDoi, Scheme::kPmid, Scheme::kPmcid, Scheme::kNct}) {
    for (const Identifier& identifier : record.identifiers) {
      if (identifier.scheme() != scheme || out.ids.size() == kOpenUrlLimits.ids) continue;
      out.ids.push_back(identifier);
      if (scheme != Scheme::kNct) break;  // a resolver takes one of each
    }
  }
  // Records do not tell which ISSN is of print: resolvers look for both.
  const std::vector<std::string> issns = values_of(record, Scheme::kIssn);
  if (!issns.empty()) out.issn = issns[0];
  if (issns.size() > 1) out.eissn = issns[1];
  bool first = true;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() != Scheme::kIsbn) continue;
    if (first) {
      out.isbn = identifier.value();
    } else if (out.ids.size() < kOpenUrlLimits.ids) {
      out.ids.push_back(identifier);
    }
    first = false;
  }
}

void add_unique(std::vector<std::string>& values, const std::string& value) {
  if (!value.empty() && std::find(values.begin(), values.end(), value) == values.end()) {
    values.push_back(value);
  }
}

}  // namespace

OpenUrl openurl_of(const Work& work) {
  OpenUrl out;
  const Form form = form_of(work);
  out.format = form.format;
  out.genre = form.genre;
  set_titles(work, out);
  set_authors(work.record, out);
  set_ids(work.record, out);
  const Publication& publication = work.record.publication;
  if (out.genre != "journal") {
    out.date = publication.date;
    out.volume = bounded(publication.volume);
    out.issue = bounded(publication.issue);
    if (out.genre != "book" && out.format != OpenUrlFormat::kDublinCore) {
      set_pages(bounded(publication.pages), out);
    }
  }
  if (out.format != OpenUrlFormat::kJournal) {
    out.publisher = bounded(publication.publisher);
    out.edition = bounded(publication.edition);
  }
  return out;
}

bool is_usable(const OpenUrl& asked) {
  return !asked.ids.empty() || !asked.atitle.empty() || !asked.jtitle.empty() ||
         !asked.btitle.empty() || !asked.stitle.empty() || !asked.issn.empty() ||
         !asked.eissn.empty() || !asked.isbn.empty();
}

bool is_journal_level(const OpenUrl& asked) {
  if (asked.format != OpenUrlFormat::kJournal) return false;
  if (asked.genre == "journal") return true;
  const bool of_journal = std::all_of(asked.ids.begin(), asked.ids.end(), [](const Identifier& id) {
    return id.scheme() == Scheme::kIssn;
  });
  return asked.genre.empty() && of_journal && asked.atitle.empty() && asked.volume.empty() &&
         asked.spage.empty() && asked.pages.empty() && asked.artnum.empty();
}

const std::string& openurl_title(const OpenUrl& asked) {
  for (const std::string* title : {&asked.atitle, &asked.btitle, &asked.jtitle}) {
    if (!title->empty()) return *title;
  }
  return asked.stitle;
}

std::string openurl_first_page(const OpenUrl& asked) {
  if (!asked.spage.empty()) return asked.spage;
  if (!asked.pages.empty()) {
    return std::string(trim(asked.pages.substr(0, asked.pages.find_first_of("-;,+ "))));
  }
  return asked.artnum;
}

std::string openurl_pages(const OpenUrl& asked) {
  if (!asked.pages.empty()) return asked.pages;
  if (asked.spage.empty()) return asked.artnum;
  return asked.epage.empty() || asked.epage == asked.spage ? asked.spage
                                                           : asked.spage + "-" + asked.epage;
}

std::vector<std::string> openurl_issns(const OpenUrl& asked) {
  std::vector<std::string> values;
  add_unique(values, asked.issn);
  add_unique(values, asked.eissn);
  for (const Identifier& identifier : asked.ids) {
    if (identifier.scheme() == Scheme::kIssn) add_unique(values, identifier.value());
  }
  return values;
}

std::vector<std::string> openurl_isbns(const OpenUrl& asked) {
  std::vector<std::string> values;
  add_unique(values, asked.isbn);
  for (const Identifier& identifier : asked.ids) {
    if (identifier.scheme() == Scheme::kIsbn) add_unique(values, identifier.value());
  }
  return values;
}

}  // namespace evidence
