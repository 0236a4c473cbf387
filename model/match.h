// Are two records descriptions of one publication? Identifiers first, then vetoes, then a table of
// public rules over title, authors, place and abstract; config/merging.toml documents and changes
// them. Symmetric and deterministic: the answer depends on the two records alone. The steps follow
// RecordManager (VuFind) and ASySD (docs/merging.md). Pure functions, thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/match_profile.h"
#include "model/record.h"

namespace evidence {

enum class Agreement { kUnknown, kSame, kDifferent };

// How alike two records are, part by part. Similarities are 0 … 1; −1 = unknown on either side.
struct Comparison {
  double title = -1;             // edit distance
  double contained = -1;         // the shorter title at its best place in the longer
  double words = -1;             // share of the shorter title's words that the longer has
  std::size_t title_length = 0;  // of the shorter, in bytes
  bool numbers_differ = false;   // "part 1" and "part 2", "2012 update" and "2013 update"
  bool words_differ = false;     // each has a word of its own: "in men" and "in women"
  double authors = -1;           // share of the shorter list that the longer has
  std::size_t authors_compared = 0;
  Agreement first_author = Agreement::kUnknown;
  int years_apart = -1;
  Agreement volume = Agreement::kUnknown;
  Agreement issue = Agreement::kUnknown;
  Agreement page =
      Agreement::kUnknown;  // the first; "1" alone is unknown: every online article has it
  double journal = -1;
  double abstract = -1;
  std::vector<std::string> shared;       // identifiers that both have
  std::vector<std::string> conflicting;  // schemes of which both have one and share none
};
Comparison compare(const MatchProfile& a, const MatchProfile& b);
// Whether both have one identifier of the scheme: "pmid".
bool shares_scheme(const Comparison& comparison, std::string_view scheme);

enum class Verdict {
  kDifferent,
  kLinked,    // near but never the same: MatchOutcome::relation says how
  kDoubtful,  // for a person
  kSame,
};
std::string_view verdict_name(Verdict verdict);  // "same"

struct MatchOutcome {
  Verdict verdict = Verdict::kDifferent;
  std::string rule;     // the name of what decided: "same PMID", a rule's name, "veto: …"
  double strength = 0;  // 0 … 1; orders merges where not all can be
  // Of kLinked, as seen from the first record.
  RelationType relation = RelationType::kOtherEdition;
};

// A rule holds where every condition that it sets holds; a condition on an unknown part does not.
struct MatchRule {
  std::string name;
  Verdict verdict = Verdict::kSame;
  double title = 0;          // least similarity; 0 = no condition, as for all below
  double title_or_part = 0;  // title similarity, or the shorter contained in the longer
  double title_words = 0;
  std::size_t title_length = 0;
  double authors = 0;
  std::size_t authors_compared = 0;
  bool first_author = false;           // must agree
  bool first_author_may_lack = false;  // must agree or be unknown
  std::optional<int> years_apart;      // at most; unknown years do not hold
  double journal = 0;
  bool volume = false, page = false;  // must agree
  bool place = false;            // volume and page agree, and so does one of journal, year, issue
  std::optional<int> conflicts;  // at most so many of volume, page, journal, year differ
  bool no_other_page = false;    // the first pages do not differ
  double abstract = 0;
  bool operator==(const MatchRule&) const = default;
};

struct MatchRules {
  bool by_identifier = true;  // false: identifiers are not looked at (for measuring)
  std::vector<MatchRule> rules = default_match_rules();
  // A key that more records share is not used: "Editorial" of a year says nothing.
  std::size_t most_records_of_key = 300;

  static std::vector<MatchRule> default_match_rules();
};

// Another text for every other table of rules and every other program that compares differently.
std::string fingerprint(const MatchRules& rules);

MatchOutcome decide(const MatchProfile& a, const MatchProfile& b, const MatchRules& rules);

// What keeps two records apart whatever links each to a third; "" where nothing does.
std::string_view veto_of(const MatchProfile& a, const MatchProfile& b,
                         const Comparison& comparison);

double journal_similarity(std::string_view a, std::string_view b);

}  // namespace evidence
