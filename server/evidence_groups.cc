#include "server/evidence_groups.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace evidence::server {
namespace {

using S = StudyType;

constexpr std::string_view kProfile = "clinical";

constexpr S kGuidelines[] = {S::kGuideline};
constexpr S kTopics[] = {S::kPointOfCare, S::kEbook};
constexpr S kReviews[] = {S::kSystematicReview, S::kMetaAnalysis};
constexpr S kStudies[] = {S::kRandomisedTrial, S::kTrial,      S::kCohort,     S::kCaseControl,
                          S::kCrossSectional,  S::kDiagnostic, S::kQualitative};
constexpr S kForPatients[] = {S::kPatientInformation};

constexpr EvidenceGroup kGroups[] = {
    {"guidelines", "Guidelines", "guideline", "guidelines", kGuidelines},
    {"topics", "Topics and books", "topic or book", "topics and books", kTopics},
    {"reviews", "Systematic reviews and meta-analyses", "review", "reviews", kReviews},
    {"studies", "Studies", "study", "studies", kStudies},
    {"patient_information", "Patient information", "work for patients", "works for patients",
     kForPatients}};

bool asks_for_types(const Filter& filter) {
  return filter.field == Field::kStudyType && !filter.exclude && !filter.values.empty();
}

// The group's kinds that the reader's own filters let pass.
std::vector<std::string> types_of(const EvidenceGroup& group, const SearchRequest& search) {
  std::vector<std::string> types;
  for (const StudyType type : group.types) {
    const std::string_view key = study_type_info(type).key;
    const bool passes =
        std::all_of(search.filters.begin(), search.filters.end(), [key](const Filter& filter) {
          return !asks_for_types(filter) ||
                 std::find(filter.values.begin(), filter.values.end(), key) != filter.values.end();
        });
    if (passes) types.emplace_back(key);
  }
  return types;
}

// Counted over the whole, so that the groups need no questions of their own for it.
std::uint64_t probable_works(const EvidenceGroup& group, const SearchResponse& whole) {
  std::uint64_t works = 0;
  for (const Facet& facet : whole.facets) {
    if (facet.field != Field::kProbableType || !facet.external.empty()) continue;
    for (const FacetValue& value : facet.values) {
      const auto type = study_type_by_key(value.value);
      if (type && std::find(group.types.begin(), group.types.end(), *type) != group.types.end()) {
        works += value.count;
      }
    }
  }
  return works;
}

SearchRequest whole_of(SearchRequest search) {
  search.limit = 0;
  search.offset = 0;
  search.facets = {Field::kProbableType};
  search.facet_view = FacetView{};
  search.facet_view.limit = study_types().size();
  search.explain = search.snippets = search.members = false;
  return search;
}

GroupAnswer ask(const EvidenceGroup& group, const SearchRequest& search, const CareAnswer& care,
                Searcher& searcher) {
  GroupAnswer answer;
  answer.group = &group;
  answer.search = search;
  answer.probable = probable_works(group, care.whole);
  std::vector<std::string> types = types_of(group, search);
  if (types.empty()) return answer;
  std::erase_if(answer.search.filters, asks_for_types);
  answer.search.filters.push_back({Field::kStudyType, std::move(types), false});
  // Nothing passes where the whole is empty; nor need it be asked.
  if (care.whole.total == 0) {
    answer.answer = SearchResponse{};
    answer.answer->snapshot = care.whole.snapshot;
    answer.answer->documents = care.whole.documents;
    return answer;
  }
  Result<SearchResponse> found = searcher.search(answer.search);
  if (found.ok()) {
    answer.answer = std::move(found).value();
  } else {
    answer.failed = found.error();
  }
  return answer;
}

}  // namespace

std::span<const EvidenceGroup> evidence_groups() { return kGroups; }

Result<CareAnswer> ask_at_point_of_care(SearchRequest search, std::size_t hits,
                                        Searcher& searcher) {
  CareAnswer care;
  care.search = search;
  // One profile for all: which works join a result is part of it.
  if (search.profile.empty() && searcher.has_profile(kProfile)) search.profile = kProfile;
  const SearchRequest whole = whole_of(search);
  EVIDENCE_ASSIGN(care.whole, searcher.search(whole));

  search.sort = Sort::kRelevance;
  search.offset = 0;
  search.limit = std::min(hits, kMaxGroupHits);
  search.facets.clear();
  search.other_spellings = false;
  search.falls_back = care.whole.widened;
  for (const EvidenceGroup& group : kGroups) {
    care.groups.push_back(ask(group, search, care, searcher));
  }
  return care;
}

}  // namespace evidence::server
