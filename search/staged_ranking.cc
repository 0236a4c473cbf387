#include "search/staged_ranking.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "base/ascii.h"
#include "base/text.h"
#include "model/stem_term.h"
#include "search/best_evidence.h"
#include "search/set_source.h"

namespace evidence {
namespace {

constexpr std::size_t kShownStems = 6;
constexpr std::size_t kMatchedStems = 60;
constexpr double kLeastCovered = 0.05;  // a work may have been found by a synonym

double relative(double value, double best) { return best > 0 ? value / best : 0; }

void look_at_clock(const SearchRequest& request) {
  if (std::chrono::steady_clock::now() > request.deadline) throw DeadlinePassed{};
}

}  // namespace

bool has_later_stages(const RankingProfile& profile, const SearchRequest& request) {
  return profile.depth > 0 && request.sort == Sort::kRelevance && request.limit > 0;
}

bool StagedRanking::widens() const {
  // Remote shards count what the typed words find; the two must be the same works.
  return input_.request.match == Match::kAny && input_.profile.feedback.widens &&
         input_.profile.feedback.works > 0 && !input_.state.remote;
}

std::size_t StagedRanking::depth() const {
  return widens() ? std::max(input_.profile.depth, kMaxLimit) : input_.profile.depth;
}

std::size_t StagedRanking::wanted() const {
  return std::max(depth(), input_.request.offset + input_.request.limit);
}

Result<StagedResult> StagedRanking::run() {
  typed_ = stems_of(input_.tree);
  look_up_words();
  for (const auto& [stem, weight] : input_.synonyms) typed_[stem] += weight;
  EVIDENCE_TRY(first_stage());
  EVIDENCE_TRY(add_evidence());
  look_at_clock(input_.request);
  if (!pool_.empty() && input_.profile.feedback.works > 0) EVIDENCE_TRY(feedback());
  look_at_clock(input_.request);
  nearness();
  lend();
  stand();
  return StagedResult{page(), std::move(related_)};
}

Result<void> StagedRanking::first_stage() {
  Xapian::Query query;
  EVIDENCE_ASSIGN(query, tools_.narrow(input_.built));
  main_ = tools_.match(query, input_.built, wanted());
  const std::size_t size = std::min({depth(), main_.first_older, main_.works.size()});
  for (std::size_t i = 0; i < size; ++i) {
    Candidate candidate;
    candidate.work = main_.works[i];
    candidate.typed = candidate.work.score;
    candidate.covered = covered(candidate.work.document);
    first_best_ = std::max(first_best_, candidate.typed * candidate.covered);
    pool_.push_back(std::move(candidate));
  }
  for (Candidate& candidate : pool_) set_words(candidate);
  add_up();
  return {};
}

void StagedRanking::look_up_words() {
  if (input_.profile.coverage <= 0 || input_.request.match != Match::kAny || input_.state.remote) {
    return;
  }
  const Xapian::Database& database = input_.state.database;
  const auto documents = static_cast<double>(database.get_doccount());
  for (const auto& [stem, weight] : typed_) {
    SharedSet works = works_with(stem_term_of(Field::kAny, stem), database, input_.sets);
    const auto count = static_cast<double>(works->size());
    if (count == 0) continue;
    words_.emplace_back(std::move(works), std::log((documents - count + 0.5) / (count + 0.5) + 1));
  }
  if (words_.size() < 2) words_.clear();
}

double StagedRanking::covered(Xapian::docid work) const {
  if (words_.empty()) return 1;
  double all = 0;
  double had = 0;
  for (const auto& [works, rarity] : words_) {
    all += rarity;
    if (works->has(work)) had += rarity;
  }
  return std::pow(std::max(kLeastCovered, had / all), input_.profile.coverage);
}

void StagedRanking::set_words(Candidate& candidate) const {
  candidate.words = relative(candidate.typed * candidate.covered, first_best_);
  candidate.work.leaf_scale = relative(input_.profile.words * candidate.covered, first_best_);
}

// The best works so far, each with what it counts.
std::vector<WeightedWork> StagedRanking::best(std::size_t count, double query_share) const {
  std::vector<WeightedWork> works;
  works.reserve(pool_.size());
  for (const Candidate& candidate : pool_) {
    works.emplace_back(candidate.work.document, candidate.sum + query_share * candidate.query);
  }
  std::stable_sort(works.begin(), works.end(), [](const WeightedWork& a, const WeightedWork& b) {
    return a.second > b.second;
  });
  if (works.size() > count) works.resize(count);
  return works;
}

Result<void> StagedRanking::feedback() {
  const FeedbackRules& rules = input_.profile.feedback;
  std::vector<WeightedWork> works = best(rules.works, 0);
  const double first = works.front().second;
  for (auto& [work, weight] : works) weight = std::pow(relative(weight, first), rules.power);
  related_ = feedback_stems(input_.state.database, works, rules.stems);
  if (related_.empty()) return {};
  if (!widens()) return score_related();

  // The typed words and those of the best works in one query over the whole index.
  tools_.widen(related_);
  BuiltQuery both;
  both.positional = input_.built.positional;
  const double typed = std::max(total_weight(typed_), 1.0);
  both.query = Xapian::Query(
      Xapian::Query::OP_OR,
      Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, input_.built.query, (1 - rules.share) / typed),
      query_of(related_, rules.share));
  both.terms = both.query.get_length();
  Xapian::Query query;
  EVIDENCE_ASSIGN(query, tools_.narrow(both));
  Matches found = tools_.match(query, both, wanted());

