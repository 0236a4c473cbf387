// Totals and facets from sets and columns against what plain Xapian counts by looking at every
// match, over hundreds of searches, and against counting by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include "base/text.h"
#include "query/parser_simple.h"
#include "search/external_filter.h"
#include "search/index_reader.h"
#include "search/match.h"
#include "search/tree_preparer.h"
#include "search/xapian_query.h"
#include "tests/unit/search/counting_library.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

const std::vector<Field> kAllFacets{Field::kStudyType,    Field::kYear,      Field::kSource,
                                    Field::kJournalTitle, Field::kLanguage,  Field::kHeadingLabel,
                                    Field::kStatus,       Field::kOpenAccess};

std::vector<Work> varied_library() {
  std::vector<Work> works = counting_library();
  constexpr std::array kTypes{StudyType::kGuideline, StudyType::kRandomisedTrial,
                              StudyType::kCohort, StudyType::kNotStated};
  for (std::size_t i = 0; i < works.size(); ++i) {
    Work& work = works[i];
    work.study_type = kTypes[i % 4 + (i % 4 == 0 && i % 3 == 0 ? 1 : 0)];
    if (i % 19 == 0) work.status = Status::kRetracted;
    if (i % 23 == 0) work.status = Status::kCorrected;
    if (i % 5 == 0) work.record.open_access = OpenAccess::kOpen;
    if (i % 29 == 0) work.has_newer_version = true;
    if (i % 13 == 0) work.record.languages.push_back("ger");
    // One journal's abbreviation is another's title.
    if (i % 31 == 0) work.record.publication.title = "J Caring";
    if (i % 37 == 0) work.record.publication = {};
    if (i % 41 == 0) work.record.contributors.clear();
    if (i % 17 == 0)
      work.record.subjects.push_back({"mesh", "", "Aged, 80 and over", "", "", false});
  }
  return works;
}

std::vector<std::string> searches() {
  const std::vector<std::string> words{"asthma",
                                       "child",
                                       "children",
                                       "trial",
                                       "randomised",
                                       "of",
                                       "blood",
                                       "follow-up",
                                       "cancer",
                                       "betablocker",
                                       "beta-blocker",
                                       "dogma",
                                       "quality",
                                       "nowhere",
                                       "care",
                                       "feed*",
                                       "\"blood pressure\"",
                                       "title:risk",
                                       "year:1995-2010",
                                       "author:\"smith j\"",
                                       "AIDS",
                                       "type"};
  std::vector<std::string> list;
  for (const std::string& one : words) {
    list.push_back(one);
    for (const std::string& other : words) {
      if (&one < &other) list.push_back(one + " " + other);
      if (list.size() % 3 == 0) list.push_back(one + " OR " + other);
      if (list.size() % 7 == 0) list.push_back(one + " NOT " + other);
    }
  }
  for (const char* text : {"breast feed* care", "co-op*", "beta-block*", "follow-u*",
                           "title:\"high blood\" OR dog*", "(asthma OR pain) (nurse OR women)",
                           "year:2000 asthma", "journal:caring", "pmid:100005", "of in and the"}) {
    list.emplace_back(text);
  }
  return list;
}

// Filters for the n-th search; most searches have none.
std::vector<Filter> filters_for(std::size_t n) {
  switch (n % 9) {
    case 1:
      return {{Field::kStudyType, {"randomised_trial", "cohort"}, false}};
    case 3:
      return {{Field::kYear, {"1999-2010", "2015"}, false},
              {Field::kLanguage, {"eng"}, false},
              {Field::kStatus, {"retracted"}, true}};
    case 5:
      return {{Field::kHeadingLabel, {"Asthma", "aged, 80 AND over", "No such heading"}, false},
              {Field::kSource, {"second"}, true}};
    case 7:
      return {{Field::kJournalTitle, {"J Caring"}, false},
              {Field::kOpenAccess, {"open"}, false},
              {Field::kJournal, {"caring"}, false}};
    default:
      return {};
  }
}

using Counts = std::map<std::string, std::uint64_t>;  // by key

Counts counts_of(const Facet& facet) {
  Counts counts;
  for (const FacetValue& value : facet.values) {
    if (value.count > 0) counts[exact_key(facet.field, value.value)] = value.count;
  }
  return counts;
}

