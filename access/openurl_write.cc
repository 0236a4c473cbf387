// Writing: keys in one fixed order, each once but rft.au and rft_id.
#include <algorithm>

#include "access/openurl.h"
#include "access/openurl_author.h"
#include "access/openurl_id.h"
#include "access/openurl_key.h"
#include "base/ascii.h"
#include "base/text.h"
#include "base/url.h"

namespace evidence {
namespace {

constexpr std::size_t kAddressBytes = 2'000;  // beyond the resolver's own address
constexpr std::size_t kShortTitle = 200;

class Writer {
 public:
  void add(std::string_view key, std::string_view value) {
    if (value.empty()) return;
    if (!text_.empty()) text_ += '&';
    text_.append(key).append("=").append(percent_encode(value));
  }
  void referent(std::string_view key, std::string_view value) {
    if (!value.empty()) add("rft." + std::string(key), value);
  }
  std::string finish() && { return std::move(text_); }

 private:
  std::string text_;
};

bool are_initials(const std::string& given) {
  return given.size() <= 4 && std::all_of(given.begin(), given.end(), is_upper);
}

void write_authors(Writer& out, const OpenUrl& described) {
  if (described.format == OpenUrlFormat::kDublinCore) {
    for (const OpenUrlAuthor& author : described.authors) {
      out.referent("creator", author.family + ", " + author.given);
    }
    out.referent("aucorp", described.corporate_author);
    return;
  }
  bool first = true;
  for (const OpenUrlAuthor& author : described.authors) {
    if (first) {
      out.referent("aulast", author.family);
      const bool initials = are_initials(author.given);
      out.referent(!initials                  ? "aufirst"
                   : author.given.size() == 1 ? "auinit1"
                                              : "auinit",
                   author.given);
    } else {
      out.referent("au", author.family + ", " + author.given);
    }
    // A second of the same name would be taken for the first again.
    if (first && described.authors.size() > 1 && may_be_one_author(author, described.authors[1])) {
      out.referent("au", author.family + ", " + author.given);
    }
    first = false;
  }
  out.referent("aucorp", described.corporate_author);
}

void write_titles(Writer& out, const OpenUrl& described) {
  out.referent("atitle", described.atitle);
  out.referent("jtitle", described.jtitle);
  out.referent("stitle", described.stitle);
  const bool named =
      described.format == OpenUrlFormat::kBook || described.format == OpenUrlFormat::kJournal;
  out.referent(named ? "btitle" : "title", described.btitle);
}

void write_ids(Writer& out, const OpenUrl& described) {
  for (const Identifier& identifier : described.ids) {
    out.add("rft_id", uri_of_identifier(identifier));
  }
  for (const std::string& uri : described.other_ids) out.add("rft_id", uri);
}

}  // namespace

std::string openurl_kev(const OpenUrl& described, std::string_view rfr_id) {
  Writer out;
  out.add("ctx_ver", "Z39.88-2004");
  out.add("ctx_enc", "info:ofi/enc:UTF-8");
  out.add("rfr_id", rfr_id);
  out.add("rft_val_fmt",
          std::string(kMatrixPrefix) + std::string(openurl_format_name(described.format)));
  out.referent("genre", described.genre);
  write_titles(out, described);
  write_authors(out, described);
  if (!is_journal_level(described)) out.referent("date", format_date(described.date));
  const bool dissertation = described.format == OpenUrlFormat::kDissertation;
  const bool dublin_core = described.format == OpenUrlFormat::kDublinCore;
  for (const auto& [key, value] :
       {std::pair{"volume", &described.volume}, std::pair{"issue", &described.issue},
        std::pair{"part", &described.part}, std::pair{"quarter", &described.quarter},
        std::pair{"ssn", &described.season}, std::pair{"spage", &described.spage},
        std::pair{"epage", &described.epage}, std::pair{"pages", &described.pages},
        std::pair{"artnum", &described.artnum}, std::pair{"edition", &described.edition},
        std::pair{"series", &described.series}, std::pair{"place", &described.place},
        std::pair{dissertation  ? "inst"
                  : dublin_core ? "publisher"
                                : "pub",
                  &described.publisher},
        std::pair{"issn", &described.issn}, std::pair{"eissn", &described.eissn},
        std::pair{"isbn", &described.isbn}}) {
    out.referent(key, *value);
  }
  write_ids(out, described);
  return std::move(out).finish();
}

std::string coins(const Work& work, std::string_view rfr_id) {
  return openurl_kev(openurl_of(work), rfr_id);
}

std::string write_openurl(const OpenUrl& described, std::string_view base,
                          std::string_view rfr_id) {
  std::string address(base);
  const bool has_query = address.find('?') != std::string::npos;
  const bool open = address.ends_with('?') || address.ends_with('&');
  if (!open) address += has_query ? '&' : '?';
  address += "url_ver=Z39.88-2004&";
  std::string query = openurl_kev(described, rfr_id);
  if (query.size() > kAddressBytes) {
    OpenUrl shorter = described;
    if (shorter.authors.size() > 1) shorter.authors.resize(1);
    query = openurl_kev(shorter, rfr_id);
    if (query.size() > kAddressBytes) {
      for (std::string* title : {&shorter.atitle, &shorter.jtitle, &shorter.btitle, &shorter.stitle,
                                 &shorter.corporate_author}) {
        *title = std::string(trim(truncate_utf8(*title, kShortTitle)));
      }
      if (shorter.other_ids.size() > 2) shorter.other_ids.resize(2);
      if (shorter.ids.size() > 8) shorter.ids.erase(shorter.ids.begin() + 8, shorter.ids.end());
      query = openurl_kev(shorter, rfr_id);
    }
  }
  address += query;
  // SFX and Alma otherwise name only those that hold a certain year.
  if (is_journal_level(described)) {
    address += "&sfx.ignore_date_threshold=1&u.ignore_date_coverage=true";
  }
  return address;
}

}  // namespace evidence
