#include "model/field.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "model/facet_field.h"
#include "model/field_set.h"
#include "model/stem_term.h"

namespace evidence {
namespace {

TEST(Fields, StandInTheOrderOfTheEnumWithUniqueNamesAndPrefixes) {
  std::set<std::string_view> names;
  std::set<std::string_view> prefixes;
  int index = 0;
  for (const FieldInfo& info : fields()) {
    EXPECT_EQ(static_cast<int>(info.field), index++);
    EXPECT_EQ(&field_info(info.field), &info);
    EXPECT_EQ(field_by_name(info.name), info.field);
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(prefixes.insert(info.prefix).second) << info.prefix;
    EXPECT_FALSE(info.label.empty());
    EXPECT_TRUE(info.explanation.ends_with('.')) << info.name;
    EXPECT_FALSE(info.stems && info.kind == FieldKind::kExact) << info.name;
    EXPECT_FALSE(info.facet && !info.filter) << info.name;
  }
  EXPECT_EQ(static_cast<int>(Field::kCurrency), index - 1);
  EXPECT_EQ(field_by_name("nonsense"), std::nullopt);
}

TEST(Fields, HaveASlotOfTheirOwnWhereTheyAreCounted) {
  std::set<Slot> slots;
  std::size_t counted = 0;
  for (const FieldInfo& info : fields()) {
    const FacetField* facet = facet_field(info.field);
    EXPECT_EQ(facet != nullptr, info.facet) << info.name;
    if (facet == nullptr) continue;
    ++counted;
    EXPECT_TRUE(slots.insert(facet->slot).second) << info.name;
    EXPECT_EQ(info.kind, FieldKind::kExact) << info.name;
  }
  EXPECT_EQ(counted, facet_fields().size());
  using Values = std::vector<std::string_view>;
  EXPECT_EQ(facet_values(*facet_field(Field::kLanguage), "eng fre"), (Values{"eng", "fre"}));
  EXPECT_EQ(facet_values(*facet_field(Field::kHeadingLabel),
                         "Aged, 80 and over\x1f"
                         "Asthma"),
            (Values{"Aged, 80 and over", "Asthma"}));
  EXPECT_EQ(facet_values(*facet_field(Field::kYear), "2019"), (Values{"2019"}));
  EXPECT_TRUE(facet_values(*facet_field(Field::kYear), "").empty());
}

TEST(TermOf, PutsAColonBeforeACapital) {
  EXPECT_EQ(term_of(Field::kAny, "asthma"), "asthma");
  EXPECT_EQ(term_of(Field::kTitle, "asthma"), "Sasthma");
  EXPECT_EQ(term_of(Field::kMeshId, "D001249"), "XM:D001249");
  EXPECT_EQ(term_of(Field::kMeshQualified, "D001249/Q000188"), "XMQ:D001249/Q000188");
  EXPECT_EQ(term_of(Field::kIdentifier, "doi:10.1/x"), "XIDdoi:10.1/x");
  EXPECT_EQ(stem_term_of(Field::kTitle, "asthma"), "ZSasthma");
  EXPECT_EQ(acronym_term_of(Field::kTitle, "AIDS"), "XCASES:AIDS");
  EXPECT_EQ(work_term("w0123456789ab"), "Qw0123456789ab");
}

TEST(TermOf, IsInjectiveOverAwkwardWordsAndAllFields) {
  std::map<std::string, std::string> seen;
  for (const FieldInfo& info : fields()) {
    for (const char* word : {"a", "A",  ":a", ":A", "d",  "D",   "m",    "M", "q", "t",
                             "T", "st", "ST", "af", "AF", "IDS", "AIDS", "0", "-", "doi:1"}) {
      for (const auto& [kind, term] : {std::pair{"term", term_of(info.field, word)},
                                       std::pair{"acronym", acronym_term_of(info.field, word)}}) {
        const std::string what = std::string(kind) + " " + std::string(info.name) + " " + word;
        const auto [at, is_new] = seen.emplace(term, what);
        EXPECT_TRUE(is_new) << term << " is both " << at->second << " and " << what;
      }
    }
  }
}

TEST(TermOf, NeverPassesXapiansLimitAndKeepsLongExactValuesApart) {
  for (const FieldInfo& info : fields()) {
    const std::string long_value(10'000, 'x');
    EXPECT_LE(term_of(info.field, long_value).size(), 245U);
    EXPECT_LE(term_of(info.field, "D" + long_value).size(), 245U);
    EXPECT_LE(acronym_term_of(info.field, long_value).size(), 245U);
    if (info.kind != FieldKind::kExact) continue;
    EXPECT_NE(term_of(info.field, long_value + "1"), term_of(info.field, long_value + "2"));
    EXPECT_EQ(term_of(info.field, long_value + "1"), term_of(info.field, long_value + "1"));
  }
  // Cut at a character boundary.
  std::string umlauts;
  for (int i = 0; i < 500; ++i) umlauts += "\xC3\xBC";
  const std::string term = term_of(Field::kTitle, "a" + umlauts);
  EXPECT_EQ(static_cast<unsigned char>(term.back()), 0xBCU);
}

TEST(TermOf, NeverHoldsANul) {
  const std::string value("a\0b", 3);
  EXPECT_EQ(term_of(Field::kIdentifier, value).find('\0'), std::string::npos);
  EXPECT_NE(term_of(Field::kIdentifier, value), term_of(Field::kIdentifier, "ab"));
}

TEST(ExactKey, IsWhatTheTermOfAValueHolds) {
  EXPECT_EQ(exact_key(Field::kHeadingLabel, "Receptor, ErbB-2"), "receptor erbb 2");
  EXPECT_EQ(exact_key(Field::kHeadingQualified, "Asthma/Drug Therapy"), "asthma/drug therapy");
  EXPECT_EQ(exact_key(Field::kPublicationType, "Clinical Trial, Phase II"),
            "clinical trial phase ii");
  EXPECT_EQ(exact_key(Field::kIdentifier, "doi:10.1/A-b"), "doi:10.1/a-b");
}

TEST(FieldSets, AreSetsInTheOrderOfTheTable) {
  constexpr FieldSet kSome{Field::kKeyword, Field::kTitle};
  EXPECT_EQ(to_text(kSome), "title+keyword");
  EXPECT_TRUE(kSome.has(Field::kTitle));
  EXPECT_FALSE(kSome.has(Field::kAbstract));
  EXPECT_EQ(kSome.only(), std::nullopt);
  EXPECT_EQ(FieldSet(Field::kHas).only(), Field::kHas);
  EXPECT_TRUE(FieldSet().empty());
  EXPECT_EQ(kSome | FieldSet(Field::kTitle), kSome);
}

TEST(StemTerm, IsReadBackAndNeverTakenForAnotherFieldsStem) {
  EXPECT_EQ(stem_in(Field::kAny, stem_term_of(Field::kAny, "asthma")), "asthma");
  EXPECT_EQ(stem_in(Field::kTitle, stem_term_of(Field::kTitle, "asthma")), "asthma");
  EXPECT_EQ(stem_in(Field::kAny, stem_term_of(Field::kTitle, "asthma")), std::nullopt);
  EXPECT_EQ(stem_in(Field::kTitle, stem_term_of(Field::kAny, "asthma")), std::nullopt);
  EXPECT_EQ(stem_in(Field::kAny, "asthma"), std::nullopt);
  for (const char* none : {"", "Z", "ZS", "ZXAB", "Z:"}) {
    EXPECT_EQ(stem_in(Field::kAny, none), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace evidence
