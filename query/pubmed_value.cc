#include <algorithm>
#include <string>
#include <utility>

#include "base/ascii.h"
#include "base/result.h"
#include "base/text.h"
#include "model/identifier.h"
#include "model/language.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

std::string quoted(std::string_view text) { return quoted_for_message(text, 60); }

Node exact(Field field, std::string value, Span span) {
  const bool pattern = value.size() > 1 && value.find('*') == value.size() - 1;
  return {Exact{field, std::move(value), pattern}, span};
}

Node identifier(const Identifier& value, Span span) {
  return exact(Field::kIdentifier, std::string(scheme_name(value.scheme())) + ":" + value.value(),
               span);
}

Node any_of(std::vector<Node> nodes, Span span) {
  if (nodes.size() == 1) return std::move(nodes.front());
  return {Or{std::move(nodes)}, span};
}

MaybeNode left_out(const PubmedTerm& term, const PubmedTag& tag, std::string_view why,
                   MessageList& messages, std::string fix = {}) {
  messages.warn(
      "condition_left_out",
      quoted(term.text) + "[" + std::string(tag.name) + "] was left out: " + std::string(why) + ".",
      term.span, std::move(fix));
  return std::nullopt;
}

MaybeNode read_pmids(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  std::string text(term.text);
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == ',' || c == ';'; }, ' ');
  text = clean_text(text);
  std::vector<Node> nodes;
  for (const std::string_view word : split(text, ' ')) {
    if (word.empty()) continue;
    const auto pmid = Identifier::parse(IdentifierScheme::kPmid, word);
    if (!pmid.ok()) {
      messages.warn("condition_left_out", quoted(word) + " is no PMID; it was left out.", term.span,
                    "A PMID has up to nine digits.");
      continue;
    }
    nodes.push_back(identifier(*pmid, term.span));
  }
  if (nodes.empty()) {
    if (text.empty()) return left_out(term, tag, "there is no PMID in it", messages);
    return std::nullopt;  // each of them was said
  }
  return any_of(std::move(nodes), term.span);
}

MaybeNode read_article_id(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  const std::string text = clean_text(term.text);
  if (const auto doi = Identifier::parse(IdentifierScheme::kDoi, text); doi.ok()) {
    return identifier(*doi, term.span);
  }
  if (const auto pmcid = Identifier::parse(IdentifierScheme::kPmcid, text); pmcid.ok()) {
    return identifier(*pmcid, term.span);
  }
  return left_out(term, tag, "of these numbers the index holds DOIs and PMCIDs only", messages,
                  "Search for the DOI or the PMID.");
}

MaybeNode read_registration(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  const std::string cleaned = spaced_pubmed_text(term.text);
  std::string_view text = cleaned;
  if (const std::size_t slash = text.rfind('/'); slash != std::string_view::npos) {
    text = trim(text.substr(slash + 1));
  }
  const bool has_digit = std::any_of(text.begin(), text.end(), is_digit);
  if (!has_digit) {
    return left_out(term, tag, "of secondary sources the index holds numbers of trials only",
                    messages, "Write the number: NCT01234567[si].");
  }
  return exact(Field::kRegistration, std::string(text), term.span);
}

MaybeNode read_journal(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  const std::string text = spaced_pubmed_text(term.text);
  if (text.empty()) return left_out(term, tag, "there is no title in it", messages);
  if (const auto issn = Identifier::parse(IdentifierScheme::kIssn, text); issn.ok()) {
    return exact(Field::kIssn, issn->value(), term.span);
  }
  return exact(Field::kJournalTitle, text, term.span);
}

MaybeNode read_language(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  std::string code = language_code(trim(term.text));
  if (code.empty()) {
    return left_out(term, tag, "no language of that name is known", messages,
                    "Write it in English or as a code of three letters: french[la], fre[la].");
  }
  return exact(Field::kLanguage, std::move(code), term.span);
}

MaybeNode read_page(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  const std::string cleaned = spaced_pubmed_text(term.text);
  std::string_view text = cleaned;
  if (const std::size_t dash = text.find('-'); dash != std::string_view::npos && dash > 0) {
    text = trim(text.substr(0, dash));
    messages.note("first_page_only", "Only the first page is searched.", term.span);
  }
  if (text.empty()) return left_out(term, tag, "there is no page in it", messages);
  return exact(Field::kPage, std::string(text), term.span);
}

MaybeNode read_substance(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  const std::string text = spaced_pubmed_text(term.text);
  if (text.empty()) return left_out(term, tag, "there is no name in it", messages);
  // "0", "50-78-2", "EC 3.4.21.5": numbers of the registry.
  const bool number =
      std::all_of(text.begin(), text.end(),
                  [](char c) { return is_digit(c) || c == '-' || c == '.' || c == ' '; }) ||
      starts_with_ignoring_case(text, "EC ");
  if (number) {
    return left_out(term, tag, "the index holds substances by name, not by number", messages,
                    "Search for the substance's name with [nm].");
  }
  return exact(Field::kHeadingLabel, text, term.span);
}

}  // namespace

MaybeNode pubmed_value(const PubmedTerm& term, const PubmedTag& tag, MessageList& messages) {
  switch (tag.kind) {
    case TagKind::kPmid:
      return read_pmids(term, tag, messages);
    case TagKind::kArticleId:
      return read_article_id(term, tag, messages);
    case TagKind::kIsbn: {
      const auto isbn = Identifier::parse(IdentifierScheme::kIsbn, trim(term.text));
      if (!isbn.ok()) {
        return left_out(term, tag, "it is no ISBN, or its check digit is wrong", messages);
      }
      return identifier(*isbn, term.span);
    }
    case TagKind::kRegistration:
      return read_registration(term, tag, messages);
    case TagKind::kJournal:
      return read_journal(term, tag, messages);
    case TagKind::kLanguage:
      return read_language(term, tag, messages);
    case TagKind::kPage:
      return read_page(term, tag, messages);
    case TagKind::kSubstance:
    case TagKind::kNumber:
      return read_substance(term, tag, messages);
    case TagKind::kPublicationType: {
      const std::string text = spaced_pubmed_text(term.text);
      if (text.empty()) return left_out(term, tag, "there is no type in it", messages);
      Node type = exact(Field::kPublicationType, text, term.span);
      if (auto* whole = std::get_if<Exact>(&type.value)) {
        whole->explode = !tag.no_explosion && !whole->wildcards;
      }
      return type;
    }
    case TagKind::kValue: {
      const std::string text = spaced_pubmed_text(term.text);
      if (text.empty()) return left_out(term, tag, "there is no value in it", messages);
      return exact(tag.field, text, term.span);
    }
    default:
      return left_out(term, tag, "the index does not hold it", messages);
  }
}

}  // namespace evidence::query
