// What pages and API say of suggestions: "Did you mean", topics that begin as typed, what a snippet
// is, works like this one and why. Pure but for the searcher that is asked; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "search/search_request.h"
#include "search/suggestion.h"
#include "server/search_url.h"
#include "server/services.h"
#include "server/templates.h"

namespace evidence::server {

// Section DID_YOU_MEAN: each other spelling as a link with the number of works that it finds.
void fill_did_you_mean(Values& answer, const std::vector<OtherSpelling>& other_spellings,
                       const SearchUrl& url);

// Section COMPLETIONS of a page that found nothing: topics and headings that begin like the query.
// What cannot be had is left out; the page is whole without.
void fill_completions(Values& nothing, std::string_view query, const std::string& suffix,
                      Services& services);

// "Authors’ conclusion", "Extract", "Extract of a retracted work"; "" without snippet.
std::string_view snippet_label(SnippetKind kind, Status status);

// "/search?q=…" of a suggestion.
std::string suggestion_href(const Suggestion& suggestion);

// Section SIMILAR of a work's page; `similar` as Searcher::similar gave it.
void fill_similar(Values& page, const Result<SimilarResponse>& similar, const std::string& suffix);
// "Shares the headings Asthma, Child; the words steroid, wheeze."; "" where nothing is known.
std::string why_similar(const SimilarWork& work);

inline constexpr std::size_t kSimilarShown = 5;

}  // namespace evidence::server
