#include "access/openurl_key.h"

#include <algorithm>
#include <array>

namespace evidence {
namespace {

constexpr std::array<std::pair<OpenUrlFormat, std::string_view>, 5> kFormats{{
    {OpenUrlFormat::kJournal, "journal"},
    {OpenUrlFormat::kBook, "book"},
    {OpenUrlFormat::kDissertation, "dissertation"},
    {OpenUrlFormat::kPatent, "patent"},
    {OpenUrlFormat::kDublinCore, "dc"},
}};

constexpr std::array<std::string_view, 7> kJournalGenres{
    "journal", "issue", "article", "proceeding", "conference", "preprint", "unknown"};
constexpr std::array<std::string_view, 7> kBookGenres{
    "book", "bookitem", "conference", "proceeding", "report", "document", "unknown"};

constexpr std::array kPlainKeys{PlainKey{"atitle", &OpenUrl::atitle},
                                PlainKey{"jtitle", &OpenUrl::jtitle},
                                PlainKey{"stitle", &OpenUrl::stitle},
                                PlainKey{"btitle", &OpenUrl::btitle},
                                PlainKey{"volume", &OpenUrl::volume},
                                PlainKey{"issue", &OpenUrl::issue},
                                PlainKey{"part", &OpenUrl::part},
                                PlainKey{"quarter", &OpenUrl::quarter},
                                PlainKey{"ssn", &OpenUrl::season},
                                PlainKey{"spage", &OpenUrl::spage},
                                PlainKey{"epage", &OpenUrl::epage},
                                PlainKey{"pages", &OpenUrl::pages},
                                PlainKey{"artnum", &OpenUrl::artnum},
                                PlainKey{"place", &OpenUrl::place},
                                PlainKey{"pub", &OpenUrl::publisher},
                                PlainKey{"inst", &OpenUrl::publisher},
                                PlainKey{"publisher", &OpenUrl::publisher},  // Dublin Core
                                PlainKey{"edition", &OpenUrl::edition},
                                PlainKey{"series", &OpenUrl::series},
                                PlainKey{"aucorp", &OpenUrl::corporate_author}};

// Besides those that both versions have and kPlainKeys lists.
constexpr std::array<std::string_view, 24> kOldKeys{
    "aulast", "aufirst", "auinit", "auinit1", "auinitm", "ausuffix", "au",     "coden",
    "issn",   "eissn",   "isbn",   "title",   "stitle",  "atitle",   "volume", "part",
    "issue",  "spage",   "epage",  "pages",   "artnum",  "sici",     "bici",   "date"};
constexpr std::array<std::string_view, 9> kTolerated{
    "genre", "ssn", "quarter", "jtitle", "btitle", "aucorp", "place", "pub", "edition"};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string_view openurl_format_name(OpenUrlFormat format) {
  for (const auto& [known, name] : kFormats) {
    if (known == format) return name;
  }
  return "journal";
}

std::optional<OpenUrlFormat> openurl_format_by_name(std::string_view name) {
  for (const auto& [format, known] : kFormats) {
    if (known == name) return format;
  }
  return std::nullopt;
}

bool is_journal_genre(std::string_view genre) { return holds(kJournalGenres, genre); }
bool is_book_genre(std::string_view genre) { return holds(kBookGenres, genre); }

const PlainKey* find_plain_key(std::string_view name) {
  const auto found = std::find_if(kPlainKeys.begin(), kPlainKeys.end(),
                                  [name](const PlainKey& key) { return key.name == name; });
  return found == kPlainKeys.end() ? nullptr : &*found;
}

bool is_old_key(std::string_view name) { return holds(kOldKeys, name) || holds(kTolerated, name); }

}  // namespace evidence
