#include "query/dialect.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "query/qualifiers.h"
#include "query/search_fields.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxListed = 500;

bool is_word_char(char c) {
  return is_letter(c) || is_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::size_t skip_spaces(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] == ' ') ++at;
  return at;
}

bool word_at(std::string_view text, std::size_t at, std::string_view word) {
  return at + word.size() <= text.size() &&
         equals_ignoring_case(text.substr(at, word.size()), word) &&
         (at == 0 || !is_word_char(text[at - 1])) &&
         (at + word.size() == text.size() || !is_word_char(text[at + word.size()]));
}

bool ends_here(std::string_view text, std::size_t at, std::string_view also) {
  return at >= text.size() || text[at] == ' ' || also.find(text[at]) != std::string_view::npos;
}

// Two letters that no third follows.
std::string_view code_at(std::string_view text, std::size_t at) {
  if (at + 2 > text.size() || !is_letter(text[at]) || !is_letter(text[at + 1])) return {};
  if (at + 2 < text.size() && is_word_char(text[at + 2])) return {};
  return text.substr(at, 2);
}

bool known_ovid(std::string_view code) { return ovid_code(to_lower_ascii(code)) != nullptr; }

std::optional<unsigned> number_at(std::string_view text, std::size_t& at) {
  std::size_t p = at;
  if (p < text.size() && (text[p] == '#' || text[p] == 's' || text[p] == 'S')) ++p;
  const std::size_t begin = p;
  unsigned number = 0;
  while (p < text.size() && is_digit(text[p]) && p - begin < 6) {
    number = number * 10 + static_cast<unsigned>(text[p] - '0');
    ++p;
  }
  if (p == begin || (p < text.size() && is_word_char(text[p]))) return std::nullopt;
  at = p;
  return number;
}

// "1-4, 7,9 - 12"; the position behind it, or nullopt.
std::optional<std::size_t> ranges_at(std::string_view text, std::size_t at, LineList& list) {
  while (true) {
    const auto first = number_at(text, at);
    if (!first) return std::nullopt;
    unsigned last = *first;
    const std::size_t dash = skip_spaces(text, at);
    if (dash < text.size() && text[dash] == '-') {
      std::size_t p = skip_spaces(text, dash + 1);
      if (const auto number = number_at(text, p)) {
        last = *number;
        at = p;
      }
    }
    if (list.ranges.size() >= kMaxListed) return std::nullopt;
    list.ranges.emplace_back(*first, last);
    const std::size_t comma = skip_spaces(text, at);
    if (comma >= text.size() || text[comma] != ',') return at;
    std::size_t next = skip_spaces(text, comma + 1);
    std::size_t probe = next;
    if (!number_at(text, probe)) return at;
    at = next;
  }
}

constexpr std::array<std::string_view, 96> kTags{"ad",
                                                 "affiliation",
                                                 "all",
                                                 "allfields",
                                                 "aid",
                                                 "au",
                                                 "author",
                                                 "auid",
                                                 "authoridentifier",
                                                 "book",
                                                 "cois",
                                                 "cn",
                                                 "corporateauthor",
                                                 "crdt",
                                                 "datecreate",
                                                 "date-create",
                                                 "dcom",
                                                 "date-completion",
                                                 "rn",
                                                 "ec/rnnumber",
                                                 "ed",
                                                 "editor",
                                                 "edat",
                                                 "date-entrez",
                                                 "date-entry",
                                                 "sb",
                                                 "filter",
                                                 "subset",
                                                 "1au",
                                                 "fau",
                                                 "fir",
                                                 "gr",
                                                 "ir",
                                                 "isbn",
                                                 "ip",
                                                 "issue",
                                                 "ta",
                                                 "journal",
                                                 "la",
                                                 "language",
                                                 "lang",
                                                 "lastau",
                                                 "lid",
                                                 "mhda",
                                                 "date-mesh",
                                                 "majr",
                                                 "mj",
                                                 "meshmajortopic",
                                                 "sh",
                                                 "subheading",
                                                 "meshsubheading",
                                                 "mh",
                                                 "mesh",
                                                 "meshterms",
                                                 "meshterm",
                                                 "lr",
                                                 "jid",
                                                 "ot",
                                                 "otherterm",
                                                 "pg",
                                                 "ps",
                                                 "pa",
                                                 "pharmacologicalaction",
                                                 "pl",
                                                 "pmid",
                                                 "uid",
                                                 "dp",
                                                 "pdat",
                                                 "date-publication",
                                                 "pt",
                                                 "ptyp",
                                                 "publicationtype",
                                                 "pubn",
                                                 "si",
                                                 "nm",
                                                 "supplementaryconcept",
                                                 "substancename",
                                                 "tw",
                                                 "textword",
                                                 "textwords",
                                                 "text",
                                                 "ti",
                                                 "title",
                                                 "titl",
                                                 "tiab",
                                                 "title/abstract",
                                                 "tt",
                                                 "vi",
                                                 "volume",
                                                 "ab",
                                                 "abstract",
                                                 "word",
                                                 "majr:noexp",
                                                 "mhnoexp",
                                                 "meshnoexp",
                                                 "tiab:"};

