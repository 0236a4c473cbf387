#include "search/searcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "base/xapian_error.h"
#include "query/parse.h"
#include "query/parser_simple.h"
#include "search/citation_finder.h"
#include "search/column_warmer.h"
#include "search/currency_filter.h"
#include "search/field_values.h"
#include "search/index_words.h"
#include "search/line_filters.h"
#include "search/lookup.h"
#include "search/match.h"
#include "search/set_evaluator.h"
#include "search/similar.h"
#include "search/snapshot_made.h"
#include "search/strategy_runner.h"
#include "search/suggest.h"
#include "search/tree_preparer.h"
#include "search/tree_search.h"

namespace evidence {
namespace {

using Steady = std::chrono::steady_clock;
constexpr int kMaxRuns = 3;  // of a query while the index keeps changing

Error timed_out() {
  return {ErrorCode::kTimeout, "search_timeout", "The search took too long and was stopped.",
          "Use fewer or rarer words, or fewer words with “*”."};
}

bool is_identifier(const query::Node& node) {
  if (const auto* exact = std::get_if<query::Exact>(&node.value)) {
    return exact->field == Field::kIdentifier;
  }
  const auto* either = std::get_if<query::Or>(&node.value);
  return either != nullptr && !either->children.empty() &&
         std::all_of(either->children.begin(), either->children.end(), is_identifier);
}

// A line of another syntax as a query: its first error is the answer.
Result<query::ParsedQuery> parse_other(const SearchRequest& request,
                                       const query::ParseOptions& options) {
  query::ParsedLine line = query::parse_line(request.syntax, request.text, options);
  query::ParsedQuery parsed;
  for (query::Message& message : line.messages) {
    if (message.severity == query::Severity::kError) {
      return Error{ErrorCode::kInvalidArgument, message.code, message.text, message.fix};
    }
    (message.severity == query::Severity::kWarning ? parsed.warnings : parsed.interpretation)
        .push_back(std::move(message));
  }
  if (!line.usable) {
    return Error{ErrorCode::kInvalidArgument, "query_empty", "There is nothing to search for.",
                 "Type at least one word."};
  }
  parsed.tree = line.tree;
  parsed.widened = std::move(line.tree);
  return parsed;
}

Result<query::ParsedQuery> parse(const SearchRequest& request, const SearcherOptions& options,
                                 const query::ParseOptions& parse_options) {
  // A filter alone shows everything that passes it.
  const bool filtered = !request.filters.empty() || !request.line_filters.empty();
  if (filtered && trim(request.text).empty()) {
    query::ParsedQuery everything;
    everything.tree.value = query::MatchAll{};
    everything.widened.value = query::MatchAll{};
    return everything;
  }
  if (request.syntax != query::Syntax::kSimple) return parse_other(request, parse_options);
  return request.match == Match::kAny ? query::parse_topic(request.text, options.limits)
                                      : query::parse_simple(request.text, options.limits);
}

Result<void> check_paging(const SearchRequest& request) {
  if (request.limit <= kMaxLimit && request.offset <= kMaxOffset) return {};
  return Error{ErrorCode::kInvalidArgument, "bad_paging",
               "At most " + with_thousands(kMaxLimit) + " works can be asked for at a time, and " +
                   with_thousands(kMaxOffset) + " skipped.",
               "Narrow the search, or export the whole result."};
}

std::string names_of(const std::map<std::string, RankingProfile>& profiles) {
  std::string names;
  for (const auto& [name, profile] : profiles) names += (names.empty() ? "" : ", ") + name;
  return names;
}

}  // namespace

struct Searcher::Impl {
  SearcherOptions options;
  ReaderPool pool;
  SetCache sets;
  SnapshotMade<IndexWords> words;
  SnapshotMade<IndexNames> names;
  ColumnWarmer warmer;  // after the sets that it fills

  explicit Impl(SearcherOptions given)
      : options(std::move(given)),
        pool(options.stub, options.readers),
        sets({options.set_cache_bytes, options.column_bytes}),
        words([this](const StopFlag& stop) { return read_words(options.stub, stop); },
              options.words_in_background),
        names(
            [this](const StopFlag& stop) {
              return read_names(options.stub, options.language, stop);
            },
            options.words_in_background),
        warmer(options.stub, sets) {
    if (options.columns == ColumnUse::kInBackground) warmer.start();
  }

