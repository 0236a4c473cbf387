// Suggestions through the searcher, over an index of each kind.
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "search/searcher.h"
#include "tests/unit/search/search_index.h"

namespace evidence {
namespace {

using test::Backend;

std::vector<Work> library() {
  std::vector<Work> works;
  const auto add = [&works](std::string title, std::string abstract,
                            std::vector<std::string> headings) -> Work& {
    works.push_back(
        test::make_work(static_cast<int>(works.size()) + 1, std::move(title), std::move(abstract)));
    for (std::string& label : headings) {
      works.back().record.subjects.push_back({"mesh", "", std::move(label), "", "", true});
    }
    return works.back();
  };
  for (int i = 0; i < 6; ++i) {
    Work& work = add("Inhaled steroids for asthma in children, part " + std::to_string(i),
                     "Wheeze fell with fluticasone spacers.", {"Asthma", "Child"});
    work.record.publication.title = "Thorax";
    work.record.contributors = {{"Brown", "Ann", "A", "author", "", ""}};
  }
  for (int i = 0; i < 6; ++i) {
    add("Diabetes mellitus and diet, part " + std::to_string(i),
        "Glucose and insulin were measured.", {"Diabetes Mellitus"});
  }
  Work& notice = add("Retraction: inhaled steroids for asthma in children",
                     "Wheeze fell with fluticasone spacers.", {"Asthma"});
  notice.study_type = StudyType::kRetractionNotice;
  Work& retracted =
      add("Inhaled steroids for asthma in adults", "Wheeze fell with fluticasone.", {"Asthma"});
  retracted.status = Status::kRetracted;
  Work& older = add("Inhaled steroids for asthma in children, first version",
                    "Wheeze fell with fluticasone spacers.", {"Asthma"});
  older.has_newer_version = true;
  return works;
}

class Suggest : public testing::TestWithParam<Backend> {
 protected:
  Suggest() : index_(library(), GetParam()), searcher_(test::options_for(index_.stub())) {}
  test::SearchIndex index_;
  Searcher searcher_;
};

TEST_P(Suggest, CompletesFromWhatTheIndexHolds) {
  const auto answer = searcher_.suggest({"as", {}, 5});
  ASSERT_TRUE(answer.ok()) << answer.error().message;
  bool heading = false;
  for (const SuggestGroup& group : answer->groups) {
    EXPECT_FALSE(group.suggestions.empty());
    for (const Suggestion& each : group.suggestions) {
      EXPECT_EQ(each.kind, group.kind);
      if (each.kind != SuggestionKind::kHeading) continue;
      heading = true;
      EXPECT_EQ(each.text, "Asthma");
      EXPECT_EQ(each.works, 9U);
      EXPECT_EQ(each.query, "\"Asthma\"/");
    }
  }
  EXPECT_TRUE(heading);
  const auto people = searcher_.suggest({"brow", {SuggestionKind::kAuthor}, 5});
  ASSERT_TRUE(people.ok());
  ASSERT_EQ(people->groups.size(), 1U);
  EXPECT_EQ(people->groups[0].suggestions.at(0).text, "Brown A");
  EXPECT_EQ(people->groups[0].suggestions.at(0).works, 6U);
  const auto journals = searcher_.suggest({"thor", {SuggestionKind::kJournal}, 5});
  ASSERT_TRUE(journals.ok());
  ASSERT_EQ(journals->groups.size(), 1U);
  EXPECT_EQ(journals->groups[0].suggestions.at(0).text, "Thorax");
}

TEST_P(Suggest, WhatIsSuggestedFindsAsManyWorksAsItSays) {
  for (const char* typed : {"as", "br", "tho", "diab", "inhaled"}) {
    const auto answer = searcher_.suggest({typed, {}, 20});
    ASSERT_TRUE(answer.ok());
    for (const SuggestGroup& group : answer->groups) {
      for (const Suggestion& each : group.suggestions) {
        SearchRequest request;
        request.text = each.query;
        if (!each.syntax.empty()) request.syntax = *query::syntax_by_name(each.syntax);
        const auto found = searcher_.search(request);
        ASSERT_TRUE(found.ok()) << each.query << ": " << found.error().message;
        // A topic's words may stand apart too.
        if (each.kind == SuggestionKind::kTopic) {
          EXPECT_GE(found->total, each.works) << each.query;
        } else {
          EXPECT_EQ(found->total, each.works) << each.query;
        }
      }
    }
  }
}

TEST_P(Suggest, RefusesWhatIsTooShortOrTooLong) {
  EXPECT_EQ(searcher_.suggest({"a", {}, 5}).error().slug, "bad_typed");
  EXPECT_EQ(searcher_.suggest({"  ", {}, 5}).error().slug, "bad_typed");
  EXPECT_EQ(searcher_.suggest({std::string(101, 'a'), {}, 5}).error().slug, "bad_typed");
  EXPECT_EQ(searcher_.suggest({"asthma", {}, 0}).error().slug, "bad_size");
  EXPECT_EQ(searcher_.suggest({"asthma", {}, 21}).error().slug, "bad_size");
}

TEST_P(Suggest, OffersAnotherSpellingWithItsWorksAndNeverAppliesIt) {
  SearchRequest request;
  request.text = "diabeties diet";
  request.other_spellings = true;
  auto answer = searcher_.search(request);
  ASSERT_TRUE(answer.ok());
  ASSERT_EQ(answer->other_spellings.size(), 1U);
  EXPECT_EQ(answer->other_spellings[0].text, "diabetes diet");
  EXPECT_EQ(answer->other_spellings[0].works, 6U);
  EXPECT_TRUE(answer->total == 0 || answer->widened);
  request.text = answer->other_spellings[0].text;
  answer = searcher_.search(request);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer->total, 6U);
  EXPECT_TRUE(answer->other_spellings.empty());
}

TEST_P(Suggest, CountsWhatIsOfferedWithTheSameFilters) {
  SearchRequest request;
  request.text = "astma";
  request.filters = {{Field::kStatus, {"retracted"}, false}};
  const auto offers = searcher_.correct(request);
  ASSERT_TRUE(offers.ok());
  ASSERT_EQ(offers->size(), 1U);
  EXPECT_EQ(offers->at(0).works, 1U);
  request.filters = {{Field::kYear, {"1900"}, false}};
  EXPECT_TRUE(searcher_.correct(request)->empty());
}

TEST_P(Suggest, SimilarWorksShareHeadingsAndWordsAndAreNoVersionsOrNotices) {
  const auto similar = searcher_.similar("w000000000001", 10);
  ASSERT_TRUE(similar.ok()) << similar.error().message;
  ASSERT_GE(similar->works.size(), 6U);
  EXPECT_EQ(similar->of, "w000000000001");
  bool retracted = false;
  for (const SimilarWork& work : similar->works) {
    EXPECT_NE(work.id, "w000000000001");
    EXPECT_NE(work.study_type, StudyType::kRetractionNotice) << work.title;
    EXPECT_EQ(work.title.find("first version"), std::string::npos);
    retracted = retracted || work.status == Status::kRetracted;
  }
  EXPECT_TRUE(retracted);  // there, and said to be
  const SimilarWork& first = similar->works.front();
  EXPECT_NE(first.title.find("Inhaled steroids for asthma"), std::string::npos);
  EXPECT_FALSE(first.words.empty());
  EXPECT_EQ(searcher_.similar("w0000000zzzzz", 5).error().code, ErrorCode::kNotFound);
}

TEST_P(Suggest, AnIndexThatChangesIsReadAnew) {
  ASSERT_TRUE(searcher_.suggest({"asth", {}, 5}).ok());
  if (GetParam() == Backend::kTwoServers) return;  // its servers keep what they opened
  index_.replace({test::make_work(1, "Psoriasis of the scalp", "")}, "two");
  const auto answer = searcher_.suggest({"psor", {}, 5});
  ASSERT_TRUE(answer.ok());
  EXPECT_FALSE(answer->groups.empty());
  EXPECT_TRUE(searcher_.suggest({"asth", {}, 5})->groups.empty());
}

INSTANTIATE_TEST_SUITE_P(Backends, Suggest,
                         testing::Values(Backend::kLocal, Backend::kTwoShards,
                                         Backend::kTwoServers),
                         [](const auto& each) { return test::backend_name(each.param); });

TEST(SuggestInBackground, SaysThatItIsNotReadyAndThenAnswers) {
  const test::SearchIndex index(library(), Backend::kLocal);
  SearcherOptions options = test::options_for(index.stub());
  options.words_in_background = true;
  Searcher searcher(std::move(options));
  searcher.prepare_suggestions();
  for (int i = 0; i < 1'000; ++i) {
    const auto answer = searcher.suggest({"asth", {}, 5});
    if (answer.ok()) {
      EXPECT_FALSE(answer->groups.empty());
      return;
    }
    ASSERT_EQ(answer.error().slug, "suggestions_not_ready");
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  FAIL() << "never ready";
}

TEST(SuggestInBackground, WithoutAnIndexThatIsTheError) {
  SearcherOptions options = test::options_for("/nonexistent/index/current");
  options.words_in_background = true;
  Searcher searcher(std::move(options));
  searcher.prepare_suggestions();
  EXPECT_EQ(searcher.suggest({"asth", {}, 5}).error().slug, "no_index");
}

}  // namespace
}  // namespace evidence
