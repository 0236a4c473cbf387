#include "search/searcher.h"

#include <gtest/gtest.h>

#include <atomic>
#include <cmath>
#include <map>
#include <set>
#include <thread>

#include "base/json.h"
#include "base/tokenizer.h"
#include "model/index_format.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

Work dated(Work work, int year, StudyType type = StudyType::kNotStated) {
  work.record.publication.date = PartialDate{year, 0, 0};
  work.study_type = type;
  return work;
}

std::vector<Work> library() {
  std::vector<Work> works{
      dated(make_work(1, "Inhaled steroids in asthma", "Asthma improved. Inhaled steroids helped."),
            2019, StudyType::kRandomisedTrial),
      dated(make_work(2, "Asthma in childhood", "Inhaled steroids were given to few."), 2021,
            StudyType::kCohort),
      dated(make_work(3, "Stroke units", "Care after stroke."), 2015, StudyType::kSystematicReview),
      dated(make_work(4, "Stroke units", "Care after stroke."), 2015, StudyType::kCohort),
      dated(make_work(5, "An aspirin trial", "Aspirin after stroke and asthma."), 2010,
            StudyType::kRandomisedTrial),
      make_work(6, "Undated leaflet", "Stroke."),
  };
  works[2].record.languages = {"eng", "fre"};
  works[0].record.identifiers.push_back(
      Identifier::parse(IdentifierScheme::kDoi, "10.1000/asthma.1").value());
  works[1].record.identifiers.push_back(
      Identifier::parse(IdentifierScheme::kPmid, "31452104").value());
  works[2].status = Status::kRetracted;
  return works;
}

class Search : public testing::TestWithParam<Backend> {
 protected:
  Search() : index_(library(), GetParam()), searcher_(options_for(index_.stub())) {}

  SearchResponse ask(const SearchRequest& request) {
    auto response = searcher_.search(request);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    return response.ok() ? std::move(response).value() : SearchResponse{};
  }
  static SearchRequest words(std::string text) {
    SearchRequest request;
    request.text = std::move(text);
    return request;
  }
  static std::string ids(const SearchResponse& response) {
    std::string text;
    for (const Hit& hit : response.hits) text += hit.id.substr(12);
    return text;
  }
  std::string refusal(const SearchRequest& request) {
    const auto response = searcher_.search(request);
    return response.ok() ? "no error" : response.error().slug;
  }

  SearchIndex index_;
  Searcher searcher_;
};

TEST_P(Search, PutsTheWorkWithTheWordsInItsTitleFirst) {
  const SearchResponse response = ask(words("inhaled steroids"));
  EXPECT_EQ(ids(response), "12");
  EXPECT_EQ(response.total, 2U);
  EXPECT_TRUE(response.total_exact);
  EXPECT_GT(response.hits[0].score, response.hits[1].score);
}

TEST_P(Search, BreaksTiesByNewestThenWorkId) {
  EXPECT_EQ(ids(ask(words("stroke units"))), "34");
  SearchRequest all;
  all.filters.push_back({Field::kLanguage, {"eng"}, false});
  EXPECT_EQ(ids(ask(all)), "213456");
}

TEST_P(Search, SortsByDateAndTitleWithUndatedWorksLast) {
  SearchRequest request = words("stroke OR asthma");
  request.sort = Sort::kDateDescending;
  EXPECT_EQ(ids(ask(request)), "213456");
  request.sort = Sort::kDateAscending;
  EXPECT_EQ(ids(ask(request)), "534126");
  request.sort = Sort::kTitle;
  EXPECT_EQ(ids(ask(request)), "521346");
  request.sort = Sort::kTitleDescending;
  EXPECT_EQ(ids(ask(request)), "643125");
}

TEST_P(Search, PagesWithoutLosingOrRepeatingAWork) {
  std::string seen;
  for (std::size_t offset = 0; offset < 8; offset += 2) {
    SearchRequest request = words("stroke OR asthma");
    request.offset = offset;
    request.limit = 2;
    const SearchResponse response = ask(request);
    EXPECT_EQ(response.total, 6U);
    seen += ids(response);
  }
  EXPECT_EQ(seen.size(), 6U);
  EXPECT_EQ(std::set<char>(seen.begin(), seen.end()).size(), 6U);
}

