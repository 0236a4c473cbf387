#include "server/openurl_citation.h"

#include "model/match.h"
#include "model/match_profile.h"
#include "model/person_name.h"

namespace evidence::server {

bool titles_differ(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty()) return false;
  Record one;
  Record other;
  one.title = a;
  other.title = b;
  const Comparison comparison = compare(profile_of(one), profile_of(other));
  return comparison.title >= 0 && comparison.title < 0.5 && comparison.contained < 0.95 &&
         comparison.words < 0.8;
}

const std::string& own_title(const OpenUrl& asked) {
  return asked.format == OpenUrlFormat::kJournal || !asked.atitle.empty() ? asked.atitle
                                                                          : asked.btitle;
}

query::Citation citation_of_openurl(const OpenUrl& asked) {
  query::Citation citation;
  for (const OpenUrlAuthor& author : asked.authors) {
    Contributor person;
    person.family = author.family;
    person.given = author.given;
    person.initials = initials_of(author.given);
    person.role = "author";
    citation.authors.push_back(std::move(person));
  }
  citation.title = own_title(asked);
  citation.journal = !asked.jtitle.empty()   ? asked.jtitle
                     : !asked.stitle.empty() ? asked.stitle
                     : !asked.atitle.empty() ? asked.btitle
                                             : "";
  citation.year = asked.date.year;
  citation.volume = asked.volume;
  citation.issue = asked.issue;
  citation.pages = openurl_pages(asked);
  citation.identifiers = asked.ids;
  if (!asked.isbn.empty()) {
    if (auto isbn = Identifier::parse(IdentifierScheme::kIsbn, asked.isbn); isbn.ok()) {
      citation.identifiers.push_back(*isbn);
    }
  }
  citation.text = citation.title + ". " + citation.journal;
  return citation;
}

}  // namespace evidence::server
