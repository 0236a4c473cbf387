#include "search/similar.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/json.h"
#include "base/stem.h"
#include "base/tokenizer.h"
#include "model/field.h"
#include "model/index_format.h"
#include "search/lookup.h"

namespace evidence {
namespace {

constexpr double kCommon = 0.1;         // of all works: words of more say nothing of a topic
constexpr double kCommonHeading = 0.2;  // likewise; "Humans" and "Adult" are such
constexpr std::size_t kReasons = 5;     // headings, and words, that are named
constexpr std::size_t kMaxRelated = 50;

struct Wanted {
  std::string term;
  std::string shown;  // heading or word as the work writes it; "" = not worth naming
  double weight = 0;
  bool heading = false;
};

double idf(const Xapian::Database& database, Xapian::doccount works) {
  const double all = database.get_doccount();
  return std::log((all + 1.0) / (static_cast<double>(works) + 0.5));
}

bool is_too_common(Xapian::doccount works, Xapian::doccount all, double share) {
  return all > 100 && static_cast<double>(works) > share * static_cast<double>(all);
}

// Stem → the word as the work writes it, of title and abstract.
std::unordered_map<std::string, std::string> written_words(const Record& record) {
  std::unordered_map<std::string, std::string> words;
  const auto read = [&words](std::string_view text) {
    for_each_token(text, [&](Token&& token) {
      const std::string& word = token.joined.empty() ? token.parts.front() : token.joined;
      words.emplace(stem(word), std::string(text.substr(token.begin, token.end - token.begin)));
    });
  };
  read(record.title);
  for (const AbstractSection& section : record.abstract) read(section.text);
  return words;
}

void keep_best(std::vector<Wanted>& wanted, std::size_t limit) {
  std::sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.term < b.term;
  });
  if (wanted.size() > limit) wanted.resize(limit);
}

std::vector<Wanted> words_of(const Xapian::Database& database, Xapian::docid docid,
                             const Record& record, const SimilarWeights& weights) {
  std::set<std::string> in_title;
  const std::string title_head = stem_term_of(Field::kTitle, "");
  auto term = database.termlist_begin(docid);
  const auto end = database.termlist_end(docid);
  for (term.skip_to(title_head + "a"); term != end && (*term).starts_with(title_head); ++term) {
    in_title.insert((*term).substr(title_head.size()));
  }
  const auto written = written_words(record);
  const Xapian::doccount all = database.get_doccount();
  std::vector<Wanted> wanted;
  // Stems of any field begin with a small letter behind the "Z".
  for (term.skip_to(stem_term_of(Field::kAny, "a")); term != end; ++term) {
    const std::string name = *term;
    if (name.size() < 4 || name[0] != 'Z' || name[1] < 'a' || name[1] > 'z') break;
    const std::string word = name.substr(1);
    const bool title = in_title.contains(word);
    if (weights.title_only && !title) continue;
    const Xapian::doccount works = term.get_termfreq();
    if (works < 2 || is_too_common(works, all, kCommon) || is_stop_word(word)) continue;
    const double count = 1.0 + std::log(std::max<double>(1.0, term.get_wdf()));
    const auto shown = written.find(word);
    wanted.push_back({name, shown == written.end() ? std::string() : shown->second,
                      (title ? weights.title : 1.0) * count * idf(database, works), false});
  }
  keep_best(wanted, weights.words);
  return wanted;
}

std::vector<Wanted> headings_of(const Xapian::Database& database, const Record& record,
                                const SimilarWeights& weights) {
  std::map<std::string, Wanted> by_term;
  const Xapian::doccount all = database.get_doccount();
  for (const Subject& subject : record.subjects) {
    if (subject.scheme.empty() || subject.scheme == "keyword" || subject.label.empty()) continue;
    const std::string term =
        term_of(Field::kHeadingLabel, exact_key(Field::kHeadingLabel, subject.label));
    const Xapian::doccount works = database.get_termfreq(term);
    if (works < 2 || is_too_common(works, all, kCommonHeading)) continue;
    const double weight =
        weights.heading * (subject.major ? weights.major : 1.0) * idf(database, works);
    Wanted& wanted = by_term[term];
    if (weight > wanted.weight) wanted = {term, subject.label, weight, true};
  }
  std::vector<Wanted> wanted;
  wanted.reserve(by_term.size());
  for (auto& [term, one] : by_term) wanted.push_back(std::move(one));
  keep_best(wanted, weights.headings);
  return wanted;
}

Xapian::Query asked_for(const Xapian::Database& database, const std::vector<Wanted>& wanted) {
  std::vector<Xapian::Query> parts;
  for (const Wanted& one : wanted) {
    const Xapian::Query term(one.term);
    if (one.heading) {
      // Exact terms have no frequency within a work, so that they weigh what they are given.
      parts.emplace_back(
          Xapian::Query::OP_FILTER,
          Xapian::Query((new Xapian::FixedWeightPostingSource(one.weight))->release()), term);
    } else {
      // The weighting scheme multiplies by the word's rarity itself.
      const double rarity = idf(database, database.get_termfreq(one.term));
      parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, term, one.weight / std::max(rarity, 0.1));
    }
  }
  return {Xapian::Query::OP_OR, parts.begin(), parts.end()};
}

