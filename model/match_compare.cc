// How alike two records are, part by part: titles, authors, place, abstract, identifiers.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <tuple>

#include "base/text.h"
#include "model/edit_distance.h"
#include "model/match.h"

namespace evidence {
namespace {

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.push_back(word);
  }
  return words;
}

bool is_number(std::string_view word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<std::string_view> numbers_of(const std::vector<std::string_view>& words) {
  std::vector<std::string_view> numbers;
  std::copy_if(words.begin(), words.end(), std::back_inserter(numbers), is_number);
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

// Both have numbers, and neither has all of the other's: a cut title only lacks some.
bool numbers_differ(const std::vector<std::string_view>& a,
                    const std::vector<std::string_view>& b) {
  const auto numbers_a = numbers_of(a);
  const auto numbers_b = numbers_of(b);
  if (numbers_a.empty() && numbers_b.empty()) return false;
  const bool a_in_b =
      std::includes(numbers_b.begin(), numbers_b.end(), numbers_a.begin(), numbers_a.end());
  const bool b_in_a =
      std::includes(numbers_a.begin(), numbers_a.end(), numbers_b.begin(), numbers_b.end());
  return !a_in_b && !b_in_a;
}

// Titles of the same length that differ in a number that one has and the other lacks: "part 2".
bool one_has_more_numbers(const std::vector<std::string_view>& a,
                          const std::vector<std::string_view>& b) {
  return numbers_of(a) != numbers_of(b);
}

double share_of_words(const std::vector<std::string_view>& a,
                      const std::vector<std::string_view>& b) {
  const auto significant = [](const std::vector<std::string_view>& words) {
    std::vector<std::string_view> out;
    for (const std::string_view word : words) {
      if (word.size() > 2 && word != "the" && word != "and" && word != "for" && word != "with")
        out.push_back(word);
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  };
  const auto words_a = significant(a);
  const auto words_b = significant(b);
  if (words_a.empty() || words_b.empty()) return -1;
  std::vector<std::string_view> shared;
  std::set_intersection(words_a.begin(), words_a.end(), words_b.begin(), words_b.end(),
                        std::back_inserter(shared));
  return static_cast<double>(shared.size()) /
         static_cast<double>(std::min(words_a.size(), words_b.size()));
}

// Words that titles gain and lose without becoming others.
bool is_filler(std::string_view word) {
  constexpr std::array<std::string_view, 28> kFillers{
      "the", "and", "for",   "with", "from", "among", "between", "into", "its", "their",
      "in",  "on",  "of",    "to",   "an",   "a",     "or",      "at",   "as",  "is",
      "by",  "via", "using", "de",   "la",   "et",    "versus",  "vs"};
  return std::find(kFillers.begin(), kFillers.end(), word) != kFillers.end();
}

// Words of the one that the other lacks, written together in their order.
struct Lacking {
  std::string text;
  std::size_t words = 0;
};
Lacking lacking(const std::vector<std::string_view>& words,
                const std::vector<std::string_view>& others) {
  std::vector<std::string_view> left(others);
  Lacking out;
  for (const std::string_view word : words) {
    const auto at = std::find(left.begin(), left.end(), word);
    if (at != left.end()) {
      left.erase(at);
    } else if (!is_number(word) && !is_filler(word)) {
      out.text += word;
      ++out.words;
    }
  }
  return out;
}

// Each has a word of its own that is no other spelling of the other's: "in men" and "in women",
// hypo- and hyperglycaemia are no slips of one title, however long the rest. One slip a word is
// allowed.
bool words_differ(const std::vector<std::string_view>& a, const std::vector<std::string_view>& b) {
  const Lacking of_a = lacking(a, b);
  const Lacking of_b = lacking(b, a);
  if (of_a.text.empty() || of_b.text.empty()) return false;
  return edit_distance(of_a.text, of_b.text) > std::max(of_a.words, of_b.words);
}

void compare_titles(std::string_view a, std::string_view b, Comparison& out) {
  if (a.empty() || b.empty()) return;
  const std::size_t shorter = std::min(a.size(), b.size());
  const double title = text_similarity(a, b);
  double contained = title;
  if (title < 1) {
    // Of two texts of one length either may be the part.
    std::size_t distance =
        a.size() <= b.size() ? distance_inside(a, b) : std::numeric_limits<std::size_t>::max();
    if (b.size() <= a.size()) distance = std::min(distance, distance_inside(b, a));
    contained = 1.0 - static_cast<double>(distance) / static_cast<double>(shorter);
  }
  const auto words_a = words_of(a);
  const auto words_b = words_of(b);
  const double words = title == 1 ? 1 : share_of_words(words_a, words_b);
  // A cut title may lack numbers; one as long as the other may not.
  const bool other_numbers = numbers_differ(words_a, words_b) ||
                             (title > 0.9 && title < 1 && one_has_more_numbers(words_a, words_b));
  const bool other_words = title < 1 && words_differ(words_a, words_b);
  // Of several titles the most alike two; which were compared first makes no difference.
  if (std::tuple(title, contained, words, shorter, !other_numbers, !other_words) <
      std::tuple(out.title, out.contained, out.words, out.title_length, !out.numbers_differ,
                 !out.words_differ))
    return;
  out.title = title;
  out.contained = contained;
  out.title_length = shorter;
  out.words = words;
  out.numbers_differ = other_numbers;
  out.words_differ = other_words;
}

bool same_family(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::string_view part = a.size() <= b.size() ? a : b;
  const std::string_view whole = a.size() <= b.size() ? b : a;
  // "heijde" and "vanderheijde"; "garcia" and "garcialopez".
  if (part.size() >= 4 && (whole.ends_with(part) || whole.starts_with(part))) return true;
  const std::size_t allowed = part.size() >= 8 ? 2 : part.size() >= 5 ? 1 : 0;
  return allowed > 0 && whole.size() - part.size() <= allowed && edit_distance(a, b) <= allowed;
}

bool same_name(const MatchName& a, const MatchName& b) {
  if (!same_family(a.family, b.family)) return false;
  return a.initial.empty() || b.initial.empty() || a.initial == b.initial;
}

std::size_t count_found(const std::vector<MatchName>& names, const std::vector<MatchName>& among) {
  std::size_t found = 0;
  for (const MatchName& name : names) {
    if (std::any_of(among.begin(), among.end(),
                    [&](const MatchName& other) { return same_name(name, other); }))
      ++found;
  }
  return found;
}

void compare_authors(const MatchProfile& a, const MatchProfile& b, Comparison& out) {
  if (a.authors.empty() || b.authors.empty()) return;
  const auto& fewer = a.authors.size() <= b.authors.size() ? a.authors : b.authors;
  const auto& more = a.authors.size() <= b.authors.size() ? b.authors : a.authors;
  std::size_t found = count_found(fewer, more);
  // Of lists of one length neither is the shorter: one author of the one may be two of the other.
  if (fewer.size() == more.size()) found = std::min(found, count_found(more, fewer));
  out.authors = static_cast<double>(found) / static_cast<double>(fewer.size());
  out.authors_compared = fewer.size();
  out.first_author =
      same_name(a.authors.front(), b.authors.front()) ? Agreement::kSame : Agreement::kDifferent;
}

Agreement agreement(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return Agreement::kUnknown;
  return a == b ? Agreement::kSame : Agreement::kDifferent;
}

// "e123" and "123" are one page; a number of an article and a page range of one say nothing of each
// other, which only same kinds of numbers do.
Agreement page_agreement(const MatchProfile& a, const MatchProfile& b) {
  const std::string& one = a.first_page;
  const std::string& two = b.first_page;
  if (one.empty() || two.empty()) return Agreement::kUnknown;
  const auto digits = [](std::string_view page) {
    const std::size_t at = page.find_first_of("0123456789");
    std::string_view out = at == std::string_view::npos ? page : page.substr(at);
    while (out.size() > 1 && out.front() == '0') out.remove_prefix(1);
    return out;
  };
  if (one == two) return one == "1" ? Agreement::kUnknown : Agreement::kSame;
  if (is_number(one) != is_number(two)) {
    // "s12" is a page of a supplement, never page 12.
    const std::string_view marked = is_number(one) ? two : one;
    if (marked.front() == 's' || marked.front() == 'a') return Agreement::kDifferent;
    if (marked.front() == 'e' && digits(one) == digits(two)) return Agreement::kSame;
    return Agreement::kUnknown;
  }
  // One digit mistyped: no sign of another place, none of the same.
  const std::size_t shorter = std::min(one.size(), two.size());
  if (shorter >= 2 && std::max(one.size(), two.size()) >= 3 && edit_distance(one, two) == 1) {
    return Agreement::kUnknown;
  }
  return Agreement::kDifferent;
}

double best_journal(const MatchProfile& a, const MatchProfile& b) {
  if (a.journal.empty() || b.journal.empty()) return -1;
  double best = journal_similarity(a.journal, b.journal);
  if (best < 1 && !a.journal_abbreviation.empty())
    best = std::max(best, journal_similarity(a.journal_abbreviation, b.journal));
  if (best < 1 && !b.journal_abbreviation.empty())
    best = std::max(best, journal_similarity(a.journal, b.journal_abbreviation));
  return best;
}

std::string_view scheme_of(std::string_view identifier) {
  return identifier.substr(0, identifier.find(':'));
}

void compare_identifiers(const MatchProfile& a, const MatchProfile& b, Comparison& out) {
  std::set_intersection(a.identifiers.begin(), a.identifiers.end(), b.identifiers.begin(),
                        b.identifiers.end(), std::back_inserter(out.shared));
  for (const std::string_view scheme : {"doi", "pmid", "pmcid", "isbn", "issn", "nct"}) {
    const auto has = [scheme](const std::vector<std::string>& list) {
      return std::any_of(list.begin(), list.end(),
                         [scheme](const std::string& one) { return scheme_of(one) == scheme; });
    };
    if (has(a.identifiers) && has(b.identifiers) && !has(out.shared))
      out.conflicting.emplace_back(scheme);
  }
}

double sketch_similarity(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b) {
  if (a.empty() || a.size() != b.size()) return -1;
  std::size_t same = 0;
  for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return static_cast<double>(same) / static_cast<double>(a.size());
}

}  // namespace

bool shares_scheme(const Comparison& comparison, std::string_view scheme) {
  return std::any_of(comparison.shared.begin(), comparison.shared.end(),
                     [scheme](const std::string& one) { return scheme_of(one) == scheme; });
}

double journal_similarity(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return -1;
  if (a == b) return 1;
  const auto words_a = words_of(a);
  const auto words_b = words_of(b);
  const auto initials = [](std::string_view name, const std::vector<std::string_view>& words) {
    if (words.size() < 2 || name.size() != words.size()) return false;
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (words[i].front() != name[i]) return false;
    }
    return true;
  };
  if (words_a.size() == 1 && initials(a, words_b)) return 1;
  if (words_b.size() == 1 && initials(b, words_a)) return 1;
  // An abbreviated word begins as the whole one and has its letters in their order: "natl".
  const auto stands_for = [](std::string_view one, std::string_view two) {
    const std::string_view part = one.size() <= two.size() ? one : two;
    const std::string_view whole = one.size() <= two.size() ? two : one;
    if (part.front() != whole.front()) return false;
    std::size_t at = 0;
    for (const char c : whole) {
      if (at < part.size() && part[at] == c) ++at;
    }
    return at == part.size();
  };
  // The longest common row of words, each standing for the other.
  std::vector<std::size_t> row(words_b.size() + 1, 0);
  for (const std::string_view word : words_a) {
    std::size_t diagonal = 0;
    for (std::size_t j = 0; j < words_b.size(); ++j) {
      const std::size_t above = row[j + 1];
      row[j + 1] = stands_for(word, words_b[j]) ? diagonal + 1 : std::max(above, row[j]);
      diagonal = above;
    }
  }
  return 2.0 * static_cast<double>(row.back()) /
         static_cast<double>(words_a.size() + words_b.size());
}

Comparison compare(const MatchProfile& a, const MatchProfile& b) {
  Comparison out;
  compare_titles(a.title, b.title, out);
  if (out.title < 1) {
    compare_titles(a.original_title, b.title, out);
    compare_titles(a.title, b.original_title, out);
  }
  compare_authors(a, b, out);
  if (a.year != 0 && b.year != 0) out.years_apart = std::abs(a.year - b.year);
  out.volume = agreement(a.volume, b.volume);
  out.issue = agreement(a.issue, b.issue);
  out.page = page_agreement(a, b);
  out.journal = best_journal(a, b);
  out.abstract = sketch_similarity(a.abstract_sketch, b.abstract_sketch);
  compare_identifiers(a, b, out);
  if (shares_scheme(out, "issn")) out.journal = 1;
  return out;
}

}  // namespace evidence