  std::unordered_map<Xapian::docid, Candidate> before;
  for (Candidate& candidate : pool_) {
    before.emplace(candidate.work.document, std::move(candidate));
  }
  pool_.clear();
  const std::size_t size = std::min({depth(), found.first_older, found.works.size()});
  double top = 0;
  for (std::size_t i = 0; i < size; ++i) {
    Candidate candidate;
    const auto known = before.find(found.works[i].document);
    if (known != before.end()) candidate = std::move(known->second);
    const double leaf_scale = candidate.work.leaf_scale;
    candidate.work = found.works[i];
    candidate.work.leaf_scale = leaf_scale;
    // The typed words count here, too, as far as the work has all of them.
    candidate.related = candidate.work.score -
                        (1 - rules.share) / typed * candidate.typed * (1 - candidate.covered);
    top = std::max(top, candidate.related);
    pool_.push_back(std::move(candidate));
  }
  for (Candidate& candidate : pool_) candidate.related = relative(candidate.related, top);
  main_ = std::move(found);
  widened_ = true;
  add_up();
  return {};
}

// What the words of the best works score in each work of the pool.
Result<std::vector<double>> StagedRanking::related_scores() {
  std::vector<Xapian::docid> works;
  works.reserve(pool_.size());
  for (const Candidate& candidate : pool_) works.push_back(candidate.work.document);
  // Few words are matched sooner than many works are read; over a network anything is.
  if (!input_.state.remote && related_.size() > kMatchedStems) {
    return scores_of(related_, works, input_.profile, input_.state.database);
  }
  IdSet pool;
  for (const Xapian::docid work : works) pool.add(work);
  Xapian::Query only;
  EVIDENCE_ASSIGN(
      only, set_query(input_.state, std::make_shared<const IdSet>(std::move(pool)), input_.sets));
  Xapian::Enquire enquire(input_.state.database);
  enquire.set_weighting_scheme(weight_of(input_.profile));
  enquire.set_query(Xapian::Query(Xapian::Query::OP_FILTER, query_of(related_, 1), only));
  const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(works.size()));
  std::unordered_map<Xapian::docid, double> by_work;
  for (auto match = found.begin(); match != found.end(); ++match) {
    by_work.emplace(*match, match.get_weight());
  }
  std::vector<double> scores;
  scores.reserve(works.size());
  for (const Xapian::docid work : works) {
    const auto score = by_work.find(work);
    scores.push_back(score == by_work.end() ? 0 : score->second);
  }
  return scores;
}

// The same for the works of the pool alone.
Result<void> StagedRanking::score_related() {
  std::vector<double> scores;
  EVIDENCE_ASSIGN(scores, related_scores());
  const double share = input_.profile.feedback.share;
  const double typed = std::max(total_weight(typed_), 1.0);
  double top = 0;
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    Candidate& candidate = pool_[i];
    candidate.related =
        share * scores[i] + (1 - share) * candidate.typed * candidate.covered / typed;
    top = std::max(top, candidate.related);
  }
  for (Candidate& candidate : pool_) candidate.related = relative(candidate.related, top);
  add_up();
  return {};
}