// Versions of the work and what it came from: its page shows them as related already.
std::vector<Xapian::Query> never(const Xapian::Database& database, const Work& work) {
  std::vector<Xapian::Query> terms{
      Xapian::Query(work_term(work.id)), Xapian::Query(term_of(Field::kVersion, kOlderVersion)),
      Xapian::Query(term_of(Field::kStudyType, study_type_info(StudyType::kRetractionNotice).key)),
      Xapian::Query(term_of(Field::kStudyType, study_type_info(StudyType::kCorrection).key))};
  std::vector<std::string> targets;
  for (const WorkRelation& relation : work.relations) {
    switch (relation.type) {
      case RelationType::kNewerVersionOf:
      case RelationType::kHasNewerVersion:
      case RelationType::kPreprintOf:
      case RelationType::kHasPreprint:
      case RelationType::kRepublishes:
      case RelationType::kRepublishedAs:
      case RelationType::kOtherEdition:
        if (targets.size() < kMaxRelated) targets.push_back(relation.target);
        break;
      default:
        break;
    }
  }
  if (targets.empty()) return terms;
  const auto related = read_targets(database, targets, work.id);
  if (!related.ok()) return terms;  // one more work is shown
  for (const auto& [target, head] : *related) terms.emplace_back(work_term(head.id));
  return terms;
}

SimilarWork read_one(std::string_view hit) {
  SimilarWork work;
  const auto value = parse_json(hit);
  const json::object* object = value.ok() ? value->if_object() : nullptr;
  if (object == nullptr) return work;
  work.id = string_member(*object, "id");
  work.title = string_member(*object, "title");
  work.journal = string_member(*object, "journal");
  if (const json::value* year = member(*object, "year"); year != nullptr && year->is_int64()) {
    work.year = static_cast<int>(year->get_int64());
  }
  const auto type = study_type_by_key(string_member(*object, "study_type"));
  if (type) work.study_type = *type;
  const auto status = status_by_name(string_member(*object, "status"));
  if (status) work.status = *status;
  return work;
}

void add_reasons(SimilarWork& work, const std::set<std::string>& shared,
                 const std::vector<Wanted>& wanted) {
  for (const Wanted& one : wanted) {
    if (one.shown.empty() || !shared.contains(one.term)) continue;
    std::vector<std::string>& reasons = one.heading ? work.headings : work.words;
    if (reasons.size() < kReasons) reasons.push_back(one.shown);
  }
}

}  // namespace

Result<SimilarResponse> find_similar(const IndexReader::State& state, const WorkId& id,
                                     std::size_t limit,
                                     std::chrono::steady_clock::time_point deadline,
                                     const SimilarWeights& weights) {
  const Xapian::Database& database = state.database;
  Work work;
  EVIDENCE_ASSIGN(work, read_work(database, id));
  SimilarResponse response;
  response.of = work.id;
  response.snapshot = state.snapshot;
  const auto posting = database.postlist_begin(work_term(work.id));
  if (posting == database.postlist_end(work_term(work.id))) return response;
  std::vector<Wanted> wanted = words_of(database, *posting, work.record, weights);
  if (!weights.title_only) {
    std::vector<Wanted> headings = headings_of(database, work.record, weights);
    std::move(headings.begin(), headings.end(), std::back_inserter(wanted));
  }
  if (wanted.empty() || limit == 0) return response;
  if (std::chrono::steady_clock::now() > deadline) {
    return Error{ErrorCode::kTimeout, "search_timeout", "Looking for similar works took too long.",
                 "Try again in a moment."};
  }
  const std::vector<Xapian::Query> left_out = never(database, work);
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BM25Weight(1.0, 0, 1.0, 0.5, 0.5));
  enquire.set_query(
      Xapian::Query(Xapian::Query::OP_AND_NOT, asked_for(database, wanted),
                    Xapian::Query(Xapian::Query::OP_OR, left_out.begin(), left_out.end())));
  enquire.set_sort_by_relevance_then_value(static_cast<Xapian::valueno>(Slot::kNewestOrder), false);
  const Xapian::MSet matches = enquire.get_mset(0, static_cast<Xapian::doccount>(limit));
  if (!matches.empty()) matches.fetch();
  for (auto match = matches.begin(); match != matches.end(); ++match) {
    const std::string data = match.get_document().get_data();
    IndexedDocument document;
    EVIDENCE_ASSIGN(document, unpack_document(data));
    SimilarWork one = read_one(document.hit);
    one.score = match.get_weight();
    std::set<std::string> shared;
    for (auto term = enquire.get_matching_terms_begin(match);
         term != enquire.get_matching_terms_end(match); ++term) {
      shared.insert(*term);
    }
    add_reasons(one, shared, wanted);
    response.works.push_back(std::move(one));
  }
  return response;
}

}  // namespace evidence
