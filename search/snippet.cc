#include "search/snippet.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "search/conclusion.h"

namespace evidence {
namespace {

constexpr std::size_t kWindow = 220;          // bytes
constexpr std::size_t kConclusion = 420;      // bytes of whole sentences
constexpr std::size_t kMaxText = 16'384;      // of an abstract that is looked at
constexpr std::size_t kMaxWhole = 60'000;     // below RecordLimits::abstract_bytes
constexpr std::size_t kMaxSentenceBack = 90;  // how far before the first word a sentence may begin
constexpr std::size_t kContext = 40;          // before the first word where no sentence begins near
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

struct Found {
  std::size_t begin = 0, end = 0;
  int word = 0;
};

bool is_blank(char c) { return c == ' ' || c == '\n'; }
bool is_ascii_letter(char c) {
  const unsigned number = QueryWords::class_of(c);
  return number >= 1 && number <= 26;
}

// "asthma", "(asthma", "asthma),": one word of ASCII letters, for which the tokenizer has nothing
// else to say than its small letters. Gives where the word begins and ends; empty for others.
struct Stretch {
  std::size_t begin = 0, end = 0;
};
std::optional<Stretch> plain_word(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  Stretch word;
  if (!text.empty() && text[0] == '(') word.begin = 1;
  word.end = word.begin;
  while (word.end < text.size() && is_ascii_letter(text[word.end])) ++word.end;
  if (word.end == word.begin || word.end - word.begin > kLongest) return std::nullopt;
  for (const char c : text.substr(word.end)) {
    if (c != '.' && c != ',' && c != ';' && c != ':' && c != ')') return std::nullopt;
  }
  return word;
}

void match_stretch(std::string_view text, std::size_t begin, QueryWords& words,
                   std::vector<Found>& matches) {
  if (const auto plain = plain_word(text)) {
    char lower[64];
    const std::size_t length = plain->end - plain->begin;
    for (std::size_t i = 0; i < length; ++i) {
      lower[i] = static_cast<char>(text[plain->begin + i] | 0x20);
    }
    if (const int word = words.find(std::string_view(lower, length)); word >= 0) {
      matches.push_back({begin + plain->begin, begin + plain->end, word});
    }
    return;
  }
  for_each_token(text, [&](Token&& token) {
    if (const int word = words.find(token); word >= 0) {
      matches.push_back({begin + token.begin, begin + token.end, word});
    }
  });
}

// Where a word of the query stands. Tokenizing whole abstracts would cost more than the search, so
// only stretches between blanks that hold the beginning of such a word are looked at.
std::vector<Found> matches_of(std::string_view text, QueryWords& words) {
  std::vector<Found> matches;
  if (words.empty()) return matches;
  unsigned before = 0;  // class of the byte before; 0 outside of words
  unsigned here = text.empty() ? 0 : QueryWords::class_of(text[0]);
  for (std::size_t at = 0; at < text.size();) {
    const unsigned next = at + 1 < text.size() ? QueryWords::class_of(text[at + 1]) : 0;
    // One branch a byte that is rarely taken: this walk is what snippets cost.
    if (!(static_cast<unsigned>(words.may_begin(here, next)) &
          static_cast<unsigned>(before == 0))) {
      before = here;
      here = next;
      ++at;
      continue;
    }
    std::size_t begin = at;
    while (begin > 0 && !is_blank(text[begin - 1])) --begin;
    std::size_t end = at;
    while (end < text.size() && !is_blank(text[end])) ++end;
    match_stretch(text.substr(begin, end - begin), begin, words, matches);
    at = end;
    before = 0;
    here = end < text.size() ? QueryWords::class_of(text[end]) : 0;
  }
  return matches;
}

// The first match of the window with the most distinct words, then the most words.
std::size_t best_start(const std::vector<Found>& matches) {
  std::size_t best = 0;
  std::size_t best_score = 0;
  std::vector<std::size_t> counts(64, 0);
  std::size_t distinct = 0;
  std::size_t end = 0;
  for (std::size_t begin = 0; begin < matches.size(); ++begin) {
    while (end < matches.size() && matches[end].end - matches[begin].begin <= kWindow - kContext) {
      auto& count = counts[static_cast<std::size_t>(matches[end].word) % counts.size()];
      if (count++ == 0) ++distinct;
      ++end;
    }
    const std::size_t score = distinct * 1'000 + (end - begin);
    if (end > begin && score > best_score) {
      best_score = score;
      best = begin;
    }
    if (end > begin) {
      auto& count = counts[static_cast<std::size_t>(matches[begin].word) % counts.size()];
      if (--count == 0) --distinct;
    } else {
      end = begin + 1;
    }
  }
  return best;
}

bool is_break(std::string_view text, std::size_t i) {
  return text[i] == '\n' || ((text[i] == '.' || text[i] == '?' || text[i] == '!') &&
                             i + 1 < text.size() && text[i + 1] == ' ');
}

std::size_t passage_begin(std::string_view text, std::size_t first_match) {
  const std::size_t earliest = first_match > kMaxSentenceBack ? first_match - kMaxSentenceBack : 0;
  if (earliest == 0) return 0;
  for (std::size_t i = first_match; i > earliest; --i) {
    if (is_break(text, i - 1)) {
      std::size_t begin = i;
      while (begin < first_match && text[begin] == ' ') ++begin;
      return begin;
    }
  }
  std::size_t begin = first_match - kContext;
  while (begin < first_match && text[begin] != ' ') ++begin;
  return begin < first_match ? begin + 1 : first_match;
}

std::size_t passage_end(std::string_view text, std::size_t begin) {
  if (text.size() - begin <= kWindow + kWindow / 8) return text.size();
  const std::size_t limit = begin + kWindow;
  for (std::size_t i = limit; i > begin + kWindow * 2 / 3; --i) {
    if (is_break(text, i - 1)) return i;
  }
  std::size_t end = limit;
  while (end > begin && text[end] != ' ' && text[end] != '\n') --end;
  return end > begin ? end : begin + truncate_utf8(text.substr(begin), kWindow).size();
}

void add_plain(std::vector<SnippetPart>& parts, std::string_view text) {
  if (text.empty()) return;
  std::string clean(text);
  std::replace(clean.begin(), clean.end(), '\n', ' ');
  if (!parts.empty() && !parts.back().highlighted) {
    parts.back().text += clean;
  } else {
    parts.push_back({std::move(clean), false});
  }
}

std::vector<SnippetPart> cut(std::string_view text, std::size_t begin, std::size_t end,
                             const std::vector<Found>& matches) {
  std::vector<SnippetPart> parts;
  if (begin > 0) add_plain(parts, kEllipsis);
  std::size_t at = begin;
  for (const Found& match : matches) {
    if (match.begin < at || match.end > end) continue;
    add_plain(parts, text.substr(at, match.begin - at));
    parts.push_back({std::string(text.substr(match.begin, match.end - match.begin)), true});
    at = match.end;
  }
  add_plain(parts, text.substr(at, end - at));
  if (end < text.size()) add_plain(parts, kEllipsis);
  return parts;
}

}  // namespace

std::vector<SnippetPart> make_snippet(std::string_view abstract, QueryWords& words) {
  abstract = truncate_utf8(abstract, kMaxText);
  if (abstract.empty()) return {};
  const std::vector<Found> matches = matches_of(abstract, words);
  const std::size_t begin =
      matches.empty() ? 0 : passage_begin(abstract, matches[best_start(matches)].begin);
  return cut(abstract, begin, passage_end(abstract, begin), matches);
}

Snippet snippet_of(std::string_view abstract, QueryWords& words, bool advice) {
  if (abstract.empty()) return {};
  // A text that was cut where it was stored may end inside a sentence.
  const bool whole = abstract.size() <= kMaxWhole;
  const std::optional<Conclusion> conclusion =
      whole ? find_conclusion(abstract, kConclusion) : std::nullopt;
  if (conclusion && advice) {
    const std::string_view text =
        abstract.substr(conclusion->begin, conclusion->end - conclusion->begin);
    return {highlight(text, words), SnippetKind::kConclusion, conclusion->continues};
  }
  std::string rest(abstract);
  if (conclusion) {
    // With the label before it: the line as far as the conclusion ends.
    const std::size_t line = rest.rfind('\n', conclusion->begin);
    const std::size_t label = line == std::string::npos ? 0 : line;
    const bool labelled = conclusion->begin - label < kMaxSentenceBack;
    const std::size_t begin = labelled ? label : conclusion->begin;
    rest.erase(begin, conclusion->section_end - begin);
  }
  Snippet extract{make_snippet(rest, words), SnippetKind::kExtract, false};
  if (extract.parts.empty()) extract.kind = SnippetKind::kNone;
  return extract;
}

std::vector<SnippetPart> highlight(std::string_view text, QueryWords& words) {
  return cut(text, 0, text.size(), matches_of(text, words));
}

}  // namespace evidence
