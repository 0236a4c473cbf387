// One question to the index and its answer, as plain structs; the API, the pages, the command line
// and eval all speak these. No engine types.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/field.h"
#include "model/work.h"
#include "query/parsed_query.h"

namespace evidence {

// Works that tie, and those without what is sorted by, follow by keys that no two works share: the
// order is the same on any number of shards and after a rebuild.
enum class Sort {
  kRelevance,        // ties: newest, then work id
  kDateDescending,   // newest; undated works last
  kDateAscending,    // oldest; undated works last
  kTitle,            // title, then work id
  kTitleDescending,  // the same from its end
  kEvidence,         // evidence level, 1 first and none last; then newest, then work id
  kEvidenceDescending,
  kAuthor,  // first author, then work id; works without one last, in both directions
  kAuthorDescending,
  kJournal,  // journal or book, likewise
  kJournalDescending,
};
// "relevance", "newest", "oldest", "title", "-title", "evidence", "-evidence", "author", "-author",
// "journal", "-journal".
std::string_view sort_name(Sort sort);
std::optional<Sort> sort_by_name(std::string_view name);
std::string sort_names();  // all of them, "relevance, newest, …", for messages

enum class Match {
  kAuto,  // all words; where no work has them all, any of them, and the answer says so
  kAll,
  kAny,  // every plain word optional: ranked evaluation
};

struct Filter {
  Field field = Field::kStudyType;
  std::vector<std::string> values;  // OR within a field, AND between fields; "2015-2020" for year
  bool exclude = false;
};

class ExternalFilter;  // search/external_filter.h

// One of the filters that do not lie in the index, with the values that are asked for.
struct ExternalChoice {
  std::shared_ptr<const ExternalFilter> filter;
  std::vector<std::string> values;  // OR; empty: not narrowed
  bool exclude = false;
  bool count = false;  // counted as a facet
};

// Another search that the works have to pass, such as a published search filter: narrows the
// result, gives no score. In the syntax of a line; a reference to another line is an error.
struct LineFilter {
  std::string id;  // of whoever asks, to know it again; the searcher does not read it
  std::string text;
  query::Syntax syntax = query::Syntax::kPubmed;
  std::string label;   // "Therapy, narrow": what the interpretation calls it
  std::string source;  // who published it, one sentence; may be empty
};
inline constexpr std::size_t kMaxLineFilters = 8;

// Which values of the facets an answer lists.
struct FacetView {
  bool listing = false;    // all values, page by page, as the rest says; else the first by count
  std::size_t limit = 0;   // 0: kFacetValues, kOpenFacetValues of open ones; at most kMaxFacetLimit
  std::size_t offset = 0;  // values left out before the first; at most kMaxOffset
  std::string begins;      // values that begin so, folded
  std::string words;       // values with words that begin so
  bool alphabetical = false;  // else by count, then value
};
inline constexpr std::size_t kMaxFacetLimit = 1'000;

struct SearchRequest {
  std::string text;
  query::Syntax syntax = query::Syntax::kSimple;
  Match match = Match::kAuto;
  bool falls_back = true;  // Match::kAuto: to any of the words, where no work has all of them
  bool mapping = true;     // automatic mapping of plain words (query/mapping.h)
  std::vector<Filter> filters;
  std::vector<Field> facets;  // fields to count; exact
  FacetView facet_view;
  std::vector<ExternalChoice> external;
  std::vector<LineFilter> line_filters;  // the works pass all of them; at most kMaxLineFilters
  Sort sort = Sort::kRelevance;
  std::size_t offset = 0;  // at most kMaxOffset
  std::size_t limit = 10;  // 0..kMaxLimit
  std::string profile;     // ranking profile; "" = that of the syntax (SearcherOptions)
  bool explain = false;
  bool snippets = true;
  bool members = false;          // fill Hit::members (trec output, eval)
  bool other_spellings = false;  // fill SearchResponse::other_spellings
  std::chrono::steady_clock::time_point deadline = std::chrono::steady_clock::time_point::max();
};
inline constexpr std::size_t kMaxLimit = 1'000;
inline constexpr std::size_t kMaxOffset = 100'000;

struct SnippetPart {
  std::string text;
  bool highlighted = false;
};

// What a snippet is: said beside it, so that nobody takes an extract for what authors conclude.
enum class SnippetKind { kNone, kConclusion, kExtract };
std::string_view snippet_kind_name(SnippetKind kind);  // "conclusion", "extract", ""

struct Snippet {
  std::vector<SnippetPart> parts;  // empty without abstract
  SnippetKind kind = SnippetKind::kNone;
  bool continues = false;  // of a conclusion: it has more sentences
};

// Another spelling of a query: offered, never applied.
struct OtherSpelling {
  std::string text;         // the whole query with the other word
  std::string typed;        // what stands in the query
  std::string instead;      // what may have been meant
  std::uint64_t works = 0;  // that the other query finds, with the same filters
  bool operator==(const OtherSpelling&) const = default;
};

// What a part of a score was given for.
enum class FactorKind {
  kWord,        // typed words in `field`
  kSynonym,     // words that mean the same as typed ones
  kFeedback,    // words that the best matches share
  kNearQuery,   // nearness in meaning to what was typed
  kNearBest,    // and to the best matches
  kNeighbours,  // and to works that match
  kEvidence,    // the evidence level
  kAge,         // the year of publication
  kOther,
};
struct FactorExplained {
  std::string term;  // as a person would read it: "asthma (stem) in title"
  double score = 0;
  FactorKind kind = FactorKind::kOther;
  std::string what = {};  // the words, the level, the year; "" where the kind says it all
  Field field = Field::kAny;
};

struct Hit {
  WorkId id;
  std::string json;                  // the hit object of model/index_format.h, valid JSON
  std::vector<SnippetPart> title;    // with highlights
  std::vector<SnippetPart> snippet;  // of the abstract; empty without abstract
  SnippetKind snippet_kind = SnippetKind::kNone;
  bool snippet_continues = false;  // of a conclusion that has more sentences
  std::vector<Member> members;     // filled only where SearchRequest::members asks
  double score = 0;                // ≥ 0; only comparable within one answer
  double percent = 0;
  std::vector<FactorExplained> factors;  // when explain
};

struct FacetValue {
  std::string value, label;
  std::uint64_t count = 0;
  bool selected = false;
};
// The values of a field over all works that pass the search and every filter but those that ask for
// values of this field: a value's count is what choosing it alone would leave. What is excluded
// stays excluded.
struct Facet {
  Field field = Field::kStudyType;
  std::string external;            // name of an external filter; then `field` says nothing
  std::vector<FacetValue> values;  // as FacetView says, selected ones always; never 0 but those
  std::uint64_t other = 0;         // counts of the values beyond those listed, added up
  std::uint64_t matching = 0;      // of a listing: values on all its pages together
  bool exact = true;
};

struct Snapshot {
  std::string generation;
  std::int64_t sequence = 0;
  bool operator==(const Snapshot&) const = default;
};
std::string to_text(const Snapshot& snapshot);  // "<generation>:<sequence>"

struct SearchResponse {
  std::string tree;  // to_text of what ran
  std::vector<query::Message> interpretation;
  std::vector<query::Message> warnings;
  std::vector<WorkId> direct;  // a typed identifier's works: open the first at once
  std::uint64_t total = 0;
  bool total_exact = true;
  std::uint64_t older_versions = 0;  // among them; in order of relevance they come last
  bool widened = false;              // Match::kAuto fell back to any of the words
  // One, or several between which only the reader can tell (two drugs, an opposite); mostly none.
  std::vector<OtherSpelling> other_spellings;
  std::vector<Hit> hits;
  std::vector<Facet> facets;
  Snapshot snapshot;
  std::string vocabulary;       // "mesh 2026" where one is loaded
  std::uint64_t documents = 0;  // works in the index
  std::chrono::microseconds took{0};
};

// The search answer of interface.md as one JSON object (API, `search --json`).
std::string to_json(const SearchRequest& request, const SearchResponse& response);

}  // namespace evidence
