#include <algorithm>
#include <string>
#include <utility>

#include "base/result.h"
#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxSubstances = 1'000;  // of one pharmacological action

MaybeNode read_subheading(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                          MessageList& messages) {
  std::string name = spaced_pubmed_text(term.text);
  if (name.empty()) {
    messages.warn("no_word", "There is no subheading to search for; it was left out.", term.span);
    return std::nullopt;
  }
  if (mesh_qualifier(name).empty() && !options.vocabulary->find_qualifier(name)) {
    messages.warn("subheading_unknown", quoted_for_message(name, 60) + " is no subheading of MeSH.",
                  term.span, "Use its name or its two letters, as in drug therapy[sh] or dt[sh].");
  }
  return Node{Subheading{std::move(name), !tag.no_explosion}, term.span};
}

MaybeNode some_heading(Node node, const PubmedTerm& term, MessageList& messages) {
  if (!std::get<Heading>(node.value).label.empty()) return node;
  messages.warn("no_word", "There is no heading to search for; it was left out.", term.span);
  return std::nullopt;
}

// Substances with the action where the vocabulary knows them; else the heading of that name.
MaybeNode read_action(const PubmedTerm& term, const ParseOptions& options, MessageList& messages) {
  const Vocabulary& vocabulary = *options.vocabulary;
  const std::string label = spaced_pubmed_text(term.text);
  std::vector<Node> substances;
  for (const FoundHeading& found : vocabulary.find(label)) {
    for (const FoundHeading& substance : vocabulary.with_action(found.id)) {
      if (substances.size() >= kMaxSubstances) {
        messages.warn("action_cut",
                      "More substances have this action than are searched at a time; the first " +
                          with_thousands(kMaxSubstances) + " were.",
                      term.span, "Name the substances that you want.");
        break;
      }
      Heading heading;
      heading.label = substance.label;
      substances.push_back({std::move(heading), term.span});
    }
    if (!substances.empty()) break;
  }
  if (substances.size() == 1) return std::move(substances.front());
  if (!substances.empty()) return Node{Or{std::move(substances)}, term.span};
  messages.warn("action_as_heading",
                "Which substances have the action " + quoted_for_message(label, 60) +
                    " is not known here; the heading of that name and its narrower ones were "
                    "searched.",
                term.span, "Load a vocabulary, or name the substances.");
  return some_heading(pubmed_heading(term, true, false, options, messages), term, messages);
}

MaybeNode read_heading(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                       MessageList& messages) {
  Node node = pubmed_heading(term, !tag.no_explosion, tag.kind == TagKind::kMajorHeading, options,
                             messages);
  return some_heading(std::move(node), term, messages);
}

}  // namespace

MaybeNode pubmed_tagged(const PubmedTerm& term, const PubmedTag& tag, const ParseOptions& options,
                        MessageList& messages) {
  switch (tag.kind) {
    case TagKind::kText:
      return pubmed_text(term, tag, messages);
    case TagKind::kHeading:
    case TagKind::kMajorHeading:
      return read_heading(term, tag, options, messages);
    case TagKind::kSubheading:
      return read_subheading(term, tag, options, messages);
    case TagKind::kAction:
      return read_action(term, options, messages);
    case TagKind::kAuthor:
    case TagKind::kFullAuthor:
    case TagKind::kGroupAuthor:
      return pubmed_author(term, tag, messages);
    case TagKind::kDate:
      return pubmed_date(term, tag, options, messages);
    case TagKind::kSubset:
      return pubmed_subset(term, options, messages);
    case TagKind::kSpecial: {
      bool known = false;
      MaybeNode node = pubmed_special(trim(term.text), term.span, known, messages);
      return known ? std::move(node) : pubmed_quoted(term, messages);
    }
    default:
      return pubmed_value(term, tag, messages);
  }
}

}  // namespace evidence::query