// Everything by plain Xapian: each match is looked at, each value slot read.
class PlainXapian {
 public:
  explicit PlainXapian(const std::filesystem::path& stub)
      : reader_(IndexReader::open(stub).value()), sets_(SetLimits{}) {
    profile_.field_weights = {{Field::kTitle, 1.0}, {Field::kHeading, 0.3}};
  }

  std::uint64_t total(const SearchRequest& request) { return match(request, std::nullopt, {}); }

  Counts facet(const SearchRequest& request, Field field) {
    Xapian::ValueCountMatchSpy spy(static_cast<Xapian::valueno>(facet_field(field)->slot));
    match(request, field, [&spy](Xapian::Enquire& enquire) { enquire.add_matchspy(&spy); });
    Counts counts;
    for (auto value = spy.values_begin(); value != spy.values_end(); ++value) {
      const std::string together = *value;
      for (const std::string_view one : facet_values(*facet_field(field), together)) {
        counts[exact_key(field, one)] += value.get_termfreq();
      }
    }
    return counts;
  }

 private:
  std::uint64_t match(const SearchRequest& request, std::optional<Field> left_out,
                      const std::function<void(Xapian::Enquire&)>& attach) {
    IndexReader::State& state = reader_->state();
    query::ParsedQuery parsed = query::parse_simple(request.text).value();
    std::vector<query::Message> messages;
    TreePreparer(state, sets_, {}).prepare(parsed.tree, request.syntax, request.text, messages);
    QueryOptions options{&profile_, 1'000, false};
    const auto built = build_query(parsed.tree, state.database, options);
    const Xapian::Query query =
        apply_filters(built->query, request.filters, state.database, options, left_out).value();
    Xapian::Enquire enquire(state.database);
    enquire.set_query(query);
    if (attach) attach(enquire);
    return enquire.get_mset(0, 0, state.database.get_doccount()).get_matches_estimated();
  }

  std::unique_ptr<IndexReader> reader_;
  SnapshotSets sets_;
  RankingProfile profile_;
};

class Facets : public testing::TestWithParam<Backend> {
 protected:
  Facets() : works_(varied_library()), index_(works_, GetParam()) {}

  SearchResponse ask(Searcher& searcher, const SearchRequest& request) {
    auto response = searcher.search(request);
    EXPECT_TRUE(response.ok()) << request.text << ": " << response.error().message;
    return response.ok() ? std::move(response).value() : SearchResponse{};
  }
  SearcherOptions options(ColumnUse columns = ColumnUse::kOnDemand) const {
    SearcherOptions options = options_for(index_.stub());
    options.columns = columns;
    return options;
  }

