#include "connectors/format/dc_values.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/reference_text.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

struct Word {
  std::string_view raw, name;
};

// COAR's vocabulary of resource types, by the last part of its URI, those that libraries meet.
constexpr std::array kCoarTypes{
    Word{"c_6501", "Journal Article"},
    Word{"c_2df8fbb1", "Research Article"},
    Word{"c_dcae04bc", "Review Article"},
    Word{"c_b239", "Editorial"},
    Word{"c_545b", "Letter"},
    Word{"c_7acd", "Corrigendum"},
    Word{"c_beb9", "Data Paper"},
    Word{"c_816b", "Preprint"},
    Word{"c_8042", "Working Paper"},
    Word{"c_46ec", "Thesis"},
    Word{"c_db06", "Doctoral Thesis"},
    Word{"c_bdcc", "Master Thesis"},
    Word{"c_7a1f", "Bachelor Thesis"},
    Word{"c_2f33", "Book"},
    Word{"c_3248", "Book Chapter"},
    Word{"c_ba08", "Book Review"},
    Word{"c_efa0", "Review"},
    Word{"c_93fc", "Report"},
    Word{"c_18ws", "Research Report"},
    Word{"c_18gh", "Technical Report"},
    Word{"c_5794", "Conference Paper"},
    Word{"c_6670", "Conference Poster"},
    Word{"c_c94f", "Conference Object"},
    Word{"c_f744", "Conference Proceedings"},
    Word{"c_8544", "Lecture"},
    Word{"c_0640", "Journal"},
    Word{"c_3e5a", "Journal Contribution"},
    Word{"c_ddb1", "Dataset"},
    Word{"c_5ce6", "Software"},
    Word{"c_c513", "Image"},
    Word{"c_12ce", "Video"},
    Word{"c_18cc", "Sound"},
    Word{"c_15cd", "Patent"},
    Word{"c_1843", ""},  // other
    Word{"c_18cf", ""},  // text
};

// Last parts of info:eu-repo and eprint URIs, and usual words, in lower case without blanks, dashes
// and underscores; "" says nothing about the kind of publication.
constexpr std::array kTypes{
    Word{"article", "Journal Article"},
    Word{"journalarticle", "Journal Article"},
    Word{"researcharticle", "Research Article"},
    Word{"scholarlyarticle", "Journal Article"},
    Word{"submittedjournalarticle", "Preprint"},
    Word{"reviewarticle", "Review Article"},
    Word{"preprint", "Preprint"},
    Word{"workingpaper", "Working Paper"},
    Word{"bachelorthesis", "Bachelor Thesis"},
    Word{"masterthesis", "Master Thesis"},
    Word{"doctoralthesis", "Doctoral Thesis"},
    Word{"studentthesis", "Thesis"},
    Word{"bookpart", "Book Chapter"},
    Word{"bookitem", "Book Chapter"},
    Word{"booksection", "Book Chapter"},
    Word{"bookchapter", "Book Chapter"},
    Word{"bookreview", "Book Review"},
    Word{"conferenceobject", "Conference Object"},
    Word{"conferencepaper", "Conference Paper"},
    Word{"conferenceposter", "Conference Poster"},
    Word{"conferenceitem", "Conference Object"},
    Word{"conferenceproceedings", "Conference Proceedings"},
    Word{"contributiontoperiodical", "Journal Contribution"},
    Word{"technicalreport", "Technical Report"},
    Word{"researchproposal", "Research Proposal"},
    Word{"text", ""},
    Word{"other", ""},
    Word{"nonpeerreviewed", ""},
    Word{"peerreviewed", ""},
    Word{"publishedversion", ""},
    Word{"acceptedversion", ""},
    Word{"submittedversion", ""},
    Word{"updatedversion", ""},
    Word{"draft", ""},
    Word{"version", ""},
    Word{"semantics", ""},
};

template <std::size_t N>
const Word* find_word(const std::array<Word, N>& words, std::string_view raw) {
  const auto at =
      std::find_if(words.begin(), words.end(), [raw](const Word& word) { return word.raw == raw; });
  return at == words.end() ? nullptr : &*at;
}

std::string compact(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_letter(c)) out.push_back(static_cast<char>(c | 0x20));
  }
  return out;
}

// "MasterThesis" → "Master Thesis", for the last part of an unknown URI.
std::string spaced(std::string_view name) {
  std::string out;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool upper = name[i] >= 'A' && name[i] <= 'Z';
    if (upper && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z') out.push_back(' ');
    out.push_back(name[i] == '_' ? ' ' : name[i]);
  }
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 0x20);
  return out;
}

}  // namespace

DcDate dc_date(std::string_view text) {
  text = trim(text);
  if (text.size() > 100) return {};
  if (starts_with_ignoring_case(text, "info:eu-repo/date/")) {
    // publicationDate/2016-01-01; every other kind is no date of publication.
    const std::string_view rest = text.substr(18);
    if (!starts_with_ignoring_case(rest, "publicationDate/")) return {};
    text = rest.substr(16);
  }
  if (text.size() >= 16 && (text[10] == 'T' || text[10] == ' ') && text[13] == ':') {
    const auto day = parse_date(text.substr(0, 10));
    if (!day) return {};
    return {*day, text.substr(11, 5) != "00:00"};
  }
  if (const auto plain = parse_date(text)) return {*plain, false};
  while (!text.empty() && (text.front() == '[' || text.front() == '(' || text.front() == 'c' ||
                           text.front() == 'p' || text.starts_with("\xC2\xA9"))) {
    text.remove_prefix(text.starts_with("\xC2\xA9") ? 2 : 1);
    text = trim(text);
  }
  while (!text.empty() && std::string_view("]).?").find(text.back()) != kNone) {
    text.remove_suffix(1);
  }
  if (const auto plain = parse_date(text)) return {*plain, false};
  if (text.size() == 8 && all_digits(text)) {
    const std::string dashed = std::string(text.substr(0, 4)) + "-" +
                               std::string(text.substr(4, 2)) + "-" + std::string(text.substr(6));
    if (const auto day = parse_date(dashed)) return {*day, false};
    return {};
  }
  if (text.size() == 7 && text[2] == '/' && all_digits(text.substr(3))) {  // 03/2003
    const auto month =
        parse_date(std::string(text.substr(3)) + "-" + std::string(text.substr(0, 2)));
    return {month.value_or(PartialDate{}), false};
  }
  // "1950s" is a decade and no year.
  const bool decade = text.size() == 5 && text.back() == 's';
  return {decade ? PartialDate{} : reference_date(text), false};
}

