#include "query/translate_notes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "query/ast.h"

namespace evidence::query {
namespace {

constexpr unsigned kMaxDepth = 1'000;

// --- conditions on one node ----------------------------------------------------------------------

std::optional<FieldSet> text_fields(const Node& node) {
  if (const auto* term = std::get_if<Term>(&node.value)) return term->fields;
  if (const auto* phrase = std::get_if<Phrase>(&node.value)) return phrase->fields;
  if (const auto* near = std::get_if<Near>(&node.value)) return near->fields;
  return std::nullopt;
}

bool is_title_abstract_keyword(const Node& node) {
  return text_fields(node) == kTitleAbstractKeyword;
}
bool is_any_text(const Node& node) {
  const auto fields = text_fields(node);
  return fields == FieldSet(Field::kAny) || (fields && fields->has(Field::kHeading));
}
bool is_all_text(const Node& node) { return text_fields(node) == kAllText; }
bool is_phrase(const Node& node) {
  const auto* phrase = std::get_if<Phrase>(&node.value);
  return phrase != nullptr && !phrase->fields.has(Field::kAuthor) &&
         phrase->text.find(' ') != std::string::npos;
}
bool is_near(const Node& node) { return std::holds_alternative<Near>(node.value); }
bool is_near_of_many(const Node& node) {
  const auto* near = std::get_if<Near>(&node.value);
  return near != nullptr && near->operands.size() > 2;
}
bool is_exploded(const Node& node) {
  const auto* heading = std::get_if<Heading>(&node.value);
  return heading != nullptr && heading->explode;
}
bool is_heading(const Node& node) { return std::holds_alternative<Heading>(node.value); }
bool is_qualified(const Node& node) {
  const auto* heading = std::get_if<Heading>(&node.value);
  return heading != nullptr && !heading->qualifiers.empty();
}
bool is_exploded_subheading(const Node& node) {
  const auto* subheading = std::get_if<Subheading>(&node.value);
  return subheading != nullptr && subheading->explode;
}
bool is_author(const Node& node) {
  const auto fields = text_fields(node);
  return fields && fields->has(Field::kAuthor) && !fields->has(Field::kAny);
}
bool is_date(const Node& node) { return std::holds_alternative<Range>(node.value); }
bool is_truncated(const Node& node) {
  const auto* term = std::get_if<Term>(&node.value);
  return term != nullptr && term->wildcards;
}

// --- the table -----------------------------------------------------------------------------------

using Condition = bool (*)(const Node&);
constexpr unsigned set_of(Syntax syntax) { return 1U << static_cast<unsigned>(syntax); }
constexpr unsigned kPub = set_of(Syntax::kPubmed);
constexpr unsigned kOv = set_of(Syntax::kOvid);
constexpr unsigned kEb = set_of(Syntax::kEbsco);
constexpr unsigned kCq = set_of(Syntax::kCql);
constexpr unsigned kSi = set_of(Syntax::kSimple);
constexpr unsigned kAll = kPub | kOv | kEb | kCq | kSi;

struct Fact {
  const char* code;
  unsigned from;
  unsigned to;
  Condition holds;
  const char* text;
};

constexpr std::array kFacts{
    Fact{"meaning_tiab", kPub, kOv | kEb, is_title_abstract_keyword,
         "PubMed's [tiab] includes author keywords, titles of collections and other abstracts; "
         "which of these the other platform holds differs from database to database."},
    Fact{"meaning_tiab", kOv | kEb | kCq | kSi, kPub, is_title_abstract_keyword,
         "PubMed's [tiab] includes author keywords, titles of collections and other abstracts."},
    Fact{"meaning_all_text", kAll, kOv | kEb | kPub, is_any_text,
         "Which fields “any text” covers (.mp., TX, [tw]) is laid down by each database for "
         "itself."},
    Fact{"meaning_all_fields", kPub, kOv | kEb | kCq | kSi, is_all_text,
         "PubMed's All Fields was read as every text field; other platforms have other sets."},
    Fact{"meaning_phrase", kOv | kEb | kCq | kSi, kPub, is_phrase,
         "PubMed finds a phrase only where it is in its phrase index; a phrase that is not there "
         "is taken apart, and its message has to be looked at."},
    Fact{"meaning_phrase", kPub, kOv | kEb | kCq | kSi, is_phrase,
         "PubMed finds a phrase only where it is in its phrase index; here, as on other platforms, "
         "it is found wherever its words stand together."},
    Fact{"meaning_near", kOv, kPub | kCq, is_near,
         "Ovid's adjN was counted as N−1 words between, as Ovid's own training says; some guides "
         "say N words."},
    Fact{"meaning_near", kPub | kCq, kOv, is_near,
         "N words between became adj(N+1), as Ovid's own training counts; some guides say adjN."},
    Fact{"meaning_near", kPub | kCq | kOv, kEb, is_near,
         "How EBSCOhost counts the words of Nn and Wn is not confirmed."},
    Fact{"meaning_near", kEb, kPub | kCq | kOv, is_near,
         "How EBSCOhost counts the words of Nn and Wn is not confirmed."},
    Fact{"meaning_near_of_many", kOv | kEb | kCq, kPub, is_near_of_many,
         "PubMed counts the words between all of the terms together, not between neighbours."},
    Fact{"meaning_near_of_many", kPub, kOv | kEb | kCq, is_near_of_many,
         "PubMed counts the words between all of the terms together; here neighbours are counted."},
    Fact{"meaning_subheading", kPub, kOv | kEb | kCq | kSi, is_exploded_subheading,
         "PubMed's [sh] also finds narrower subheadings."},
    Fact{"meaning_heading", kPub, kEb, is_heading,
         "CINAHL and other EBSCOhost databases have headings of their own; look each up."},
    Fact{"meaning_heading", kEb, kPub | kOv, is_heading,
         "CINAHL's headings are not MeSH's; look each up."},
    Fact{"meaning_heading", kOv, kPub, is_heading,
         "If the strategy was for Embase or PsycINFO, its headings are not MeSH's; look each up."},
    Fact{"meaning_heading", kPub, kOv, is_heading,
         "These are MeSH headings: right for MEDLINE, not for Embase or PsycINFO."},
    Fact{"meaning_explode", kOv | kEb, kPub, is_exploded,
         "Explosion follows this year's MeSH in each platform; their years may differ."},
    Fact{"meaning_subheading_form", kPub | kOv, kEb, is_qualified,
         "The form of subheadings in EBSCOhost is from general knowledge, not confirmed."},
    Fact{"meaning_author", kPub, kOv | kEb, is_author,
         "PubMed truncates initials by itself; forms of names differ between platforms."},
    Fact{"meaning_date", kAll, kOv | kEb, is_date,
         "Platforms differ in which date they take where there is one of print and one online."},
    Fact{"meaning_truncation", kOv | kEb, kPub, is_truncated,
         "PubMed's * also ends its mapping and needs four letters before it."},
};

bool any(const Node& node, Condition holds, Span& where, unsigned depth) {
  if (holds(node)) {
    where = node.span;
    return true;
  }
  const std::vector<Node>* children = children_of(node);
  if (children == nullptr || depth > kMaxDepth) return false;
  return std::any_of(children->begin(), children->end(),
                     [&](const Node& child) { return any(child, holds, where, depth + 1); });
}

}  // namespace

std::vector<Message> translation_notes(const Node& tree, Syntax from, Syntax to) {
  std::vector<Message> notes;
  if (from == to) return notes;
  for (const Fact& fact : kFacts) {
    if ((fact.from & set_of(from)) == 0 || (fact.to & set_of(to)) == 0) continue;
    Span where;
    if (any(tree, fact.holds, where, 0)) {
      notes.push_back({Severity::kInfo, fact.code, fact.text, where});
    }
  }
  return notes;
}

}  // namespace evidence::query
