#include "base/sentences.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"
#include "base/word_list.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxBracket = 600;  // bytes; a bracket that does not close by then is a sign
constexpr std::size_t kMaxWord = 40;

// More always follows these.
constexpr std::array<std::string_view, 42> kNeverLast = {
    "approx", "assoc", "c.f",  "ca",    "cf",   "chap", "dept", "dr",   "drs", "e.g",  "eg",
    "eq",     "eqs",   "fig",  "figs",  "i.e",  "ibid", "ie",   "incl", "mr",  "mrs",  "ms",
    "mt",     "nos",   "pp",   "proc",  "prof", "ref",  "refs", "resp", "sec", "spec", "ssp",
    "st",     "subsp", "supp", "suppl", "univ", "v.s",  "var",  "viz",  "vs"};
// A sentence may end with these: it does where the next word is one that begins sentences.
constexpr std::array<std::string_view, 28> kPerhapsLast = {
    "al",  "b.v",   "co",  "corp",  "ed",  "eds", "inc", "jr", "ltd", "m.d",
    "no",  "op",    "p",   "ph.d",  "phd", "sp",  "spp", "sr", "u.k", "u.n",
    "u.s", "u.s.a", "vol", "w.h.o", "wk",  "yr",  "yrs", "z.b"};
// Of times and doses: a capital after them begins a sentence.
constexpr std::array<std::string_view, 18> kOftenLast = {
    "a.d", "a.m", "b.c", "b.d", "b.i.d", "etc",   "h.s", "i.m", "i.p",
    "i.v", "o.d", "p.m", "p.o", "q.d",   "q.i.d", "s.c", "s.d", "t.i.d"};
constexpr std::array<std::string_view, 12> kMonths = {"apr", "aug", "dec", "feb", "jan", "jul",
                                                      "jun", "mar", "nov", "oct", "sep", "sept"};
// With a number after them they are abbreviations, whatever else they may be.
constexpr std::array<std::string_view, 11> kBeforeNumbers = {"art",  "ch",   "n",   "no", "nr", "p",
                                                             "para", "sect", "tab", "v",  "vol"};
// What begins sentences much more often than it is part of a name.
constexpr std::array<std::string_view, 64> kStarters = {
    "A",          "After",       "All",     "Although",    "Among",   "An",       "As",
    "At",         "Background",  "Based",   "Because",     "Both",    "By",       "Children",
    "Conclusion", "Conclusions", "Data",    "Despite",     "Each",    "Finally",  "Findings",
    "For",        "From",        "Further", "Furthermore", "Here",    "How",      "However",
    "If",         "In",          "It",      "Its",         "Methods", "Moreover", "No",
    "Of",         "On",          "One",     "Only",        "Other",   "Our",      "Patients",
    "Results",    "Several",     "Since",   "Some",        "Studies", "Such",     "The",
    "Their",      "Then",        "There",   "Therefore",   "These",   "They",     "This",
    "Three",      "Thus",        "To",      "Two",         "Using",   "We",       "When",
    "With"};
// A single capital after these names a kind, and no person: "vitamin D. The".
constexpr std::array<std::string_view, 22> kBeforeLetters = {
    "and",    "appendix", "arm",   "category",  "class",     "cohort", "experiment", "factor",
    "figure", "grade",    "group", "hepatitis", "influenza", "level",  "or",         "panel",
    "part",   "phase",    "stage", "table",     "type",      "vitamin"};
static_assert(is_sorted_word_list(kNeverLast) && is_sorted_word_list(kPerhapsLast) &&
              is_sorted_word_list(kOftenLast) && is_sorted_word_list(kMonths) &&
              is_sorted_word_list(kBeforeNumbers) && is_sorted_word_list(kStarters) &&
              is_sorted_word_list(kBeforeLetters));

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_other(char c) { return (static_cast<unsigned char>(c) & 0x80U) != 0; }

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads,
                     std::size_t& length) {
  for (const std::string_view head : heads) {
    if (text.starts_with(head)) {
      length = head.size();
      return true;
    }
  }
  return false;
}

