#include "search/tree_search.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/date.h"
#include "base/hash.h"
#include "base/text.h"
#include "search/best_evidence.h"
#include "search/explain.h"
#include "search/hits.h"
#include "search/nearby_evidence.h"
#include "search/set_source.h"

namespace evidence {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kShownRelated = 8;

Error timed_out() {
  return {ErrorCode::kTimeout, "search_timeout", "The search took too long and was stopped.",
          "Use fewer or rarer words, or fewer words with “*”."};
}

// What the leaves gave is a share of the sum that the later stages made.
void add_stages(const std::vector<RankedWork>& works, std::vector<Hit>& hits) {
  for (std::size_t i = 0; i < hits.size() && i < works.size(); ++i) {
    std::vector<FactorExplained>& factors = hits[i].factors;
    for (FactorExplained& factor : factors) factor.score *= works[i].leaf_scale;
    std::erase_if(factors, [](const FactorExplained& factor) { return factor.score <= 0; });
    factors.insert(factors.end(), works[i].factors.begin(), works[i].factors.end());
    std::stable_sort(
        factors.begin(), factors.end(),
        [](const FactorExplained& a, const FactorExplained& b) { return a.score > b.score; });
  }
}

void note_related(const WeightedStems& related, std::vector<query::Message>& notes) {
  if (related.empty()) return;
  notes.push_back({query::Severity::kInfo,
                   "related_words",
                   "The order also goes by words that the best matches share: " +
                       join(heaviest(related, kShownRelated), ", ") + ".",
                   {}});
}

void note_nearby(std::vector<query::Message>& notes) {
  notes.push_back({query::Severity::kInfo,
                   "nearby_evidence",
                   "Guidelines and reviews that have most of your words, or words that mean the "
                   "same, are among the results.",
                   {}});
}

}  // namespace

QueryOptions TreeSearch::query_options() const {
  QueryOptions options{&profile_, options_.max_prefix_expansion, request_.explain};
  options.acronyms = request_.syntax == query::Syntax::kSimple;
  options.today = today();
  return options;
}

PartialDate TreeSearch::today() const { return options_.today ? options_.today() : PartialDate{}; }

SetOptions TreeSearch::set_options() const {
  const bool simple = request_.syntax == query::Syntax::kSimple;
  SetOptions options;
  options.max_expansion = simple ? options_.max_prefix_expansion : options_.max_pattern_expansion;
  options.acronyms = simple;
  options.deadline = request_.deadline;
  options.today = today();
  return options;
}

// A line counts as in a strategy, whatever the syntax of the search that it narrows.
SetOptions TreeSearch::line_options() const {
  SetOptions options;
  options.max_expansion = options_.max_pattern_expansion;
  options.deadline = request_.deadline;
  options.today = today();
  return options;
}

Result<void> TreeSearch::run(const query::Node& tree, const query::Node* any,
                             SearchResponse& response) {
  try {
    Found found;
    EVIDENCE_ASSIGN(found, find(tree, any));
    EVIDENCE_TRY(show(tree, std::move(found), response));
  } catch (const DeadlinePassed&) {
    return timed_out();
  }
  if (Steady::now() > request_.deadline) return timed_out();
  return {};
}

Result<Found> TreeSearch::find(const query::Node& tree, const query::Node* any) {
  std::vector<FacetQuestion> questions;
  EVIDENCE_ASSIGN(questions, facet_questions(request_, today()));
  Found found;
  EVIDENCE_ASSIGN(found.built, build(tree));
  EVIDENCE_TRY(prepare_lines());
  if (!state_.remote || !request_.external.empty()) EVIDENCE_TRY(prepare_sets(tree));
  if (any != nullptr && !state_.remote) {
    EVIDENCE_ASSIGN(found.nearby, join_nearby(*any, found.built));
  }
  if (Steady::now() > request_.deadline) throw DeadlinePassed{};
  EVIDENCE_TRY(rank(tree, found));
  EVIDENCE_TRY(count_facets(questions, found.built, found.facets));
  EVIDENCE_TRY(count_external(found.facets));
  return found;
}

Result<void> TreeSearch::show(const query::Node& tree, Found found, SearchResponse& response) {
  const Matches& matches = found.matches;
  response.total = matches.total;
  response.total_exact = matches.exact;
  response.older_versions = matches.older;
  response.facets = std::move(found.facets);
  EVIDENCE_ASSIGN(response.hits,
                  read_hits(state_.database, matches.works, request_, found.built.words));
  if (request_.explain) {
    explain(state_.database, weight_of(profile_), found.built.leaves, response.hits);
    add_stages(found.matches.works, response.hits);
  }
  note_related(found.related, response.interpretation);
  if (found.nearby) note_nearby(response.interpretation);
  if (request_.sort == Sort::kRelevance) {
    place_last(response.hits, matches.first_older, request_.explain);
  }
  response.tree = query::to_text(tree);
  return {};
}

