#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

// PubMed asks for four characters before '*'.
constexpr std::size_t kMinStem = 4;
// What the index keeps apart: no proximity reaches from one value into the next.
constexpr unsigned kMaxBetween = 100;

std::string quoted(std::string_view text) { return quoted_for_message(text, 60); }

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

struct Counted {
  std::size_t tokens = 0;
  std::size_t parts = 0;
};
Counted count_tokens(std::string_view text) {
  Counted counted;
  for_each_token(text, [&](Token&& token) {
    ++counted.tokens;
    counted.parts += token.parts.size();
  });
  return counted;
}

// Patterns are words between spaces: "breast-feed*" → "breast feed*".
std::string pattern_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += std::string_view("-/,.:'()").find(c) == std::string_view::npos ? c : ' ';
  }
  return join(words_of(out), " ");
}

class TextReader {
 public:
  TextReader(const PubmedTerm& term, const FieldSet fields, MessageList& messages)
      : term_(term), fields_(fields), messages_(messages) {}

  MaybeNode read(std::optional<unsigned> near) {
    const std::string text = cleaned();
    const bool has_star = text.find('*') != std::string::npos;
    if (near) {
      if (MaybeNode node = read_near(text, *near)) return node;
    }
    if (has_star) return truncated(text);
    return plain(text);
  }

 private:
  Node node(auto value) { return {std::move(value), term_.span}; }

  std::string cleaned() {
    if (term_.text.find_first_of("?$#") != std::string_view::npos &&
        !messages_.said("no_wildcard")) {
      messages_.warn("no_wildcard",
                     "PubMed reads ?, $ and # as a space; only * stands for letters, at the end of "
                     "a word.",
                     term_.span, "Write the variants with OR, or end the word in *.");
    }
    return spaced_pubmed_text(term_.text);
  }

  MaybeNode plain(const std::string& text) {
    const Counted counted = count_tokens(text);
    if (counted.tokens == 0) {
      messages_.warn(
          "no_word",
          "There is no word to search for in " + quoted(term_.text) + "; it was left out.",
          term_.span);
      return std::nullopt;
    }
    if (counted.tokens > 1 || counted.parts > 1) return node(Phrase{fields_, text});
    if (!term_.quoted && is_pubmed_stop_word(text)) {
      messages_.warn("stop_word_ignored",
                     "PubMed ignores the common word " + quoted(text) + "; it was left out.",
                     term_.span, "Put it into a phrase: \"" + text + " …\".");
      return std::nullopt;
    }
    return node(Term{fields_, text});
  }

  // Which stars can be used; the others are spaces.
  MaybeNode truncated(const std::string& text) {
    std::vector<std::string> words = words_of(pattern_text(text));
    bool kept = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
      std::string& word = words[i];
      const std::size_t star = word.find('*');
      if (star == std::string::npos) continue;
      const bool at_end = star + 1 == word.size();
      const bool last = i + 1 == words.size();
      if (at_end && last && characters(word) > kMinStem) {
        kept = true;
        continue;
      }
      tell_star(word, at_end, last);
      std::replace(word.begin(), word.end(), '*', ' ');
      word = trim(word);
    }
    std::string joined = join(words_of(join(words, " ")), " ");
    if (!kept) return plain(joined);
    const bool one = joined.find(' ') == std::string::npos;
    if (one) return node(Term{fields_, std::move(joined), false, true});
    return node(Phrase{fields_, std::move(joined), true});
  }

  void tell_star(const std::string& word, bool at_end, bool last) {
    if (at_end && last) {
      messages_.warn(
          "wildcard_too_short",
          "PubMed needs four characters before *; it was ignored in " + quoted(word) + ".",
          term_.span, "Write more letters, or list the words with OR.");
    } else if (at_end) {
      messages_.warn(
          "wildcard_not_last",
          "In a phrase only the last word can end in *; it was ignored in " + quoted(word) + ".",
          term_.span, "Give each word a tag of its own, joined by AND.");
    } else {
      messages_.warn("wildcard_inside",
                     "PubMed's * stands only at the end of a word; in " + quoted(word) +
                         " it was read as a space.",
                     term_.span, "Write the variants with OR.");
    }
  }

  // nullopt: it is no proximity, and was said to be none.
  MaybeNode read_near(const std::string& text, unsigned between) {
    if (fields_ != FieldSet(Field::kTitle) && fields_ != kTitleAbstractKeyword &&
        fields_ != FieldSet(Field::kAffiliation)) {
      return refuse("PubMed offers it in [ti], [tiab] and [ad] only", "Use one of these tags.");
    }
    if (text.find('*') != std::string::npos) {
      return refuse("with * among the words PubMed ignores it", "Take the * away.");
    }
    const std::vector<std::string> words = words_of(text);
    std::vector<Node> operands;
    for (const std::string& word : words) {
      const Counted counted = count_tokens(word);
      if (counted.tokens == 0) continue;
      if (counted.tokens > 1 || counted.parts > 1) {
        operands.push_back(node(Phrase{fields_, word}));
      } else {
        operands.push_back(node(Term{fields_, word}));
      }
    }
    if (operands.size() < 2) return refuse("it needs two words or more", "Take it away.");
    if (!term_.quoted) {
      messages_.warn("proximity_without_quotes",
                     "The words of a proximity belong between quotation marks; they were read so.",
                     term_.span, "\"" + text + "\"[…:~" + std::to_string(between) + "]");
    }
    if (between > kMaxBetween) {
      messages_.warn("proximity_too_wide",
                     "At most " + std::to_string(kMaxBetween) +
                         " words between are counted; that was searched instead of " +
                         std::to_string(between) + ".",
                     term_.span, "Join the words by AND.");
      between = kMaxBetween;
    }
    return node(Near{fields_, std::move(operands), between, false});
  }

  MaybeNode refuse(const std::string& why, std::string fix) {
    messages_.warn("proximity_ignored", "The number of words between was ignored: " + why + ".",
                   term_.span, std::move(fix));
    return std::nullopt;
  }

  const PubmedTerm& term_;
  FieldSet fields_;
  MessageList& messages_;
};

}  // namespace

std::string spaced_pubmed_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // Curly quotation marks without a partner.
    if (text.substr(i).starts_with("\xE2\x80") && i + 2 < text.size() &&
        static_cast<unsigned char>(text[i + 2]) >= 0x9CU &&
        static_cast<unsigned char>(text[i + 2]) <= 0x9FU) {
      out += ' ';
      i += 2;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) <= 0xA0U) {
      out += ' ';  // a control character or a no-break space
      ++i;
      continue;
    }
    const bool space = byte <= 0x20U || byte == 0x7FU ||
                       std::string_view("!#$%+;<>=?\\^{}~[]\"|").find(c) != std::string_view::npos;
    out += space ? ' ' : c;
  }
  // clean_text knows the spaces that are no ASCII.
  return clean_text(out);
}

MaybeNode pubmed_text(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  if (tag.name == "ab") {
    messages.warn("tag_not_in_pubmed", "PubMed has no tag [ab]; the abstract alone was searched.",
                  term.span, "Use [tiab].");
  }
  if (tag.name == "tt") {
    messages.note("tag_is_wider", "Titles in the original language were searched with the others.",
                  term.span);
  }
  return TextReader(term, tag.fields, messages).read(tag.near);
}

MaybeNode pubmed_quoted(const PubmedTerm& term, MessageList& messages) {
  return TextReader(term, kAllText, messages).read(std::nullopt);
}

}  // namespace evidence::query