unsigned pubmed_marks(std::string_view text) {
  unsigned count = 0;
  for (std::size_t at = text.find('['); at != std::string_view::npos; at = text.find('[', at + 1)) {
    const std::size_t close = text.find(']', at);
    if (close == std::string_view::npos) break;
    if (close - at < 40 && is_pubmed_tag(text.substr(at + 1, close - at - 1))) ++count;
  }
  return count;
}

unsigned ovid_marks(std::string_view text) {
  unsigned count = 0;
  bool quoted = false;
  bool in_brackets = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') quoted = !quoted;
    // The list of fields that exports print; other square brackets may hold searches.
    if (c == '[') in_brackets = starts_with_ignoring_case(text.substr(at), "[mp=");
    if (c == ']') in_brackets = false;
    if (quoted || in_brackets) continue;
    if (c == '.') {
      if (const auto suffix = ovid_suffix(text, at); suffix && suffix->known) {
        count += 2;
        at = suffix->end - 1;
      }
    } else if (c == '/') {
      if (at > 0 && (is_word_char(text[at - 1]) || text[at - 1] == '"' || text[at - 1] == ')')) {
        if (const auto slash = ovid_slash(text, at)) {
          ++count;
          at = slash->end - 1;
        }
      }
    } else if (at == 0 || !is_word_char(text[at - 1])) {
      if (word_at(text, at, "exp")) {
        const std::size_t next = skip_spaces(text, at + 3);
        if (next < text.size() && next > at + 3 && !word_at(text, next, "or") &&
            !word_at(text, next, "and")) {
          ++count;
        }
      } else if ((c == 'a' || c == 'A') && at + 4 < text.size()) {
        std::size_t end = at;
        while (end < text.size() && is_word_char(text[end])) ++end;
        const auto proximity = ovid_proximity(text.substr(at, end - at));
        if (proximity && proximity->rest == end - at) ++count;
      } else if ((c == 'l' || c == 'L') && word_at(text, at, "limit")) {
        std::size_t next = skip_spaces(text, at + 5);
        if (number_at(text, next) && word_at(text, skip_spaces(text, next), "to")) count += 2;
      }
      if (const auto list = line_list(text, at)) {
        count += 2;
        at = list->end - 1;
      }
    }
  }
  return count;
}

constexpr std::array<std::string_view, 22> kEbscoUpper{
    "TI", "AB", "TX", "AU", "SU", "SO", "MH", "MM", "MJ", "MW", "PT",
    "XB", "KW", "DE", "ZT", "PB", "JN", "AF", "LA", "PY", "DT", "EM"};

unsigned ebsco_marks(std::string_view text) {
  unsigned count = 0;
  for (std::size_t at = 0; at + 2 < text.size(); ++at) {
    if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') continue;
    const std::string_view code = text.substr(at, 2);
    const char next = text[at + 2];
    const bool known = std::find(kEbscoUpper.begin(), kEbscoUpper.end(), code) != kEbscoUpper.end();
    if (known && (next == ' ' || next == '(' || next == '"')) {
      const std::size_t after = skip_spaces(text, at + 2);
      if (after >= text.size() || word_at(text, after, "or") || word_at(text, after, "and") ||
          text[after] == ')') {
        continue;
      }
      count += text[after] == '"' || text[after] == '(' ? 2 : 1;
    } else if ((text[at] == 'N' || text[at] == 'W') && is_digit(text[at + 1]) && at > 0) {
      const std::size_t end = is_digit(next) ? at + 3 : at + 2;
      if (end < text.size() && (text[end] == ' ' || text[end] == '(')) ++count;
    } else if (text[at] == 'S' && is_digit(text[at + 1])) {
      std::size_t p = at;
      if (number_at(text, p)) {
        const std::size_t after = skip_spaces(text, p);
        if (after >= text.size() || word_at(text, after, "or") || word_at(text, after, "and") ||
            word_at(text, after, "not")) {
          ++count;
        }
      }
    }
  }
  // "S1 OR S2" ends in a number of two characters.
  return count;
}

