#include "search/lookup.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "model/identifier.h"
#include "model/index_format.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxNumbers = 20;  // of trials that one work reports
constexpr std::size_t kMaxShared = 8;    // works with one number that are looked at

Xapian::valueno slot(Slot which) { return static_cast<Xapian::valueno>(which); }

// The term that stands for what a relation names; "" for what no index holds.
std::string term_of_target(const std::string& target) {
  constexpr std::string_view kRecord = "record:";
  if (target.starts_with(kRecord)) {
    return term_of(Field::kRecordId, fold(std::string_view(target).substr(kRecord.size())));
  }
  const std::size_t colon = target.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == target.size()) return "";
  const auto scheme = scheme_by_name(std::string_view(target).substr(0, colon));
  if (!scheme) return "";
  // An ISBN of ten digits and a DOI in capitals are known by their normal form.
  const auto identifier = Identifier::parse(*scheme, std::string_view(target).substr(colon + 1));
  if (!identifier.ok()) return "";
  return term_of(Field::kIdentifier,
                 fold(std::string(scheme_name(*scheme)) + ":" + identifier->value()));
}

Result<WorkHead> head_of(const Xapian::Document& document) {
  const std::string data = document.get_data();
  IndexedDocument parts;
  EVIDENCE_ASSIGN(parts, unpack_document(data));
  EVIDENCE_ASSIGN(const json::value value, parse_json(parts.hit));
  const json::object* hit = value.if_object();
  WorkHead head;
  if (hit == nullptr) return head;
  head.id = string_member(*hit, "id");
  head.title = string_member(*hit, "title");
  const auto number = [hit](std::string_view key) {
    const json::value* found = member(*hit, key);
    return found != nullptr && found->is_int64() ? found->get_int64() : 0;
  };
  head.year = static_cast<int>(number("year"));
  head.status = status_by_name(string_member(*hit, "status")).value_or(Status::kNone);
  head.study_type =
      study_type_by_key(string_member(*hit, "study_type")).value_or(StudyType::kNotStated);
  const json::value* newer = member(*hit, "has_newer_version");
  head.has_newer_version = newer != nullptr && newer->is_bool() && newer->get_bool();
  return head;
}

// The document of the first work, by id, that has the term: an article and its notice may share a
// number, and every shard has to give the same answer.
std::optional<Xapian::docid> first_with(const Xapian::Database& database, const std::string& term,
                                        const WorkId& except) {
  std::vector<Xapian::docid> found;
  auto posting = database.postlist_begin(term);
  for (; posting != database.postlist_end(term) && found.size() < kMaxShared; ++posting) {
    found.push_back(*posting);
  }
  if (found.size() == 1 && except.empty()) return found.front();
  std::optional<Xapian::docid> best;
  WorkId best_id;
  for (const Xapian::docid document : found) {
    const WorkId id = database.get_document(document).get_value(slot(Slot::kWorkId));
    if (id == except || (best && id >= best_id)) continue;
    best = document;
    best_id = id;
  }
  return best;
}

}  // namespace

Result<Work> read_work(const Xapian::Database& database, const WorkId& id) {
  for (const std::string& term : {work_term(id), term_of(Field::kFormerId, fold(id))}) {
    const std::optional<Xapian::docid> found = first_with(database, term, "");
    if (!found || id.empty()) continue;
    const std::string data = database.get_document(*found).get_data();
    IndexedDocument document;
    EVIDENCE_ASSIGN(document, unpack_document(data));
    return work_from_json(document.work);
  }
  return Error{ErrorCode::kNotFound, "work_not_found",
               "There is no work " + quoted_for_message(id, 40) + ".", ""};
}

Result<std::map<std::string, WorkHead>> read_targets(const Xapian::Database& database,
                                                     const std::vector<std::string>& targets,
                                                     const WorkId& except) {
  std::map<std::string, WorkHead> heads;
  std::size_t lookups = 0;
  for (const std::string& target : targets) {
    if (target.empty() || heads.contains(target)) continue;
    if (++lookups > kMaxTargets) break;
    const std::string term = term_of_target(target);
    if (term.empty()) continue;
    const std::optional<Xapian::docid> found = first_with(database, term, except);
    if (!found) continue;
    WorkHead head;
    EVIDENCE_ASSIGN(head, head_of(database.get_document(*found)));
    heads.emplace(target, std::move(head));
  }
  return heads;
}

Result<TrialReports> read_reports(const Xapian::Database& database,
                                  const std::vector<std::string>& numbers, std::size_t limit,
                                  const WorkId& except) {
  TrialReports reports;
  std::vector<Xapian::Query> any;
  for (std::size_t i = 0; i < std::min(numbers.size(), kMaxNumbers); ++i) {
    any.emplace_back(term_of(Field::kRegistration, fold(numbers[i])));
  }
  if (any.empty()) return reports;
  Xapian::Query query(Xapian::Query::OP_OR, any.begin(), any.end());
  if (!except.empty()) {
    query = Xapian::Query(Xapian::Query::OP_AND_NOT, query, Xapian::Query(work_term(except)));
  }
  Xapian::Enquire enquire(database);
  enquire.set_weighting_scheme(Xapian::BoolWeight());
  enquire.set_query(query);
  enquire.set_sort_by_value(slot(Slot::kNewestOrder), false);
  const Xapian::MSet found =
      enquire.get_mset(0, static_cast<Xapian::doccount>(std::min(limit, kMaxTargets)),
                       std::max<Xapian::doccount>(database.get_doccount(), 1));
  reports.total = found.get_matches_estimated();
  if (!found.empty()) found.fetch();
  for (auto match = found.begin(); match != found.end(); ++match) {
    WorkHead head;
    EVIDENCE_ASSIGN(head, head_of(match.get_document()));
    reports.works.push_back(std::move(head));
  }
  return reports;
}

}  // namespace evidence