void StagedRanking::nearness() {
  const MeaningRules& rules = input_.profile.meaning;
  if (!rules.used() || !meaning_.known() || pool_.empty()) return;
  const auto measure = [this](const Meaning::Point& point, double Candidate::*into) {
    double top = 0;
    for (Candidate& candidate : pool_) {
      candidate.*into = meaning_.nearness(point, candidate.work.document);
      top = std::max(top, candidate.*into);
    }
    for (Candidate& candidate : pool_) candidate.*into = relative(candidate.*into, top);
  };
  measure(meaning_.of_query(typed_), &Candidate::query);
  if (rules.best > 0 && rules.works > 0) {
    measure(meaning_.of_works(best(rules.works, rules.mixed)), &Candidate::best);
  }
  add_up();
}

// Works that resemble each other answer the same: who has good neighbours gains.
void StagedRanking::lend() {
  const MeaningRules& rules = input_.profile.meaning;
  if (!rules.lends() || !meaning_.known()) return;
  std::vector<Xapian::docid> works;
  std::vector<double> sums;
  for (const Candidate& candidate : pool_) {
    works.push_back(candidate.work.document);
    sums.push_back(candidate.sum);
  }
  const std::vector<double> means = meaning_.mean_of_nearest(works, sums, rules.neighbours);
  for (std::size_t i = 0; i < pool_.size(); ++i) pool_[i].lent = rules.lent * means[i];
  add_up();
}

void StagedRanking::add_up() {
  const RankingProfile& profile = input_.profile;
  for (Candidate& candidate : pool_) {
    candidate.sum = profile.words * candidate.words + profile.feedback.weight * candidate.related +
                    profile.meaning.query * candidate.query +
                    profile.meaning.best * candidate.best + candidate.lent;
  }
}

// Guidelines and reviews that stand too deep for the pool.
Result<void> StagedRanking::add_evidence() {
  const StandingRules& rules = input_.profile.standing;
  // Whether there are more works than the pool's must not depend on the page that is asked for.
  if (rules.evidence <= 0 || rules.candidates == 0 || main_.total <= pool_.size()) return {};
  if (widens()) return {};  // the pool of feedback is deep enough
  BuiltQuery guidelines = input_.built;
  guidelines.query = best_evidence(input_.built.query, input_.state);
  Xapian::Query query;
  EVIDENCE_ASSIGN(query, tools_.narrow(guidelines));
  Xapian::Enquire enquire(input_.state.database);
  enquire.set_weighting_scheme(weight_of(input_.profile));
  set_order(enquire, Sort::kRelevance);
  enquire.set_query(query);
  const Xapian::MSet found = enquire.get_mset(0, static_cast<Xapian::doccount>(rules.candidates));
  std::unordered_set<Xapian::docid> known;
  for (const Candidate& candidate : pool_) known.insert(candidate.work.document);
  for (auto match = found.begin(); match != found.end(); ++match) {
    if (known.contains(*match)) continue;
    Candidate candidate;
    candidate.work.document = *match;
    candidate.work.score = match.get_weight();
    if (input_.state.remote) candidate.work.content = match.get_document();
    candidate.typed = match.get_weight();
    candidate.covered = covered(*match);
    set_words(candidate);
    pool_.push_back(std::move(candidate));
  }
  add_up();
  return {};
}

// From columns; what came from a remote shard brings its values along.
std::vector<Standing> StagedRanking::standings() const {
  std::vector<Standing> standings;
  standings.reserve(pool_.size());
  if (input_.state.remote) {
    const auto number = [](const Xapian::Document& work, Slot slot) {
      const std::string text = work.get_value(static_cast<Xapian::valueno>(slot));
      return text.size() <= 4 && all_digits(text) ? std::stoi(text) : 0;
    };
    for (const Candidate& candidate : pool_) {
      const Xapian::Document& work = *candidate.work.content;
      standings.push_back({number(work, Slot::kEvidenceLevel), number(work, Slot::kYear)});
    }
    return standings;
  }
  const auto levels = input_.sets.days(input_.state.database, Slot::kEvidenceLevel);
  const auto years = input_.sets.days(input_.state.database, Slot::kYear);
  const auto of = [](const DayColumn& column, Xapian::docid work) {
    return work < column.size() ? static_cast<int>(column[work]) : 0;
  };
  for (const Candidate& candidate : pool_) {
    const Xapian::docid work = candidate.work.document;
    standings.push_back({of(*levels, work), of(*years, work)});
  }
  return standings;
}

