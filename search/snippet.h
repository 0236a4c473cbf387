// The passage of an abstract that shows best why a work was found, and the words of a text that the
// query asked for. Private to search/. Any text is accepted; linear in it.
#pragma once

#include <string_view>
#include <vector>

#include "search/highlight.h"
#include "search/search_request.h"

namespace evidence {

// About 220 bytes around the most distinct words of the query, begun at a sentence where one is
// near; "…" where text was left out. Empty for an empty abstract.
std::vector<SnippetPart> make_snippet(std::string_view abstract, QueryWords& words);

// What a result line shows of an abstract: the authors' conclusion as whole sentences where there
// is one, else an extract. `advice`: whether a conclusion may be shown as such; that of a retracted
// work is left out of its extract too.
Snippet snippet_of(std::string_view abstract, QueryWords& words, bool advice);

// The whole text in parts.
std::vector<SnippetPart> highlight(std::string_view text, QueryWords& words);

}  // namespace evidence
