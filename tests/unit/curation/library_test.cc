// The record of a library: forms of its fields, who may change them, when it is stale.
#include "curation/library.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "curation/library_editing.h"
#include "curation/postcode.h"
#include "tests/support/case_rows.h"

namespace evidence::curation {
namespace {

std::string with_line_ends(std::string text) {
  for (std::size_t at = text.find("\\n"); at != std::string::npos; at = text.find("\\n")) {
    text.replace(at, 2, "\n");
  }
  return text;
}

Library library_with(const std::string& code, const FieldValues& values) {
  std::vector<FieldFault> faults;
  Library library = make_library(code, values, faults);
  for (const FieldFault& fault : faults) ADD_FAILURE() << fault.field << ": " << fault.message;
  return library;
}

TEST(LibraryPostcode, ReadsEveryCaseAsWrittenDown) {
  for (const auto& row : test::case_rows("directory/postcodes.tsv", 2, 20)) {
    const auto postcode = parse_postcode(row[0]);
    EXPECT_EQ(postcode ? postcode->text() : "-", row[1]) << row[0];
  }
  EXPECT_EQ(parse_outward("sw1a"), "SW1A");
  EXPECT_FALSE(parse_outward("SW1A 1AA"));
  EXPECT_TRUE(looks_like_postcode("M13 9W"));
  EXPECT_FALSE(looks_like_postcode("Royal 13"));
}

TEST(LibraryFields, KeepOrRefuseEveryCaseAsWrittenDown) {
  for (const auto& row : test::case_rows("directory/fields.tsv", 3, 40)) {
    const LibraryField* field = library_field(row[0]);
    ASSERT_NE(field, nullptr) << row[0];
    const auto value = field_value(*field, with_line_ends(row[1]));
    EXPECT_EQ(value.ok() ? *value : "-", with_line_ends(row[2]))
        << row[0] << ": " << row[1] << (value.ok() ? "" : " " + value.error().message);
  }
}

TEST(LibraryFields, AreBounded) {
  const auto value = field_value(*library_field("name"), std::string(201, 'a'));
  ASSERT_FALSE(value.ok());
  EXPECT_EQ(value.error().code, ErrorCode::kTooLarge);
  std::string many;
  for (int i = 0; i < 101; ++i) many += std::to_string(i) + ";";
  EXPECT_FALSE(field_value(*library_field("towns"), many).ok());
}

TEST(LibraryFields, AllFaultsOfARecordAreToldAtOnce) {
  std::vector<FieldFault> faults;
  make_library(
      "!", {{"postcode", "nowhere"}, {"website", "javascript:1"}, {"colour", "red"}, {"lat", "51"}},
      faults);
  std::vector<std::string> fields;
  for (const FieldFault& fault : faults) fields.push_back(fault.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"library_code", "colour", "postcode", "website",
                                              "name", "lat"}));
}

TEST(Library, IsStaleSixCalendarMonthsAfterItWasConfirmed) {
  Library library = library_with("EX1", {{"name", "Example"}});
  EXPECT_TRUE(is_stale(library, {2026, 11, 30})) << "never confirmed";
  library.checked = "2026-05-30";
  EXPECT_FALSE(is_stale(library, {2026, 11, 30}));
  library.checked = "2026-05-29";
  EXPECT_TRUE(is_stale(library, {2026, 11, 30}));
  library.checked = "2026-02-28";
  EXPECT_FALSE(is_stale(library, {2026, 8, 31})) << "February has no 31st";
  library.checked = "2025-12-31";
  EXPECT_FALSE(is_stale(library, {2026, 6, 30}));
}

TEST(Library, AsJsonHasListsNumbersAndNoEmptyFields) {
  Library library = library_with("ex1", {{"name", "Example"},
                                         {"ods_codes", "R0A;RXX"},
                                         {"lat", "51.5"},
                                         {"lon", "-0.1"},
                                         {"notes", ""},
                                         {"sample", "yes"}});
  library.checked = "2026-05-30";
  library.updated = "2026-06-01";
  EXPECT_EQ(json::serialize(library_json(library, {2026, 11, 30})),
            R"({"library_code":"EX1","name":"Example","ods_codes":["R0A","RXX"],"lat":5.15E1,)"
            R"("lon":-1E-1,"sample":true,"updated":"2026-06-01","checked":"2026-05-30",)"
            R"("stale":false})");
}

TEST(LibraryEditing, EachTierMayChangeWhatTheTableSays) {
  const Library before =
      library_with("EX1", {{"name", "Example"}, {"region", "North"}, {"phone", "01632 960001"}});
  const Editor owner{"o", EditorTier::kOwner, {"EX1"}, {}};
  const Editor stranger{"s", EditorTier::kOwner, {"EX2"}, {}};
  const Editor regional{"r", EditorTier::kRegional, {}, {"north"}};
  const Editor elsewhere{"e", EditorTier::kRegional, {}, {"South"}};
  const Editor national{"n", EditorTier::kNational, {}, {}};
  const auto may = [&](const Editor& editor, const std::string& field, const std::string& value) {
    Library after = before;
    after.fields[field] = value;
    const auto allowed = may_change(editor, before, after);
    return allowed.ok() ? std::string("yes") : allowed.error().slug;
  };
  EXPECT_EQ(may(owner, "phone", "01632 960002"), "yes");
  EXPECT_EQ(may(owner, "name", "Other"), "field_not_yours");
  EXPECT_EQ(may(owner, "openathens_domain", "a.example.org"), "field_not_yours");
  EXPECT_EQ(may(stranger, "phone", "01632 960002"), "not_your_library");
  EXPECT_EQ(may(regional, "name", "Other"), "yes");
  EXPECT_EQ(may(regional, "region", "South"), "field_not_yours");
  EXPECT_EQ(may(elsewhere, "phone", "01632 960002"), "not_your_library");
  EXPECT_EQ(may(national, "region", "South"), "yes");
  EXPECT_EQ(may(national, "openathens_domain", "a.example.org"), "yes");
  EXPECT_TRUE(may_confirm(owner, before).ok());
  EXPECT_FALSE(may_confirm(stranger, before).ok());
  EXPECT_FALSE(may_add_or_remove(regional).ok());
  EXPECT_TRUE(may_add_or_remove(national).ok());
}

TEST(LibraryEditing, EveryFieldHasATierAndHigherOnesMayDoMore) {
  const Library before = library_with("EX1", {{"name", "Example"}, {"region", "North"}});
  for (const LibraryField& field : library_fields()) {
    Library after = before;
    after.fields[std::string(field.name)] = "changed";
    bool allowed_before = false;
    for (const EditorTier tier :
         {EditorTier::kOwner, EditorTier::kRegional, EditorTier::kNational}) {
      const Editor editor{"x", tier, {"EX1"}, {"North"}};
      const bool allowed = may_change(editor, before, after).ok();
      EXPECT_EQ(allowed, tier >= field.tier) << field.name;
      EXPECT_TRUE(allowed || !allowed_before) << field.name;
      allowed_before = allowed;
    }
    EXPECT_TRUE(allowed_before) << field.name << " can be changed by nobody";
  }
}

}  // namespace
}  // namespace evidence::curation
