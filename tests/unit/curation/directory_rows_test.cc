// Files of libraries, organisations, coordinates and areas: what is read of them, what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "base/text.h"
#include "curation/areas.h"
#include "curation/coordinates.h"
#include "curation/library_rows.h"
#include "curation/organisation_rows.h"

namespace evidence::curation {
namespace {

constexpr PartialDate kDay{2026, 11, 30};

std::vector<TableRow> table_rows(const std::vector<std::vector<std::string>>& cells,
                                 std::uint64_t first = 2) {
  std::vector<TableRow> rows;
  for (const auto& row : cells) rows.push_back({first++, row});
  return rows;
}

std::vector<std::string> texts_of(const std::vector<RowProblem>& problems) {
  std::vector<std::string> texts;
  for (const RowProblem& problem : problems) {
    texts.push_back(std::to_string(problem.line) + " " + problem.field + ": " + problem.message);
  }
  return texts;
}

TEST(LibraryRows, ADuplicateCodeIsRefusedWithTheFirstOnesLine) {
  const auto table =
      read_library_rows({"library_code", "name"},
                        table_rows({{"EX1", "One"}, {"EX2", "Two"}, {"ex1", "Again"}}), kDay);
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->rows.size(), 2U);
  EXPECT_EQ(texts_of(table->problems),
            (std::vector<std::string>{"4 library_code: the code EX1 is that of line 2 too"}));
}

TEST(LibraryRows, EveryProblemNamesItsLineAndField) {
  const auto table = read_library_rows(
      {"library_code", "name", "postcode", "ods_code(s)", "website", "updated", "colour"},
      table_rows({{"EX1", "", "M13", "R-A", "ftp://x.example.org", "2027-01-01", "red"},
                  {"", "Two"},
                  {"EX3", "Three", "M13 9WL", "r0a", "", "2026-01-31", "", "too many"}}),
      kDay);
  ASSERT_TRUE(table.ok());
  EXPECT_TRUE(table->rows.empty());
  EXPECT_EQ(table->unknown, std::vector<std::string>{"colour"});
  std::vector<std::string> places;
  for (const RowProblem& problem : table->problems) {
    places.push_back(std::to_string(problem.line) + " " + problem.field);
  }
  EXPECT_EQ(places, (std::vector<std::string>{"2 ods_codes", "2 postcode", "2 website", "2 name",
                                              "2 updated", "3 library_code", "4 "}));
}

TEST(LibraryRows, AFileWithoutCodesOrWithAColumnTwiceIsRefused) {
  EXPECT_EQ(read_library_rows({"name"}, {}, kDay).error().slug, "no_library_code");
  EXPECT_EQ(read_library_rows({"library_code", "name", "Name"}, {}, kDay).error().slug,
            "bad_header");
  EXPECT_EQ(read_library_rows({"library_code"},
                              std::vector<TableRow>(kMostLibraries + 1, {2, {"A"}}), kDay)
                .error()
                .slug,
            "too_many_rows");
}

TEST(LibraryRows, TheDifferenceSaysWhatWouldChangeAndKeepsWhatTheFileLacks) {
  Library kept;
  kept.code = "EX1";
  kept.fields = {{"name", "One"}, {"phone", "01632 960001"}};
  kept.checked = "2026-01-01";
  Library gone = kept;
  gone.code = "EX9";
  const auto table = read_library_rows(
      {"library_code", "name", "email", "checked"},
      table_rows({{"EX1", "Uno", "a@example.org", "2026-02-01"}, {"EX2", "Two"}}), kDay);
  ASSERT_TRUE(table.ok());
  auto changes = difference({kept, gone}, *table, false);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0].kind, LibraryChange::Kind::kChanged);
  EXPECT_EQ(changes[0].fields,
            (std::vector<FieldChange>{{"name", "One", "Uno"}, {"email", "", "a@example.org"}}));
  EXPECT_EQ(changes[0].after.get("phone"), "01632 960001");
  EXPECT_EQ(changes[0].after.checked, "2026-02-01");
  EXPECT_EQ(changes[1].kind, LibraryChange::Kind::kAdded);
  changes = difference({kept, gone}, *table, true);
  ASSERT_EQ(changes.size(), 3U);
  EXPECT_EQ(changes[2].kind, LibraryChange::Kind::kRemoved);
  EXPECT_EQ(changes[2].code, "EX9");
  EXPECT_EQ(changes[2].fields,
            (std::vector<FieldChange>{{"name", "One", ""}, {"phone", "01632 960001", ""}}))
      << "what it was goes into the history";
  // Once applied nothing is left; a later day alone confirms.
  Library second;
  second.code = "EX2";
  second.fields = {{"name", "Two"}};
  EXPECT_TRUE(difference({changes[0].after, second}, *table, false).empty());
  Library earlier = changes[0].after;
  earlier.checked = "2025-01-01";
  changes = difference({earlier, second}, *table, false);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].kind, LibraryChange::Kind::kConfirmed);
}

