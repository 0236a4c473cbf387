#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/identifier.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxQualifierWords = 5;
constexpr std::size_t kMaxQualifierBytes = 80;
constexpr std::size_t kMaxHeadingWords = 12;
constexpr std::size_t kMaxHeadingBytes = 300;

struct Word {
  std::string_view text;
  Span span;
};

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "asthma.tw.", ".ti,ab.", "asthma/", "adj3": a line of Ovid's.
bool is_ovid(std::string_view word) {
  if (word.size() > 2 && word.ends_with('/')) return true;
  if (starts_with_ignoring_case(word, "adj") && (word.size() == 3 || all_digits(word.substr(3)))) {
    return true;
  }
  constexpr std::array<std::string_view, 22> kCodes{"ti", "ab", "tw", "kf", "kw", "mp", "af", "au",
                                                    "in", "jn", "jw", "sh", "fs", "hw", "nm", "rn",
                                                    "pt", "xm", "ot", "rx", "px", "ui"};
  const bool closed = word.ends_with('.');
  if (closed) word.remove_suffix(1);
  const std::size_t dot = word.rfind('.');
  if (dot == std::string_view::npos) return false;
  const std::vector<std::string_view> codes = split(word.substr(dot + 1), ',');
  if (!closed && codes.size() == 1 && dot == 0) return false;
  return std::all_of(codes.begin(), codes.end(), [&](std::string_view code) {
    const std::string small = to_lower_ascii(trim(code));
    return std::find(kCodes.begin(), kCodes.end(), small) != kCodes.end();
  });
}

bool has_hyphen(std::string_view word) {
  const std::size_t at = word.find('-', 1);
  return at != std::string_view::npos && at + 1 < word.size();
}

bool has_words(std::string_view text) {
  bool any = false;
  for_each_token(text, [&](Token&&) { any = true; });
  return any;
}

class Untagged {
 public:
  Untagged(const PubmedTerm& term, const ParseOptions& options, MessageList& messages)
      : term_(term), options_(options), messages_(messages) {}

  MaybeNode read() {
    rest_ = term_.text;
    words_ = words_in(rest_, term_.span.begin);
    if (words_.empty()) {
      messages_.warn("no_word",
                     "There is no word to search for in " + quoted_for_message(term_.text, 40) +
                         "; it was left out.",
                     term_.span);
      return std::nullopt;
    }
    if (tell_other_syntax() || tell_range()) return std::nullopt;
    if (MaybeNode pmids = read_pmids(0, words_.size())) return pmids;
    while (take_heading()) {
    }
    words_ = words_in(rest_, place_of(rest_));
    const bool truncated = has_star();
    if (truncated && words_.size() > 1 && !messages_.said("truncation_turns_mapping_off")) {
      messages_.note("truncation_turns_mapping_off",
                     "With * in it the words are not mapped; each was searched by itself.",
                     term_.span, "For a phrase use quotation marks: \"breast feed*\".");
    }
    read_words(truncated);
    return together();
  }

 private:
  static bool is_space(char c) {
    return static_cast<unsigned char>(c) <= 0x20U || c == '\x7F' ||
           std::string_view("!#$%+;<>=?\\^{}~\"").find(c) != std::string_view::npos;
  }