  std::vector<Work> works_;
  SearchIndex index_;
};

TEST_P(Facets, AndTotalsAreWhatXapianCountsByLookingAtEveryMatch) {
  Searcher searcher(options());
  PlainXapian plain(index_.stub());
  std::size_t n = 0;
  std::size_t found = 0;
  for (const std::string& text : searches()) {
    SearchRequest request;
    request.text = text;
    request.match = Match::kAll;
    request.filters = filters_for(++n);
    request.facets = kAllFacets;
    request.facet_view.limit = 1'000;
    request.limit = 5;
    // Over the network one search in five is enough.
    if (GetParam() == Backend::kTwoServers && n % 5 != 0) continue;
    if (const auto refused = searcher.search(request); !refused.ok()) {
      EXPECT_EQ(refused.error().slug, "wildcard_too_broad") << text;
      continue;
    }
    const SearchResponse response = ask(searcher, request);
    EXPECT_TRUE(response.total_exact);
    EXPECT_EQ(response.hits.size(), std::min<std::uint64_t>(5, response.total)) << text;
    // "co-op*" is read by sets, which also find its parts side by side.
    if (text.find('-') != std::string::npos && text.ends_with('*')) continue;
    EXPECT_EQ(response.total, plain.total(request)) << text;
    ASSERT_EQ(response.facets.size(), kAllFacets.size());
    for (const Facet& facet : response.facets) {
      EXPECT_TRUE(facet.exact);
      Counts expected = plain.facet(request, facet.field);
      const Counts counted = counts_of(facet);
      if (facet.field == Field::kJournalTitle) {
        // Abbreviations are other names, not values.
        std::erase_if(expected, [&](const auto& value) {
          return value.first == "br j pain" ||
                 (GetParam() == Backend::kTwoServers && !counted.contains(value.first));
        });
      }
      EXPECT_EQ(counted, expected) << text << " " << field_info(facet.field).name;
    }
    found += response.total > 0 ? 1 : 0;
  }
  EXPECT_GT(n, 300U);
  EXPECT_GT(found, GetParam() == Backend::kTwoServers ? 30U : 200U);
}

TEST_P(Facets, AreTheSameFromColumnsAndFromSpies) {
  std::vector<Field> facets = kAllFacets;
  std::erase(facets, Field::kJournalTitle);  // see FacetField::other_names
  Searcher columns(options());
  Searcher spies(options(ColumnUse::kNever));
  std::size_t n = 0;
  for (const std::string& text : searches()) {
    if (++n % 4 != 0) continue;
    SearchRequest request;
    request.text = text;
    request.filters = filters_for(n);
    request.facets = facets;
    request.facet_view.limit = 1 + n % 5;         // ties at the end, other values beyond
    if (!columns.search(request).ok()) continue;  // a wildcard that stands for too much
    const SearchResponse a = ask(columns, request);
    const SearchResponse b = ask(spies, request);
    ASSERT_EQ(a.facets.size(), b.facets.size());
    for (std::size_t i = 0; i < a.facets.size(); ++i) {
      const Facet& one = a.facets[i];
      const Facet& other = b.facets[i];
      EXPECT_EQ(one.other, other.other) << text << " " << field_info(one.field).name;
      ASSERT_EQ(one.values.size(), other.values.size()) << text;
      for (std::size_t v = 0; v < one.values.size(); ++v) {
        EXPECT_EQ(one.values[v].value, other.values[v].value) << text;
        EXPECT_EQ(one.values[v].label, other.values[v].label) << text;
        EXPECT_EQ(one.values[v].count, other.values[v].count) << text;
        EXPECT_EQ(one.values[v].selected, other.values[v].selected) << text;
      }
    }
  }
}

TEST_P(Facets, AValuesCountIsTheTotalAfterChoosingItAlone) {
  Searcher searcher(options());
  SearchRequest request;
  request.text = "care OR asthma";
  request.facets = kAllFacets;
  request.facet_view.limit = 8;
  request.limit = 0;
  for (const Facet& facet : ask(searcher, request).facets) {
    for (const FacetValue& value : facet.values) {
      SearchRequest chosen = request;
      chosen.filters.push_back({facet.field, {value.value}, false});
      EXPECT_EQ(ask(searcher, chosen).total, value.count)
          << field_info(facet.field).name << " " << value.value;
    }
  }
}

TEST_P(Facets, OfAFieldLeaveItsOwnFilterOutAndKeepWhatIsExcluded) {
  Searcher searcher(options());
  SearchRequest request;
  request.text = "care";
  request.facets = {Field::kStudyType, Field::kLanguage};
  const SearchResponse before = ask(searcher, request);
  request.filters = {{Field::kStudyType, {"cohort"}, false}};
  const SearchResponse after = ask(searcher, request);
  EXPECT_LT(after.total, before.total);
  EXPECT_EQ(counts_of(after.facets[0]), counts_of(before.facets[0]));
  EXPECT_NE(counts_of(after.facets[1]), counts_of(before.facets[1]));
  request.filters = {{Field::kStudyType, {"cohort"}, true}};
  const SearchResponse without = ask(searcher, request);
  Counts expected = counts_of(before.facets[0]);
  EXPECT_EQ(without.total, before.total - expected.at("cohort"));
  expected.erase("cohort");
  EXPECT_EQ(counts_of(without.facets[0]), expected);
}

TEST_P(Facets, AlwaysListTheValuesInUse) {
  Searcher searcher(options());
  SearchRequest request;
  request.text = "care";
  request.facets = {Field::kHeadingLabel};
  request.facet_view.limit = 1;
  request.filters = {{Field::kHeadingLabel, {"RISK factors", "Unheard of"}, false}};
  const SearchResponse response = ask(searcher, request);
  ASSERT_EQ(response.facets.size(), 1U);
  const std::vector<FacetValue>& values = response.facets[0].values;
  ASSERT_EQ(values.size(), 3U);
  EXPECT_FALSE(values[0].selected);
  EXPECT_EQ(values[1].value, "risk factors");
  EXPECT_EQ(values[1].label, "Risk Factors");
  EXPECT_TRUE(values[1].selected);
  EXPECT_GT(values[1].count, 0U);
  EXPECT_EQ(values[2].value, "unheard of");
  EXPECT_EQ(values[2].count, 0U);
}

TEST_P(Facets, AreListedPageByPageByCountOrAlphabetAndByWhatIsTyped) {
  Searcher searcher(options());
  SearchRequest request;
  request.text = "care OR asthma OR child";
  request.facets = {Field::kHeadingLabel};
  request.limit = 0;
  request.facet_view.listing = true;
  request.facet_view.limit = 5;
  request.facet_view.alphabetical = true;
  std::vector<std::string> seen;
  std::uint64_t matching = 0;
  for (std::size_t offset = 0; offset < 40; offset += 5) {
    request.facet_view.offset = offset;
    const Facet facet = ask(searcher, request).facets.at(0);
    matching = facet.matching;
    for (const FacetValue& value : facet.values) seen.push_back(value.value);
  }
  EXPECT_EQ(seen.size(), matching);
  EXPECT_GT(matching, 12U);
  EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
  request.facet_view = {};
  request.facet_view.listing = true;
  request.facet_view.words = "NEOPL, breast";
  const Facet typed = ask(searcher, request).facets.at(0);
  ASSERT_EQ(typed.values.size(), 1U);
  EXPECT_EQ(typed.values[0].value, "breast neoplasms");
  request.facet_view.words.clear();
  request.facet_view.begins = "Ris";
  const Facet begins = ask(searcher, request).facets.at(0);
  ASSERT_EQ(begins.values.size(), 2U);
  EXPECT_GE(begins.values[0].count, begins.values[1].count);
  EXPECT_EQ(begins.matching, 2U);
}

TEST_P(Facets, SortsAreStableReversibleAndPutWhatLacksTheKeyLast) {
  Searcher searcher(options());
  for (const auto& [up, down] :
       std::vector<std::pair<Sort, Sort>>{{Sort::kAuthor, Sort::kAuthorDescending},
                                          {Sort::kJournal, Sort::kJournalDescending},
                                          {Sort::kEvidence, Sort::kEvidenceDescending}}) {
    const auto order = [&](Sort sort) {
      std::vector<WorkId> ids;
      SearchRequest request;
      request.text = "care OR asthma OR trial OR of";
      request.sort = sort;
      request.limit = 150;
      for (request.offset = 0; request.offset < 900; request.offset += 150) {
        const SearchResponse page = ask(searcher, request);
        for (const Hit& hit : page.hits) ids.push_back(hit.id);
        EXPECT_GT(page.total, 500U);
      }
      EXPECT_EQ(std::set<WorkId>(ids.begin(), ids.end()).size(), ids.size()) << sort_name(sort);
      return ids;
    };
    const std::vector<WorkId> first = order(up);
    std::vector<WorkId> second = order(down);
    ASSERT_EQ(first.size(), second.size());
    const auto lacks = [&, key = up](const WorkId& id) {
      const Work& work = *std::find_if(works_.begin(), works_.end(),
                                       [&id](const Work& each) { return each.id == id; });
      if (key == Sort::kAuthor) return work.record.contributors.empty();
      if (key == Sort::kJournal) return work.record.publication.title.empty();
      return false;
    };
    const auto lacking = static_cast<std::size_t>(std::count_if(first.begin(), first.end(), lacks));
    const std::size_t having = first.size() - lacking;
    EXPECT_TRUE(up == Sort::kEvidence || lacking > 5U);
    for (std::size_t i = 0; i < first.size(); ++i) {
      EXPECT_EQ(lacks(first[i]), i >= having) << sort_name(up) << " " << i;
      EXPECT_EQ(lacks(second[i]), i >= having) << sort_name(down) << " " << i;
    }
    std::reverse(second.begin(), second.begin() + static_cast<std::ptrdiff_t>(having));
    EXPECT_TRUE(std::equal(first.begin(), first.begin() + static_cast<std::ptrdiff_t>(having),
                           second.begin()))
        << sort_name(up);
  }
}

// What an organisation's readers may open, say: works of some journals, and single works.
class Access final : public ExternalFilter {
 public:
  explicit Access(std::string version) : version_(std::move(version)) {}
  std::string_view name() const override { return "access"; }
  std::string version() const override { return version_; }
  std::vector<ExternalValue> values() const override {
    return {{"open", "Free to read"}, {"subscribed", "Your library"}, {"old", "Old"}};
  }
  Result<IdSet> works(std::string_view value, WorkFinder& finder) const override {
    ++made;
    if (value == "open") {
      const std::vector<std::string> open{"open"};
      return finder.with_values(Field::kOpenAccess, open);
    }
    if (value == "subscribed") {
      const std::vector<std::string> issns{"0959-8138", "1756-1833"};
      IdSet set = finder.with_values(Field::kIssn, issns);
      const std::vector<WorkId> ids{"w00000000001", "w00000000002", "nobody"};
      set |= finder.with_ids(ids);
      return set;
    }
    if (value == "old") return finder.between(Slot::kYear, "", "1999");
    return Error{ErrorCode::kInvalidArgument, "invalid_filter", "no such access", ""};
  }
  mutable int made = 0;

