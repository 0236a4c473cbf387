#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxInitials = 3;

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (const std::string_view word : split(text, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

bool is_initials(std::string_view word) {
  return word.size() <= kMaxInitials && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
         });
}

Node name_node(FieldSet fields, const std::vector<std::string>& words, bool pattern, Span span) {
  std::string text = join(words, " ");
  if (words.size() == 1) return {Term{fields, std::move(text), false, pattern}, span};
  return {Phrase{fields, std::move(text), pattern}, span};
}

// The last word first: "julia s wong" → "wong julia s".
std::vector<std::string> turned(std::vector<std::string> words) {
  std::rotate(words.begin(), words.end() - 1, words.end());
  return words;
}

}  // namespace

// The index has a name's family part first, then initials or given names.
MaybeNode pubmed_author(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  std::string text = spaced_pubmed_text(term.text);
  const std::size_t comma = text.find(',');
  std::replace(text.begin(), text.end(), ',', ' ');
  std::vector<std::string> words = words_of(text);
  std::erase_if(words, [](const std::string& word) {
    return word.find_first_not_of("*.-'") == std::string::npos;
  });
  if (words.empty()) {
    messages.warn("no_word", "There is no name to search for; it was left out.", term.span);
    return std::nullopt;
  }
  if (tag.name == "ir" || tag.name == "fir" || tag.name == "ed") {
    messages.note("tag_is_wider",
                  "Investigators and editors stand among the authors in this index; all of them "
                  "were searched.",
                  term.span);
  }
  bool pattern = false;
  for (std::string& word : words) {
    const std::size_t star = word.find('*');
    if (star == std::string::npos) continue;
    const bool usable = star + 1 == word.size() && &word == &words.back();
    if (usable) {
      pattern = true;
      continue;
    }
    messages.warn("wildcard_inside", "* stands only at the end of a name; it was left out.",
                  term.span);
    std::erase(word, '*');
  }
  if (tag.kind == TagKind::kGroupAuthor) return name_node(tag.fields, words, pattern, term.span);
  const bool inverted = comma != std::string::npos || words.size() == 1 || term.quoted || pattern ||
                        is_initials(words.back());
  if (!inverted) {
    messages.note("author_in_natural_order",
                  "The name was searched in both orders, as " +
                      quoted_for_message(join(turned(words), " "), 60) + " and as typed.",
                  term.span, "Write the family name first: wong js[au].");
    std::vector<Node> both;
    both.push_back(name_node(tag.fields, turned(words), false, term.span));
    both.push_back(name_node(tag.fields, words, false, term.span));
    return Node{Or{std::move(both)}, term.span};
  }
  // "fauci a" finds Fauci A and Fauci AS; quotation marks ask for just these letters.
  if (!term.quoted && !pattern && words.size() > 1 && tag.kind == TagKind::kAuthor &&
      is_initials(words.back())) {
    words.back() += '*';
    pattern = true;
  }
  return name_node(tag.fields, words, pattern, term.span);
}

}  // namespace evidence::query
