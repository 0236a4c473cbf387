#include "model/match_profile.h"

#include <algorithm>
#include <array>
#include <limits>

#include "base/ascii.h"
#include "base/stem.h"
#include "base/text.h"

namespace evidence {
namespace {

constexpr std::size_t kTitleBytes = 600;
constexpr std::size_t kJournalBytes = 120;
constexpr std::size_t kShortBytes = 24;
constexpr std::size_t kAuthors = 8;
constexpr std::size_t kSketch = 16;
constexpr std::size_t kSketchWords = 400;  // of an abstract
constexpr std::size_t kFewestWords = 25;   // an abstract of fewer says too little
constexpr std::size_t kIdentifiers = 12;

bool is_word_char(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U;
}

// Bytes of the punctuation or symbol at `at` that is not ASCII: general punctuation (U+2000 to
// 206F), arrows to box drawing (U+2190 to 25FF), Latin-1's (U+00A0 to 00BF), CJK's (U+3000 to
// 303F). 0: a letter.
std::size_t punctuation_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0U;
  };
  if (byte(0) == 0xC2U) return 2;
  if (byte(0) == 0xE2U && (byte(1) <= 0x81U || (byte(1) >= 0x86U && byte(1) <= 0x97U))) return 3;
  if (byte(0) == 0xE3U && byte(1) == 0x80U) return 3;
  return 0;
}

// Words of folded text: letters and digits; an apostrophe joins ("parkinson's" → "parkinsons").
std::vector<std::string> words_of(std::string_view folded) {
  std::vector<std::string> words;
  std::string word;
  const auto end = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (std::size_t at = 0; at < folded.size(); ++at) {
    const char c = folded[at];
    if (const std::size_t bytes = punctuation_at(folded, at); bytes > 0) {
      end();
      at += bytes - 1;
    } else if (is_word_char(c)) {
      word += c;
    } else if (c != '\'') {
      end();
    }
  }
  end();
  return words;
}

std::string_view arabic(std::string_view roman) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kRoman{{{"ii", "2"},
                                                                                  {"iii", "3"},
                                                                                  {"iv", "4"},
                                                                                  {"vi", "6"},
                                                                                  {"vii", "7"},
                                                                                  {"viii", "8"},
                                                                                  {"ix", "9"},
                                                                                  {"xi", "11"},
                                                                                  {"xii", "12"},
                                                                                  {"xiii", "13"},
                                                                                  {"xiv", "14"}}};
  for (const auto& [numeral, number] : kRoman) {
    if (numeral == roman) return number;
  }
  return {};
}

// "part I", "type V": one letter is a number only behind such a word.
bool counts(std::string_view word) {
  constexpr std::array<std::string_view, 10> kCounters{
      "part", "type", "phase", "stage", "class", "volume", "grade", "section", "paper", "study"};
  return std::find(kCounters.begin(), kCounters.end(), word) != kCounters.end();
}

