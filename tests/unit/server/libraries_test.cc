// The directory over pages and API: every way to ask, every refusal, no dead end.
#include <gtest/gtest.h>

#include "curation/sqlite_directory_store.h"
#include "server/directory_services.h"
#include "server/eligibility_view.h"
#include "tests/support/manual_clock.h"
#include "tests/support/temp_dir.h"
#include "tests/unit/server/service_fixture.h"

namespace evidence::server {
namespace {

using curation::Library;
using curation::LibraryChange;

class LibraryPages : public ServiceTest {
 protected:
  LibraryPages()
      : desk_([this] { return open(); }, areas(), store_clock_),
        eligibility_(rules()),
        directory_{desk_, eligibility_} {
    services_.directory = &directory_;
    services_.site.contact_email = "service@example.org";
    fill();
  }

  Result<std::unique_ptr<curation::DirectoryStore>> open() {
    return curation::open_sqlite_directory({folder_.path(), true, std::chrono::seconds(20), {}},
                                           store_clock_);
  }

  static std::shared_ptr<const curation::AreaTable> areas() {
    auto table =
        curation::AreaTable::read({"area", "kind", "also_called", "consists_of", "code"},
                                  {{2, {"Buckinghamshire", "ceremonial_county", "Bucks", "", ""}},
                                   {3, {"North West", "region", "", "", "Y62"}}});
    EXPECT_TRUE(table.ok());
    return std::make_shared<const curation::AreaTable>(std::move(*table));
  }

  static curation::EligibilityTable rules() {
    curation::EligibilityTable table;
    table.about = "Rules of this test.";
    table.roles = {{"nurse", "Nurse"}};
    table.employers = {{"hospital", "Hospital"}};
    table.nations = {{"england", "England"}};
    curation::EligibilityRule hospital;
    hospital.employers = {"hospital"};
    hospital.answer = curation::Eligible::kProbably;
    hospital.gives = "What the hospital pays for.";
    curation::EligibilityRule anybody;
    anybody.gives = "Free copies.";
    table.rules = {hospital, anybody};
    return table;
  }

  static LibraryChange added(const std::string& code, curation::FieldValues fields,
                             const std::string& checked = "") {
    std::vector<curation::FieldFault> faults;
    Library library = curation::make_library(code, fields, faults);
    EXPECT_TRUE(faults.empty());
    library.checked = checked;
    return *curation::change_of(nullptr, library);
  }

  void fill() {
    const auto store = open();
    ASSERT_TRUE(store.ok());
    std::vector<LibraryChange> changes{
        added("AYL", {{"name", "Aylesbury <b>Library</b>"},
                      {"county", "Buckinghamshire"},
                      {"organisation_name", "Sample Healthcare"},
                      {"ods_codes", "RXQ"},
                      {"lat", "51.8"},
                      {"lon", "-0.8"},
                      {"email", "ayl@example.org"},
                      {"website", "https://ayl.example.org/?a=1&b=2"},
                      {"opening_monday", "9 to 5"}}),
        added("MAN",
              {{"name", "Royal North Library"},
               {"organisation_id", "example-trust"},
               {"trust_name", "Royal North Trust"},
               {"ods_codes", "R0A"},
               {"postcode", "M13 9WL"}},
              "2023-01-15"),
        added("SAM", {{"name", "Royal South Library [Sample]"},
                      {"trust_name", "Royal South Trust"},
                      {"sample", "yes"}})};
    for (int i = 0; i < 25; ++i) {
      changes.push_back(
          added("MANY" + std::to_string(i), {{"name", "Branch of Many"}, {"county", "Manyshire"}}));
    }
    ASSERT_TRUE((*store)->apply(changes, "A. Librarian", std::nullopt).ok());
    const auto organisation = [](std::string code, std::string name, std::string closed,
                                 std::vector<std::string> successors) {
      curation::OdsOrganisation each;
      each.code = std::move(code);
      each.name = std::move(name);
      each.kind = "trust";
      each.region = "Y62";
      each.closed = std::move(closed);
      each.successors = std::move(successors);
      return each;
    };
    ASSERT_TRUE((*store)
                    ->replace_organisations(
                        {organisation("R0A", "ROYAL NORTH NHS TRUST", "", {}),
                         organisation("RM3", "OTHER NHS TRUST", "", {}),
                         organisation("RLD", "OLD NHS TRUST", "2020-01-31", {"R0A"}),
                         organisation("RW6", "SPLIT NHS TRUST", "2021-09-30", {"RM3", "R0A"})},
                        "A. Librarian", "etr.csv", std::nullopt)
                    .ok());
    ASSERT_TRUE((*store)->begin_postcodes().ok());
    ASSERT_TRUE((*store)
                    ->add_postcodes({{"M139WL", curation::Coordinate::of(53.46, -2.23)},
                                     {"HP218AL", curation::Coordinate::of(51.79, -0.80)}})
                    .ok());
    ASSERT_TRUE((*store)->finish_postcodes("A. Librarian", "postcodes.csv").ok());
  }