// How many bytes of closing quotation marks and brackets stand at `at`.
std::size_t closers_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  for (std::size_t length = 0;
       end < text.size() &&
       starts_with_any(text.substr(end),
                       {")", "]", "}", "\"", "'", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"},
                       length);) {
    end += length;
  }
  return end - at;
}

// "low.1,2 The": numbers of references right behind the full stop.
std::size_t citation_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && end - at < 12 &&
         (is_digit(text[end]) || text[end] == ',' || text[end] == '-')) {
    ++end;
  }
  const bool whole = end > at && is_digit(text[at]) && end < text.size() && is_blank(text[end]);
  return whole ? end - at : 0;
}

std::string_view word_before(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  while (begin > 0 && at - begin < kMaxWord && !is_blank(text[begin - 1]) &&
         text[begin - 1] != '\n' && text[begin - 1] != '(' && text[begin - 1] != '[') {
    --begin;
  }
  return text.substr(begin, at - begin);
}

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (is_upper(text[end]) || is_lower(text[end]))) ++end;
  return text.substr(at, end - at);
}

bool is_number(std::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(),
                                      [](char c) { return is_digit(c) || c == '.' || c == ','; });
}

// One scan of a text; a class because the question "does a sentence end here" needs the sentence's
// beginning and the bracket that is open.
class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  std::vector<SentenceSpan> split() {
    std::size_t at = 0;
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '\n') {
        close(at);
        begin_ = ++at;
        bracket_end_ = 0;
      } else if (c == '(' || c == '[') {
        open_bracket(at++);
      } else if (const std::size_t end = end_of_sentence(at); end > 0) {
        close(end);
        begin_ = at = end;
      } else {
        ++at;
      }
    }
    close(text_.size());
    return std::move(spans_);
  }

 private:
  void close(std::size_t end) {
    std::size_t begin = begin_;
    while (begin < end && is_blank(text_[begin])) ++begin;
    while (end > begin && is_blank(text_[end - 1])) --end;
    if (end > begin) spans_.push_back({begin, end});
  }

  // Remembers where the bracket closes, so that nothing ends a sentence before.
  void open_bracket(std::size_t at) {
    if (at < bracket_end_) return;
    int depth = 0;
    const std::size_t limit = std::min(text_.size(), at + kMaxBracket);
    for (std::size_t i = at; i < limit && text_[i] != '\n'; ++i) {
      if (text_[i] == '(' || text_[i] == '[') ++depth;
      if ((text_[i] == ')' || text_[i] == ']') && --depth == 0) {
        bracket_end_ = i;
        return;
      }
    }
  }

  // Just past the sentence that ends with the character at `at`; 0 where none does.
  std::size_t end_of_sentence(std::size_t at) {
    std::size_t length = 0;
    if (starts_with_any(text_.substr(at), {"\xE3\x80\x82", "\xEF\xBC\x81", "\xEF\xBC\x9F"},
                        length)) {
      return at < bracket_end_ ? 0 : at + length;
    }
    const char c = text_[at];
    if (c != '.' && c != '?' && c != '!') return 0;
    std::size_t end = at + 1;
    while (end < text_.size() && (text_[end] == '.' || text_[end] == '?' || text_[end] == '!')) {
      ++end;
    }
    const bool several = end - at > 1;
    const std::size_t closed = closers_at(text_, end);
    // Inside a bracket a sentence ends only where the bracket does too: "(P < 0.05.) The".
    if (at < bracket_end_ && end + closed <= bracket_end_) return 0;
    end += closed;
    if (at > 0 && !is_digit(text_[at - 1])) end += citation_at(text_, end);
    if (end >= text_.size() || text_[end] == '\n') return end;
    if (!is_blank(text_[end])) return ends_without_blank(at, end) ? end : 0;
    std::size_t next = end;
    while (next < text_.size() && is_blank(text_[next])) ++next;
    if (next >= text_.size() || text_[next] == '\n') return end;
    if (c != '.' || several) return begins_sentence(next) ? end : 0;
    return ends_at_stop(at, next) ? end : 0;
  }

  // "in Italy.Data on 284 patients": a blank was lost between two words.
  [[nodiscard]] bool ends_without_blank(std::size_t at, std::size_t end) const {
    const std::string_view before = word_before(text_, at);
    const std::string_view after = word_at(text_, end);
    if (text_[at] != '.' || before.size() < 4 || after.size() < 2) return false;
    if (before.find('.') != std::string_view::npos || before.find('/') != std::string_view::npos ||
        before.find('@') != std::string_view::npos) {
      return false;
    }
    return is_lower(before.back()) && is_lower(before[before.size() - 2]) && is_upper(after[0]) &&
           is_lower(after[1]) && !contains_word(kNeverLast, to_lower_ascii(before));
  }

  // Could a sentence begin so? A small letter only in names like pH, mRNA, p53, α-tocopherol.
  [[nodiscard]] bool begins_sentence(std::size_t next) const {
    const char c = text_[next];
    if (is_upper(c) || is_digit(c) || c == '(' || c == '[' || c == '"' || c == '\'') return true;
    if (is_other(c)) return true;
    if (!is_lower(c)) return false;
    for (std::size_t i = next + 1; i < text_.size() && i < next + 4; ++i) {
      if (is_upper(text_[i]) || is_digit(text_[i])) return true;
      if (!is_lower(text_[i])) return false;
    }
    return false;
  }

  [[nodiscard]] bool ends_at_stop(std::size_t at, std::size_t next) const {
    if (!begins_sentence(next)) return false;
    const std::string_view before = word_before(text_, at);
    if (before.empty()) return false;  // a full stop alone
    if (is_number(before)) return ends_at_number(at, before, next);
    std::string word = to_lower_ascii(before);
    while (!word.empty() && !is_lower(word.front()) && !is_digit(word.front()) &&
           !is_other(word.front())) {
      word.erase(0, 1);
    }
    const std::string_view after = word_at(text_, next);
    const bool starter = contains_word(kStarters, after);
    if (is_digit(text_[next]) &&
        (contains_word(kBeforeNumbers, word) || contains_word(kMonths, word))) {
      return false;
    }
    if (contains_word(kNeverLast, word)) return false;
    if (contains_word(kPerhapsLast, word) || contains_word(kMonths, word)) return starter;
    if (contains_word(kOftenLast, word)) return after.size() > 1 && is_lower(after[1]);
    const bool one_letter = word.size() == 1 || (word.size() == 2 && is_other(word[0]));
    if (one_letter && !is_digit(word[0])) {
      const bool initials = after.size() == 1 && text_.substr(next + 1).starts_with(".");
      return !initials && ends_at_letter(at, starter);
    }
    return true;
  }

  // "1. Background" is a number of a list; "48. 8%" a decimal that somebody tore.
  [[nodiscard]] bool ends_at_number(std::size_t at, std::string_view number,
                                    std::size_t next) const {
    std::size_t begin = begin_;
    while (begin < at && is_blank(text_[begin])) ++begin;
    if (begin + number.size() == at) return false;
    if (!is_digit(text_[next])) return true;
    std::size_t end = next;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    const bool percent = end < text_.size() && (text_[end] == '%' || text_[end] == ')');
    return !(percent && end - next <= 2);
  }

  // An initial, a species ("E. coli"), or the end of "vitamin D".
  [[nodiscard]] bool ends_at_letter(std::size_t at, bool starter) const {
    if (starter) return true;
    const std::size_t before = at - 1;
    if (!is_upper(text_[before]) || before < 2) return false;
    const std::string_view kind = word_before(text_, before - 1);
    return contains_word(kBeforeLetters, to_lower_ascii(kind));
  }

  std::string_view text_;
  std::vector<SentenceSpan> spans_;
  std::size_t begin_ = 0;        // of the sentence
  std::size_t bracket_end_ = 0;  // where the open bracket closes; 0: none is open
};

}  // namespace

std::vector<SentenceSpan> sentences_in(std::string_view text) { return Splitter(text).split(); }

}  // namespace evidence