TEST_P(Search, CountsFacetsOverEveryMatchNotOnlyThePage) {
  SearchRequest request = words("stroke OR asthma");
  request.limit = 1;
  request.facets = {Field::kStudyType, Field::kYear, Field::kLanguage};
  request.filters.push_back({Field::kLanguage, {"eng"}, false});
  const SearchResponse response = ask(request);
  ASSERT_EQ(response.facets.size(), 3U);
  const Facet& types = response.facets[0];
  ASSERT_EQ(types.values.size(), 4U);
  EXPECT_EQ(types.values[0].value, "cohort");
  EXPECT_EQ(types.values[0].count, 2U);
  EXPECT_EQ(types.values[1].value, "randomised_trial");
  EXPECT_EQ(types.values[1].count, 2U);
  const Facet& languages = response.facets[2];
  ASSERT_EQ(languages.values.size(), 2U);
  EXPECT_EQ(languages.values[0].label, "English");
  EXPECT_EQ(languages.values[0].count, 6U);
  EXPECT_TRUE(languages.values[0].selected);
  EXPECT_EQ(languages.values[1].count, 1U);
}

TEST_P(Search, FiltersWithoutChangingScores) {
  SearchRequest request = words("asthma");
  const SearchResponse before = ask(request);
  request.filters.push_back({Field::kYear, {"2018-2020", "2021"}, false});
  const SearchResponse after = ask(request);
  EXPECT_EQ(ids(after), "12");
  EXPECT_NEAR(after.hits[0].score, before.hits[0].score, 1e-9);
  request.filters.push_back({Field::kStudyType, {"cohort"}, true});
  EXPECT_EQ(ids(ask(request)), "1");
}

TEST_P(Search, RefusesFiltersAndFacetsThatDoNotExist) {
  SearchRequest request = words("asthma");
  request.filters = {{Field::kAbstract, {"x"}, false}};
  EXPECT_EQ(refusal(request), "invalid_filter");
  request.filters = {{Field::kYear, {"soon"}, false}};
  EXPECT_EQ(refusal(request), "invalid_filter");
  request.filters = {{Field::kStudyType, {"poem"}, false}};
  EXPECT_EQ(refusal(request), "invalid_filter");
  request.filters.clear();
  request.facets = {Field::kAuthor};
  EXPECT_EQ(refusal(request), "invalid_facet");
  request.facets.clear();
  request.profile = "magic";
  EXPECT_EQ(refusal(request), "unknown_profile");
  request.profile = "plain";
  request.limit = kMaxLimit + 1;
  EXPECT_EQ(refusal(request), "bad_paging");
}

TEST_P(Search, WidensToAnyWordAndSaysSo) {
  const SearchResponse response = ask(words("childhood aspirin"));
  EXPECT_TRUE(response.widened);
  EXPECT_EQ(response.total, 2U);
  ASSERT_FALSE(response.warnings.empty());
  EXPECT_EQ(response.warnings.back().code, "widened");
  SearchRequest strict = words("childhood aspirin");
  strict.match = Match::kAll;
  EXPECT_EQ(ask(strict).total, 0U);
  EXPECT_FALSE(ask(words("childhood AND aspirin")).widened);
}

TEST_P(Search, GoesStraightToATypedIdentifier) {
  EXPECT_EQ(ask(words("https://doi.org/10.1000/ASTHMA.1")).direct,
            std::vector<WorkId>{make_work(1, "").id});
  EXPECT_EQ(ask(words("PMID: 31452104")).direct, std::vector<WorkId>{make_work(2, "").id});
  EXPECT_TRUE(ask(words("asthma")).direct.empty());
  EXPECT_TRUE(ask(words("10.1000/unknown")).direct.empty());
}

