#include "server/syntax_choices.h"

#include <array>

#include "base/text.h"
#include "curation/strategy.h"

namespace evidence::server {
namespace {

struct SyntaxChoice {
  query::Syntax syntax;
  std::string_view label;
};
constexpr std::array<SyntaxChoice, 5> kSyntaxes{{{query::Syntax::kOvid, "Ovid"},
                                                 {query::Syntax::kPubmed, "PubMed"},
                                                 {query::Syntax::kEbsco, "EBSCOhost"},
                                                 {query::Syntax::kCql, "CQL"},
                                                 {query::Syntax::kSimple, "The search box"}}};

}  // namespace

std::string_view syntax_label(query::Syntax syntax) {
  for (const SyntaxChoice& choice : kSyntaxes) {
    if (choice.syntax == syntax) return choice.label;
  }
  return "";
}

void fill_syntaxes(Values& page, std::string_view section, std::optional<query::Syntax> selected) {
  for (const SyntaxChoice& choice : kSyntaxes) {
    Values option = page.add(section);
    option.set("SYNTAX_VALUE", query::syntax_name(choice.syntax));
    option.set("SYNTAX_LABEL", choice.label);
    if (choice.syntax == selected) option.show("SYNTAX_SELECTED");
  }
}

Result<std::optional<query::Syntax>> chosen_syntax(std::string_view name) {
  if (name.empty() || name == "auto") return std::optional<query::Syntax>();
  if (const auto syntax = query::syntax_by_name(name)) return syntax;
  return Error{ErrorCode::kInvalidArgument, "bad_syntax",
               "There is no syntax " + quoted_for_message(name) + ".",
               "Choose simple, pubmed, ovid, cql or ebsco; auto recognises it."};
}

Result<query::ParsedStrategy> read_strategy(std::string_view text,
                                            std::optional<query::Syntax> syntax,
                                            const Services& services) {
  if (trim(text).empty()) {
    return Error{ErrorCode::kInvalidArgument, "strategy_empty", "There is no strategy.",
                 "Paste its lines, one search a line."};
  }
  query::StrategyLimits limits;
  limits.max_bytes = curation::kSettingsLimits.text_bytes;
  return query::parse_strategy(text, syntax, services.searcher.parse_options(), limits);
}

}  // namespace evidence::server