TEST(OrganisationRows, ReadsTwentySevenColumnsWithoutAHeader) {
  std::vector<std::string> row(27);
  row[0] = "R0A";
  row[1] = "EXAMPLE UNIVERSITY NHS FOUNDATION TRUST";
  row[2] = "Y62";
  row[3] = "QOP";
  row[4] = "SAMPLE HOUSE";
  row[7] = "EXAMPLETON";
  row[9] = "M13 9WL";
  row[10] = "20171001";
  std::vector<std::string> closed = row;
  closed[0] = "RXX";
  closed[9] = "NOWHERE";
  closed[11] = "20200930";
  std::vector<std::string> bad = row;
  bad[0] = "R-A";
  const auto table = read_organisation_rows(table_rows({row, closed, bad}, 1));
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->organisations.size(), 2U);
  const OdsOrganisation& first = table->organisations[0];
  EXPECT_EQ(first.region, "Y62");
  EXPECT_EQ(first.area, "QOP");
  EXPECT_EQ(first.address, "SAMPLE HOUSE, EXAMPLETON");
  EXPECT_EQ(first.opened, "2017-10-01");
  EXPECT_EQ(first.kind, "trust");
  EXPECT_EQ(table->organisations[1].closed, "2020-09-30");
  EXPECT_EQ(table->organisations[1].postcode, "");
  EXPECT_EQ(table->problems.size(), 2U);
  EXPECT_EQ(table->problems[0].line, 2U);
  EXPECT_EQ(table->problems[1].line, 3U);
}

TEST(OrganisationRows, SuccessorsOfSeveralRowsAreKeptTogether) {
  auto rows = table_rows({{"Code", "Name", "Close", "Sector", "Successor.Code"},
                          {"RW6", "PENNINE", "2021-09-30", "Trust", "RM3"},
                          {"RW6", "PENNINE", "2021-09-30", "Trust", "R0A"},
                          {"03A", "NHS EXAMPLE CCG", "2021-03-31", "CCG", "X2C4Y"}},
                         1);
  const auto table = read_organisation_rows(rows);
  ASSERT_TRUE(table.ok());
  ASSERT_EQ(table->organisations.size(), 2U);
  EXPECT_EQ(table->organisations[0].successors, (std::vector<std::string>{"RM3", "R0A"}));
  EXPECT_TRUE(is_replaced_kind(table->organisations[1]));
  OdsOrganisation known;
  known.code = "RW6";
  known.name = "Known";
  known.region = "Y62";
  const auto all = merged({known}, table->organisations);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].name, "PENNINE");
  EXPECT_EQ(all[1].region, "Y62") << "what the file does not say stays";
}

TEST(OrganisationRows, AnUnknownLayoutIsRefused) {
  EXPECT_EQ(read_organisation_rows({}).error().slug, "no_rows");
  EXPECT_EQ(read_organisation_rows(table_rows({{"a", "b"}})).error().slug, "unknown_layout");
}

TEST(OrganisationRows, NamesInCapitalsBecomeReadable) {
  EXPECT_EQ(readable_name("ROYAL BROMPTON & HAREFIELD NHS FOUNDATION TRUST"),
            "Royal Brompton & Harefield NHS Foundation Trust");
  EXPECT_EQ(readable_name("ISLE OF WIGHT NHS TRUST"), "Isle of Wight NHS Trust");
  EXPECT_EQ(readable_name("THE CHRISTIE NHS FOUNDATION TRUST"),
            "The Christie NHS Foundation Trust");
  EXPECT_EQ(readable_name("Mixed Case"), "Mixed Case");
}

