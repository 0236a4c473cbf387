// The browser of headings: page and API over the same vocabulary, counts where somebody counts.
#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "query/parse.h"
#include "server/endpoints.h"
#include "server/heading_view.h"
#include "server/pages.h"
#include "tests/unit/server/page_fixture.h"

namespace evidence::server {
namespace {

// Three headings of a tree, one subheading, one substance.
class FewHeadings final : public Vocabulary {
 public:
  [[nodiscard]] std::string version() const override { return "mesh 2026"; }
  [[nodiscard]] std::vector<FoundHeading> find(std::string_view label) const override {
    if (fold(label) == "asthma") return {asthma()};
    if (fold(label) == "bronchial asthma") {
      FoundHeading found = asthma();
      found.by = FoundBy::kEntryTerm;
      return {found};
    }
    return {};
  }
  [[nodiscard]] std::optional<FoundHeading> find_qualifier(std::string_view name) const override {
    if (name != "Q000188") return std::nullopt;
    return FoundHeading{"Q000188", "drug therapy", HeadingKind::kQualifier, FoundBy::kId};
  }
  [[nodiscard]] std::optional<VocabularyHeading> heading(std::string_view id) const override {
    VocabularyHeading heading;
    heading.id = id;
    if (id == "D001249") {
      heading.label = "Asthma";
      heading.entry_terms = {"Bronchial Asthma", "<b>Asthmas</b>"};
      heading.scope_note = "Airways that narrow & wheeze.";
      heading.tree_numbers = {"C08.127.108"};
      heading.allowed_qualifiers = {"Q000188"};
      return heading;
    }
    if (id == "D001982") {
      heading.label = "Bronchial Diseases";
      return heading;
    }
    if (id == "C000601") {
      heading.kind = HeadingKind::kSupplementary;
      heading.label = "samplium";
      heading.mapped_to = {"D001249"};
      return heading;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::vector<FoundHeading> with_narrower(std::string_view id) const override {
    if (id == "D001249") return {asthma(), status()};
    return {{std::string(id), "x", HeadingKind::kDescriptor, FoundBy::kId}};
  }
  [[nodiscard]] std::vector<FoundHeading> narrower(std::string_view id) const override {
    return id == "D001249" ? std::vector<FoundHeading>{status()} : std::vector<FoundHeading>{};
  }
  [[nodiscard]] std::vector<FoundHeading> broader(std::string_view id) const override {
    if (id != "D001249") return {};
    return {{"D001982", "Bronchial Diseases", HeadingKind::kDescriptor, FoundBy::kId}};
  }
  [[nodiscard]] std::vector<FoundHeading> with_action(std::string_view) const override {
    return {};
  }
  [[nodiscard]] std::vector<FoundHeading> suggest(std::string_view, std::size_t) const override {
    return {asthma()};
  }
  [[nodiscard]] std::vector<FoundHeading> beginning_with(std::string_view letters,
                                                         std::size_t) const override {
    return std::string_view("asthma").starts_with(fold(letters))
               ? std::vector<FoundHeading>{asthma(), status()}
               : std::vector<FoundHeading>{};
  }

 private:
  static FoundHeading asthma() {
    return {"D001249", "Asthma", HeadingKind::kDescriptor, FoundBy::kLabel};
  }
  static FoundHeading status() {
    return {"D013224", "Status Asthmaticus", HeadingKind::kDescriptor, FoundBy::kId};
  }
};

class Counts final : public HeadingCounts {
 public:
  std::optional<std::uint64_t> works(const std::vector<std::string>& folded_labels) override {
    asked.push_back(join(folded_labels, "; "));
    return folded_labels.size() * 1'234;
  }
  std::vector<std::string> asked;
};

class HeadingsTest : public PageTest {
 protected:
  HeadingsTest() {
    services_.vocabulary = &vocabulary_;
    services_.heading_counts = &counts_;
  }

  Request of(const std::string& id) {
    Request request = this->request("/headings/" + id, {});
    request.path_parameters["id"] = id;
    return request;
  }
  Request looking_for(const std::string& text) { return request("/headings", {{"q", text}}); }
  static json::object object(const Response& response) {
    const Result<json::value> value = parse_json(response.body);
    EXPECT_TRUE(value.ok()) << response.body;
    return value.ok() ? value->as_object() : json::object();
  }
  static bool has(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }

  FewHeadings vocabulary_;
  Counts counts_;
};

TEST_F(HeadingsTest, ThePageOffersABoxAndNothingElseBeforeAnythingIsTyped) {
  const Response response = page_headings(request("/headings", {}), services_);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(has(response, "MeSH 2026"));
  EXPECT_TRUE(has(response, "<label class=\"nhsuk-label\" for=\"heading-text\">"));
  EXPECT_TRUE(has(response, "aria-current=\"page\">Headings</a>"));
  EXPECT_FALSE(has(response, "Is called so"));
}

TEST_F(HeadingsTest, ThePageShowsWhatIsCalledSoAndWhatBeginsSoWithCounts) {
  const Response response = page_headings(looking_for("asthma"), services_);
  EXPECT_TRUE(has(response, "<h2>Is called so</h2>"));
  EXPECT_TRUE(has(response, "<a href=\"/headings/D001249\">Asthma</a>"));
  EXPECT_TRUE(has(response, "1,234 works"));
  EXPECT_TRUE(has(response, "<h2>Begins so</h2>"));
  EXPECT_FALSE(has(response, "Perhaps you mean"));
}

TEST_F(HeadingsTest, ThePageSuggestsWhereNothingIsCalledSo) {
  const Response response = page_headings(looking_for("<script>astma"), services_);
  EXPECT_TRUE(has(response, "Perhaps you mean"));
  EXPECT_FALSE(has(response, "<script>"));
}

TEST_F(HeadingsTest, AHeadingShowsItsNoteNamesTreeAndSearches) {
  const Response response = page_heading(of("D001249"), services_);
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(has(response, "<h1>Asthma</h1>"));
  EXPECT_TRUE(has(response, "Airways that narrow &amp; wheeze."));
  EXPECT_TRUE(has(response, "Bronchial Asthma; &lt;b&gt;Asthmas"));
  EXPECT_TRUE(has(response, "drug therapy"));
  EXPECT_TRUE(has(response, "<a href=\"/headings/D001982\">Bronchial Diseases</a>"));
  EXPECT_TRUE(has(response, "<a href=\"/headings/D013224\">Status Asthmaticus</a>"));
  EXPECT_TRUE(has(response, "Search exactly this heading"));
  EXPECT_TRUE(has(response, "Search this heading and narrower ones"));
  EXPECT_TRUE(has(response, "2,468"));
  EXPECT_EQ(counts_.asked.back(), "asthma; status asthmaticus");
}

TEST_F(HeadingsTest, AnUnknownNumberIsNotFound) {
  EXPECT_EQ(page_heading(of("D999999"), services_).status, 404);
  EXPECT_EQ(api_heading(of("D999999"), services_).status, 404);
  EXPECT_EQ(api_heading(of(std::string(5'000, 'D')), services_).status, 404);
}

TEST_F(HeadingsTest, TheApiSaysTheSame) {
  const json::object heading = object(api_heading(of("D001249"), services_));
  EXPECT_EQ(heading.at("label"), "Asthma");
  EXPECT_EQ(heading.at("works"), 1'234);
  EXPECT_EQ(heading.at("works_with_narrower"), 2'468);
  EXPECT_EQ(heading.at("narrower").as_array().size(), 1U);
  EXPECT_EQ(heading.at("allowed_qualifiers").as_array()[0].at("label"), "drug therapy");
  const json::object found = object(api_headings(looking_for("Bronchial Asthma"), services_));
  EXPECT_EQ(found.at("found").as_array()[0].at("found_by"), "entry_term");
  EXPECT_EQ(found.at("vocabulary"), "mesh 2026");
  const json::object substance = object(api_heading(of("C000601"), services_));
  EXPECT_EQ(substance.at("mapped_to").as_array()[0].at("id"), "D001249");
}

TEST_F(HeadingsTest, CountsAreNullWhereNobodyCounts) {
  services_.heading_counts = nullptr;
  const json::object heading = object(api_heading(of("D001249"), services_));
  EXPECT_TRUE(heading.at("works").is_null());
  EXPECT_FALSE(has(page_heading(of("D001249"), services_), "Works with it"));
}

TEST_F(HeadingsTest, WithoutAVocabularyThePageExplainsAndTheApiIsUnavailable) {
  services_.vocabulary = nullptr;
  const Response page = page_headings(looking_for("asthma"), services_);
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(has(page, "No vocabulary of subject headings is loaded"));
  EXPECT_FALSE(has(page, ">Headings</a>"));
  EXPECT_EQ(api_headings(looking_for("asthma"), services_).status, 503);
  EXPECT_EQ(page_heading(of("D001249"), services_).status, 503);
}

TEST_F(HeadingsTest, ATextThatIsMissingOrTooLongIsRefused) {
  EXPECT_EQ(api_headings(request("/api/v1/headings", {}), services_).status, 400);
  EXPECT_EQ(api_headings(looking_for(std::string(10'000, 'a')), services_).status, 400);
  EXPECT_EQ(page_headings(looking_for(std::string(10'000, 'a')), services_).status, 400);
}

TEST(HeadingView, LinksToASearchThatReadsTheHeadingBack) {
  for (const char* label : {"Asthma", "Sensitivity and Specificity", "Diabetes Mellitus, Type 2",
                            "IL-22", "Practice Guidelines as Topic", "Receptor, ErbB-2"}) {
    SCOPED_TRACE(label);
    for (const bool explode : {false, true}) {
      const query::ParsedLine line = query::parse_ovid(heading_query(label, explode), {});
      ASSERT_TRUE(line.usable);
      const auto* heading = std::get_if<query::Heading>(&line.tree.value);
      ASSERT_NE(heading, nullptr) << query::to_text(line.tree);
      EXPECT_EQ(heading->label, label);
      EXPECT_EQ(heading->explode, explode);
    }
  }
  EXPECT_EQ(heading_search_href("Asthma", true), "/search?q=exp%20Asthma%2F&syntax=ovid");
}

}  // namespace
}  // namespace evidence::server
