// Filtering and counting by guideline currency and by probable study type, over a real index.
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "model/currency.h"
#include "tests/unit/search/search_index.h"

namespace evidence::test {
namespace {

Work guideline(int number, Currency currency) {
  Work work = make_work(number, "Managing sepsis " + std::to_string(number));
  work.study_type = StudyType::kGuideline;
  work.record.currency = std::move(currency);
  return work;
}

std::vector<Work> library() {
  Work trial = make_work(7, "Sepsis trial");
  trial.type_finding = {StudyType::kRandomisedTrial, TypeBasis::kTitle, "randomised trial",
                        "title_randomised_trial"};
  Work stated = make_work(8, "Sepsis review");
  stated.study_type = StudyType::kReview;
  return {guideline(1, {.review_due = {2026, 12, 0}}),
          guideline(2, {.review_due = {2026, 11, 28}}),
          guideline(3, {.stated = CurrencyStatement::kCurrent}),
          guideline(4, {.stated = CurrencyStatement::kWithdrawn}),
          guideline(5, {.stated = CurrencyStatement::kSuperseded}),
          guideline(6, {}),
          trial,
          stated};
}

class CurrencyFilter : public testing::TestWithParam<Backend> {
 protected:
  CurrencyFilter() : index_(library(), GetParam()), searcher_(options()) {}

  SearcherOptions options() const {
    SearcherOptions options = options_for(index_.stub());
    options.today = [] { return PartialDate{2026, 11, 29}; };
    return options;
  }

  Result<SearchResponse> ask(const std::string& text, std::vector<Filter> filters = {},
                             std::vector<Field> facets = {}) {
    SearchRequest request;
    request.text = text;
    request.filters = std::move(filters);
    request.facets = std::move(facets);
    return searcher_.search(request);
  }
  std::uint64_t count(std::vector<std::string> states, bool exclude = false) {
    const auto response = ask("sepsis", {{Field::kCurrency, std::move(states), exclude}});
    EXPECT_TRUE(response.ok()) << (response.ok() ? "" : response.error().message);
    return response.ok() ? response->total : 0;
  }
  std::map<std::string, std::uint64_t> counts(Field field) {
    const auto response = ask("sepsis", {}, {field});
    std::map<std::string, std::uint64_t> out;
    if (!response.ok() || response->facets.empty()) return out;
    for (const FacetValue& value : response->facets[0].values) out[value.value] = value.count;
    return out;
  }

  SearchIndex index_;
  Searcher searcher_;
};

TEST_P(CurrencyFilter, DecidesOnTheDayOfTheQuestion) {
  EXPECT_EQ(count({"current"}), 2U);  // by its date, and by its source's word
  EXPECT_EQ(count({"review_due_passed"}), 1U);
  EXPECT_EQ(count({"withdrawn"}), 1U);
  EXPECT_EQ(count({"superseded"}), 1U);
  EXPECT_EQ(count({"not_stated"}), 1U);
  EXPECT_EQ(count({"withdrawn", "superseded", "review_due_passed"}), 3U);
  EXPECT_EQ(count({"withdrawn", "superseded"}, true), 6U);
}

TEST_P(CurrencyFilter, CountsStatesAndNotDays) {
  EXPECT_EQ(counts(Field::kCurrency),
            (std::map<std::string, std::uint64_t>{{"current", 2},
                                                  {"not_stated", 1},
                                                  {"review_due_passed", 1},
                                                  {"superseded", 1},
                                                  {"withdrawn", 1}}));
}

TEST_P(CurrencyFilter, IsUnderstoodInAQueryToo) {
  const auto of = [this](const std::string& text) {
    const auto response = ask(text);
    EXPECT_TRUE(response.ok()) << text;
    return response.ok() ? response->total : 99;
  };
  EXPECT_EQ(of("sepsis currency:current"), 2U);
  EXPECT_EQ(of("sepsis currency:review_due_passed"), 1U);
  EXPECT_EQ(of("sepsis NOT currency:withdrawn"), 7U);
}

TEST_P(CurrencyFilter, AStateThatIsNoneIsAnError) {
  const auto response = ask("sepsis", {{Field::kCurrency, {"outdated"}, false}});
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().slug, "invalid_filter");
}

TEST_P(CurrencyFilter, AProbableTypeIsAFilterOfItsOwn) {
  const auto stated = ask("sepsis", {{Field::kStudyType, {"randomised_trial"}, false}});
  ASSERT_TRUE(stated.ok());
  EXPECT_EQ(stated->total, 0U);
  const auto probable = ask("sepsis", {{Field::kProbableType, {"randomised_trial"}, false}});
  ASSERT_TRUE(probable.ok());
  EXPECT_EQ(probable->total, 1U);
  EXPECT_EQ(counts(Field::kProbableType),
            (std::map<std::string, std::uint64_t>{{"randomised_trial", 1}}));
  const auto wrong = ask("sepsis", {{Field::kProbableType, {"rct"}, false}});
  EXPECT_FALSE(wrong.ok());
}

INSTANTIATE_TEST_SUITE_P(Backends, CurrencyFilter,
                         testing::Values(Backend::kLocal, Backend::kTwoShards),
                         [](const auto& each) { return backend_name(each.param); });

TEST(CurrencyFilterDay, WithoutADayItIsAnErrorAndNoWrongAnswer) {
  const SearchIndex index(library(), Backend::kLocal);
  Searcher searcher(options_for(index.stub()));
  SearchRequest request;
  request.text = "sepsis";
  request.filters = {{Field::kCurrency, {"current"}, false}};
  const auto response = searcher.search(request);
  ASSERT_FALSE(response.ok());
  EXPECT_EQ(response.error().slug, "today_unknown");
}

}  // namespace
}  // namespace evidence::test