 private:
  std::string version_;
};

TEST_P(Facets, ExternalFiltersNarrowExcludeAndAreCountedAsAnyOther) {
  Searcher searcher(options());
  const auto access = std::make_shared<const Access>("org 1, day 1");
  SearchRequest request;
  request.text = "care";
  request.limit = 1'000;
  request.external = {{access, {}, false, true}};
  const SearchResponse all = ask(searcher, request);
  ASSERT_EQ(all.facets.size(), 1U);
  EXPECT_EQ(all.facets[0].external, "access");
  ASSERT_EQ(all.facets[0].values.size(), 3U);
  const int made = access->made;
  for (const FacetValue& value : all.facets[0].values) {
    request.external[0].values = {value.value};
    const SearchResponse chosen = ask(searcher, request);
    EXPECT_EQ(chosen.total, value.count) << value.value;
    EXPECT_EQ(chosen.hits.size(), value.count);
    // Counted without its own choice, so that another can be added.
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_EQ(chosen.facets[0].values.at(i).count, all.facets[0].values[i].count);
    }
    request.external[0].exclude = true;
    EXPECT_EQ(ask(searcher, request).total, all.total - value.count);
    request.external[0].exclude = false;
  }
  EXPECT_EQ(access->made, made) << "sets are kept";
  request.external[0].values = {"open", "subscribed"};
  std::set<WorkId> either;
  for (const Work& work : works_) {
    const bool subscribed = std::any_of(
        work.record.identifiers.begin(), work.record.identifiers.end(),
        [](const Identifier& each) { return each.scheme() == IdentifierScheme::kIssn; });
    if (work.record.open_access == OpenAccess::kOpen || subscribed || work.id == "w00000000001" ||
        work.id == "w00000000002") {
      either.insert(work.id);
    }
  }
  const SearchResponse both = ask(searcher, request);
  EXPECT_GT(both.total, 0U);
  for (const Hit& hit : both.hits) EXPECT_TRUE(either.contains(hit.id)) << hit.id;
  request.external[0].values = {"imagined"};
  const auto refused = searcher.search(request);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().slug, "invalid_filter");
}