  json::object ask(std::string_view target) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 200) << target << response.body;
    return object(response);
  }
  static std::vector<std::string> codes(const json::object& answer) {
    std::vector<std::string> list;
    for (const json::value& row : answer.at("results").as_array()) {
      list.emplace_back(row.as_object().at("library_code").as_string());
    }
    return list;
  }
  static bool holds(const Response& response, std::string_view text) {
    return response.body.find(text) != std::string::npos;
  }

  test::TempDir folder_;
  test::ManualClock store_clock_;
  curation::DirectoryDesk desk_;
  curation::EligibilityTable eligibility_;
  DirectoryServices directory_;
};

TEST_F(LibraryPages, ApiFindsByAreaTrustCountyPostcodeAndCode) {
  EXPECT_EQ(codes(ask("/api/v1/libraries?area=Bucks")), std::vector<std::string>{"AYL"});
  EXPECT_EQ(codes(ask("/api/v1/libraries?county=buckinghamshire")),
            std::vector<std::string>{"AYL"});
  EXPECT_EQ(codes(ask("/api/v1/libraries?trust=royal+north")), std::vector<std::string>{"MAN"});
  EXPECT_EQ(codes(ask("/api/v1/libraries?ods=r0a")), std::vector<std::string>{"MAN"});
  const json::object near = ask("/api/v1/libraries?postcode=hp218al");
  EXPECT_EQ(codes(near), (std::vector<std::string>{"AYL", "MAN"}));
  const json::object& first = near.at("results").as_array()[0].as_object();
  EXPECT_NEAR(first.at("distance_km").as_double(), 1.1, 0.1);
  EXPECT_FALSE(first.at("distance_approximate").as_bool());
  EXPECT_FALSE(near.at("place").as_object().at("approximate").as_bool());
  const json::object about = ask("/api/v1/libraries?postcode=HP21+9ZZ");
  EXPECT_TRUE(about.at("place").as_object().at("approximate").as_bool());
  const json::object nowhere = ask("/api/v1/libraries?postcode=SW1A1AA");
  EXPECT_TRUE(nowhere.at("place").is_null());
  EXPECT_TRUE(codes(nowhere).empty());
  EXPECT_EQ(nowhere.at("notes").as_array()[0].as_object().at("code").as_string(), "no_coordinate");
}

TEST_F(LibraryPages, ApiGuessesNothing) {
  const json::object unknown = ask("/api/v1/libraries?area=Buckinghamshir");
  EXPECT_TRUE(codes(unknown).empty());
  EXPECT_EQ(unknown.at("did_you_mean").as_array()[0].as_string(), "Buckinghamshire");
  const json::object royal = ask("/api/v1/libraries?q=Royal");
  EXPECT_TRUE(royal.at("ambiguous").as_bool());
  EXPECT_EQ(codes(royal).size(), 2U);
  EXPECT_GE(royal.at("choices").as_array().size(), 2U);
}