TEST(Coordinates, DistancesAreThoseOfTheGlobe) {
  const Coordinate london = Coordinate::of(51.507222, -0.1275);
  const Coordinate edinburgh = Coordinate::of(55.953333, -3.189167);
  EXPECT_NEAR(distance_km(london, edinburgh), 533.6, 1.0);
  EXPECT_EQ(distance_km(london, london), 0);
  // A degree of a great circle; across the date line; to the other side.
  EXPECT_NEAR(distance_km(Coordinate::of(0, 0), Coordinate::of(0, 1)), 111.195, 0.01);
  EXPECT_NEAR(distance_km(Coordinate::of(0, 179.5), Coordinate::of(0, -179.5)), 111.195, 0.01);
  EXPECT_NEAR(distance_km(Coordinate::of(90, 0), Coordinate::of(-90, 0)), 20'015.1, 0.5);
  EXPECT_DOUBLE_EQ(distance_km(london, edinburgh), distance_km(edinburgh, london));
}

TEST(Coordinates, ReadTheUsualHeadingsAndPassOverPostcodesWithoutAPlace) {
  for (const auto& header :
       std::vector<std::vector<std::string>>{{"pcd", "pcd2", "pcds", "lat", "long"},
                                             {"Postcode", "Latitude", "Longitude"},
                                             {"id", "post_code", "LAT", "LNG"}}) {
    EXPECT_TRUE(coordinate_columns(header).ok()) << header[0];
  }
  const auto columns = coordinate_columns({"pcds", "lat", "long"});
  ASSERT_TRUE(columns.ok());
  std::string reason;
  const auto read = [&](const std::vector<std::string>& cells) {
    return read_coordinate_row(*columns, {2, cells}, reason);
  };
  const auto place = read({"m13 9wl", "53.4606", "-2.2251"});
  ASSERT_TRUE(place);
  EXPECT_EQ(place->postcode, "M139WL");
  EXPECT_EQ(place->place, Coordinate::of(53.4606, -2.2251));
  for (const auto& cells : std::vector<std::vector<std::string>>{
           {"M13 9WL", "99.999999", "0.000000"}, {"M13 9WL", "0", "0"}, {"M13 9WL", "", ""}}) {
    EXPECT_FALSE(read(cells));
    EXPECT_EQ(reason, "") << "no place is no problem";
  }
  for (const auto& cells : std::vector<std::vector<std::string>>{
           {"M13", "53", "-2"}, {"M13 9WL", "north", "-2"}, {"M13 9WL", "53", "-181"}, {}}) {
    EXPECT_FALSE(read(cells));
    EXPECT_NE(reason, "");
  }
}

TEST(Coordinates, AFileOfEastingsIsToldHowToBeConverted) {
  const auto columns = coordinate_columns({"postcode", "eastings", "northings"});
  ASSERT_FALSE(columns.ok());
  EXPECT_EQ(columns.error().slug, "no_coordinates");
  EXPECT_NE(columns.error().hint.find("27700"), std::string::npos);
}

const std::vector<std::string> kAreaHeader{"area",        "kind", "also_called",
                                           "consists_of", "code", "source"};

TEST(Areas, AreFoundByEveryNameAndKnowTheirParts) {
  const auto table = AreaTable::read(
      kAreaHeader,
      table_rows({{"Buckinghamshire", "ceremonial_county", "Bucks", "", "", ""},
                  {"Oxfordshire", "ceremonial_county", "Oxon", "", "", ""},
                  {"Thames Valley", "common_name", "", "Buckinghamshire; Oxfordshire", "", ""},
                  {"South East", "region", "", "", "Y59", ""}}));
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(table->named("BUCKS"), std::vector<std::size_t>{0});
  EXPECT_EQ(table->folded_names(2), (std::vector<std::string>{"thames valley", "buckinghamshire",
                                                              "bucks", "oxfordshire", "oxon"}));
  ASSERT_NE(table->by_code("Y59"), nullptr);
  EXPECT_EQ(table->by_code(""), nullptr);
}

TEST(Areas, EveryFaultOfATableNamesItsLine) {
  const auto table = AreaTable::read(kAreaHeader, table_rows({{"", "ceremonial_county"},
                                                              {"Here", "planet"},
                                                              {"There", "region", "", "Nowhere"},
                                                              {"There", "region"}}));
  ASSERT_FALSE(table.ok());
  for (const std::string_view part : {"line 2: the area has no name", "line 3: \"planet\"",
                                      "line 5: There stands in line 4", "line 4: Nowhere"}) {
    EXPECT_NE(table.error().message.find(part), std::string::npos) << table.error().message;
  }
}

TEST(Areas, NamesAreComparedAsPeopleWriteThem) {
  EXPECT_EQ(folded_name("The Tyne & Wear"), folded_name("tyne and wear"));
  EXPECT_EQ(folded_name("St. Mary's"), folded_name("st marys"));
  EXPECT_EQ(folded_name("Stoke-on-Trent"), "stoke on trent");
}

}  // namespace
}  // namespace evidence::curation