unsigned cql_marks(std::string_view text) {
  unsigned count = 0;
  for (const std::string_view name :
       {"dc.", "cql.", "bath.", "srw.", "rec.", "prox/", "evidence."}) {
    for (std::size_t at = text.find(name); at != std::string_view::npos;
         at = text.find(name, at + 1)) {
      if (at > 0 && text[at - 1] != ' ' && text[at - 1] != '(') continue;
      ++count;
    }
  }
  for (std::size_t at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    const std::size_t before = text.find_last_not_of(' ', at == 0 ? 0 : at - 1);
    if (at > 0 && before != std::string_view::npos && is_letter(text[before]) &&
        !starts_with_ignoring_case(text, "limit")) {
      ++count;
    }
  }
  for (const std::string_view relation : {" any \"", " all \"", " adj \"", " exact \""}) {
    if (text.find(relation) != std::string_view::npos) ++count;
  }
  return count;
}

unsigned shared_marks(std::string_view text) {
  unsigned count = 0;
  for (const std::string_view word : {" AND ", " OR ", " NOT "}) {
    if (text.find(word) != std::string_view::npos) ++count;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if ((c == '*' || c == '$') && at > 0 && is_word_char(text[at - 1])) ++count;
    if (c == '"') ++count;
    // and, or, not beside a bracket or a line number.
    for (const std::string_view word : {"or", "and", "not"}) {
      if (!word_at(text, at, word)) continue;
      const std::size_t after = skip_spaces(text, at + word.size());
      const std::size_t before =
          at == 0 ? std::string_view::npos : text.find_last_not_of(' ', at - 1);
      std::size_t p = after;
      const bool number_after = after < text.size() && number_at(text, p).has_value();
      bool number_before = false;
      if (before != std::string_view::npos && is_digit(text[before])) {
        std::size_t first = before;
        while (first > 0 && is_digit(text[first - 1])) --first;
        number_before = first == 0 || text[first - 1] == ' ' || text[first - 1] == '#' ||
                        text[first - 1] == '(' || text[first - 1] == 'S';
      }
      if ((number_after && number_before) || (after < text.size() && text[after] == '(') ||
          (before != std::string_view::npos && text[before] == ')')) {
        ++count;
      }
    }
    if (c == '#' && (at == 0 || !is_word_char(text[at - 1])) && at + 1 < text.size() &&
        is_digit(text[at + 1])) {
      ++count;
    }
  }
  return count;
}

}  // namespace

std::optional<Syntax> Marks::syntax() const {
  const unsigned most = std::max({ovid, pubmed, ebsco, cql});
  if (most == 0) return std::nullopt;
  if (most == ovid) return Syntax::kOvid;
  if (most == pubmed) return Syntax::kPubmed;
  if (most == ebsco) return Syntax::kEbsco;
  return Syntax::kCql;
}

Marks marks_of(std::string_view plain) {
  Marks marks;
  marks.ovid = ovid_marks(plain);
  marks.pubmed = pubmed_marks(plain);
  // Tags decide: "exp Child [mesh]" and "N2" are slips in a PubMed line.
  if (marks.pubmed == 0) marks.ebsco = ebsco_marks(plain);
  if (marks.pubmed == 0 && marks.ovid == 0 && marks.ebsco == 0) marks.cql = cql_marks(plain);
  if (!marks.any()) marks.shared = shared_marks(plain);
  return marks;
}