TEST_F(LibraryPages, ApiRefusesByName) {
  for (const auto& [target, parameter, code] :
       {std::tuple{"/api/v1/libraries?postcode=M13", "postcode", "bad_postcode"},
        std::tuple{"/api/v1/libraries?postcode=%3Cscript%3E", "postcode", "bad_postcode"},
        std::tuple{"/api/v1/libraries?ods=R-A", "ods", "bad_ods_code"},
        std::tuple{"/api/v1/libraries?page=0", "page", "bad_paging"},
        std::tuple{"/api/v1/libraries?page=x", "page", "bad_paging"},
        std::tuple{"/api/v1/eligibility?role=astronaut", "role", "unknown_choice"}}) {
    const Response response = get(target);
    EXPECT_EQ(response.status, 400) << target;
    const json::object fault = object(response).at("errors").as_array()[0].as_object();
    EXPECT_EQ(fault.at("parameter").as_string(), parameter);
    EXPECT_EQ(fault.at("code").as_string(), code);
  }
  EXPECT_EQ(get("/api/v1/libraries?colour=red").status, 400);
  EXPECT_EQ(get("/api/v1/libraries/%21").status, 400);
  EXPECT_EQ(get("/api/v1/libraries/NOBODY").status, 404);
}

TEST_F(LibraryPages, ApiSaysWhatIsStale) {
  const json::object man = ask("/api/v1/libraries/man").at("library").as_object();
  EXPECT_TRUE(man.at("stale").as_bool());
  EXPECT_EQ(man.at("checked").as_string(), "2023-01-15");
  EXPECT_FALSE(ask("/api/v1/libraries/AYL").at("library").as_object().at("stale").as_bool());
  // The same library half a year later, without a change of the store.
  store_clock_.advance(std::chrono::hours(24 * 190));
  EXPECT_TRUE(ask("/api/v1/libraries/AYL").at("library").as_object().at("stale").as_bool());
}

TEST_F(LibraryPages, AClosedOrganisationRedirectsToTheOneThatDoesItsWork) {
  for (const std::string path : {"/libraries/", "/api/v1/libraries/"}) {
    const Response moved_on = get(path + "rld");
    EXPECT_EQ(moved_on.status, 308);
    EXPECT_EQ(header(moved_on, "Location"), path + "R0A");
  }
  // Two successors: both are named, neither is chosen.
  const json::object split = ask("/api/v1/libraries/RW6");
  EXPECT_EQ(split.at("organisation").as_object().at("successors").as_array().size(), 2U);
  EXPECT_EQ(split.at("libraries").as_array().size(), 1U);
  const Response page = get("/libraries/RW6");
  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(holds(page, "closed on 30 September 2021"));
  EXPECT_TRUE(holds(page, "href=\"/libraries/RM3\""));
  EXPECT_TRUE(holds(page, "href=\"/libraries/R0A\""));
  const Response without = get("/libraries/RM3");
  EXPECT_TRUE(holds(without, "No library of this directory names this organisation"));
  EXPECT_TRUE(holds(without, "North West"));
}

TEST_F(LibraryPages, PagesOfTwentyLeadOn) {
  const Response first = get("/libraries?county=Manyshire");
  EXPECT_TRUE(holds(first, "25 libraries. Page 1 of 2"));
  EXPECT_TRUE(holds(first, "href=\"/libraries?county=Manyshire&amp;page=2\""));
  const Response second = get("/libraries?county=Manyshire&page=2");
  EXPECT_TRUE(holds(second, "rel=\"prev\""));
  EXPECT_FALSE(holds(second, "rel=\"next\""));
  EXPECT_EQ(ask("/api/v1/libraries?county=Manyshire&page=2").at("results").as_array().size(), 5U);
}

TEST_F(LibraryPages, AnErrorKeepsWhatWasTypedAndSaysWhatToDo) {
  const Response response = get("/libraries?postcode=M13");
  EXPECT_EQ(response.status, 400);
  EXPECT_TRUE(holds(response, "is not a whole postcode"));
  EXPECT_TRUE(holds(response, "value=\"M13\""));
  EXPECT_TRUE(holds(response, "<title>Error: Find a library"));
}