// What Xapian can match alone it does; else sets say which works, and Xapian in which order.
Result<BuiltQuery> TreeSearch::build(const query::Node& tree) {
  QueryOptions options = query_options();
  if (!needs_sets(tree) && (state_.remote || !has_compound_truncation(tree))) {
    return build_query(tree, state_.database, options);
  }
  SharedSet set;
  const SetOptions set_options = this->set_options();
  EVIDENCE_ASSIGN(set, SetEvaluator(state_.database, sets_, set_options).evaluate(tree));
  options.score_only = true;
  BuiltQuery built;
  EVIDENCE_ASSIGN(built, build_query(tree, state_.database, options));
  Xapian::Query matched;
  EVIDENCE_ASSIGN(matched, set_query(state_, set, sets_));
  built.query = built.query.empty()
                    ? matched
                    : Xapian::Query(Xapian::Query::OP_AND_MAYBE, matched, built.query);
  built.terms = built.query.get_length();
  return built;
}

Result<void> TreeSearch::prepare_sets(const query::Node& tree) {
  Result<ResultSets> results =
      ResultSets::make(tree, request_, passing_, state_, sets_, set_options());
  if (!results.ok()) return results.error();
  results_ = std::move(results).value();
  return {};
}

// On local indexes as a set, like everything that is counted; remote shards match the query.
Result<void> TreeSearch::prepare_lines() {
  if (lines_.empty()) return {};
  if (!state_.remote || !request_.external.empty()) {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      SharedSet works;
      EVIDENCE_ASSIGN(works, line_set(i));
      if (passing_ == nullptr) {
        passing_ = std::move(works);
      } else {
        IdSet both = *passing_;
        both &= *works;
        passing_ = std::make_shared<const IdSet>(std::move(both));
      }
    }
  }
  if (!state_.remote) {
    EVIDENCE_ASSIGN(line_filters_, set_query(state_, passing_, sets_));
    return {};
  }
  for (std::size_t i = 0; i < lines_.size(); ++i) {
    Xapian::Query query;
    EVIDENCE_ASSIGN(query, line_query(i));
    line_filters_ =
        line_filters_ ? Xapian::Query(Xapian::Query::OP_AND, *line_filters_, query) : query;
  }
  return {};
}

// Kept as a whole: the same few filters are put on every search.
Result<SharedSet> TreeSearch::line_set(std::size_t line) {
  const LineFilter& filter = request_.line_filters[line];
  const std::string key = "l" + sha256_hex(std::string(query::syntax_name(filter.syntax)) + '\x1f' +
                                           format_date(today()) + '\x1f' + filter.text);
  if (SharedSet known = sets_.find(key)) return known;
  const SetOptions options = line_options();
  SharedSet works;
  EVIDENCE_ASSIGN(works, SetEvaluator(state_.database, sets_, options).evaluate(lines_[line]));
  return sets_.keep(key, IdSet(*works));
}

Result<Xapian::Query> TreeSearch::line_query(std::size_t line) {
  if (needs_sets(lines_[line])) {
    SharedSet works;
    EVIDENCE_ASSIGN(works, line_set(line));
    return set_query(state_, works, sets_);
  }
  QueryOptions options{&profile_, options_.max_pattern_expansion};
  options.acronyms = false;
  options.today = today();
  BuiltQuery built;
  EVIDENCE_ASSIGN(built, build_query(lines_[line], state_.database, options));
  return built.query;
}

Result<Xapian::Query> TreeSearch::narrow(const BuiltQuery& built, std::optional<Field> left_out) {
  Xapian::Query query;
  EVIDENCE_ASSIGN(query, apply_filters(built.query, request_.filters, state_.database,
                                       query_options(), left_out));
  if (line_filters_) query = Xapian::Query(Xapian::Query::OP_FILTER, query, *line_filters_);
  const SharedSet external = results_ ? results_->externally() : nullptr;
  if (external == nullptr) return query;
  Xapian::Query passing;
  EVIDENCE_ASSIGN(passing, set_query(state_, external, sets_));
  return Xapian::Query(Xapian::Query::OP_FILTER, query, passing);
}