bool is_pubmed_tag(std::string_view inside) {
  std::string tag;
  for (const char c : to_lower_ascii(inside)) {
    if (c != ' ') tag.push_back(c);
  }
  if (const std::size_t colon = tag.find(':'); colon != std::string::npos) {
    const std::string_view rest = std::string_view(tag).substr(colon + 1);
    if (rest == "noexp" || (!rest.empty() && rest.front() == '~')) tag.resize(colon);
  }
  return std::find(kTags.begin(), kTags.end(), tag) != kTags.end();
}

std::optional<OvidSuffix> ovid_suffix(std::string_view text, std::size_t at) {
  OvidSuffix suffix;
  const std::size_t first = skip_spaces(text, at + 1);
  const bool spaced = first > at + 1;
  std::size_t p = first;
  std::size_t behind = 0;
  while (true) {
    const std::string_view code = code_at(text, p);
    if (code.empty()) {
      if (suffix.codes.empty()) return std::nullopt;
      break;
    }
    suffix.codes.push_back(code);
    suffix.known = suffix.known && known_ovid(code);
    behind = p + 2;
    p = skip_spaces(text, behind);
    if (p >= text.size() || (text[p] != ',' && text[p] != ';')) break;
    p = skip_spaces(text, p + 1);
  }
  p = skip_spaces(text, behind);
  if (p < text.size() && text[p] == ',') p = skip_spaces(text, p + 1);
  if (p < text.size() && text[p] == '.' && (p == behind || suffix.known)) {
    suffix.stopped = true;
    suffix.end = p + 1;
    if (!suffix.known && (spaced || !ends_here(text, suffix.end, ")["))) return std::nullopt;
    // ".ti.ab" and ".ti. ab .": a full stop where a comma is meant.
    while (true) {
      const std::size_t next = skip_spaces(text, suffix.end);
      const std::string_view later = code_at(text, next);
      if (next > suffix.end && !later.empty() && known_ovid(later)) {
        const std::size_t stop = skip_spaces(text, next + 2);
        if (stop < text.size() && text[stop] == '.') {
          suffix.codes.push_back(later);
          suffix.end = stop + 1;
          continue;
        }
      }
      const std::string_view more = code_at(text, suffix.end);
      if (more.empty() || !known_ovid(more) || equals_ignoring_case(more, "or") ||
          !ends_here(text, suffix.end + 2, ".)[")) {
        break;
      }
      // "trial.pt.in infants" is no second code.
      const std::size_t stop = skip_spaces(text, suffix.end + 2);
      const bool stopped_later = stop < text.size() && text[stop] == '.';
      if (suffix.end + 2 < text.size() && text[suffix.end + 2] == ' ' && !stopped_later) break;
      suffix.codes.push_back(more);
      suffix.end = stopped_later ? stop : suffix.end + 2;
      if (suffix.end < text.size() && text[suffix.end] == '.') ++suffix.end;
    }
    return suffix;
  }
  if (!suffix.known) return std::nullopt;
  suffix.end = behind;
  const std::size_t next = skip_spaces(text, behind);
  const bool last = next >= text.size() || text[next] == ')' || text[next] == '[';
  if (spaced ? !last : !ends_here(text, behind, ")[,")) return std::nullopt;
  return suffix;
}

std::optional<OvidSlash> ovid_slash(std::string_view text, std::size_t at) {
  OvidSlash slash;
  std::size_t p = at + 1;
  if (ends_here(text, p, ")[],;")) {
    slash.end = p;
    return slash;
  }
  if (text[p] == '.' && ends_here(text, p + 1, ")")) {
    slash.end = p + 1;
    return slash;
  }
  // "asthma/.ti.": a heading with a field behind it.
  if (text[p] == '.' && ovid_suffix(text, p)) {
    slash.end = p;
    return slash;
  }
  if (word_at(text, p, "or") || word_at(text, p, "and") || word_at(text, p, "not")) {
    slash.end = p;
    return slash;
  }
  while (true) {
    const std::string_view code = code_at(text, p);
    const Qualifier* found = nullptr;
    std::size_t length = 2;
    if (!code.empty()) found = qualifier_by_code(to_lower_ascii(code));
    if (found == nullptr) {
      for (const Qualifier& one : qualifiers()) {
        if (p >= text.size() || (text[p] | 0x20) != one.name.front()) continue;
        // "administration and dosage" is also typed with '&'.
        std::string spelt(one.name);
        if (const std::size_t sign = spelt.find('&'); sign != std::string::npos) {
          spelt.replace(sign, 1, "and");
        }
        for (const std::string_view name : {one.name, std::string_view(spelt)}) {
          if (name.size() > length && starts_with_ignoring_case(text.substr(p), name) &&
              ends_here(text, p + name.size(), ")[,;.")) {
            found = &one;
            length = name.size();
          }
        }
      }
    }
    if (found == nullptr || slash.qualifiers.size() >= kMaxListed) return std::nullopt;
    slash.qualifiers.push_back(found->code);
    p += length;
    slash.end = p;
    const std::size_t comma = skip_spaces(text, p);
    if (comma >= text.size() || text[comma] != ',') break;
    p = skip_spaces(text, comma + 1);
  }
  if (slash.end < text.size() && text[slash.end] == '.' && ends_here(text, slash.end + 1, ")")) {
    ++slash.end;
  }
  if (!ends_here(text, slash.end, ")[;")) return std::nullopt;
  return slash;
}