TEST_F(LibraryPages, OneLibraryShowsItsRecordEscaped) {
  const Response response = get("/libraries/AYL");
  EXPECT_EQ(response.status, 200);
  EXPECT_TRUE(holds(response, "Aylesbury &lt;b&gt;Library&lt;/b&gt;"));
  EXPECT_FALSE(holds(response, "<b>Library"));
  EXPECT_TRUE(holds(response, "mailto:ayl@example.org"));
  EXPECT_TRUE(holds(response, "https://ayl.example.org/?a=1&amp;b=2"));
  EXPECT_TRUE(holds(response, "9 to 5"));
  EXPECT_FALSE(holds(response, "Sample data."));
  EXPECT_TRUE(holds(get("/libraries/MAN"), "Not confirmed since 15 January 2023"));
  EXPECT_TRUE(holds(get("/libraries/SAM"), "Sample data."));
  EXPECT_EQ(get("/libraries/NOBODY").status, 404);
}

TEST_F(LibraryPages, EligibilityAlwaysNamesSomebodyToAsk) {
  const json::object yes =
      ask("/api/v1/eligibility?role=nurse&employer=hospital&at=Sample+Healthcare")
          .at("answer")
          .as_object();
  EXPECT_EQ(yes.at("eligible").as_string(), "probably");
  EXPECT_EQ(yes.at("libraries").as_array()[0].as_object().at("library_code").as_string(), "AYL");
  for (const char* target : {"/eligible?role=nurse", "/eligible?at=nobody+knows",
                             "/eligible?employer=hospital", "/eligible?nation=england&at=royal"}) {
    const Response page = get(target);
    EXPECT_EQ(page.status, 200) << target;
    EXPECT_TRUE(holds(page, "Whom to ask")) << target;
    EXPECT_TRUE(holds(page, "href=\"/libraries")) << target;
    EXPECT_TRUE(holds(page, "service@example.org")) << target;
  }
  EXPECT_EQ(yes.at("libraries").as_array().size(), 1U) << "exactly so called";
  const Response royal = get("/eligible?at=royal");
  EXPECT_TRUE(holds(royal, "Several libraries fit"));
  EXPECT_TRUE(holds(royal, "Royal North Library"));
  EXPECT_TRUE(holds(royal, "Royal South Library"));
  EXPECT_TRUE(holds(get("/eligible"), "Rules of this test."));
  EXPECT_EQ(get("/eligible?role=astronaut").status, 400);
  EXPECT_TRUE(object(get("/api/v1/eligibility")).at("answer").is_null());
}

TEST_F(LibraryPages, WithoutADirectoryThePathsSaySo) {
  services_.directory = nullptr;
  for (const char* path : {"/libraries", "/libraries/AYL", "/eligible", "/api/v1/libraries",
                           "/api/v1/libraries/AYL", "/api/v1/eligibility"}) {
    const Response response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_TRUE(holds(response, "keeps no directory")) << path;
  }
  EXPECT_FALSE(holds(get("/about"), "href=\"/libraries\""));
}

TEST_F(LibraryPages, AChangeOfTheDirectoryIsSeenAtOnce) {
  EXPECT_EQ(get("/libraries/NEW").status, 404);
  const auto store = open();
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(
      (*store)->apply({added("NEW", {{"name", "New"}})}, "A. Librarian", std::nullopt).ok());
  EXPECT_EQ(get("/libraries/NEW").status, 200);
}

TEST_F(LibraryPages, TheChooserOfOrganisationsFindsOnesByWhatTheDirectoryKnows) {
  std::vector<Organisation> many{organisation()};
  for (int i = 0; i < 20; ++i) {
    many.push_back(organisation());
    many.back().id = "other-" + std::to_string(i);
    many.back().name = "Other " + std::to_string(i);
  }
  const LinkResolver links(many);
  Services services{searcher_, links, clock_, metrics_, {}, {}};
  services.directory = &directory_;
  for (const char* typed : {"M13+9WL", "R0A", "Royal+North+Trust"}) {
    const std::string page =
        dispatch(router_, request("/organisations?name=" + std::string(typed)), services).body;
    EXPECT_NE(page.find("Example Trust"), std::string::npos) << typed;
    EXPECT_EQ(page.find("No organisation here is called"), std::string::npos) << typed;
  }
}

}  // namespace
}  // namespace evidence::server