INSTANTIATE_TEST_SUITE_P(Backends, Facets,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& made) { return backend_name(made.param); });

TEST(FacetColumns, AreReadInTheBackgroundAfterEachCommit) {
  SearchIndex index(varied_library(), Backend::kLocal);
  SearcherOptions options = options_for(index.stub());
  options.columns = ColumnUse::kInBackground;
  Searcher searcher(std::move(options));
  SearchRequest request;
  request.text = "care";
  request.facets = {Field::kHeadingLabel};
  // Whether from spies or from columns, at once or later, before a change or after.
  for (int i = 0; i < 20; ++i) {
    if (i == 10) index.replace(varied_library(), "second");
    const auto response = searcher.search(request);
    ASSERT_TRUE(response.ok()) << response.error().message;
    EXPECT_EQ(response->facets[0].values.size(), kOpenFacetValues);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

TEST(FacetColumns, ThatWouldBeTooLargeAreLeftToTheSpies) {
  SearchIndex index(varied_library(), Backend::kLocal);
  SearcherOptions options = options_for(index.stub());
  SearchRequest request;
  request.text = "care";
  request.facets = kAllFacets;
  Searcher whole(options);
  options.column_bytes = 2'000;
  Searcher narrow(options);
  const auto a = whole.search(request);
  const auto b = narrow.search(request);
  ASSERT_TRUE(a.ok() && b.ok());
  for (std::size_t i = 0; i < kAllFacets.size(); ++i) {
    EXPECT_EQ(counts_of(a->facets[i]), counts_of(b->facets[i]));
  }
}

}  // namespace
}  // namespace evidence::test
