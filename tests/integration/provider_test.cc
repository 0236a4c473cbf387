// The named providers' source files as they are shipped, over samples of our own in each provider's
// layout: file → harvest → index → its place in a search → the exact address that /go leads to.
#include <gtest/gtest.h>

#include <memory>

#include "base/json.h"
#include "base/url.h"
#include "tests/integration/provider_support.h"
#include "tests/support/source_dir.h"

namespace evidence::test {
namespace {

std::string location_of(const Answer& answer) {
  const std::size_t at = answer.headers.find("\nlocation: ");
  if (at == std::string::npos) return "status " + std::to_string(answer.status);
  const std::size_t begin = at + 11;
  return answer.headers.substr(begin, answer.headers.find('\r', begin) - begin);
}

struct Followed {
  const char* source;
  const char* query;  // what the reader types
  std::size_t place;
  const char* title;
  const char* label;   // its kind of evidence
  const char* link;    // of the work, "" = the first
  const char* target;  // before any sign-in
};

constexpr const char* kEbook = "Ebook or chapter";
constexpr Followed kFollowed[] = {
    {"bmj-best-practice", "sepsis adults", 2, "Sepsis in adults (sample)", "Point-of-care summary",
     "", "https://bestpractice.bmj.com/topics/en-gb/sample-0001"},
    {"bmj-best-practice", "evaluation chest pain", 1, "Chest pain, evaluation (sample)",
     "Point-of-care summary", "", "https://bestpractice.bmj.com/topics/en-gb/sample-0004"},
    {"bmj-best-practice", "inhaler asthma", 3, "Looking after your asthma inhaler (sample)",
     "Patient information", "", "https://bestpractice.bmj.com/topics/en-gb/sample-0021"},
    {"bmj-best-practice", "BMJ Best Practice", 1, "BMJ Best Practice (sample)",
     "Point-of-care summary", "", "https://bestpractice.bmj.com/search?q=BMJ%20Best%20Practice"},
    {"oup-books", "emergencies neonatology", 1, "Emergencies in Sample Paediatrics and Neonatology",
     kEbook, "", "https://academic.oup.com/search-results?q=emergencies%20neonatology"},
    {"oup-books", "emergencies neonatology", 1, "Emergencies in Sample Paediatrics and Neonatology",
     kEbook, "title-1", "https://academic.oup.com/book/sample-108"},
    {"oup-books", "oxford textbook rheumatology", 1, "Oxford Textbook of Sample Rheumatology",
     kEbook, "title-1", "https://academic.oup.com/book/sample-105"},
    {"oup-chapters", "diabetic ketoacidosis", 2, "Diabetic ketoacidosis", kEbook, "",
     "https://doi.org/10.5555/sample.oup.101.3"},
    {"oup-chapters", "malignant hyperthermia", 1, "Malignant hyperthermia", kEbook, "",
     "https://academic.oup.com/book/sample-107"},
    {"royal-marsden", "TWOC", 1, "Urinary catheter: removal (sample procedure)",
     "Point-of-care summary", "", "https://www.rmmonline.co.uk/manual/sample-c06-0004"},
    {"royal-marsden", "subcutaneous injections", 1,
     "Subcutaneous injection: giving (sample procedure)", "Point-of-care summary", "",
     "https://www.rmmonline.co.uk/manual/sample-c15-0001"},
    {"royal-marsden", "medicines optimisation", 1, "Medicines optimisation (sample chapter)",
     kEbook, "", "https://www.rmmonline.co.uk/manual/sample-c15"},
    {"royal-marsden-chapters", "infection prevention ward", 1,
     "Infection prevention on the sample ward", kEbook, "",
     "https://www.rmmonline.co.uk/manual/sample-c04"},
    {"maudsley", "maudsley deprescribing", 1, "The Maudsley Sample Deprescribing Guidelines",
     kEbook, "", "https://doi.org/10.5555/sample.maudsley.dep"},
    {"maudsley", "maudsley deprescribing", 1, "The Maudsley Sample Deprescribing Guidelines",
     kEbook, "title-1", "https://onlinelibrary.wiley.com/doi/book/10.5555/sample.maudsley.dep"},
    {"maudsley-chapters", "clozapine", 1, "Schizophrenia and related psychoses: starting clozapine",
     kEbook, "", "https://doi.org/10.5555/sample.maudsley.15.ch1"},
    {"kortext", "pharmacology made plain", 1, "Sample Pharmacology Made Plain", kEbook, "",
     "https://read.kortext.com/reader/sample/9003"},
    {"kortext-marc", "skin tears", 1, "Sample Guide to Wound Care for Community Nurses", kEbook, "",
     "https://read.kortext.com/reader/sample/9001"},
    {"nhs-core-content", "emergency nursing", 2, "Sample Journal of Emergency Nursing",
     "Type not stated", "", "https://journals.bmj.example.org/sample/1"},
    {"nhs-core-content", "manual of national core procedures", 1,
     "Sample Manual of National Core Procedures", kEbook, "",
     "https://books.example.org/sample/31"},
};

struct ProviderRoad : ::testing::Test {
  static void SetUpTestSuite() {
    library = std::make_unique<Library>();
    for (const ProviderFile& provider : kProviders) {
      library->add(provider.id);
      first.push_back(library->harvest(provider.id));
    }
    // Articles and books of the sample data to stand among.
    for (const char* name : {"pubmed-sample.xml", "ebooks-sample.marcxml",
                             "SampleHouse_Global_ClinicalTitles_2026-01-15.txt"}) {
      const fs::path file = test::source_dir() / "data/sample" / name;
      ASSERT_EQ(library->run({"import", file.string(), "--source", "sample"}).exit_code, 0);
    }
    ASSERT_EQ(library->run({"index"}).exit_code, 0);
    server = std::make_unique<Server>(library->data(),
                                      std::vector<std::string>{"--config", library->config()});
  }
  static void TearDownTestSuite() {
    server.reset();
    library.reset();
    first.clear();
  }
  static json::object hit(const Followed& one) {
    const json::array found = library->hits(one.query);
    if (found.size() < one.place) return {};
    return found[one.place - 1].as_object();
  }
  static std::string go(const std::string& work, const std::string& link, const std::string& words,
                        const std::string& organisation) {
    return location_of(
        http_get(server->port(), "/go/" + work + (link.empty() ? "" : "/" + link) +
                                     "?q=" + percent_encode(words) +
                                     "&org=" + (organisation.empty() ? "none" : organisation)));
  }
  inline static std::unique_ptr<Library> library;
  inline static std::unique_ptr<Server> server;
  inline static std::vector<json::object> first;  // what the first harvests did
};

TEST_F(ProviderRoad, EverySampleIsReadWithoutAProblem) {
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(number(first[i], "added"), kProviders[i].records) << kProviders[i].id;
    EXPECT_EQ(number(first[i], "problems"), 0)
        << library->run({"status", "--problems", kProviders[i].id}).out;
  }
}

TEST_F(ProviderRoad, EachIsFoundAtItsPlaceAndLabelledAndLeadsToItsExactAddress) {
  for (const Followed& one : kFollowed) {
    SCOPED_TRACE(std::string(one.source) + ": " + one.query);
    const json::object found = hit(one);
    ASSERT_FALSE(found.empty());
    EXPECT_EQ(string_member(found, "title"), one.title);
    EXPECT_EQ(string_member(found, "study_type_label"), one.label);
    const std::string id = string_member(found, "id");
    EXPECT_EQ(go(id, one.link, one.query, ""), one.target);
    EXPECT_EQ(
        go(id, one.link, one.query, "openathens-trust"),
        "https://go.openathens.net/redirector/trust.example.org?url=" + percent_encode(one.target));
    EXPECT_EQ(go(id, one.link, one.query, "ezproxy-trust"),
              "https://login.proxy.example.org/login?qurl=" + percent_encode(one.target));
  }
}

TEST_F(ProviderRoad, AnAddressThroughASignInIsTheOneWrittenHere) {
  const std::string id = string_member(hit(kFollowed[0]), "id");
  EXPECT_EQ(go(id, "", "sepsis", "openathens-trust"),
            "https://go.openathens.net/redirector/trust.example.org?url="
            "https%3A%2F%2Fbestpractice.bmj.com%2Ftopics%2Fen-gb%2Fsample-0001");
  EXPECT_EQ(go(id, "", "sepsis", "ezproxy-trust"),
            "https://login.proxy.example.org/login?qurl="
            "https%3A%2F%2Fbestpractice.bmj.com%2Ftopics%2Fen-gb%2Fsample-0001");
}

TEST_F(ProviderRoad, ASearchInsideTheProductTakesTheReadersWordsWhateverTheyAre) {
  const std::string id = string_member(hit(kFollowed[3]), "id");
  EXPECT_EQ(go(id, "search-inside-1", "chest pain & \"troponin\" 50%", ""),
            "https://bestpractice.bmj.com/"
            "search?q=chest%20pain%20%26%20%22troponin%22%2050%25");
  EXPECT_EQ(go(id, "", "https://evil.example/?q=", "openathens-trust"),
            "https://go.openathens.net/redirector/"
            "trust.example.org?url=https%3A%2F%2Fbestpractice."
            "bmj.com%2Fsearch%3Fq%3Dhttps%253A%252F%252Fevil.example%252F%"
            "253Fq%253D");
  const std::string page = http_get(server->port(), "/search?q=BMJ%20Best%20Practice").body;
  EXPECT_NE(page.find("Search inside BMJ Best Practice for “BMJ Best Practice”"),
            std::string::npos);
}

TEST_F(ProviderRoad, OwnLocalGuidelinesGoStraightThere) {
  const json::array found = library->hits("bridging warfarin");
  ASSERT_FALSE(found.empty());
  const json::object& top = found[0].as_object();
  EXPECT_EQ(string_member(top, "title"),
            "Anticoagulation before surgery: our local guideline (sample)");
  EXPECT_EQ(string_member(top, "study_type_label"), "Guideline");
  for (const char* organisation : {"", "openathens-trust", "ezproxy-trust"}) {
    EXPECT_EQ(go(string_member(top, "id"), "", "bridging", organisation),
              "https://intranet.trust.example.org/guidelines/anticoagulation");
  }
}

TEST_F(ProviderRoad, TheSourcesOwnLettersForEvidenceAreKeptAsGiven) {
  const std::string id = string_member(library->hits("nasogastric tube").at(0).as_object(), "id");
  const std::string work = http_get(server->port(), "/api/v1/works/" + id).body;
  EXPECT_NE(work.find("\"source-grade\""), std::string::npos) << work;
  EXPECT_NE(work.find("\"label\":\"E\""), std::string::npos) << work;
  EXPECT_NE(work.find("\"label\":\"C\""), std::string::npos) << work;
}

TEST_F(ProviderRoad, CoverageAndEmbargoAreKept) {
  const json::array found = library->hits("emergency nursing");
  ASSERT_EQ(found.size(), 2U);
  const std::string id = string_member(found[1].as_object(), "id");
  const std::string work = http_get(server->port(), "/api/v1/works/" + id).body;
  EXPECT_NE(work.find("P1Y"), std::string::npos) << work;
  EXPECT_NE(work.find("1998-01"), std::string::npos) << work;
}

TEST_F(ProviderRoad, HarvestedAgainNothingChanges) {
  for (const ProviderFile& provider : kProviders) {
    const json::object again = library->harvest(provider.id);
    EXPECT_EQ(number(again, "unchanged"), provider.records) << provider.id;
    for (const char* count : {"added", "changed", "deleted", "withdrawn", "waiting", "problems"}) {
      EXPECT_EQ(number(again, count), 0) << provider.id << " " << count;
    }
  }
}

}  // namespace
}  // namespace evidence::test
