#include "model/match.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "tests/unit/model/match_records.h"

namespace evidence {
namespace {

using test::MatchCase;
using test::read_match_cases;
using test::record_of_line;

std::string told(const MatchOutcome& outcome) {
  std::string text = std::string(verdict_name(outcome.verdict)) + " by " + outcome.rule;
  if (outcome.verdict == Verdict::kLinked) {
    text += ", " + std::string(relation_name(outcome.relation));
  }
  return text;
}

// What b says of a, as a would say it.
MatchOutcome turned(MatchOutcome outcome) {
  if (outcome.verdict == Verdict::kLinked) outcome.relation = reverse_of(outcome.relation);
  return outcome;
}

void expect_symmetric(const MatchProfile& a, const MatchProfile& b, const MatchRules& rules) {
  const MatchOutcome there = decide(a, b, rules);
  const MatchOutcome back = turned(decide(b, a, rules));
  ASSERT_EQ(told(there), told(back)) << a.title << "\n" << b.title;
  ASSERT_EQ(there.strength, back.strength) << a.title << "\n" << b.title;
  const Comparison one = compare(a, b);
  const Comparison two = compare(b, a);
  ASSERT_EQ(one.title, two.title);
  ASSERT_EQ(one.contained, two.contained) << a.title << "\n" << b.title;
  ASSERT_EQ(one.words, two.words);
  ASSERT_EQ(one.numbers_differ, two.numbers_differ) << a.title << "\n" << b.title;
  ASSERT_EQ(one.authors, two.authors);
  ASSERT_EQ(one.journal, two.journal) << a.journal << "\n" << b.journal;
  ASSERT_EQ(one.page, two.page);
  ASSERT_EQ(veto_of(a, b, one), veto_of(b, a, two));
}

TEST(Match, DecidesEveryCaseAsWrittenDown) {
  const std::vector<MatchCase> cases = read_match_cases();
  ASSERT_GT(cases.size(), 50U);
  const MatchRules rules;
  for (const MatchCase& one : cases) {
    SCOPED_TRACE(one.where + ": " + one.name);
    const MatchProfile a = profile_of(one.a);
    const MatchProfile b = profile_of(one.b);
    const MatchOutcome outcome = decide(a, b, rules);
    EXPECT_EQ(verdict_name(outcome.verdict), one.verdict) << told(outcome);
    EXPECT_EQ(outcome.rule, one.rule.empty() ? outcome.rule : one.rule);
    EXPECT_EQ(outcome.verdict == Verdict::kLinked ? relation_name(outcome.relation) : "",
              one.relation)
        << told(outcome);
    EXPECT_GE(outcome.strength, 0);
    EXPECT_LE(outcome.strength, 1);
  }
}

// Records that are to be compared meet under a key, or no rule ever sees them.
TEST(Match, PairsThatAreOneOrNearShareAKey) {
  for (const MatchCase& one : read_match_cases()) {
    if (one.verdict != "same" && one.verdict != "linked") continue;
    const auto a = match_keys(profile_of(one.a));
    const auto b = match_keys(profile_of(one.b));
    std::vector<std::int64_t> shared;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
    // A registry's number stands in every report of the trial and is no key of theirs.
    const bool registered = one.rule == "same registration" && one.verdict == "linked";
    EXPECT_TRUE(registered || !shared.empty()) << one.where << ": " << one.name;
  }
}

TEST(Match, IsSymmetricForEveryTwoRecordsOfTheCases) {
  std::vector<MatchProfile> profiles;
  for (const MatchCase& one : read_match_cases()) {
    profiles.push_back(profile_of(one.a));
    profiles.push_back(profile_of(one.b));
  }
  MatchRules blind;
  blind.by_identifier = false;
  for (const MatchProfile& a : profiles) {
    for (const MatchProfile& b : profiles) {
      ASSERT_NO_FATAL_FAILURE(expect_symmetric(a, b, MatchRules{}));
      ASSERT_NO_FATAL_FAILURE(expect_symmetric(a, b, blind));
    }
  }
}

MatchProfile random_profile(std::mt19937& random) {
  const auto pick = [&random](std::initializer_list<const char*> values) {
    return std::string(values.begin()[random() % values.size()]);
  };
  MatchProfile profile;
  profile.kind = static_cast<RecordKind>(random() % 12);
  profile.kind_stated = random() % 2 == 0;
  for (const char* identifier :
       {"doi:10.1/a", "doi:10.1/b", "isbn:9780306406157", "nct:NCT01234567", "pmid:1", "pmid:2"}) {
    if (random() % 4 == 0) profile.identifiers.emplace_back(identifier);
  }
  const auto title = [&] {
    std::string words;
    for (int i = 0; i < 6; ++i) {
      words += (i == 0 ? "" : " ") + pick({"ab", "abb", "ba", "bab", "part 1", "2", "aspirin"});
    }
    return words;
  };
  profile.title = title();
  if (random() % 3 == 0) profile.original_title = title();
  for (unsigned i = random() % 4; i > 0; --i) {
    profile.authors.push_back(
        {pick({"smith", "smyth", "jones", "vanderheijde", "heijde"}), pick({"", "a", "b"})});
  }
  profile.volume = pick({"", "1", "2"});
  profile.issue = pick({"", "1", "2"});
  profile.first_page = pick({"", "1", "12", "123", "124", "e123", "s12", "e1"});
  profile.journal = pick({"", "lancet", "new england journal medicine", "nejm", "chest"});
  profile.journal_abbreviation = pick({"", "n engl j med", "chest"});
  profile.year = static_cast<int>(2000 + random() % 4);
  profile.edition = pick({"", "1", "2"});
  if (random() % 4 == 0) {
    profile.version_family = "10.1/f";
    profile.version = random() % 2 == 0 ? static_cast<int>(1 + random() % 3) : profile.year;
  }
  return profile;
}

TEST(Match, IsSymmetricForRecordsOfAnyKind) {
  std::mt19937 random(20'240'315);
  std::vector<MatchProfile> profiles;
  for (int i = 0; i < 260; ++i) profiles.push_back(random_profile(random));
  const MatchRules rules;
  for (const MatchProfile& a : profiles) {
    for (const MatchProfile& b : profiles) {
      ASSERT_NO_FATAL_FAILURE(expect_symmetric(a, b, rules));
    }
  }
}

TEST(Match, DoesNotDependOnTheOrderOfAListInARecord) {
  std::mt19937 random(4711);
  for (const MatchCase& one : read_match_cases()) {
    Record record = one.a;
    const std::string expected = profile_to_bytes(profile_of(record));
    for (int round = 0; round < 4; ++round) {
      std::shuffle(record.identifiers.begin(), record.identifiers.end(), random);
      std::shuffle(record.publication_types.begin(), record.publication_types.end(), random);
      std::shuffle(record.relations.begin(), record.relations.end(), random);
      EXPECT_EQ(profile_to_bytes(profile_of(record)), expected) << one.where;
    }
  }
}

TEST(Match, ARecordIsItself) {
  for (const MatchCase& one : read_match_cases()) {
    for (const Record* record : {&one.a, &one.b}) {
      const MatchProfile profile = profile_of(*record);
      EXPECT_EQ(veto_of(profile, profile, compare(profile, profile)), "") << one.where;
      if (!profile.identifiers.empty() && profile.kind != RecordKind::kChapter) {
        const Verdict verdict = decide(profile, profile, MatchRules{}).verdict;
        EXPECT_TRUE(verdict == Verdict::kSame || profile.identifiers.front().starts_with("issn:") ||
                    profile.identifiers.front().starts_with("nct:"))
            << one.where;
      }
    }
  }
}

TEST(Match, JournalsAreKnownByNameAbbreviationAndInitials) {
  const auto alike = [](std::string_view a, std::string_view b) {
    EXPECT_DOUBLE_EQ(journal_similarity(a, b), journal_similarity(b, a)) << a << ", " << b;
    return journal_similarity(a, b);
  };
  EXPECT_EQ(alike("", "lancet"), -1);
  EXPECT_EQ(alike("lancet", ""), -1);
  EXPECT_EQ(alike("lancet", "lancet"), 1);
  EXPECT_EQ(alike("new england journal medicine", "n engl j med"), 1);
  EXPECT_EQ(alike("proceedings national academy sciences", "proc natl acad sci"), 1);
  EXPECT_EQ(alike("journal american medical association", "jama"), 1);
  EXPECT_EQ(alike("british medical journal", "bmj"), 1);
  EXPECT_GE(alike("american journal public health", "am j public health nations health"), 0.7);
  EXPECT_LT(alike("lancet", "chest"), 0.5);
  EXPECT_LT(alike("annals surgery", "pediatrics"), 0.5);
  EXPECT_LT(alike("journal urology", "circulation research"), 0.5);
}

TEST(Match, AnotherRuleOrSettingIsAnotherFingerprint) {
  std::set<std::string> seen;
  const auto note = [&seen](const MatchRules& rules, const char* what) {
    EXPECT_TRUE(seen.insert(fingerprint(rules)).second) << what;
  };
  note(MatchRules{}, "the default");
  EXPECT_EQ(fingerprint(MatchRules{}), fingerprint(MatchRules{}));
  const auto changed = [&note](const char* what, auto change) {
    MatchRules rules;
    change(rules);
    note(rules, what);
  };
  const auto of_rule = [&changed](const char* what, auto change) {
    changed(what, [&change](MatchRules& rules) { change(rules.rules[3]); });
  };
  changed("by_identifier", [](MatchRules& rules) { rules.by_identifier = false; });
  changed("most_records_of_key", [](MatchRules& rules) { ++rules.most_records_of_key; });
  changed("fewer", [](MatchRules& rules) { rules.rules.pop_back(); });
  changed("none", [](MatchRules& rules) { rules.rules.clear(); });
  changed("order", [](MatchRules& rules) { std::swap(rules.rules[0], rules.rules[1]); });
  of_rule("name", [](MatchRule& rule) { rule.name += "x"; });
  of_rule("verdict", [](MatchRule& rule) { rule.verdict = Verdict::kDoubtful; });
  of_rule("title", [](MatchRule& rule) { rule.title = 0.51; });
  of_rule("title_or_part", [](MatchRule& rule) { rule.title_or_part = 0.51; });
  of_rule("title_words", [](MatchRule& rule) { rule.title_words = 0.51; });
  of_rule("title_length", [](MatchRule& rule) { rule.title_length = 51; });
  of_rule("authors", [](MatchRule& rule) { rule.authors = 0.51; });
  of_rule("authors_compared", [](MatchRule& rule) { rule.authors_compared = 5; });
  of_rule("first_author", [](MatchRule& rule) { rule.first_author = false; });
  of_rule("first_author_may_lack", [](MatchRule& rule) { rule.first_author_may_lack = true; });
  of_rule("years_apart", [](MatchRule& rule) { rule.years_apart = 5; });
  of_rule("years_apart none", [](MatchRule& rule) { rule.years_apart.reset(); });
  of_rule("journal", [](MatchRule& rule) { rule.journal = 0.51; });
  of_rule("volume", [](MatchRule& rule) { rule.volume = true; });
  of_rule("page", [](MatchRule& rule) { rule.page = true; });
  of_rule("place", [](MatchRule& rule) { rule.place = true; });
  of_rule("conflicts", [](MatchRule& rule) { rule.conflicts = 3; });
  of_rule("conflicts none", [](MatchRule& rule) { rule.conflicts.reset(); });
  of_rule("no_other_page", [](MatchRule& rule) { rule.no_other_page = false; });
  of_rule("abstract", [](MatchRule& rule) { rule.abstract = 0.51; });
}

// What a work's notices, versions and forerunners are to each other never goes round in a circle.
TEST(Match, OfTwoKindsTheSameOneAlwaysLeads) {
  Record record = record_of_line(
      R"({"title":"Exercise for chronic low back pain in bus drivers","authors":["Chen W"]})");
  const std::vector<std::string> types{"Retraction of Publication", "Erratum",  "Study Protocol",
                                       "Meeting Abstract",          "Preprint", "Journal Article"};
  for (std::size_t i = 0; i < types.size(); ++i) {
    for (std::size_t j = i + 1; j < types.size(); ++j) {
      record.publication_types = {types[i]};
      const MatchProfile earlier = profile_of(record);
      record.publication_types = {types[j]};
      const MatchProfile later = profile_of(record);
      ASSERT_NO_FATAL_FAILURE(expect_symmetric(earlier, later, MatchRules{}));
      const MatchOutcome outcome = decide(earlier, later, MatchRules{});
      if (i == 0 && j == 1) {  // two notices say nothing of each other
        EXPECT_EQ(outcome.verdict, Verdict::kDifferent);
        continue;
      }
      ASSERT_EQ(outcome.verdict, Verdict::kLinked) << types[i] << ", " << types[j];
      // The relation is what the first kind is to another, not its reverse.
      EXPECT_TRUE(relation_name(outcome.relation).ends_with("_of") ||
                  outcome.relation == RelationType::kRetracts ||
                  outcome.relation == RelationType::kErratumFor)
          << types[i] << ", " << types[j] << ": " << relation_name(outcome.relation);
    }
  }
}

// Each condition of a rule alone keeps it from holding.
TEST(Match, ARuleHoldsOnlyWhereEveryConditionDoes) {
  const Record record = record_of_line(
      R"({"title":"Proton pump inhibitors and hip fracture","authors":["Yang Y"],"year":2006,)"
      R"("journal":"Gut","volume":"355","pages":"2947"})");
  const MatchProfile a = profile_of(record);
  const auto holds = [&a](const MatchProfile& b, auto set) {
    MatchRules rules;
    rules.rules.assign(1, MatchRule{});
    rules.rules[0].name = "only";
    set(rules.rules[0]);
    return decide(a, b, rules).rule == "only";
  };
  MatchProfile empty;
  EXPECT_TRUE(holds(a, [](MatchRule& rule) { rule.title = 1; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.title = 0.01; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.title_or_part = 0.01; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.title_words = 0.01; }));
  EXPECT_FALSE(holds(a, [](MatchRule& rule) { rule.title_length = 300; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.authors = 0.01; }));
  EXPECT_FALSE(holds(a, [](MatchRule& rule) { rule.authors_compared = 2; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.first_author = true; }));
  EXPECT_TRUE(holds(empty, [](MatchRule& rule) { rule.first_author_may_lack = true; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.years_apart = 100; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.journal = 0.01; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.volume = true; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.page = true; }));
  EXPECT_FALSE(holds(empty, [](MatchRule& rule) { rule.place = true; }));
  EXPECT_FALSE(holds(a, [](MatchRule& rule) { rule.abstract = 0.01; }));
  MatchProfile other = a;
  other.authors = {{"brown", "b"}};
  EXPECT_FALSE(holds(other, [](MatchRule& rule) { rule.first_author_may_lack = true; }));
  other = a;
  other.volume = "7";
  EXPECT_FALSE(holds(other, [](MatchRule& rule) { rule.conflicts = 0; }));
  EXPECT_TRUE(holds(other, [](MatchRule& rule) { rule.conflicts = 1; }));
  other.first_page = "11";
  EXPECT_FALSE(holds(other, [](MatchRule& rule) { rule.conflicts = 1; }));
  EXPECT_FALSE(holds(other, [](MatchRule& rule) { rule.no_other_page = true; }));
}

}  // namespace
}  // namespace evidence