std::string join_bounded(const std::vector<std::string>& words, std::size_t limit) {
  std::string out;
  for (const std::string& word : words) {
    if (out.size() + word.size() + 1 > limit) break;
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::string without_markup(std::string_view title) {
  std::string out;
  bool inside = false;
  for (std::size_t i = 0; i < title.size(); ++i) {
    const char c = title[i];
    const bool opens = c == '<' && i + 1 < title.size() &&
                       (title[i + 1] == '/' || (title[i + 1] >= 'a' && title[i + 1] <= 'z') ||
                        (title[i + 1] >= 'A' && title[i + 1] <= 'Z'));
    if (opens && title.find('>', i) != std::string_view::npos && title.find('>', i) - i < 40) {
      inside = true;
    }
    if (!inside) out += c;
    if (inside && c == '>') inside = false;
  }
  return out;
}

std::string title_words(std::string_view title) {
  std::vector<std::string> words = words_of(fold(without_markup(title)));
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& word = words[i];
    if (const std::string_view number = arabic(word); !number.empty()) {
      word = number;
    } else if (i > 0 && counts(words[i - 1]) && (word == "i" || word == "v" || word == "x")) {
      word = word == "i" ? "1" : word == "v" ? "5" : "10";
    } else if (word.size() >= 5) {
      word = fold_spelling(word);
    }
  }
  return join_bounded(words, kTitleBytes);
}

bool is_journal_stop(std::string_view word) {
  constexpr std::array<std::string_view, 14> kStops{"the", "of", "and", "for", "in",  "on",  "de",
                                                    "la",  "et", "a",   "und", "der", "fur", "to"};
  return std::find(kStops.begin(), kStops.end(), word) != kStops.end();
}

// "Lancet (London, England)" → "lancet"; "BMJ : British medical journal" → "bmj".
std::string journal_words(std::string_view name) {
  std::string plain;
  int depth = 0;
  for (const char c : name.substr(0, 400)) {
    if (c == '(' || c == '[') ++depth;
    if (depth == 0) plain += c;
    if ((c == ')' || c == ']') && depth > 0) --depth;
  }
  for (const std::string_view mark : {" : ", " = "}) {
    if (const std::size_t at = plain.find(mark); at != std::string::npos && at > 1)
      plain.resize(at);
  }
  std::vector<std::string> words = words_of(fold(plain));
  std::erase_if(words, [](const std::string& word) { return is_journal_stop(word); });
  return join_bounded(words, kJournalBytes);
}

std::string letters_only(std::string_view text) {
  std::string out;
  for (const char c : fold(text)) {
    if (is_word_char(c)) out += c;
  }
  out.resize(truncate_utf8(out, 40).size());
  return out;
}

std::string first_character(std::string_view text) {
  const std::string folded = fold(text.substr(0, 16));
  for (std::size_t i = 0; i < folded.size(); ++i) {
    if (!is_word_char(folded[i])) continue;
    std::size_t end = i + 1;
    while (end < folded.size() && (static_cast<unsigned char>(folded[end]) & 0xC0U) == 0x80U) ++end;
    return folded.substr(i, end - i);
  }
  return "";
}

void add_names(MatchProfile& profile, const Record& record) {
  for (const Contributor& person : record.contributors) {
    if (profile.authors.size() == kAuthors) break;
    if (person.role == "collective" || person.role == "investigator") continue;
    MatchName name{letters_only(person.family),
                   first_character(person.initials.empty() ? person.given : person.initials)};
    if (name.family.empty() || name.family == "anonymous" || name.family == "etal") continue;
    profile.authors.push_back(std::move(name));
  }
}

std::string short_value(std::string_view text) {
  std::string out;
  for (const char c : fold(text.substr(0, 80))) {
    if (is_word_char(c)) out += c;
  }
  const std::size_t zeros = out.find_first_not_of('0');
  if (zeros != std::string::npos && zeros > 0) out.erase(0, zeros);
  out.resize(truncate_utf8(out, kShortBytes).size());
  return out;
}

// "101-9" → 101, 109; "S12-S15" → s12, s15; "CD001234" → cd001234; "1123-1131; discussion 1131" is
// read to its first end. "no pagination" and the like are no page.
void set_pages(MatchProfile& profile, std::string_view pages) {
  std::string folded = fold(pages.substr(0, 80));
  for (const std::string_view prefix : {"pp.", "pp ", "p.", "p ", "pages "}) {
    if (folded.starts_with(prefix)) folded.erase(0, prefix.size());
  }
  if (folded.find("no pagination") != std::string::npos) return;
  const std::size_t stop = folded.find_first_of(",;+(");
  if (stop != std::string::npos) folded.resize(stop);
  const std::size_t dash = folded.find('-');
  profile.first_page = short_value(std::string_view(folded).substr(0, dash));
  if (dash == std::string::npos) return;
  std::string last = short_value(std::string_view(folded).substr(dash + 1));
  const std::string& first = profile.first_page;
  const bool numbers = !last.empty() && !first.empty() &&
                       std::all_of(last.begin(), last.end(), is_digit) &&
                       std::all_of(first.begin(), first.end(), is_digit);
  if (numbers && last.size() < first.size()) {
    last = first.substr(0, first.size() - last.size()) + last;
  }
  profile.last_page = last;
}

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 33U;
  value *= 0xff51afd7ed558ccdULL;
  value ^= value >> 33U;
  value *= 0xc4ceb9fe1a85ec53ULL;
  value ^= value >> 33U;
  return value;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 1469598103934665603ULL;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 1099511628211ULL;
  }
  return mix(hash);
}

// Smallest hashes of pairs of neighbouring words under sixteen orders (minhash).
std::vector<std::uint32_t> sketch_of(const std::vector<AbstractSection>& sections) {
  std::vector<std::uint64_t> words;
  for (const AbstractSection& section : sections) {
    for (const std::string& word : words_of(fold(section.text.substr(0, 8'192)))) {
      if (words.size() == kSketchWords) break;
      words.push_back(hash_of(word));
    }
  }
  if (words.size() < kFewestWords) return {};
  std::vector<std::uint32_t> sketch(kSketch, std::numeric_limits<std::uint32_t>::max());
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::uint64_t pair = mix(words[i] * 31 + words[i + 1]);
    for (std::size_t k = 0; k < kSketch; ++k) {
      const auto value = static_cast<std::uint32_t>(mix(pair + k * 0x9e3779b97f4a7c15ULL) >> 32U);
      sketch[k] = std::min(sketch[k], value);
    }
  }
  return sketch;
}

bool is_cochrane_number(std::string_view page) {
  return page.size() == 8 && page.starts_with("cd") &&
         std::all_of(page.begin() + 2, page.end(), is_digit);
}

std::string edition_of(std::string_view edition) {
  std::string digits;
  for (const char c : edition) {
    if (is_digit(c)) {
      digits += c;
    } else if (!digits.empty()) {
      break;
    }
  }
  if (!digits.empty()) return digits.substr(0, 6);
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kWords{{{"first", "1"},
                                                                                 {"second", "2"},
                                                                                 {"third", "3"},
                                                                                 {"fourth", "4"},
                                                                                 {"fifth", "5"},
                                                                                 {"sixth", "6"}}};
  const std::string folded = fold(edition.substr(0, 80));
  for (const auto& [word, number] : kWords) {
    if (folded.find(word) != std::string::npos) return std::string(number);
  }
  return "";
}

std::string squeezed(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c != ' ') out += c;
  }
  return out;
}