  // Runs `work` on a reader that sees the newest index, again where the index changed beneath it.
  template <typename Work>
  auto with_reader(Steady::time_point deadline, std::string_view doing, const Work& work)
      -> decltype(work(std::declval<IndexReader&>())) {
    auto lease = pool.lease(deadline);
    if (!lease.ok()) return lease.error();
    IndexReader& reader = **lease;
    for (int run = 1;; ++run) {
      if (Result<void> fresh = reader.refresh(); !fresh.ok()) {
        if (fresh.error().code == ErrorCode::kBusy && run < kMaxRuns) continue;
        return fresh.error();
      }
      auto outcome = guard_xapian(doing, [&] { return work(reader); });
      const bool again = !outcome.ok() && outcome.error().slug == "index_busy" && run < kMaxRuns;
      if (!again) return outcome;
    }
  }

  Result<SearchResponse> run(IndexReader& reader, const SearchRequest& request,
                             query::ParsedQuery parsed, std::vector<query::Node> lines,
                             const RankingProfile& profile) {
    if (request.match != Match::kAny) prepare(reader, request, parsed);
    SearchResponse response;
    response.vocabulary = options.language.vocabulary->version();
    response.interpretation = parsed.interpretation;
    response.warnings = parsed.warnings;
    response.snapshot = reader.snapshot();
    response.documents = reader.document_count();
    Language language = options.language;
    language.today = today();
    prepare_line_filters(request.line_filters, reader.state(), *sets.of(reader.state()), language,
                         lines, response);
    const bool loose = parsed.can_widen && request.match == Match::kAuto;
    EVIDENCE_TRY(run_tree(reader, request, parsed.tree, loose ? &parsed.widened : nullptr, lines,
                          profile, response));
    if (response.total == 0 && loose && request.falls_back) {
      SearchRequest any = request;  // so that synonyms, and words that a work lacks, count
      any.match = Match::kAny;
      RankingProfile ranked = profile;
      ranked.feedback.widens = false;  // in the search box no profile decides what is found
      EVIDENCE_TRY(run_tree(reader, any, parsed.widened, nullptr, lines, ranked, response));
      if (response.total > 0) {
        response.widened = true;
        response.warnings.push_back(
            {query::Severity::kWarning, "widened",
             "No work has all of these words; showing works with some of them.", parsed.tree.span});
      }
    }
    if (is_identifier(parsed.tree)) {
      for (const Hit& hit : response.hits) response.direct.push_back(hit.id);
    }
    return response;
  }

  // Headings looked up and plain words mapped; the widened tree stays as typed.
  void prepare(IndexReader& reader, const SearchRequest& request, query::ParsedQuery& parsed) {
    Language language = options.language;
    language.mapping = language.mapping && request.mapping;
    language.today = today();
    std::vector<query::Message> messages;
    TreePreparer(reader.state(), *sets.of(reader.state()), language)
        .prepare(parsed.tree, request.syntax, request.text, messages);
    resolve_currency(parsed.widened, language.today);
    for (query::Message& message : messages) {
      (message.severity == query::Severity::kInfo ? parsed.interpretation : parsed.warnings)
          .push_back(std::move(message));
    }
  }

  [[nodiscard]] PartialDate today() const {
    return options.today ? options.today() : PartialDate{};
  }