Result<void> TreeSearch::rank(const query::Node& tree, Found& found) {
  if (has_later_stages(profile_, request_)) return rank_in_stages(tree, found);
  Xapian::Query query;
  EVIDENCE_ASSIGN(query, narrow(found.built, std::nullopt));
  found.matches = match(query, found.built, request_);
  return {};
}

Matches TreeSearch::match(const Xapian::Query& narrowed, const BuiltQuery& built,
                          const SearchRequest& request) {
  Xapian::Enquire enquire(state_.database);
  if (request.sort == Sort::kRelevance || request.explain) {
    enquire.set_weighting_scheme(weight_of(profile_));
  } else {
    enquire.set_weighting_scheme(Xapian::BoolWeight());
  }
  set_order(enquire, request.sort);
  if (state_.remote) return run_match(state_, enquire, narrowed, request, built, nullptr);
  const KnownTotals known = known_totals();
  return run_match(state_, enquire, narrowed, request, built, &known);
}

KnownTotals TreeSearch::known_totals() {
  KnownTotals known;
  const IdSet& works = *results_->result();
  known.works = works.size();
  if (state_.has_older_versions) {
    const std::string older = term_of(Field::kVersion, kOlderVersion);
    known.older = works.size_of_and(*works_with(older, state_.database, sets_));
  }
  return known;
}

Result<void> TreeSearch::rank_in_stages(const query::Node& tree, Found& found) {
  WeightedStems synonyms;
  if (request_.match == Match::kAny) {
    Synonyms added = add_synonyms(found.built, profile_.feedback.synonyms, results_.has_value());
    synonyms = std::move(added.stems);
    if (!added.sets.empty()) results_->widen(added.sets);
  }
  const StageTools tools{
      [this](const BuiltQuery& built) { return narrow(built, std::nullopt); },
      [this](const Xapian::Query& query, const BuiltQuery& built, std::size_t count) {
        SearchRequest head = request_;
        head.offset = 0;
        head.limit = count;
        return match(query, built, head);
      },
      [this](const WeightedStems& stems) { widen(stems); }};
  const int year = today().year;
  const StagedInput input{state_, sets_, request_, profile_, tree, found.built, synonyms, year};
  StagedResult ranked;
  EVIDENCE_ASSIGN(ranked, StagedRanking(input, tools).run());
  found.matches = std::move(ranked.matches);
  found.related = std::move(ranked.related);
  return {};
}

// Where no work has all the words, the search is run anew with any of them.
Result<bool> TreeSearch::join_nearby(const query::Node& any, BuiltQuery& built) {
  const StandingRules& rules = profile_.standing;
  if (rules.nearby == 0 || results_->tree()->empty()) return false;
  const std::size_t known = best_evidence_among(*results_->tree(), state_, sets_);
  if (known >= rules.nearby) return false;
  BuiltQuery loose;
  EVIDENCE_ASSIGN(loose, build(any));
  add_synonyms(loose, 1, false);
  IdSet works =
      nearby_evidence(loose, built, *results_->tree(), rules.nearby - known, profile_, state_);
  if (works.empty()) return false;
  const auto shared = std::make_shared<const IdSet>(std::move(works));
  Xapian::Query matched;
  EVIDENCE_ASSIGN(matched, set_query(state_, shared, sets_));
  join(built, std::move(loose), matched);
  results_->widen({shared});
  return results_->result()->size_of_and(*shared) > 0;
}

TreeSearch::Synonyms TreeSearch::add_synonyms(BuiltQuery& built, double weight, bool with_sets) {
  Synonyms added;
  if (weight <= 0 || !request_.mapping || options_.language.lists == nullptr) return added;
  for (const Synonym& synonym : synonyms_of(request_.text, *options_.language.lists)) {
    const double each = weight * synonym.weight / static_cast<double>(synonym.stems.size());
    std::vector<Xapian::Query> parts;
    std::string words;
    IdSet both;
    for (const std::string& stem : synonym.stems) {
      parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT,
                         Xapian::Query(stem_term_of(Field::kAny, stem)), each);
      added.stems[stem] += each;
      words += (words.empty() ? "" : " ") + stem;
      if (!with_sets) continue;
      const SharedSet set = works_with_stem(stem);
      if (words == stem) {
        both = *set;
      } else {
        both &= *set;
      }
    }
    const Xapian::Query query(Xapian::Query::OP_AND, parts.begin(), parts.end());
    if (request_.explain) {
      built.leaves.push_back(
          {{words + " (means the same as a word)", 0, FactorKind::kSynonym, words}, query});
    }
    built.query |= query;
    if (with_sets) added.sets.push_back(std::make_shared<const IdSet>(std::move(both)));
  }
  built.terms = built.query.get_length();
  return added;
}