  static std::vector<Word> words_in(std::string_view text, std::uint32_t begin) {
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < text.size()) {
      while (at < text.size() && is_space(text[at])) ++at;
      const std::size_t start = at;
      while (at < text.size() && !is_space(text[at])) ++at;
      if (at == start) break;
      // A star alone stands for nothing.
      if (text.substr(start, at - start).find_first_not_of('*') == std::string_view::npos) continue;
      words.push_back(
          {text.substr(start, at - start),
           {static_cast<std::uint32_t>(begin + start), static_cast<std::uint32_t>(begin + at)}});
    }
    return words;
  }

  bool tell_other_syntax() {
    const auto word = std::find_if(words_.begin(), words_.end(),
                                   [](const Word& one) { return is_ovid(one.text); });
    if (word == words_.end()) return false;
    messages_.error("other_syntax",
                    quoted_for_message(word->text, 40) + " is Ovid's syntax, not PubMed's.",
                    word->span, "Choose Ovid for this line, or translate it.");
    return true;
  }

  // 1998:2004 without a tag that says what is meant.
  bool tell_range() {
    for (const Word& word : words_) {
      const std::size_t colon = word.text.find(':');
      if (colon == std::string_view::npos || colon < 4 || colon + 5 > word.text.size()) continue;
      if (!all_digits(word.text.substr(0, 4)) || !all_digits(word.text.substr(colon + 1, 4)) ||
          word.text.find_first_not_of("0123456789/:") != std::string_view::npos) {
        continue;
      }
      messages_.error("range_without_tag", "A range needs a tag that says which dates are meant.",
                      word.span, "Write " + std::string(word.text.substr(0, 30)) + "[dp].");
      return true;
    }
    return false;
  }

  // Numbers side by side; nullopt where there is any other word.
  MaybeNode read_pmids(std::size_t begin, std::size_t end) {
    std::vector<Node> nodes;
    for (std::size_t i = begin; i < end; ++i) {
      const Word& word = words_[i];
      if (!all_digits(word.text) || word.text.size() < 5) return std::nullopt;
      const auto pmid = Identifier::parse(IdentifierScheme::kPmid, word.text);
      if (!pmid.ok()) return std::nullopt;
      nodes.push_back({Exact{Field::kIdentifier, "pmid:" + pmid->value()}, word.span});
    }
    const Span span{words_[begin].span.begin, words_[end - 1].span.end};
    messages_.note("read_as_pmid", "Bare numbers were read as PMIDs.", span);
    if (nodes.size() == 1) return std::move(nodes.front());
    return Node{Or{std::move(nodes)}, span};
  }

  [[nodiscard]] bool is_qualifier(std::string_view typed) const {
    const std::string name = spaced_pubmed_text(typed);
    return !mesh_qualifier(name).empty() || options_.vocabulary->find_qualifier(name).has_value();
  }

  // Where a part of the term's text stands in the line.
  [[nodiscard]] std::uint32_t place_of(std::string_view part) const {
    return term_.span.begin + static_cast<std::uint32_t>(part.data() - term_.text.data());
  }

  // "neoplasms/diet therapy" at the first slash that has a subheading behind it, with the words
  // before it; `rest_` is then what stands behind.
  bool take_heading() {
    for (std::size_t slash = rest_.find('/'); slash != std::string_view::npos;
         slash = rest_.find('/', slash + 1)) {
      const std::string_view left = trim(rest_.substr(0, slash));
      if (left.empty()) continue;
      const std::string_view right = rest_.substr(slash + 1);
      // Some subheadings have several words; the longest that is one.
      const std::vector<Word> behind =
          words_in(right.substr(0, kMaxQualifierBytes), place_of(right));
      std::size_t taken = std::min(behind.size(), kMaxQualifierWords);
      std::string_view name;
      for (; taken > 0; --taken) {
        name = right.substr(behind[0].span.begin - place_of(right),
                            behind[taken - 1].span.end - behind[0].span.begin);
        if (is_qualifier(name)) break;
      }
      if (taken > 0 && add_heading(left, name)) {
        rest_ = right.substr(behind[taken - 1].span.end - place_of(right));
        return true;
      }
    }
    return false;
  }

  bool add_heading(std::string_view left, std::string_view name) {
    // Only the end of what stands before can be the heading; a long line is not read again for
    // every slash.
    const std::string_view near = end_of(left);
    const std::vector<Word> before = words_in(near, place_of(near));
    if (before.empty()) return false;
    std::size_t first = heading_begin(near, before);
    if (first == before.size()) {
      // Two letters may be anything; a whole name ("x/drug therapy") is a subheading, and that the
      // heading is unknown is said when it is looked up.
      if (name.size() <= 2) return false;
      first = behind_last_slash(before);
    }
    if (first == before.size()) return false;
    Heading heading;
    heading.label = spaced_pubmed_text(left.substr(before[first].span.begin - place_of(left)));
    std::erase(heading.label, '*');  // what is left of them stands alone
    heading.label = clean_text(heading.label);
    if (heading.label.empty()) return false;
    heading.explode = true;
    heading.qualifiers.push_back(spaced_pubmed_text(name));
    const Span span{before[first].span.begin,
                    place_of(name) + static_cast<std::uint32_t>(name.size())};
    messages_.note("read_as_heading",
                   quoted_for_message(heading.label, 60) + " with the subheading " +
                       quoted_for_message(name, 60) + " was read as a heading.",
                   span);
    words_ = words_in(left.substr(0, before[first].span.begin - place_of(left)), place_of(left));
    read_words(has_star());
    parts_.push_back({std::move(heading), span});
    return true;
  }

  static std::string_view end_of(std::string_view text) {
    if (text.size() <= kMaxHeadingBytes) return text;
    text.remove_prefix(text.size() - kMaxHeadingBytes);
    const std::size_t space = text.find(' ');
    return space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }

  // Neither a slash nor a star is part of a heading.
  static std::size_t behind_last_slash(const std::vector<Word>& words) {
    std::size_t first = words.size();
    while (first > 0 && words[first - 1].text.find_first_of("/*") == std::string_view::npos)
      --first;
    return first;
  }

  // Which word the heading before '/' begins with: the longest that the vocabulary knows.
  [[nodiscard]] std::size_t heading_begin(std::string_view left,
                                          const std::vector<Word>& words) const {
    if (options_.vocabulary->version().empty()) return behind_last_slash(words);
    std::size_t first = words.size() > kMaxHeadingWords ? words.size() - kMaxHeadingWords : 0;
    for (; first < words.size(); ++first) {
      const std::string_view label = left.substr(words[first].span.begin - place_of(left));
      if (!options_.vocabulary->find(label).empty()) break;
    }
    return first;
  }

  [[nodiscard]] bool has_star() const {
    return std::any_of(words_.begin(), words_.end(), [](const Word& word) {
      return word.text.find('*') != std::string_view::npos;
    });
  }

  void read_words(bool truncated) {
    std::size_t begin = 0;  // of the words not yet used
    const bool whole = !truncated && !words_.empty() &&
                       std::any_of(words_.begin(), words_.end(),
                                   [](const Word& word) { return has_hyphen(word.text); }) &&
                       !options_.vocabulary->find(slice(0, words_.size())).empty();
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const Word& word = words_[i];
      bool known = false;
      MaybeNode special = pubmed_special(word.text, word.span, known, messages_);
      const bool apart = truncated || (!whole && has_hyphen(word.text) &&
                                       options_.vocabulary->find(word.text).empty());
      if (!known && !apart) continue;
      add_plain(begin, i);
      begin = i + 1;
      if (known) {
        if (special) parts_.push_back(std::move(*special));
      } else if (MaybeNode node = pubmed_quoted({word.text, false, word.span}, messages_)) {
        parts_.push_back(std::move(*node));
      }
    }
    add_plain(begin, words_.size());
  }

  [[nodiscard]] std::string_view slice(std::size_t begin, std::size_t end) const {
    return term_.text.substr(words_[begin].span.begin - term_.span.begin,
                             words_[end - 1].span.end - words_[begin].span.begin);
  }

  void add_plain(std::size_t begin, std::size_t end) {
    if (begin >= end) return;
    if (MaybeNode pmids = read_pmids(begin, end)) {
      parts_.push_back(std::move(*pmids));
      return;
    }
    const std::string_view typed = slice(begin, end);
    const Span span{words_[begin].span.begin, words_[end - 1].span.end};
    std::string text = spaced_pubmed_text(typed);
    std::erase(text, '*');
    text = clean_text(text);
    if (!has_words(text)) {
      messages_.warn("no_word",
                     "There is no word to search for in " + quoted_for_message(typed, 40) +
                         "; it was left out.",
                     span);
      return;
    }
    // A number alone maps to nothing, and without a tag it could be one of a line.
    if (text.size() <= 3 && all_digits(text)) {
      parts_.push_back({Term{kAllText, std::move(text)}, span});
      return;
    }
    const std::vector<std::string_view> kept = split(text, ' ');
    const bool only_stop_words = std::all_of(
        kept.begin(), kept.end(), [](std::string_view word) { return is_pubmed_stop_word(word); });
    if (only_stop_words) {
      messages_.warn(
          "stop_word_ignored",
          "PubMed ignores common words; " + quoted_for_message(text, 40) + " was left out.", span,
          "Put them into a phrase with other words.");
      return;
    }
    parts_.push_back({Plain{std::move(text)}, span});
  }

  MaybeNode together() {
    if (parts_.empty()) return std::nullopt;
    if (parts_.size() == 1) return std::move(parts_.front());
    const Span span{parts_.front().span.begin, parts_.back().span.end};
    return Node{And{std::move(parts_)}, span};
  }

  const PubmedTerm& term_;
  const ParseOptions& options_;
  MessageList& messages_;
  std::string_view rest_;  // of the text, not yet read
  std::vector<Word> words_;
  std::vector<Node> parts_;
};

}  // namespace

MaybeNode pubmed_untagged(const PubmedTerm& term, const ParseOptions& options,
                          MessageList& messages) {
  return Untagged(term, options, messages).read();
}

}  // namespace evidence::query
