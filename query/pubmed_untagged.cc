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
constexpr std::size_t kMaxHeadingWords = 12;

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
    words_ = words_in(term_.text, term_.span.begin);
    if (words_.empty()) return std::nullopt;
    if (tell_other_syntax() || tell_range()) return std::nullopt;
    if (MaybeNode pmids = read_pmids()) return pmids;
    if (MaybeNode heading = read_heading()) return heading;
    const bool truncated = std::any_of(words_.begin(), words_.end(), [](const Word& word) {
      return word.text.size() > 1 && word.text.find('*') != std::string_view::npos;
    });
    if (truncated && words_.size() > 1 && !messages_.said("truncation_turns_mapping_off")) {
      messages_.note("truncation_turns_mapping_off",
                     "With * in it the words are not mapped; each was searched by itself.",
                     term_.span, "For a phrase use quotation marks: \"breast feed*\".");
    }
    read_words(truncated);
    return together();
  }

 private:
  static std::vector<Word> words_in(std::string_view text, std::uint32_t begin) {
    std::vector<Word> words;
    std::size_t at = 0;
    while (at < text.size()) {
      while (at < text.size() && static_cast<unsigned char>(text[at]) <= 0x20U) ++at;
      const std::size_t start = at;
      while (at < text.size() && static_cast<unsigned char>(text[at]) > 0x20U) ++at;
      if (at == start) break;
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

  MaybeNode read_pmids() {
    std::vector<Node> nodes;
    for (const Word& word : words_) {
      if (!all_digits(word.text) || word.text.size() < 5) return std::nullopt;
      const auto pmid = Identifier::parse(IdentifierScheme::kPmid, word.text);
      if (!pmid.ok()) return std::nullopt;
      nodes.push_back({Exact{Field::kIdentifier, "pmid:" + pmid->value()}, word.span});
    }
    messages_.note("read_as_pmid", "Bare numbers were read as PMIDs.", term_.span);
    if (nodes.size() == 1) return std::move(nodes.front());
    return Node{Or{std::move(nodes)}, term_.span};
  }

  [[nodiscard]] bool is_qualifier(std::string_view name) const {
    return !mesh_qualifier(name).empty() || options_.vocabulary->find_qualifier(name).has_value();
  }

  // "neoplasms/diet therapy", and what stands before and behind it.
  MaybeNode read_heading() {
    const std::string_view text = term_.text;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    const std::string_view left = trim(text.substr(0, slash));
    const std::string_view right = text.substr(slash + 1);
    if (left.empty() || left.find('*') != std::string_view::npos) return std::nullopt;
    const std::vector<Word> behind =
        words_in(right, term_.span.begin + static_cast<std::uint32_t>(slash) + 1);
    std::size_t taken = std::min(behind.size(), kMaxQualifierWords);
    std::string_view name;
    for (; taken > 0; --taken) {
      name = text.substr(behind[0].span.begin - term_.span.begin,
                         behind[taken - 1].span.end - behind[0].span.begin);
      if (is_qualifier(name)) break;
    }
    if (taken == 0) return std::nullopt;
    const std::vector<Word> before = words_in(left, term_.span.begin);
    std::size_t first = heading_begin(left, before);
    if (first == before.size()) {
      // Two letters may be anything; a whole name ("x/drug therapy") is a subheading, and that the
      // heading is unknown is said when it is looked up.
      if (name.size() <= 2) return std::nullopt;
      first = 0;
    }
    Heading heading;
    heading.label = left.substr(before[first].span.begin - term_.span.begin);
    heading.explode = true;
    heading.qualifiers.emplace_back(name);
    const Span span{before[first].span.begin, behind[taken - 1].span.end};
    messages_.note("read_as_heading",
                   quoted_for_message(heading.label, 60) + " with the subheading " +
                       quoted_for_message(name, 60) + " was read as a heading.",
                   span);
    words_.assign(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(first));
    read_words(false);
    parts_.push_back({std::move(heading), span});
    words_.assign(behind.begin() + static_cast<std::ptrdiff_t>(taken), behind.end());
    read_words(false);
    return together();
  }

  // Which word the heading before '/' begins with: the longest that the vocabulary knows.
  [[nodiscard]] std::size_t heading_begin(std::string_view left,
                                          const std::vector<Word>& words) const {
    if (options_.vocabulary->version().empty()) return 0;
    std::size_t first = words.size() > kMaxHeadingWords ? words.size() - kMaxHeadingWords : 0;
    for (; first < words.size(); ++first) {
      const std::string_view label = left.substr(words[first].span.begin - term_.span.begin);
      if (!options_.vocabulary->find(label).empty()) break;
    }
    return first;
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
    const std::string_view typed = slice(begin, end);
    const Span span{words_[begin].span.begin, words_[end - 1].span.end};
    if (typed.find_first_of("?$#") != std::string_view::npos && !messages_.said("no_wildcard")) {
      messages_.warn("no_wildcard",
                     "PubMed reads ?, $ and # as a space; only * stands for letters, at the end of "
                     "a word.",
                     span, "Write the variants with OR, or end the word in *.");
    }
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
    const bool only_stop_words =
        std::all_of(words_.begin() + static_cast<std::ptrdiff_t>(begin),
                    words_.begin() + static_cast<std::ptrdiff_t>(end),
                    [](const Word& word) { return is_pubmed_stop_word(word.text); });
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
  std::vector<Word> words_;
  std::vector<Node> parts_;
};

}  // namespace

MaybeNode pubmed_untagged(const PubmedTerm& term, const ParseOptions& options,
                          MessageList& messages) {
  return Untagged(term, options, messages).read();
}

}  // namespace evidence::query
