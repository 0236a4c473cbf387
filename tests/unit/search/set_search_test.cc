// Ranked searches in the syntaxes of librarians: sets say which works, Xapian in which order.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "query/parse.h"
#include "tests/unit/search/counting_library.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

class SetSearch : public testing::TestWithParam<Backend> {
 protected:
  SetSearch() : index_(counting_library(), GetParam()), searcher_(options()) {}

  SearcherOptions options() const {
    SearcherOptions options = options_for(index_.stub());
    options.language.vocabulary = &counting_vocabulary();
    options.today = [] { return PartialDate{2026, 11, 29}; };
    return options;
  }

  SearchResponse ask(query::Syntax syntax, std::string text, std::size_t limit = 1'000) {
    SearchRequest request;
    request.syntax = syntax;
    request.text = std::move(text);
    request.limit = limit;
    return ask(request);
  }
  SearchResponse ask(const SearchRequest& request) {
    auto response = searcher_.search(request);
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    return response.ok() ? std::move(response).value() : SearchResponse{};
  }
  std::string refusal(query::Syntax syntax, std::string text) {
    SearchRequest request;
    request.syntax = syntax;
    request.text = std::move(text);
    const auto response = searcher_.search(request);
    return response.ok() ? "" : response.error().slug;
  }
  std::uint64_t count(query::Syntax syntax, const std::string& text) {
    query::StrategyLine line;
    line.number = 1;
    line.text = text;
    line.syntax = syntax;
    line.parsed = query::parse_line(syntax, text, searcher_.parse_options());
    StrategyRequest request;
    request.strategy.lines.push_back(std::move(line));
    const auto run = searcher_.run_strategy(request);
    EXPECT_TRUE(run.ok() && run->lines[0].counted) << text;
    return run.ok() ? run->lines[0].count : 0;
  }

  // Works that the box's text and the line both find.
  std::uint64_t count_both(const std::string& text, query::Syntax syntax, const std::string& line) {
    std::vector<std::set<WorkId>> found;
    for (const auto& [each, words] : std::vector<std::pair<query::Syntax, std::string>>{
             {query::Syntax::kSimple, text}, {syntax, line}}) {
      const SearchResponse response = ask(each, words);
      EXPECT_EQ(response.total, count(each, words));
      found.emplace_back();
      for (const Hit& hit : response.hits) found.back().insert(hit.id);
    }
    std::uint64_t both = 0;
    for (const WorkId& id : found[0]) both += found[1].contains(id) ? 1 : 0;
    return both;
  }

  SearchIndex index_;
  Searcher searcher_;
};

TEST_P(SetSearch, FindsEachWorkOnceAndAsManyAsTheLineCounts) {
  for (const auto& [syntax, text] : std::vector<std::pair<query::Syntax, std::string>>{
           {query::Syntax::kOvid, "(asthma adj4 child*).tw."},
           {query::Syntax::kOvid, "wom#n.ti,ab. not exp animals/"},
           {query::Syntax::kPubmed, "\"blood pressure\"[tiab:~2]"},
           {query::Syntax::kPubmed, "asthma[tiab] AND 2001:2010[crdt]"},
           {query::Syntax::kEbsco, "TI ( pain N3 nurse* )"},
           {query::Syntax::kPubmed, "neoplasms[mh]"}}) {
    const SearchResponse response = ask(syntax, text);
    EXPECT_TRUE(response.total_exact);
    EXPECT_EQ(response.total, count(syntax, text)) << text;
    EXPECT_EQ(response.hits.size(), response.total) << text;
    std::set<WorkId> ids;
    for (const Hit& hit : response.hits) ids.insert(hit.id);
    EXPECT_EQ(ids.size(), response.hits.size()) << text;
    EXPECT_GT(response.total, 0U) << text;
  }
}

TEST_P(SetSearch, PutsWorksWithMoreOfTheWordsFirst) {
  const SearchResponse response = ask(query::Syntax::kOvid, "(asthma adj4 child*).tw.");
  ASSERT_GT(response.hits.size(), 2U);
  EXPECT_GT(response.hits.front().score, 0);
  for (std::size_t i = 1; i < response.hits.size(); ++i) {
    EXPECT_LE(response.hits[i].score, response.hits[i - 1].score);
  }
}