TEST_P(Search, HighlightsNoSmallWordOfAPhrase) {
  const SearchResponse response = ask(words("\"steroids in asthma\""));
  ASSERT_FALSE(response.hits.empty());
  std::string marked;
  for (const SnippetPart& part : response.hits[0].title) {
    if (part.highlighted) marked += part.text + "|";
  }
  EXPECT_EQ(marked, "steroids|asthma|");
}

TEST_P(Search, HighlightsTitleAndBestPassage) {
  const SearchResponse response = ask(words("inhaled steroid"));
  ASSERT_FALSE(response.hits.empty());
  const Hit& hit = response.hits[0];
  ASSERT_EQ(hit.title.size(), 4U);
  EXPECT_EQ(hit.title[0].text, "Inhaled");
  EXPECT_TRUE(hit.title[0].highlighted);
  EXPECT_EQ(hit.title[2].text, "steroids");
  EXPECT_EQ(hit.title[3].text, " in asthma");
  EXPECT_FALSE(hit.title[3].highlighted);
  std::string snippet;
  for (const SnippetPart& part : hit.snippet) snippet += part.text;
  EXPECT_EQ(snippet, "Asthma improved. Inhaled steroids helped.");
}

TEST_P(Search, ExplainsEveryScoreCompletely) {
  SearchRequest request = words("asthma \"inhaled steroids\"");
  request.explain = true;
  const SearchResponse response = ask(request);
  ASSERT_EQ(response.hits.size(), 2U);
  for (const Hit& hit : response.hits) {
    double sum = 0;
    for (const FactorExplained& factor : hit.factors) sum += factor.score;
    EXPECT_NEAR(sum, hit.score, 1e-6) << hit.id;
    EXPECT_FALSE(hit.factors.empty());
  }
}

TEST_P(Search, AnswersAsOneJsonObject) {
  SearchRequest request = words("asthma <b>");
  request.facets = {Field::kYear};
  request.explain = true;
  const auto parsed = parse_json(to_json(request, ask(request)));
  ASSERT_TRUE(parsed.ok()) << parsed.error().message;
  const json::object& object = parsed->get_object();
  for (const char* key : {"query", "interpretation", "warnings", "total", "total_exact", "hits",
                          "facets", "targets", "snapshot", "took_ms"}) {
    EXPECT_TRUE(object.contains(key)) << key;
  }
  EXPECT_EQ(object.at("query").get_string(), "asthma <b>");
  EXPECT_EQ(object.at("snapshot").get_string(), "one:7");
  for (const json::value& hit : object.at("hits").get_array()) {
    for (const char* key :
         {"id", "title", "authors", "source", "year", "study_type", "evidence_level", "identifiers",
          "retracted", "snippet", "links", "score"}) {
      EXPECT_TRUE(hit.get_object().contains(key)) << key;
    }
  }
}

TEST_P(Search, ReadsWorksByTheirId) {
  const auto work = searcher_.find_work(make_work(3, "").id);
  ASSERT_TRUE(work.ok()) << work.error().message;
  EXPECT_EQ(work->record.title, "Stroke units");
  EXPECT_EQ(searcher_.find_work("w999999999999").error().code, ErrorCode::kNotFound);
  EXPECT_EQ(searcher_.find_work("").error().code, ErrorCode::kNotFound);
  const auto works = searcher_.find_works({make_work(5, "").id, "nothing", make_work(1, "").id});
  ASSERT_TRUE(works.ok());
  ASSERT_EQ(works->size(), 2U);
  EXPECT_EQ(works->front().record.title, "An aspirin trial");
}

TEST_P(Search, SeesANewGenerationAtTheNextQuery) {
  EXPECT_EQ(ask(words("asthma")).total, 3U);
  index_.replace({make_work(9, "Asthma again")}, "two");
  const SearchResponse response = ask(words("asthma"));
  EXPECT_EQ(response.total, 1U);
  EXPECT_EQ(response.snapshot.generation, "two");
}