std::optional<LineList> line_list(std::string_view text, std::size_t at) {
  if (at > 0 && is_word_char(text[at - 1])) return std::nullopt;
  LineList list;
  const bool is_or = word_at(text, at, "or");
  list.is_and = word_at(text, at, "and");
  if (is_or || list.is_and) {
    std::size_t p = skip_spaces(text, at + (is_or ? 2 : 3));
    if (p >= text.size() || text[p] != '/') return std::nullopt;
    const auto end = ranges_at(text, skip_spaces(text, p + 1), list);
    if (!end) return std::nullopt;
    list.end = *end;
    return list;
  }
  if (!is_digit(text[at]) && text[at] != '#') return std::nullopt;
  // In the middle of a list it was looked at from its beginning.
  const std::size_t before = at == 0 ? std::string_view::npos : text.find_last_not_of(' ', at - 1);
  if (before != std::string_view::npos && (text[before] == ',' || text[before] == '-')) {
    return std::nullopt;
  }
  const auto end = ranges_at(text, at, list);
  if (!end) return std::nullopt;
  std::size_t p = skip_spaces(text, *end);
  if (p >= text.size() || text[p] != '/') return std::nullopt;
  p = skip_spaces(text, p + 1);
  list.is_and = word_at(text, p, "and");
  if (!list.is_and && !word_at(text, p, "or")) return std::nullopt;
  list.end = p + (list.is_and ? 3 : 2);
  // "metalloproteinase 1/ or exp …" is a heading and an operator: behind a list comes an operator
  // or nothing.
  p = skip_spaces(text, list.end);
  if (p < text.size() && text[p] != ')' && !word_at(text, p, "and") && !word_at(text, p, "or") &&
      !word_at(text, p, "not")) {
    return std::nullopt;
  }
  return list;
}

std::optional<LineList> spaced_line_list(std::string_view text) {
  text = trim(text);
  LineList list;
  list.is_and = word_at(text, 0, "and");
  if (!list.is_and && !word_at(text, 0, "or")) return std::nullopt;
  const auto end = ranges_at(text, skip_spaces(text, list.is_and ? 3 : 2), list);
  if (!end || *end != text.size()) return std::nullopt;
  if (list.ranges.size() == 1 && list.ranges.front().first == list.ranges.front().second) {
    return std::nullopt;
  }
  list.end = text.size();
  return list;
}

std::optional<OvidProximity> ovid_proximity(std::string_view word) {
  OvidProximity proximity;
  std::size_t p = 3;
  if (starts_with_ignoring_case(word, "near")) {
    proximity.near = true;
    p = 4;
  } else if (!starts_with_ignoring_case(word, "adj")) {
    return std::nullopt;
  }
  const std::size_t begin = p;
  while (p < word.size() && is_digit(word[p]) && p - begin < 3) {
    proximity.distance = proximity.distance * 10 + static_cast<unsigned>(word[p] - '0');
    ++p;
  }
  proximity.rest = p;
  if (p == word.size()) {
    // "near" is a word; only NEAR and nearN are operators.
    if (proximity.near && p == begin && word != "NEAR") return std::nullopt;
    return proximity;
  }
  // Glued to the next word: only behind a number, "adjacent" is a word.
  if (p == begin || !is_letter(word[p])) return std::nullopt;
  return proximity;
}

}  // namespace evidence::query