  Result<void> run_tree(IndexReader& reader, const SearchRequest& request, const query::Node& tree,
                        const query::Node* any, const std::vector<query::Node>& lines,
                        const RankingProfile& profile, SearchResponse& response) {
    const std::shared_ptr<SnapshotSets> known = sets.of(reader.state());
    return TreeSearch(reader.state(), *known, options, request, profile, lines)
        .run(tree, any, response);
  }
};

Searcher::Searcher(SearcherOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Searcher::~Searcher() = default;

Result<SearchResponse> Searcher::search(const SearchRequest& request) {
  const Steady::time_point begin = Steady::now();
  EVIDENCE_TRY(check_paging(request));
  const std::string& name = !request.profile.empty() ? request.profile
                            : request.syntax == query::Syntax::kSimple
                                ? impl_->options.default_profile
                                : impl_->options.line_profile;
  const auto profile = impl_->options.profiles.find(name);
  if (profile == impl_->options.profiles.end()) {
    return Error{ErrorCode::kInvalidArgument, "unknown_profile",
                 "There is no ranking profile " + quoted_for_message(name, 40) + ".",
                 "Use one of: " + names_of(impl_->options.profiles) + "."};
  }
  query::ParsedQuery parsed;
  query::ParseOptions parsing = parse_options();
  parsing.line_references = false;
  EVIDENCE_ASSIGN(parsed, parse(request, impl_->options, parsing));
  std::vector<query::Node> lines;
  EVIDENCE_ASSIGN(lines, parse_line_filters(request.line_filters, parse_options()));
  Result<SearchResponse> response =
      impl_->with_reader(request.deadline, "searching the index", [&](IndexReader& reader) {
        return impl_->run(reader, request, parsed, lines, profile->second);
      });
  if (response.ok() && request.other_spellings && request.offset == 0) {
    // An offer is an extra: where it cannot be made, the answer is whole without it.
    if (auto offers = correct(request); offers.ok()) {
      response.value().other_spellings = std::move(offers).value();
    }
  }
  if (response.ok()) {
    response.value().took =
        std::chrono::duration_cast<std::chrono::microseconds>(Steady::now() - begin);
  }
  return response;
}

Result<Work> Searcher::find_work(const WorkId& id) {
  return impl_->with_reader(Steady::time_point::max(), "reading a work", [&](IndexReader& reader) {
    return read_work(reader.state().database, id);
  });
}

Result<std::vector<Work>> Searcher::find_works(const std::vector<WorkId>& ids) {
  return impl_->with_reader(Steady::time_point::max(), "reading works",
                            [&](IndexReader& reader) -> Result<std::vector<Work>> {
                              std::vector<Work> works;
                              for (const WorkId& id : ids) {
                                Result<Work> work = read_work(reader.state().database, id);
                                if (work.ok()) {
                                  const bool known = std::any_of(
                                      works.begin(), works.end(),
                                      [&work](const Work& each) { return each.id == work->id; });
                                  if (!known) works.push_back(std::move(work).value());
                                } else if (work.error().code != ErrorCode::kNotFound) {
                                  return work.error();
                                }
                              }
                              return works;
                            });
}

Result<std::map<std::string, WorkHead>> Searcher::find_targets(
    const std::vector<std::string>& targets, const WorkId& except) {
  if (targets.empty()) return std::map<std::string, WorkHead>{};
  return impl_->with_reader(
      Steady::time_point::max(), "looking related works up",
      [&](IndexReader& reader) { return read_targets(reader.state().database, targets, except); });
}

Result<TrialReports> Searcher::find_reports(const std::vector<std::string>& numbers,
                                            std::size_t limit, const WorkId& except) {
  if (numbers.empty()) return TrialReports{};
  return impl_->with_reader(Steady::time_point::max(), "looking reports of a trial up",
                            [&](IndexReader& reader) {
                              return read_reports(reader.state().database, numbers, limit, except);
                            });
}

Result<CitationMatch> Searcher::match_citation(const query::Citation& citation, std::size_t limit,
                                               Steady::time_point deadline) {
  const auto plain = impl_->options.profiles.find("plain");
  if (plain == impl_->options.profiles.end()) {
    return Error{ErrorCode::kInternal, "unknown_profile", "There is no ranking profile “plain”.",
                 ""};
  }
  return impl_->with_reader(
      deadline, "looking a reference up", [&](IndexReader& reader) -> Result<CitationMatch> {
        try {
          return find_citation(reader.state(), plain->second, citation, limit, deadline);
        } catch (const DeadlinePassed&) {
          return timed_out();
        }
      });
}

bool Searcher::has_profile(std::string_view name) const {
  return impl_->options.profiles.contains(std::string(name));
}

query::ParseOptions Searcher::parse_options() const {
  query::ParseOptions options;
  options.vocabulary = impl_->options.language.vocabulary;
  if (impl_->options.today) options.today = impl_->options.today();
  return options;
}

Result<StrategyRun> Searcher::run_strategy(const StrategyRequest& request) {
  return impl_->with_reader(request.deadline, "running a strategy", [&](IndexReader& reader) {
    RunOptions run_options;
    run_options.language = impl_->options.language;
    run_options.language.today = impl_->today();
    run_options.max_expansion = impl_->options.max_pattern_expansion;
    return evidence::run_strategy(reader.state(), *impl_->sets.of(reader.state()), run_options,
                                  request);
  });
}

Result<std::vector<std::uint64_t>> Searcher::count_headings(
    const std::vector<std::vector<std::string>>& labels) {
  return impl_->with_reader(Steady::time_point::max(), "counting headings",
                            [&](IndexReader& reader) -> Result<std::vector<std::uint64_t>> {
                              const std::shared_ptr<SnapshotSets> known =
                                  impl_->sets.of(reader.state());
                              const SetOptions set_options;
                              SetEvaluator evaluator(reader.state().database, *known, set_options);
                              std::vector<std::uint64_t> counts;
                              for (const std::vector<std::string>& names : labels) {
                                query::Heading heading;
                                heading.labels = names;
                                SharedSet set;
                                EVIDENCE_ASSIGN(set, evaluator.evaluate({heading, {}}));
                                counts.push_back(set->size());
                              }
                              return counts;
                            });
}

Result<std::vector<ValueCount>> Searcher::values(Field field, std::string_view begin,
                                                 std::size_t limit, std::string_view after) {
  return impl_->with_reader(Steady::time_point::max(), "listing values",
                            [&](IndexReader& reader) -> Result<std::vector<ValueCount>> {
                              return list_values(reader.state().database, field, begin, limit,
                                                 after);
                            });
}

Result<SuggestResponse> Searcher::suggest(const SuggestRequest& request) {
  EVIDENCE_TRY(check_typed(request));
  EVIDENCE_ASSIGN(const IndexInfo known, info());
  std::shared_ptr<const IndexNames> names;
  EVIDENCE_ASSIGN(names, impl_->names.of(known.snapshot));
  if (names == nullptr) return suggestions_not_ready();
  return complete(*names, request);
}

Result<SimilarResponse> Searcher::similar(const WorkId& id, std::size_t limit,
                                          Steady::time_point deadline) {
  return impl_->with_reader(deadline, "looking for similar works", [&](IndexReader& reader) {
    return find_similar(reader.state(), id, std::min(limit, kMaxSimilar), deadline);
  });
}

Result<std::vector<OtherSpelling>> Searcher::correct(const SearchRequest& request) {
  if (request.syntax != query::Syntax::kSimple || request.match == Match::kAny) {
    return std::vector<OtherSpelling>{};
  }
  const std::vector<TypedWord> typed = plain_words_of(request.text);
  if (typed.empty()) return std::vector<OtherSpelling>{};
  std::vector<Doubt> doubts;
  EVIDENCE_ASSIGN(
      doubts,
      impl_->with_reader(request.deadline, "looking for other spellings", [&](IndexReader& reader) {
        return doubts_in(reader, impl_->words, impl_->options.language, typed);
      }));
  // The reader is given back before others are asked for.
  return other_spellings_of(request.text, typed, doubts, [&](const std::string& text) {
    return count_works(*this, request, text);
  });
}

void Searcher::prepare_suggestions() {
  if (!impl_->options.words_in_background) return;
  const auto known = info();
  if (!known.ok()) return;
  (void)impl_->words.of(known->snapshot);
  (void)impl_->names.of(known->snapshot);
}

Result<IndexInfo> Searcher::info() {
  return impl_->with_reader(Steady::time_point::max(), "opening the index",
                            [](IndexReader& reader) -> Result<IndexInfo> {
                              return IndexInfo{reader.snapshot(), reader.document_count()};
                            });
}

}  // namespace evidence