TEST_P(Search, TellsWhichOfManyWordsBehindAStarWereTooMany) {
  SearcherOptions options = options_for(index_.stub());
  options.max_prefix_expansion = 1;
  Searcher narrow(std::move(options));
  SearchRequest request = words("ast* OR str*");
  EXPECT_TRUE(narrow.search(words("asthm*")).ok());
  std::vector<Work> many{make_work(1, "asthma asthmatic asthmatics")};
  index_.replace(many, "many");
  const auto response = narrow.search(words("asthm*"));
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().slug, "wildcard_too_broad");
  EXPECT_NE(response.error().message.find("more than 1 "), std::string::npos);
}

std::vector<Work> reviews() {
  std::vector<Work> works;
  for (int i = 1; i <= 6; ++i) {
    works.push_back(dated(make_work(i, "Asthma review", "Inhalers for wheeze."), 2000 + i,
                          i % 2 == 0 ? StudyType::kSystematicReview : StudyType::kCohort));
  }
  // The words that score most stand in the older versions.
  for (const int older : {2, 5}) {
    Work& work = works[static_cast<std::size_t>(older - 1)];
    work.record.title = "Asthma asthma: asthma";
    work.record.abstract.front().text = "Asthma, asthma and wheeze.";
    work.has_newer_version = true;
    work.relations.push_back({RelationType::kHasNewerVersion, "pmid:6000", "", "stated", {}});
  }
  works[5].record.identifiers = {Identifier::parse(IdentifierScheme::kPmid, "6000").value()};
  works[5].status = Status::kCorrected;
  works[3].former_ids = {"w00000000old4"};
  works[2].former_ids = {"w00000000old3", "w0000000older"};
  works[0].registrations = {"NCT01234567"};
  works[3].registrations = {"ISRCTN12345678", "NCT01234567"};
  works[4].registrations = {"NCT01234567"};
  works[4].record.identifiers = {Identifier::parse(IdentifierScheme::kNct, "NCT01234567").value()};
  return works;
}

class Reviews : public Search {
 protected:
  Reviews() { index_.replace(reviews(), "reviews"); }
  static std::string title(const WorkHead& head) {
    return head.id.substr(12) + " " + head.title + " " + std::to_string(head.year);
  }
};

TEST_P(Reviews, AnOlderVersionNeverOutranksANewerWork) {
  EXPECT_EQ(ids(ask(words("asthma"))), "643152");
  EXPECT_EQ(ids(ask(words("asthma OR wheeze"))), "643152");
  const SearchResponse response = ask(words("asthma"));
  EXPECT_EQ(response.total, 6U);
  EXPECT_TRUE(response.total_exact);
  EXPECT_EQ(response.older_versions, 2U);
  for (std::size_t i = 1; i < response.hits.size(); ++i) {
    EXPECT_GE(response.hits[i - 1].score, response.hits[i].score);
  }
  // Where nothing scores, too.
  SearchRequest all;
  all.filters.push_back({Field::kLanguage, {"eng"}, false});
  EXPECT_EQ(ids(ask(all)), "643152");
  // An order that was asked for stands.
  SearchRequest newest = words("asthma");
  newest.sort = Sort::kDateDescending;
  EXPECT_EQ(ids(ask(newest)), "654321");
  EXPECT_EQ(ask(newest).older_versions, 2U);
}

TEST_P(Reviews, PagesRunOnIntoTheOlderVersions) {
  std::string seen;
  for (std::size_t offset = 0; offset < 9; offset += 3) {
    SearchRequest request = words("asthma");
    request.offset = offset;
    request.limit = 3;
    const SearchResponse response = ask(request);
    EXPECT_EQ(response.total, 6U);
    seen += ids(response) + "|";
  }
  EXPECT_EQ(seen, "643|152||");
}

