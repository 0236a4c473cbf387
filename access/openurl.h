// OpenURL as link resolvers speak it: 1.0 (Z39.88-2004, key/encoded-value form), 0.1, and mixtures
// of both; read from a request, written for a resolver or an interlibrary loan form, and as COinS.
// Nothing that is named by reference is ever fetched. Pure functions, thread-safe; reading never
// fails: what cannot be used is left out and said in `warnings`.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "model/identifier.h"
#include "model/work.h"

namespace evidence {

enum class OpenUrlFormat { kJournal, kBook, kDissertation, kPatent, kDublinCore };

// A person as KEV has them. `given` is the given name, or initials where no name is known.
struct OpenUrlAuthor {
  std::string family, given;
  bool operator==(const OpenUrlAuthor&) const = default;
};

struct OpenUrlWarning {
  std::string code;       // "bad_issn": one that openurl_warning_text knows
  std::string parameter;  // "rft.issn"; at most 64 bytes
  std::string message;    // one sentence for people; quotes at most 80 bytes of what came
  bool operator==(const OpenUrlWarning&) const = default;
};

// All texts are clean UTF-8, at most kOpenUrlLimits.value_bytes long.
struct OpenUrl {
  std::vector<Identifier> ids;         // DOI, PMID, PMCID, ISBN, ISSN, trial number, as they came
  std::vector<std::string> other_ids;  // "info:oclcnum/1", "https://…": never followed
  OpenUrlFormat format = OpenUrlFormat::kJournal;
  std::string genre;  // "article", "bookitem" …; "" where it is not given
  std::string atitle, jtitle, stitle;
  std::string btitle;  // also the title of a dissertation, a patent, a Dublin Core record
  std::string issn, eissn, isbn;  // normal form, check digit right
  std::string volume, issue, part, quarter, season;
  std::string spage, epage, pages, artnum;
  std::string place, publisher, edition, series;  // of a dissertation `publisher` is its university
  PartialDate date;
  std::vector<OpenUrlAuthor> authors;
  std::string corporate_author;
  std::string referrer;    // "info:sid/<domain>:<id>": who sent the reader
  bool full_text = false;  // svc_id=fulltext, svc.fulltext=yes: straight to the text
  std::vector<OpenUrlWarning> warnings;
  bool operator==(const OpenUrl&) const = default;
};

struct OpenUrlLimits {
  std::size_t parameters = 256;
  std::size_t name_bytes = 64;
  std::size_t value_bytes = 4'096;
  std::size_t ids = 32;
  std::size_t authors = 100;
  std::size_t warnings = 32;
};
inline constexpr OpenUrlLimits kOpenUrlLimits{};

using OpenUrlParameters = std::vector<std::pair<std::string, std::string>>;

// Decoded from percent signs, in order; bytes of any encoding: UTF-8, else what ctx_enc says, else
// Windows-1252.
OpenUrl read_openurl(const OpenUrlParameters& parameters);
// The same from a query string as it was sent. A '%' that begins no escape stands for itself.
OpenUrl read_openurl(std::string_view query);

// Is there anything to find a work by: an identifier, a title, an ISSN or ISBN?
bool is_usable(const OpenUrl& asked);
// A journal as a whole, not something in it.
bool is_journal_level(const OpenUrl& asked);
// The title of what is asked for: of the article or chapter, else of the book or journal.
const std::string& openurl_title(const OpenUrl& asked);
// Where it begins, as a search for pages wants it: "101", "e12"; "" if unknown.
std::string openurl_first_page(const OpenUrl& asked);
// ISSNs and ISBNs wherever they were given, each once.
std::vector<std::string> openurl_issns(const OpenUrl& asked);
std::vector<std::string> openurl_isbns(const OpenUrl& asked);
// "101-109", "e12": whatever is known of where it stands.
std::string openurl_pages(const OpenUrl& asked);

// What an OpenURL can say of a work: two ISSNs, 20 authors, one body. Without warnings.
OpenUrl openurl_of(const Work& work);

// "ctx_ver=Z39.88-2004&…" without "url_ver": what stands in a COinS title before HTML is escaped.
// `rfr_id` "" = not said. A journal as a whole is written without date, which would keep resolvers
// from naming those that hold other years.
std::string openurl_kev(const OpenUrl& described, std::string_view rfr_id = {});
std::string coins(const Work& work, std::string_view rfr_id = {});

// At most about 2,000 bytes beyond `base`, which is a valid web address without fragment and may
// have a query of its own: authors after the first, then the ends of titles are left out.
std::string write_openurl(const OpenUrl& described, std::string_view base,
                          std::string_view rfr_id = {});

// What a warning's code means, for a page that is led to by the code alone; "" for an unknown code.
std::string_view openurl_warning_text(std::string_view code);

}  // namespace evidence
