#include "search/patterns.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "base/tokenizer.h"

namespace evidence {
namespace {

bool is_wildcard(char c) { return c == '*' || c == '?' || c == '#'; }
std::size_t next_character(std::string_view text, std::size_t at) {
  ++at;
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

// A pattern in steps: a literal character, or a wildcard with its least and most characters.
struct Step {
  std::string_view literal;  // one character; empty for a wildcard
  std::size_t least = 0, most = 0;
};

std::vector<Step> steps_of(std::string_view pattern) {
  constexpr std::size_t kAny = 1U << 20U;
  std::vector<Step> steps;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (c == '*') {
      std::size_t end = at + 1;
      std::size_t most = 0;
      while (end < pattern.size() && is_digit(pattern[end]) && most < kAny) {
        most = most * 10 + static_cast<std::size_t>(pattern[end++] - '0');
      }
      steps.push_back({{}, 0, end == at + 1 ? kAny : most});
      at = end;
    } else if (c == '?' || c == '#') {
      steps.push_back({{}, c == '#' ? 1U : 0U, 1});
      ++at;
    } else {
      const std::size_t end = next_character(pattern, at);
      steps.push_back({pattern.substr(at, end - at)});
      at = end;
    }
  }
  return steps;
}

// Which beginnings of the pattern match the word so far: time is word × pattern, whatever they
// hold.
bool matches(const std::vector<Step>& steps, std::string_view word) {
  // State i, k: the first i steps are done, and k characters of step i (a wildcard) are eaten.
  // Wildcards with a bound are unrolled into single optional characters by counting k.
  std::vector<std::vector<bool>> now(steps.size() + 1);
  const auto width = [&steps](std::size_t i) {
    constexpr std::size_t kCounted = 64;  // words are no longer; beyond it a bound is no bound
    return i < steps.size() ? std::min(steps[i].most, kCounted) + 1 : 1;
  };
  for (std::size_t i = 0; i <= steps.size(); ++i) now[i].assign(width(i), false);
  const auto close = [&](std::vector<std::vector<bool>>& state) {
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!steps[i].literal.empty()) continue;
      for (std::size_t k = steps[i].least; k < state[i].size(); ++k) {
        if (state[i][k]) state[i + 1][0] = true;
      }
    }
  };
  now[0][0] = true;
  close(now);
  for (std::size_t at = 0; at < word.size();) {
    const std::size_t end = next_character(word, at);
    const std::string_view character = word.substr(at, end - at);
    std::vector<std::vector<bool>> then(steps.size() + 1);
    for (std::size_t i = 0; i <= steps.size(); ++i) then[i].assign(width(i), false);
    for (std::size_t i = 0; i < steps.size(); ++i) {
      if (!steps[i].literal.empty()) {
        if (now[i][0] && steps[i].literal == character) then[i + 1][0] = true;
        continue;
      }
      const std::size_t last = now[i].size() - 1;
      for (std::size_t k = 0; k <= last; ++k) {
        if (!now[i][k]) continue;
        if (k < last) then[i][k + 1] = true;
        if (k == last && steps[i].most > last) then[i][k] = true;  // without bound
      }
    }
    close(then);
    now = std::move(then);
    at = end;
  }
  return now[steps.size()][0];
}

// Nearly all patterns: letters and one '*' at the end.
bool is_plain_truncation(std::string_view pattern) {
  return pattern.ends_with('*') &&
         std::none_of(pattern.begin(), pattern.end() - 1, [](char c) { return is_wildcard(c); });
}

std::string_view literal_head(std::string_view pattern) {
  const auto end = std::find_if(pattern.begin(), pattern.end(), is_wildcard);
  return pattern.substr(0, static_cast<std::size_t>(end - pattern.begin()));
}

Error too_broad(std::string_view pattern, std::size_t limit) {
  return {ErrorCode::kInvalidArgument, "wildcard_too_broad",
          quoted_for_message(std::string(pattern), 40) + " stands for more than " +
              with_thousands(limit) + " different words.",
          "Type more of the word."};
}

// Folds what is literal; wildcards stay. A final character of the pattern that folding would take
// apart ("ß*") is folded by itself.
std::string fold_pattern(std::string_view text) {
  std::string out;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= text.size(); ++at) {
    if (at < text.size() && !is_wildcard(text[at])) continue;
    out += fold(text.substr(begin, at - begin));
    if (at < text.size()) out += text[at];
    begin = at + 1;
  }
  return out;
}