TEST_P(Reviews, PlacingLastChangesNoCountAndNoOtherScore) {
  SearchRequest request = words("asthma wheeze");
  request.facets = {Field::kStudyType, Field::kStatus};
  const SearchResponse with = ask(request);
  // The same works, none of them marked.
  std::vector<Work> unmarked = reviews();
  for (Work& work : unmarked) work.has_newer_version = false;
  index_.replace(unmarked, "unmarked");
  const SearchResponse without = ask(request);
  EXPECT_EQ(without.older_versions, 0U);
  EXPECT_EQ(with.total, without.total);
  ASSERT_EQ(with.facets.size(), without.facets.size());
  for (std::size_t i = 0; i < with.facets.size(); ++i) {
    ASSERT_EQ(with.facets[i].values.size(), without.facets[i].values.size());
    for (std::size_t v = 0; v < with.facets[i].values.size(); ++v) {
      EXPECT_EQ(with.facets[i].values[v].count, without.facets[i].values[v].count);
    }
  }
  std::map<WorkId, double> scores;
  for (const Hit& hit : without.hits) scores[hit.id] = hit.score;
  ASSERT_EQ(with.hits.size(), 6U);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(with.hits[i].score, scores.at(with.hits[i].id), 1e-9);
  }
}

TEST_P(Reviews, SayInTheExplanationThatAnOlderVersionIsPlacedLast) {
  SearchRequest request = words("asthma wheeze");
  request.explain = true;
  const SearchResponse response = ask(request);
  ASSERT_EQ(response.hits.size(), 6U);
  for (std::size_t i = 0; i < response.hits.size(); ++i) {
    const Hit& hit = response.hits[i];
    double sum = 0;
    bool said = false;
    for (const FactorExplained& factor : hit.factors) {
      sum += factor.score;
      said = said || factor.term == "placed last because a newer version of this work exists";
    }
    EXPECT_NEAR(sum, hit.score, 1e-6) << hit.id;
    EXPECT_EQ(said, i >= 4) << hit.id;
  }
}

TEST_P(Reviews, OlderVersionsCanBeLeftOutOrFoundAlone) {
  SearchRequest request = words("asthma");
  request.filters = {{Field::kVersion, {"older"}, true}};
  EXPECT_EQ(ids(ask(request)), "6431");
  request.filters = {{Field::kVersion, {"older"}, false}};
  EXPECT_EQ(ids(ask(request)), "52");
  request.filters = {{Field::kRelation, {"has_newer_version"}, false}};
  EXPECT_EQ(ids(ask(request)), "52");
}

TEST_P(Reviews, AFormerIdLeadsToTheWorkThatItBecame) {
  for (const char* old : {"w00000000old3", "w0000000older"}) {
    const auto work = searcher_.find_work(old);
    ASSERT_TRUE(work.ok()) << work.error().message;
    EXPECT_EQ(work->id, make_work(3, "").id);
  }
  const auto works = searcher_.find_works(
      {"w00000000old4", make_work(4, "").id, "w00000000none", make_work(1, "").id});
  ASSERT_TRUE(works.ok());
  ASSERT_EQ(works->size(), 2U);
  EXPECT_EQ(works->front().id, make_work(4, "").id);
}

TEST_P(Reviews, TargetsOfRelationsAreFoundByTheirNumbers) {
  const auto heads =
      searcher_.find_targets({"pmid:6000", "record:pubmed:4", "pmid:999", "doi:10.1000/none",
                              "nonsense", "", "x:y", "record:pubmed:5"},
                             make_work(5, "").id);
  ASSERT_TRUE(heads.ok()) << heads.error().message;
  ASSERT_EQ(heads->size(), 2U);
  EXPECT_EQ(title(heads->at("pmid:6000")), "6 Asthma review 2006");
  EXPECT_EQ(heads->at("pmid:6000").status, Status::kCorrected);
  EXPECT_EQ(title(heads->at("record:pubmed:4")), "4 Asthma review 2004");
}

TEST_P(Reviews, ATrialsNumberFindsEveryReportOfIt) {
  const auto others = searcher_.find_reports({"NCT01234567"}, 1, make_work(1, "").id);
  ASSERT_TRUE(others.ok()) << others.error().message;
  EXPECT_EQ(others->total, 2U);
  ASSERT_EQ(others->works.size(), 1U);
  EXPECT_EQ(title(others->works[0]), "5 Asthma asthma: asthma 2005");
  EXPECT_EQ(searcher_.find_reports({}, 10)->total, 0U);
  SearchRequest request;
  request.filters = {{Field::kRegistration, {"NCT01234567"}, false}};
  EXPECT_EQ(ask(request).total, 3U);
  EXPECT_EQ(ask(words("NCT01234567")).total, 3U);
  EXPECT_EQ(ask(words("registration:ISRCTN12345678")).total, 1U);
}

