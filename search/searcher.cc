#include "search/searcher.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "base/xapian_error.h"
#include "query/parser_simple.h"
#include "search/explain.h"
#include "search/hits.h"
#include "search/lookup.h"
#include "search/match.h"

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

Result<query::ParsedQuery> parse(const SearchRequest& request, const query::Limits& limits) {
  if (request.syntax != query::Syntax::kSimple) {
    return Error{ErrorCode::kInvalidArgument, "syntax_not_supported",
                 "The syntax “" + std::string(query::syntax_name(request.syntax)) +
                     "” cannot be searched yet.",
                 "Use the simple syntax."};
  }
  // A filter alone shows everything that passes it.
  if (!request.filters.empty() && trim(request.text).empty()) {
    query::ParsedQuery everything;
    everything.tree.value = query::MatchAll{};
    everything.widened.value = query::MatchAll{};
    return everything;
  }
  return request.match == Match::kAny ? query::parse_topic(request.text, limits)
                                      : query::parse_simple(request.text, limits);
}

Result<void> check_paging(const SearchRequest& request) {
  if (request.limit <= kMaxLimit && request.offset <= kMaxOffset) return {};
  return Error{ErrorCode::kInvalidArgument, "bad_paging",
               "At most " + with_thousands(kMaxLimit) + " works can be asked for at a time, and " +
                   with_thousands(kMaxOffset) + " skipped.",
               "Narrow the search, or export the whole result."};
}

}  // namespace

struct Searcher::Impl {
  SearcherOptions options;
  ReaderPool pool;

  explicit Impl(SearcherOptions given)
      : options(std::move(given)), pool(options.stub, options.readers) {}

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
                             const query::ParsedQuery& parsed, const RankingProfile& profile) {
    SearchResponse response;
    response.interpretation = parsed.interpretation;
    response.warnings = parsed.warnings;
    response.snapshot = reader.snapshot();
    response.documents = reader.document_count();
    EVIDENCE_TRY(run_tree(reader, request, parsed.tree, profile, response));
    if (response.total == 0 && parsed.can_widen && request.match == Match::kAuto) {
      EVIDENCE_TRY(run_tree(reader, request, parsed.widened, profile, response));
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

  Result<void> run_tree(IndexReader& reader, const SearchRequest& request, const query::Node& tree,
                        const RankingProfile& profile, SearchResponse& response) {
    const IndexReader::State& state = reader.state();
    const QueryOptions query_options{&profile, options.max_prefix_expansion, request.explain};
    BuiltQuery built;
    EVIDENCE_ASSIGN(built, build_query(tree, state.database, query_options));
    Xapian::Query query;
    EVIDENCE_ASSIGN(query, apply_filters(built.query, request.filters));
    FacetCounter counter;
    EVIDENCE_ASSIGN(counter, FacetCounter::make(request.facets));
    if (Steady::now() > request.deadline) return timed_out();

    Xapian::Enquire enquire(state.database);
    const Xapian::BM25Weight weight = weight_of(profile);
    if (request.sort == Sort::kRelevance || request.explain) {
      enquire.set_weighting_scheme(weight);
    } else {
      enquire.set_weighting_scheme(Xapian::BoolWeight());
    }
    set_order(enquire, request.sort);
    counter.attach(enquire);
    std::size_t first_older = 0;
    try {
      const Matches matches = run_match(state, enquire, query, request, built);
      response.total = matches.total;
      response.total_exact = matches.exact;
      response.older_versions = matches.older;
      response.hits.clear();
      for (const Xapian::MSet& part : matches.parts) {
        std::vector<Hit> hits;
        EVIDENCE_ASSIGN(hits, read_hits(part, request, built.words));
        std::move(hits.begin(), hits.end(), std::back_inserter(response.hits));
      }
      first_older = matches.first_older;
    } catch (const DeadlinePassed&) {
      return timed_out();
    }
    response.facets = counter.facets(request.filters);
    if (request.explain) explain(state.database, weight, built.leaves, response.hits);
    if (request.sort == Sort::kRelevance) place_last(response.hits, first_older, request.explain);
    response.tree = query::to_text(tree);
    if (Steady::now() > request.deadline) return timed_out();
    return {};
  }
};

Searcher::Searcher(SearcherOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Searcher::~Searcher() = default;

Result<SearchResponse> Searcher::search(const SearchRequest& request) {
  const Steady::time_point begin = Steady::now();
  EVIDENCE_TRY(check_paging(request));
  const auto profile = impl_->options.profiles.find(request.profile);
  if (profile == impl_->options.profiles.end()) {
    return Error{ErrorCode::kInvalidArgument, "unknown_profile",
                 "There is no ranking profile " + quoted_for_message(request.profile, 40) + ".",
                 ""};
  }
  query::ParsedQuery parsed;
  EVIDENCE_ASSIGN(parsed, parse(request, impl_->options.limits));
  Result<SearchResponse> response = impl_->with_reader(
      request.deadline, "searching the index",
      [&](IndexReader& reader) { return impl_->run(reader, request, parsed, profile->second); });
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

Result<IndexInfo> Searcher::info() {
  return impl_->with_reader(Steady::time_point::max(), "opening the index",
                            [](IndexReader& reader) -> Result<IndexInfo> {
                              return IndexInfo{reader.snapshot(), reader.document_count()};
                            });
}

}  // namespace evidence