TEST_P(SetSearch, PagesFacetsFiltersAndOrderWorkAsForAnySearch) {
  SearchRequest request;
  request.syntax = query::Syntax::kOvid;
  request.text = "child*.tw.";
  request.limit = 1'000;
  request.facets = {Field::kYear};
  request.sort = Sort::kDateDescending;
  const SearchResponse whole = ask(request);
  std::uint64_t dated = 0;
  ASSERT_EQ(whole.facets.size(), 1U);
  for (const FacetValue& value : whole.facets[0].values) dated += value.count;
  EXPECT_GT(dated, 0U);
  EXPECT_LE(dated, whole.total);

  request.limit = 7;
  request.offset = 5;
  const SearchResponse page = ask(request);
  ASSERT_EQ(page.hits.size(), 7U);
  EXPECT_EQ(page.total, whole.total);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(page.hits[i].id, whole.hits[i + 5].id);

  request.offset = 0;
  request.filters = {{Field::kSource, {"second"}, false}};
  const std::uint64_t second = ask(request).total;
  EXPECT_GT(second, 0U);
  EXPECT_LT(second, whole.total);
  request.filters[0].exclude = true;
  EXPECT_EQ(ask(request).total, whole.total - second);
}

TEST_P(SetSearch, SaysWhereALineIsWrongInsteadOfFindingNothing) {
  EXPECT_NE(refusal(query::Syntax::kOvid, "((asthma.tw."), "");
  EXPECT_NE(refusal(query::Syntax::kOvid, "*.tw."), "");
  EXPECT_NE(refusal(query::Syntax::kCql, "dc.title ="), "");
}

TEST_P(SetSearch, WarnsOfAHeadingThatNobodyKnows) {
  const SearchResponse response = ask(query::Syntax::kOvid, "exp astma/");
  EXPECT_EQ(response.total, 0U);
  EXPECT_TRUE(
      std::any_of(response.warnings.begin(), response.warnings.end(),
                  [](const query::Message& message) { return message.code == "heading_unknown"; }));
  EXPECT_EQ(response.vocabulary, "mesh 2099");
}