INSTANTIATE_TEST_SUITE_P(Backends, Reviews,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& made) { return backend_name(made.param); });

INSTANTIATE_TEST_SUITE_P(Backends, Search,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& made) { return backend_name(made.param); });

std::string slug_of(Searcher& searcher) {
  SearchRequest request;
  request.text = "asthma";
  const auto response = searcher.search(request);
  return response.ok() ? "no error" : response.error().slug;
}

TEST(Searcher, SaysThatThereIsNoIndexYet) {
  const TempDir folder;
  Searcher searcher(options_for(folder / "current"));
  EXPECT_EQ(slug_of(searcher), "no_index");
  EXPECT_FALSE(searcher.info().ok());
}

TEST(Searcher, RefusesShardsOfDifferentGenerations) {
  SearchIndex index(library(), Backend::kTwoShards);
  index.set_metadata(1, kMetaGeneration, "other");
  Searcher searcher(options_for(index.stub()));
  EXPECT_EQ(slug_of(searcher), "index_mixed");
  index.set_metadata(1, kMetaGeneration, "one");
  EXPECT_EQ(slug_of(searcher), "no error");
  // The same once a reader is open: it stays refused until the shards agree again.
  index.set_metadata(1, kMetaGeneration, "other");
  EXPECT_EQ(slug_of(searcher), "index_mixed");
  EXPECT_EQ(slug_of(searcher), "index_mixed");
  index.set_metadata(1, kMetaGeneration, "one");
  EXPECT_EQ(slug_of(searcher), "no error");
}

TEST(Searcher, RefusesAnIndexOfAnotherVersionAndSaysWhatToDo) {
  SearchIndex index(library(), Backend::kLocal);
  index.set_metadata(0, kMetaTokenizer, std::to_string(kTokenizerVersion + 1));
  Searcher searcher(options_for(index.stub()));
  EXPECT_EQ(slug_of(searcher), "index_version");
  const auto info = searcher.info();
  ASSERT_FALSE(info.ok());
  EXPECT_NE(info.error().hint.find("evidence index"), std::string::npos);
}

TEST(Searcher, StopsAtTheDeadlineWithoutAPartialAnswer) {
  SearchIndex index(library(), Backend::kLocal);
  Searcher searcher(options_for(index.stub()));
  SearchRequest request;
  request.text = "asthma";
  request.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto response = searcher.search(request);
  ASSERT_FALSE(response.ok());
  EXPECT_TRUE(response.error().code == ErrorCode::kTimeout ||
              response.error().code == ErrorCode::kBusy);
}

TEST(Searcher, CountsExactlyWhileWatchingTheClock) {
  // Enough works and words that the deadline is looked at during the match.
  std::vector<Work> works;
  for (int i = 1; i <= 3'000; ++i) works.push_back(make_work(i, "Asthma", "peak flow and wheeze"));
  SearchIndex index(works, Backend::kTwoShards);
  Searcher searcher(options_for(index.stub()));
  SearchRequest request;
  request.text = "asthma";
  for (int i = 0; i < 70; ++i) request.text += " OR \"peak flow\"";
  request.deadline = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  const auto response = searcher.search(request);
  ASSERT_TRUE(response.ok()) << response.error().message;
  EXPECT_EQ(response->total, 3'000U);
  EXPECT_TRUE(response->total_exact);
}

TEST(Searcher, AnswersManyThreadsWithFewReaders) {
  SearchIndex index(library(), Backend::kLocal);
  SearcherOptions options = options_for(index.stub());
  options.readers = 2;
  Searcher searcher(std::move(options));
  std::vector<std::thread> threads;
  std::atomic<int> good{0};
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 50; ++i) good += slug_of(searcher) == "no error" ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(good.load(), 400);
}

}  // namespace
}  // namespace evidence::test