std::string_view first_word(std::string_view words) { return words.substr(0, words.find(' ')); }

// First letters of the first four words, articles and the like left out.
std::string acronym_of(std::string_view words) {
  std::string out;
  for (const std::string_view word : split(words, ' ')) {
    if (word.empty() || is_journal_stop(word) || word == "an") continue;
    out += word.front();
    if (out.size() == 4) break;
  }
  return out;
}

}  // namespace

MatchProfile profile_of(const Record& record) {
  MatchProfile profile;
  profile.kind = kind_of(record);
  profile.kind_stated = !record.publication_types.empty() || profile.kind != RecordKind::kArticle;
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kLocal) continue;
    if (profile.identifiers.size() == kIdentifiers) break;
    profile.identifiers.push_back(std::string(scheme_name(identifier.scheme())) + ":" +
                                  identifier.value());
    if (identifier.scheme() == IdentifierScheme::kDoi && profile.version == 0) {
      const DoiVersion version = version_of_doi(identifier.value());
      profile.version_family = version.family;
      profile.version = version.number;
    }
  }
  std::sort(profile.identifiers.begin(), profile.identifiers.end());
  profile.title = title_words(base_title(record.title));
  if (record.original_title != record.title) {
    profile.original_title = title_words(base_title(record.original_title));
  }
  if (profile.title.empty()) std::swap(profile.title, profile.original_title);
  add_names(profile, record);
  profile.year = record.publication.date.year;
  profile.volume = short_value(record.publication.volume);
  profile.issue = short_value(record.publication.issue);
  set_pages(profile, record.publication.pages);
  profile.journal = journal_words(record.publication.title);
  profile.journal_abbreviation = journal_words(record.publication.abbreviation);
  if (profile.journal.empty()) std::swap(profile.journal, profile.journal_abbreviation);
  // A Cochrane review without its DOI: the page is the review's number.
  if (profile.version_family.empty() && profile.year != 0 &&
      is_cochrane_number(profile.first_page) && profile.journal.starts_with("cochrane")) {
    profile.version_family = "10.1002/14651858." + profile.first_page;
    profile.version = profile.year;
  }
  profile.edition = edition_of(record.publication.edition);
  profile.abstract_sketch = sketch_of(record.abstract);
  return profile;
}

std::int64_t identifier_key(std::string_view identifier) {
  return static_cast<std::int64_t>(hash_of("id|" + std::string(identifier)));
}

std::vector<std::int64_t> match_keys(const MatchProfile& profile) {
  constexpr std::size_t kWholeTitle = 16;  // letters from which a title may stand alone
  constexpr std::size_t kTitlePart = 24;
  std::vector<std::int64_t> keys;
  const auto add = [&keys](std::string_view kind, std::initializer_list<std::string_view> parts) {
    std::string text(kind);
    for (const std::string_view part : parts) {
      text += '|';
      text += part;
    }
    keys.push_back(static_cast<std::int64_t>(hash_of(text)));
  };
  for (const std::string& identifier : profile.identifiers) {
    // A journal's ISSN stands in each of its articles; a registry's number in each report of a
    // trial.
    if (identifier.starts_with("issn:") && profile.kind != RecordKind::kSerial) continue;
    keys.push_back(identifier_key(identifier));
  }
  if (!profile.version_family.empty()) add("version", {profile.version_family});

  const std::string letters = squeezed(profile.title);
  const std::string year = profile.year == 0 ? "" : std::to_string(profile.year);
  const std::string_view family =
      profile.authors.empty() ? std::string_view() : profile.authors.front().family;
  const std::string& page = profile.first_page;
  const std::string& volume = profile.volume;
  if (letters.size() >= kWholeTitle) {
    add("title", {letters});
  } else if (!letters.empty()) {
    add("short title", {letters, family, year});
  }
  const std::string other = squeezed(profile.original_title);
  if (other.size() >= kWholeTitle) add("title", {other});
  if (letters.size() > kTitlePart && !year.empty()) {
    add("begin", {std::string_view(letters).substr(0, kTitlePart), year});
    add("end", {std::string_view(letters).substr(letters.size() - kTitlePart), year});
  }
  if (!page.empty() && page != "1") {
    const std::string_view journal = std::string_view(profile.journal).substr(0, 1);
    if (!volume.empty() && !year.empty()) add("place", {volume, page, year, journal});
    if (!volume.empty() && !family.empty()) add("page", {volume, page, family});
    if (!year.empty() && !family.empty()) add("year page", {year, page, family});
    if (!volume.empty() && !letters.empty()) add("word", {volume, page, first_word(profile.title)});
  }
  if (!family.empty() && !year.empty()) {
    add("author", {family, year, acronym_of(profile.title)});
    if (!volume.empty()) add("author volume", {family, year, volume, profile.issue});
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace evidence