bool is_word_character(char c) {
  return static_cast<unsigned char>(c) >= 0x80U || is_digit(c) || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z') || is_wildcard(c);
}

void add_compound(std::vector<PatternWord>& words, const std::vector<std::string>& parts) {
  const std::size_t first = words.size();
  std::string together;
  for (const std::string& part : parts) {
    together += part;
    words.push_back({part, std::any_of(part.begin(), part.end(), is_wildcard), "", 1});
  }
  if (parts.size() > 1) {
    words[first].joined = std::move(together);
    words[first].parts = parts.size();
  }
}

// A run without spaces that holds a wildcard: "intra-ocul*", "colo?r", "(il-2*)".
void add_run(std::vector<PatternWord>& words, std::string_view run) {
  std::vector<std::string> parts;
  std::string part;
  const auto end_part = [&] {
    // Digits after a '*' bound it; a wildcard alone is no word.
    if (std::any_of(part.begin(), part.end(),
                    [](char c) { return !is_wildcard(c) && !is_digit(c); }) ||
        std::none_of(part.begin(), part.end(), is_wildcard)) {
      if (!part.empty()) parts.push_back(fold_pattern(part));
    }
    part.clear();
  };
  for (const char c : run) {
    if (is_word_character(c)) {
      part += c;
    } else if (c != '\'') {
      end_part();
    }
  }
  end_part();
  add_compound(words, parts);
}

Result<std::vector<std::string>> expand(const Xapian::Database& database, const std::string& head,
                                        std::string_view body, std::size_t limit) {
  const std::vector<Step> steps = steps_of(body);
  const std::string_view literal = literal_head(body);
  const bool all = is_plain_truncation(body);
  std::vector<std::string> terms;
  const std::string begin = head + std::string(literal);
  for (auto term = database.allterms_begin(begin); term != database.allterms_end(begin); ++term) {
    std::string text = *term;
    if (!all && !matches(steps, std::string_view(text).substr(head.size()))) continue;
    if (terms.size() >= limit) return too_broad(body, limit);
    terms.push_back(std::move(text));
  }
  return terms;
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view word) {
  return matches(steps_of(pattern), word);
}

std::vector<PatternWord> pattern_words(std::string_view text) {
  std::vector<PatternWord> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = text.find_first_not_of(" \t\n\r", at);
    if (begin == std::string_view::npos) break;
    std::size_t end = text.find_first_of(" \t\n\r", begin);
    if (end == std::string_view::npos) end = text.size();
    const std::string_view run = text.substr(begin, end - begin);
    if (std::any_of(run.begin(), run.end(), is_wildcard)) {
      add_run(words, run);
    } else {
      for (const Token& token : tokenize(run)) {
        const std::size_t first = words.size();
        for (const std::string& part : token.parts) words.push_back({part, false, "", 1});
        if (!token.joined.empty()) {
          words[first].joined = token.joined;
          words[first].parts = token.parts.size();
        }
      }
    }
    at = end;
  }
  return words;
}

Result<std::vector<std::string>> expand_pattern(const Xapian::Database& database, Field field,
                                                const std::string& pattern, std::size_t limit) {
  if (std::none_of(pattern.begin(), pattern.end(), is_wildcard)) {
    return std::vector<std::string>{term_of(field, pattern)};
  }
  if (literal_head(pattern).empty()) return too_broad(pattern, 0);
  return expand(database, term_of(field, ""), pattern, limit);
}

Result<std::vector<std::string>> expand_value(const Xapian::Database& database, Field field,
                                              std::string_view pattern, std::size_t limit) {
  std::string key;
  std::size_t begin = 0;
  for (std::size_t at = 0; at <= pattern.size(); ++at) {
    if (at < pattern.size() && !is_wildcard(pattern[at])) continue;
    const std::string_view literal = pattern.substr(begin, at - begin);
    std::string folded = exact_key(field, literal);
    // A space before the wildcard is the value's own.
    if (literal.ends_with(' ') && !folded.empty() && folded.back() != ' ') folded += ' ';
    key += folded;
    if (at < pattern.size()) key += pattern[at];
    begin = at + 1;
  }
  if (literal_head(key).empty()) return too_broad(pattern, 0);
  return expand(database, term_of(field, ""), key, limit);
}

}  // namespace evidence