TEST_P(SetSearch, CountsHeadingsAndListsValues) {
  const auto counts = searcher_.count_headings({{"asthma"}, {"nothing like it"}});
  ASSERT_TRUE(counts.ok());
  EXPECT_EQ((*counts)[0], count(query::Syntax::kOvid, "asthma/"));
  EXPECT_EQ((*counts)[1], 0U);
  const auto values = searcher_.values(Field::kHeadingLabel, "a", 2);
  ASSERT_TRUE(values.ok());
  ASSERT_EQ(values->size(), 2U);
  EXPECT_EQ((*values)[0].value, "adrenergic beta agonists");
  EXPECT_EQ((*values)[1].value, "animals");
  const auto next = searcher_.values(Field::kHeadingLabel, "a", 10, "animals");
  ASSERT_TRUE(next.ok());
  ASSERT_EQ(next->size(), 1U);
  EXPECT_EQ((*next)[0].value, "asthma");
  EXPECT_EQ((*next)[0].count, count(query::Syntax::kOvid, "asthma/"));
  // Words of the title, without those of other fields whose prefix begins alike.
  const auto words = searcher_.values(Field::kTitle, "", 10'000);
  ASSERT_TRUE(words.ok());
  EXPECT_TRUE(std::all_of(words->begin(), words->end(), [](const ValueCount& value) {
    return !value.value.empty() && (value.value[0] < 'A' || value.value[0] > 'Z');
  }));
}

TEST_P(SetSearch, LinesReferToLinesWhereverTheyStand) {
  const query::ParseOptions parsing = searcher_.parse_options();
  StrategyRequest request;
  const std::vector<std::string> lines{"2 and 3", "asthma.tw.",       "child*.tw.", "1 not 9",
                                       "5 or 6",  "5 and asthma.tw.", "or/2-3"};
  for (std::size_t i = 0; i < lines.size(); ++i) {
    query::StrategyLine line;
    line.number = static_cast<unsigned>(i + 1);
    line.text = lines[i];
    line.parsed = query::parse_ovid(lines[i], parsing);
    request.strategy.lines.push_back(std::move(line));
  }
  const auto run = searcher_.run_strategy(request);
  ASSERT_TRUE(run.ok());
  const auto counted = [&](std::size_t number) { return run->lines[number - 1].counted; };
  EXPECT_TRUE(counted(1));
  EXPECT_EQ(run->lines[0].count, run->lines[1].count + run->lines[2].count - run->lines[6].count);
  EXPECT_FALSE(counted(4)) << "line 9 is not there";
  EXPECT_FALSE(counted(5)) << "5 and 6 wait for one another";
  EXPECT_FALSE(counted(6));
  EXPECT_EQ(run->lines[3].messages.back().code, "line_not_run");
  EXPECT_TRUE(counted(7));
  EXPECT_EQ(run->result, 6U);
}

TEST_P(SetSearch, CountsEachSourceAndKeepsToThoseAskedFor) {
  const query::ParseOptions parsing = searcher_.parse_options();
  StrategyRequest request;
  query::StrategyLine line;
  line.number = 1;
  line.text = "child*.tw.";
  line.parsed = query::parse_ovid(line.text, parsing);
  request.strategy.lines.push_back(line);
  const auto all = searcher_.run_strategy(request);
  ASSERT_TRUE(all.ok());
  const LineRun& whole = all->lines[0];
  ASSERT_EQ(whole.by_source.size(), 3U);
  // Every work has a record of the first or the second; the third's are copies.
  EXPECT_EQ(whole.by_source.at("first") + whole.by_source.at("second"), whole.count);
  request.sources = {"second", "nowhere"};
  request.works = true;
  const auto some = searcher_.run_strategy(request);
  ASSERT_TRUE(some.ok());
  EXPECT_EQ(some->lines[0].count, whole.by_source.at("second"));
  EXPECT_EQ(some->lines[0].by_source.at("nowhere"), 0U);
  EXPECT_EQ(some->works.size(), some->lines[0].count);
  EXPECT_TRUE(std::is_sorted(some->works.begin(), some->works.end()));
}

TEST_P(SetSearch, AWildcardThatStandsForTooMuchIsAnErrorOfItsLine) {
  SearcherOptions narrow = options();
  narrow.max_pattern_expansion = 2;
  Searcher searcher(narrow);
  StrategyRequest request;
  for (const char* text : {"child*.tw.", "1 or asthma.tw.", "asthma.tw."}) {
    query::StrategyLine line;
    line.number = static_cast<unsigned>(request.strategy.lines.size() + 1);
    line.text = text;
    line.text_line = line.number + 10;
    line.parsed = query::parse_ovid(text, searcher.parse_options());
    request.strategy.lines.push_back(std::move(line));
  }
  const auto run = searcher.run_strategy(request);
  ASSERT_TRUE(run.ok());
  EXPECT_FALSE(run->lines[0].counted);
  EXPECT_EQ(run->lines[0].messages.back().code, "wildcard_too_broad");
  EXPECT_EQ(run->lines[0].messages.back().line, 11U);
  EXPECT_FALSE(run->lines[1].counted);
  EXPECT_TRUE(run->lines[2].counted);
}

// The search box is matched by Xapian, a line of a strategy by sets: the same words, the same
// works.
TEST_P(SetSearch, ALineOfTheSearchBoxsSyntaxFindsWhatTheSearchBoxFinds) {
  for (const char* text : {"asthma",
                           "children asthma",
                           "\"blood pressure\"",
                           "feed*",
                           "breast feed* care",
                           "title:asthma",
                           "asthma OR pain",
                           "asthma NOT children",
                           "(asthma OR pain) nurse",
                           "follow-up",
                           "beta-blocker",
                           "betablocker",
                           "author:\"smith j\"",
                           "year:2001-2005",
                           "pmid:100005",
                           "type 2",
                           "randomised trial",
                           "tumours",
                           "quality of life",
                           "journal:caring AND risk",
                           "abstract:\"high blood\" OR title:dog*"}) {
    SearchRequest request;
    request.text = text;
    request.match = Match::kAll;
    const SearchResponse box = ask(request);
    EXPECT_EQ(count(query::Syntax::kSimple, text), box.total) << text << "\n" << box.tree;
  }
}

TEST_P(SetSearch, ADeadlineThatHasPassedIsSaidOfTheLinesLeft) {
  StrategyRequest request;
  request.deadline = std::chrono::steady_clock::now() - std::chrono::seconds(1);
  const auto run = searcher_.run_strategy(request);
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().code, ErrorCode::kTimeout);
}