void StagedRanking::stand() {
  const StandingRules& rules = input_.profile.standing;
  if (rules.evidence <= 0 && rules.recency <= 0) return;
  double top = 0;
  for (const Candidate& candidate : pool_) top = std::max(top, candidate.sum);
  const std::vector<Standing> standings = this->standings();
  for (std::size_t i = 0; i < pool_.size(); ++i) {
    pool_[i].standing = standings[i];
    pool_[i].shares =
        standing_shares(rules, standings[i], input_.this_year, relative(pool_[i].sum, top));
  }
}

void StagedRanking::explain(Candidate& candidate) const {
  const RankingProfile& profile = input_.profile;
  const auto add = [&candidate](FactorKind kind, std::string_view beginning, std::string what,
                                double score) {
    if (score <= 0) return;
    candidate.work.factors.push_back({std::string(beginning) + what, score, kind, what});
  };
  add(FactorKind::kFeedback,
      "has words of the best matches: ", join(heaviest(related_, kShownStems), ", "),
      profile.feedback.weight * candidate.related);
  add(FactorKind::kNearQuery, "near to the query in meaning", "",
      profile.meaning.query * candidate.query);
  add(FactorKind::kNearBest, "near to the best matches in meaning", "",
      profile.meaning.best * candidate.best);
  add(FactorKind::kNeighbours, "near in meaning to works that match", "", candidate.lent);
  add(FactorKind::kEvidence, "evidence level ", std::to_string(candidate.standing.level),
      candidate.sum * candidate.shares.evidence);
  add(FactorKind::kAge, "published in ", std::to_string(candidate.standing.year),
      candidate.sum * candidate.shares.age);
}

// The pool in its new order, then what the first stage found besides, then older versions.
Matches StagedRanking::page() {
  std::stable_sort(pool_.begin(), pool_.end(),
                   [](const Candidate& a, const Candidate& b) { return a.score() > b.score(); });
  std::unordered_set<Xapian::docid> known;
  std::vector<RankedWork> order;
  const double top = pool_.empty() ? 0 : pool_.front().score();
  for (Candidate& candidate : pool_) {
    known.insert(candidate.work.document);
    if (input_.request.explain) explain(candidate);
    candidate.work.score = candidate.score();
    candidate.work.percent = 100 * relative(candidate.work.score, top);
    order.push_back(std::move(candidate.work));
  }
  // What follows keeps its order, below the last of the pool.
  const double floor = order.empty() ? 0 : order.back().score;
  const double rest_best = main_.works.empty() ? 0 : main_.works.front().score;
  std::size_t first_older = order.size();
  for (std::size_t i = 0; i < main_.works.size(); ++i) {
    RankedWork& work = main_.works[i];
    if (known.contains(work.document)) continue;
    const double share = relative(work.score, rest_best);
    work.leaf_scale = widened_ ? 0 : relative(floor, rest_best);
    work.percent = 100 * relative(floor * share, top);
    work.score = floor * share;
    if (widened_ && input_.request.explain) {
      work.factors.push_back(
          {"has typed words or words of the best matches", work.score, FactorKind::kFeedback});
    }
    if (i < main_.first_older) first_older = order.size() + 1;
    order.push_back(std::move(work));
  }
  const std::size_t begin = std::min(input_.request.offset, order.size());
  const std::size_t end = std::min(begin + input_.request.limit, order.size());
  Matches matches = std::move(main_);
  matches.works.assign(std::make_move_iterator(order.begin() + static_cast<std::ptrdiff_t>(begin)),
                       std::make_move_iterator(order.begin() + static_cast<std::ptrdiff_t>(end)));
  matches.first_older = first_older > begin ? std::min(first_older - begin, end - begin) : 0;
  return matches;
}

}  // namespace evidence
