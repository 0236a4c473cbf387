// What pages and API do alike with published search filters: find one, and put it behind a
// strategy with its citation. Pure but for the library; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "query/filter_library.h"
#include "server/services.h"

namespace evidence::server {

// The newest version, or the one asked for. kNotFound: unknown_filter.
Result<const query::SearchFilter*> find_filter(std::string_view id, std::string_view version,
                                               const Services& services);

struct FilterAdded {
  query::Syntax syntax = query::Syntax::kPubmed;  // of the strategy
  query::FilterInsertion insertion;
  // The strategy with its lines numbered, a comment with the citation, the filter's lines and the
  // line that combines both.
  std::string text;
};

// An empty strategy gives the filter alone. `syntax` nullopt: recognised; where nothing shows, the
// filter's own. kInvalidArgument: no_lines_in_syntax for the search box, whose searches cannot
// name each other; else as read_strategy() of server/syntax_choices.h.
Result<FilterAdded> add_filter(const query::SearchFilter& filter, std::string_view strategy,
                               std::optional<query::Syntax> syntax, const Services& services);

}  // namespace evidence::server