TEST_P(SetSearch, ALineFilterPassesWhatItsLineFindsAndChangesNoScore) {
  SearchRequest request;
  request.text = "pain";
  request.limit = 1'000;
  request.profile = "plain";
  const SearchResponse all = ask(request);
  std::map<WorkId, double> scores;
  for (const Hit& hit : all.hits) scores[hit.id] = hit.score;
  for (const auto& [syntax, line] : std::vector<std::pair<query::Syntax, std::string>>{
           {query::Syntax::kPubmed, "nurse*[tiab] OR neoplasms[mh]"},
           {query::Syntax::kPubmed, "asthma[tiab] NOT child*[ti]"},
           {query::Syntax::kOvid, "(asthma adj4 child*).tw. or wom#n.ti,ab."}}) {
    SCOPED_TRACE(line);
    request.line_filters = {{"made", line, syntax, "Made, narrow", "Made up for this test."}};
    request.facets = {Field::kStudyType};
    const SearchResponse narrowed = ask(request);
    // As a strategy counts it: the search, the filter, and both.
    EXPECT_GT(narrowed.total, 0U);
    EXPECT_LT(narrowed.total, all.total);
    EXPECT_EQ(narrowed.total, count_both("pain", syntax, line));
    EXPECT_EQ(narrowed.hits.size(), narrowed.total);
    for (const Hit& hit : narrowed.hits) {
      ASSERT_TRUE(scores.contains(hit.id));
      EXPECT_NEAR(hit.score, scores[hit.id], 1e-9);
    }
    std::uint64_t counted = 0;
    ASSERT_EQ(narrowed.facets.size(), 1U);
    for (const FacetValue& value : narrowed.facets[0].values) counted += value.count;
    EXPECT_EQ(counted + narrowed.facets[0].other, narrowed.total);
    const auto said =
        std::find_if(narrowed.interpretation.begin(), narrowed.interpretation.end(),
                     [](const query::Message& message) { return message.code == "line_filter"; });
    ASSERT_NE(said, narrowed.interpretation.end());
    EXPECT_NE(said->text.find("“Made, narrow”"), std::string::npos);
    EXPECT_NE(said->text.find("Made up for this test."), std::string::npos);
  }
}

TEST_P(SetSearch, ALineFilterThatCannotBeReadIsAnErrorWithItsName) {
  SearchRequest request;
  request.text = "pain";
  for (const char* line : {"#1 AND asthma[ti]", "", "(asthma[ti]"}) {
    request.line_filters = {{"made", line, query::Syntax::kPubmed, "Made, broad", ""}};
    const auto response = searcher_.search(request);
    if (response.ok()) continue;  // a bracket may be mended, with a warning
    EXPECT_EQ(response.error().slug, "line_filter_unusable") << line;
    EXPECT_NE(response.error().message.find("Made, broad"), std::string::npos);
  }
  request.line_filters.assign(kMaxLineFilters + 1, request.line_filters.front());
  EXPECT_EQ(searcher_.search(request).error().slug, "too_many_line_filters");
}

INSTANTIATE_TEST_SUITE_P(Backends, SetSearch,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& tested) { return backend_name(tested.param); });

}  // namespace
}  // namespace evidence::test
