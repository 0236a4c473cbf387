#include "tests/unit/curation/directory_contract.h"

#include "curation/library_editing.h"

namespace evidence::curation {

TEST_P(DirectoryStoreContract, KeepsLibrariesAndWhoChangedWhat) {
  ASSERT_EQ(apply({added(made_library("EX2", "Two")), added(made_library("EX1", "One"))}), "");
  auto libraries = store_->libraries();
  ASSERT_TRUE(libraries.ok());
  ASSERT_EQ(libraries->size(), 2U);
  EXPECT_EQ((*libraries)[0].code, "EX1");
  EXPECT_EQ((*libraries)[0].checked, "2024-03-15");
  EXPECT_EQ((*libraries)[0].updated, "2024-03-15");

  backend_->clock().advance(std::chrono::hours(48));
  Library changed = (*libraries)[0];
  changed.fields["phone"] = "01632 960001";
  changed.fields["name"] = "Uno";
  ASSERT_EQ(apply({*change_of(&(*libraries)[0], changed)}), "");
  const auto library = store_->library("EX1");
  ASSERT_TRUE(library.ok());
  EXPECT_EQ(library->name(), "Uno");
  EXPECT_EQ(library->updated, "2024-03-17");
  EXPECT_EQ(library->checked, "2024-03-15") << "a change of one field confirms no other";

  const auto events = store_->history("EX1", 10);
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->size(), 3U);
  EXPECT_EQ((*events)[0], (LibraryEvent{"2024-03-17T00:00:00Z", "A. Librarian", "EX1", "changed",
                                        "phone", "", "01632 960001"}));
  EXPECT_EQ((*events)[1].from, "One");
  EXPECT_EQ((*events)[2].action, "added");
  EXPECT_EQ(store_->history("", 2)->size(), 2U);
}

TEST_P(DirectoryStoreContract, ConfirmingChangesTheDayAloneAndRemovingKeepsTheHistory) {
  ASSERT_EQ(apply({added(made_library("EX1", "One"))}), "");
  backend_->clock().advance(std::chrono::hours(24));
  LibraryChange confirmed;
  confirmed.kind = LibraryChange::Kind::kConfirmed;
  confirmed.code = "EX1";
  confirmed.after = *store_->library("EX1");
  confirmed.after.checked = "2024-03-16";
  ASSERT_EQ(apply({confirmed}), "");
  EXPECT_EQ(store_->library("EX1")->checked, "2024-03-16");
  EXPECT_EQ(store_->library("EX1")->updated, "2024-03-15");
  LibraryChange removed;
  removed.kind = LibraryChange::Kind::kRemoved;
  removed.code = "EX1";
  ASSERT_EQ(apply({removed}), "");
  EXPECT_EQ(store_->library("EX1").error().slug, "unknown_library");
  const auto events = store_->history("EX1", 10);
  ASSERT_TRUE(events.ok());
  EXPECT_EQ(events->front().action, "removed");
  EXPECT_EQ(events->size(), 3U);
}

TEST_P(DirectoryStoreContract, AppliesAllOrNothing) {
  ASSERT_EQ(apply({added(made_library("EX1", "One"))}), "");
  const std::int64_t version = *store_->version();
  EXPECT_EQ(apply({added(made_library("EX2", "Two")), added(made_library("EX1", "Again"))}),
            "directory_changed");
  EXPECT_EQ(store_->libraries()->size(), 1U);
  EXPECT_EQ(*store_->version(), version);
  EXPECT_EQ(store_->history("EX2", 10)->size(), 0U);
}

TEST_P(DirectoryStoreContract, RefusesAChangeOfWhatHasChangedSince) {
  ASSERT_EQ(apply({added(made_library("EX1", "One"))}), "");
  const std::int64_t version = *store_->version();
  const Library seen = *store_->library("EX1");
  Library theirs = seen;
  theirs.fields["name"] = "Theirs";
  Library ours = seen;
  ours.fields["name"] = "Ours";
  ASSERT_EQ(apply({*change_of(&seen, theirs)}, version), "");
  EXPECT_EQ(apply({*change_of(&seen, ours)}, version), "directory_changed");
  EXPECT_EQ(apply({*change_of(&seen, ours)}), "directory_changed") << "the field itself differs";
  EXPECT_EQ(store_->library("EX1")->name(), "Theirs");
}

TEST_P(DirectoryStoreContract, AChangeOfOneFieldLeavesWhatAnotherEditorChangedMeanwhile) {
  ASSERT_EQ(apply({added(made_library("EX1", "One", {{"email", "a@example.org"}}))}), "");
  const Library seen = *store_->library("EX1");
  backend_->clock().advance(std::chrono::hours(24));
  Library theirs = seen;
  theirs.fields["phone"] = "01632 960001";
  theirs.checked = "2024-03-16";
  Library ours = seen;
  ours.fields["name"] = "Ours";
  ours.fields.erase("email");
  LibraryChange confirmed;
  confirmed.kind = LibraryChange::Kind::kConfirmed;
  confirmed.code = "EX1";
  confirmed.after = seen;
  ASSERT_EQ(apply({*change_of(&seen, theirs)}), "");
  ASSERT_EQ(apply({*change_of(&seen, ours)}), "");
  ASSERT_EQ(apply({confirmed}), "");
  const auto now = store_->library("EX1");
  ASSERT_TRUE(now.ok());
  EXPECT_EQ(now->fields, (FieldValues{{"name", "Ours"}, {"phone", "01632 960001"}}));
  EXPECT_EQ(now->checked, "2024-03-16");
}

