#include "server/study_filters.h"

#include "base/text.h"
#include "server/syntax_choices.h"

namespace evidence::server {
namespace {

std::string numbered(query::Syntax syntax, unsigned number, const std::string& text) {
  return query::line_label(syntax, number) + " " + text + "\n";
}

}  // namespace

Result<const query::SearchFilter*> find_filter(std::string_view id, std::string_view version,
                                               const Services& services) {
  const query::SearchFilter* found =
      services.filters == nullptr ? nullptr : services.filters->find(id, version);
  if (found != nullptr) return found;
  return Error{ErrorCode::kNotFound, "unknown_filter",
               "There is no filter " + quoted_for_message(id, 60) +
                   (version.empty() ? "" : " in version " + quoted_for_message(version, 40)) + ".",
               "The filters are listed by /filters and /api/v1/filters."};
}

Result<FilterAdded> add_filter(const query::SearchFilter& filter, std::string_view strategy,
                               std::optional<query::Syntax> syntax, const Services& services) {
  query::ParsedStrategy read;
  if (!syntax && query::recognise_syntax(strategy) == query::Syntax::kSimple) {
    syntax = filter.dialect;
  }
  if (syntax == query::Syntax::kSimple) {
    return Error{ErrorCode::kInvalidArgument, "no_lines_in_syntax",
                 "Searches of the search box cannot be combined by line.",
                 "Choose the syntax of a database, such as PubMed or Ovid; plain words can be "
                 "searched in it too."};
  }
  if (trim(strategy).empty()) {
    read.syntax = syntax.value_or(filter.dialect);
  } else {
    EVIDENCE_ASSIGN(read, read_strategy(strategy, syntax, services));
  }
  FilterAdded added;
  added.syntax = read.syntax;
  added.insertion = query::insert(filter, read);
  while (!read.lines.empty() && read.lines.back().kind == query::LineKind::kBlank) {
    read.lines.pop_back();
  }
  for (const query::StrategyLine& line : read.lines) {
    if (line.kind == query::LineKind::kSearch) {
      added.text += numbered(read.syntax, line.number, line.text);
    } else {
      added.text += line.text + "\n";
    }
  }
  added.text += "# " + added.insertion.comment + "\n";
  for (const query::FilterInsertion::Line& line : added.insertion.lines) {
    added.text += numbered(read.syntax, line.number, line.text);
  }
  if (!added.insertion.combination.empty()) {
    added.text +=
        numbered(read.syntax, added.insertion.combination_number, added.insertion.combination);
  }
  return added;
}

}  // namespace evidence::server