std::string dc_type(std::string_view text) {
  text = trim(text);
  const bool uri = text.find("://") != kNone || starts_with_ignoring_case(text, "info:eu-repo/") ||
                   starts_with_ignoring_case(text, "doc-type:");
  if (!uri) {
    const Word* word = find_word(kTypes, compact(text.substr(0, 60)));
    return std::string(word != nullptr ? word->name : text);
  }
  while (text.ends_with('/')) text.remove_suffix(1);
  const std::string_view last = text.substr(text.find_last_of("/:#") + 1);
  if (const Word* coar = find_word(kCoarTypes, to_lower_ascii(last)))
    return std::string(coar->name);
  if (starts_with_ignoring_case(last, "c_")) return {};
  if (const Word* word = find_word(kTypes, compact(last.substr(0, 60)))) {
    return std::string(word->name);
  }
  return spaced(last);
}

DcRights dc_rights(std::string_view text) {
  const std::string lower = to_lower_ascii(trim(text.substr(0, 2'048)));
  const auto has = [&lower](std::string_view part) { return lower.find(part) != kNone; };
  DcRights rights;
  const bool term = has("info:eu-repo/semantics/") || has("purl.org/coar/access_right/");
  rights.only_access = term;
  if (term) {
    if (has("openaccess") || lower.ends_with("c_abf2")) rights.access = OpenAccess::kOpen;
    if (has("closedaccess") || has("restrictedaccess") || has("embargoedaccess") ||
        lower.ends_with("c_14cb") || lower.ends_with("c_16ec") || lower.ends_with("c_f1cf")) {
      rights.access = OpenAccess::kClosed;
    }
    return rights;
  }
  rights.licence_url = lower.starts_with("http://") || lower.starts_with("https://");
  const std::string word = compact(lower.substr(0, 60));
  if (word == "openaccess" || word == "open") {
    rights.access = OpenAccess::kOpen;
    rights.only_access = true;
  } else if (word == "closedaccess" || word == "restrictedaccess" || word == "embargoedaccess" ||
             word == "metadataonlyaccess") {
    rights.access = OpenAccess::kClosed;
    rights.only_access = true;
  } else if (has("creativecommons.org/") || has("creative commons") || lower.starts_with("cc by") ||
             lower.starts_with("cc-by") || lower.starts_with("cc0") || lower == "public domain") {
    rights.access = OpenAccess::kOpen;
  }
  return rights;
}

bool is_corporate_name(std::string_view name) {
  static constexpr std::array<std::string_view, 34> kWords{
      "university",   "universidad", "universidade", "université", "universität", "universitat",
      "institute",    "institut",    "instituto",    "istituto",   "department",  "dept",
      "departamento", "laboratory",  "hospital",     "centre",     "center",      "school",
      "faculty",      "college",     "ministry",     "agency",     "library",     "academy",
      "foundation",   "trust",       "press",        "society",    "association", "organization",
      "organisation", "clinic",      "unit",         "program"};
  std::string word;
  const auto known = [&word] {
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
  };
  for (const char c : name) {
    if (is_letter(c) || (static_cast<unsigned char>(c) & 0x80U) != 0) {
      word.push_back(is_letter(c) ? static_cast<char>(c | 0x20) : c);
      continue;
    }
    if (known()) return true;
    word.clear();
  }
  return known();
}

bool is_status_note(std::string_view text) {
  static constexpr std::array<std::string_view, 24> kWhole{"peer reviewed",
                                                           "peer-reviewed",
                                                           "peerreviewed",
                                                           "non peer reviewed",
                                                           "nonpeerreviewed",
                                                           "not peer reviewed",
                                                           "published version",
                                                           "accepted version",
                                                           "submitted version",
                                                           "published",
                                                           "publishedversion",
                                                           "acceptedversion",
                                                           "accepted manuscript",
                                                           "author's final manuscript",
                                                           "final published version",
                                                           "author final manuscript",
                                                           "original manuscript",
                                                           "unreviewed",
                                                           "reviewed",
                                                           "yes",
                                                           "no",
                                                           "n/a",
                                                           "no abstract available",
                                                           "abstract not available"};
  static constexpr std::array<std::string_view, 9> kBeginnings{
      "submitted by ",  "made available in ", "approved for entry",
      "item withdrawn", "restriction set by", "includes bibliographical references",
      "cataloged from", "title from ",        "copyright "};
  std::string lower = to_lower_ascii(trim(text.substr(0, 200)));
  if (lower.ends_with('.')) lower.pop_back();
  return std::find(kWhole.begin(), kWhole.end(), lower) != kWhole.end() ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&lower](std::string_view begin) { return lower.starts_with(begin); });
}

}  // namespace evidence