TEST_P(DirectoryStoreContract, OrganisationsOfAnOldVersionReplaceNothing) {
  const std::int64_t seen = *store_->version();
  OdsOrganisation theirs, ours;
  theirs.code = "RAA";
  ours.code = "RBB";
  theirs.name = ours.name = "Example";
  ASSERT_TRUE(store_->replace_organisations({theirs}, "A", "f", seen).ok());
  const auto replaced = store_->replace_organisations({ours}, "B", "f", seen);
  ASSERT_FALSE(replaced.ok());
  EXPECT_EQ(replaced.error().slug, "directory_changed");
  EXPECT_EQ(*store_->organisations(), std::vector<OdsOrganisation>{theirs});
}

TEST_P(DirectoryStoreContract, NothingIsChangedByNobody) {
  for (const std::string actor : {"", "  "}) {
    const auto applied = store_->apply({added(made_library("EX1", "One"))}, actor, std::nullopt);
    ASSERT_FALSE(applied.ok());
    EXPECT_EQ(applied.error().slug, "no_actor");
    EXPECT_EQ(store_->replace_organisations({}, actor, "f", {}).error().slug, "no_actor");
  }
  EXPECT_EQ(*store_->version(), 0);
}

TEST_P(DirectoryStoreContract, HoldsNoMoreThanItsLimits) {
  store_ = open({1, 1, 2});
  EXPECT_EQ(apply({added(made_library("EX1", "One")), added(made_library("EX2", "Two"))}),
            "directory_full");
  EXPECT_TRUE(store_->libraries()->empty());
  OdsOrganisation one, two;
  one.code = "RAA";
  two.code = "RBB";
  one.name = two.name = "Example";
  EXPECT_EQ(store_->replace_organisations({one, two}, "A", "f", {}).error().slug, "directory_full");
  ASSERT_TRUE(store_->begin_postcodes().ok());
  EXPECT_EQ(store_->add_postcodes({{"AA11AA", {}}, {"AA11AB", {}}, {"AA11AD", {}}}).error().slug,
            "directory_full");
}

TEST_P(DirectoryStoreContract, KeepsOrganisationsWhole) {
  OdsOrganisation one;
  one.code = "RW6";
  one.name = "PENNINE";
  one.kind = "trust";
  one.region = "Y62";
  one.area = "QOP";
  one.address = "1 Sample Street";
  one.postcode = "M13 9WL";
  one.opened = "2002-04-01";
  one.closed = "2021-09-30";
  one.successors = {"RM3", "R0A"};
  one.place = Coordinate{53'000'000, -2'000'000};
  OdsOrganisation two;
  two.code = "R0A";
  two.name = "MANCHESTER";
  ASSERT_TRUE(store_->replace_organisations({one, two}, "A. Librarian", "etr.csv", {}).ok());
  const auto all = store_->organisations();
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(*all, (std::vector<OdsOrganisation>{two, one}));
  const auto loads = store_->loads();
  ASSERT_TRUE(loads.ok());
  ASSERT_EQ(loads->size(), 1U);
  EXPECT_EQ(loads->front().file, "etr.csv");
  EXPECT_EQ(loads->front().rows, 2);
}

TEST_P(DirectoryStoreContract, ANewSetOfCoordinatesTakesThePlaceOfTheOldAtOnce) {
  const Postcode known{"M13", "9WL"}, neighbour{"M13", "9PL"}, far{"SW1A", "1AA"};
  EXPECT_FALSE(store_->locate(known)->has_value());
  ASSERT_TRUE(store_->begin_postcodes().ok());
  ASSERT_TRUE(store_
                  ->add_postcodes({{"M139WL", {53'000'000, -2'000'000}},
                                   {"M139WL", {1, 1}},
                                   {"M139AA", {53'000'002, -2'000'002}}})
                  .ok());
  EXPECT_FALSE(store_->locate(known)->has_value()) << "not finished yet";
  EXPECT_EQ(*store_->finish_postcodes("A", "f"), 2);
  EXPECT_EQ(*store_->locate(known), (Located{{53'000'000, -2'000'000}, false}));
  EXPECT_EQ(*store_->locate(neighbour), (Located{{53'000'001, -2'000'001}, true}))
      << "the mean of its outward code, and said to be";
  EXPECT_FALSE(store_->locate(far)->has_value());

  // One that is given up changes nothing; the next replaces all.
  ASSERT_TRUE(store_->begin_postcodes().ok());
  ASSERT_TRUE(store_->add_postcodes({{"SW1A1AA", {5, 5}}}).ok());
  ASSERT_TRUE(store_->begin_postcodes().ok());
  ASSERT_TRUE(store_->add_postcodes({{"SW1A1AB", {7, 7}}}).ok());
  EXPECT_TRUE(store_->locate(known)->has_value());
  EXPECT_EQ(*store_->finish_postcodes("A", "f"), 1);
  EXPECT_FALSE(store_->locate(known)->has_value());
  EXPECT_EQ(*store_->locate(far), (Located{{7, 7}, true}));
}

TEST_P(DirectoryStoreContract, EveryChangeRaisesTheVersion) {
  std::int64_t last = *store_->version();
  const auto raised = [&] {
    const std::int64_t now = *store_->version();
    return now > std::exchange(last, now);
  };
  EXPECT_EQ(apply({}), "");
  EXPECT_FALSE(raised());
  EXPECT_EQ(apply({added(made_library("EX1", "One"))}), "");
  EXPECT_TRUE(raised());
  EXPECT_TRUE(store_->replace_organisations({}, "A", "f", {}).ok());
  EXPECT_TRUE(raised());
  EXPECT_TRUE(store_->begin_postcodes().ok());
  EXPECT_TRUE(store_->finish_postcodes("A", "f").ok());
  EXPECT_TRUE(raised());
}

}  // namespace evidence::curation