SharedSet TreeSearch::works_with_stem(const std::string& stem) {
  return works_with(stem_term_of(Field::kAny, stem), state_.database, sets_);
}

void TreeSearch::widen(const WeightedStems& stems) {
  if (!results_ || stems.empty()) return;
  std::vector<SharedSet> sets;
  for (const auto& [stem, weight] : stems) sets.push_back(works_with_stem(stem));
  results_->widen(sets);
}

std::shared_ptr<const ValueColumn> TreeSearch::column_of(const FacetField& facet) {
  if (state_.remote) return nullptr;
  if (options_.columns == ColumnUse::kOnDemand) return sets_.column(state_.database, facet);
  return sets_.ready_column(facet);
}

Result<void> TreeSearch::count_facets(const std::vector<FacetQuestion>& questions,
                                      const BuiltQuery& built, std::vector<Facet>& facets) {
  std::vector<const FacetQuestion*> left;  // without a column
  for (const FacetQuestion& question : questions) {
    if (Steady::now() > request_.deadline) throw DeadlinePassed{};
    Facet facet;
    facet.field = question.facet->field;
    if (const auto column = column_of(*question.facet)) {
      const SharedSet works = results_->without(facet.field);
      facet = facet_of(question, *column, *works, *results_->all());
    } else {
      left.push_back(&question);
    }
    facets.push_back(std::move(facet));
  }
  if (left.empty()) return {};
  std::vector<Facet> counted;
  EVIDENCE_ASSIGN(counted, count_by_spies(left, built));
  for (Facet& facet : counted) {
    const auto place = std::find_if(facets.begin(), facets.end(), [&facet](const Facet& each) {
      return each.external.empty() && each.field == facet.field;
    });
    *place = std::move(facet);
  }
  return {};
}

Result<std::vector<Facet>> TreeSearch::count_by_spies(
    const std::vector<const FacetQuestion*>& questions, const BuiltQuery& built) {
  std::vector<const FacetQuestion*> together;
  std::vector<Facet> facets;
  for (const FacetQuestion* question : questions) {
    const Field field = question->facet->field;
    const bool filtered = std::any_of(
        request_.filters.begin(), request_.filters.end(), [field](const Filter& filter) {
          return filter.field == field && !filter.exclude && !filter.values.empty();
        });
    if (!filtered) {
      together.push_back(question);
      continue;
    }
    std::vector<Facet> own;
    EVIDENCE_ASSIGN(own, match_spies({question}, built, field));
    facets.push_back(std::move(own.front()));
  }
  if (together.empty()) return facets;
  std::vector<Facet> others;
  EVIDENCE_ASSIGN(others, match_spies(together, built, std::nullopt));
  std::move(others.begin(), others.end(), std::back_inserter(facets));
  return facets;
}

Result<std::vector<Facet>> TreeSearch::match_spies(
    const std::vector<const FacetQuestion*>& questions, const BuiltQuery& built,
    std::optional<Field> left_out) {
  Xapian::Query query;
  if (state_.remote) {
    EVIDENCE_ASSIGN(query, narrow(built, left_out));
  } else {
    // Which works is known already.
    EVIDENCE_ASSIGN(
        query,
        set_query(state_, left_out ? results_->without(*left_out) : results_->result(), sets_));
  }
  FacetSpies spies(questions);
  Xapian::Enquire enquire(state_.database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  spies.attach(enquire);
  run_spies(state_, enquire, query, request_);
  return spies.facets();
}

Result<void> TreeSearch::count_external(std::vector<Facet>& facets) {
  for (std::size_t i = 0; i < request_.external.size(); ++i) {
    const ExternalChoice& choice = request_.external[i];
    if (!choice.count) continue;
    const std::vector<ExternalValue> values = choice.filter->values();
    std::vector<SharedSet> sets;
    EVIDENCE_ASSIGN(sets, results_->external_values(i));
    const SharedSet works = results_->without_external(i);
    Facet facet;
    facet.external = choice.filter->name();
    for (std::size_t v = 0; v < values.size(); ++v) {
      const bool selected = !choice.exclude && std::find(choice.values.begin(), choice.values.end(),
                                                         values[v].value) != choice.values.end();
      const std::uint64_t count = works->size_of_and(*sets[v]);
      if (count == 0 && !selected) continue;
      facet.values.push_back({values[v].value, values[v].label, count, selected});
    }
    facets.push_back(std::move(facet));
  }
  return {};
}

}  // namespace evidence
