#include "model/match.h"

#include <algorithm>
#include <cstdlib>

namespace evidence {
namespace {

constexpr int kFirstYear = 1000;  // versions from here on are years

bool conflicts(const Comparison& comparison, std::string_view scheme) {
  return std::find(comparison.conflicting.begin(), comparison.conflicting.end(), scheme) !=
         comparison.conflicting.end();
}

int count_conflicts(const Comparison& c) {
  return (c.volume == Agreement::kDifferent ? 1 : 0) + (c.page == Agreement::kDifferent ? 1 : 0) +
         (c.journal >= 0 && c.journal < 0.5 ? 1 : 0) + (c.years_apart > 1 ? 1 : 0);
}

// Where it stands in print: one volume, one page, and a third sign besides.
bool same_place(const Comparison& c) {
  if (c.volume != Agreement::kSame || c.page != Agreement::kSame) return false;
  if (c.journal >= 0 && c.journal < 0.5) return false;
  return c.journal >= 0.7 || c.years_apart == 0 || c.issue == Agreement::kSame;
}

bool holds(const MatchRule& rule, const Comparison& c) {
  if (rule.title > 0 && c.title < rule.title) return false;
  if (rule.title_or_part > 0 && std::max(c.title, c.contained) < rule.title_or_part) return false;
  if (c.words < rule.title_words && rule.title_words > 0) return false;
  if (c.title_length < rule.title_length) return false;
  if (rule.authors > 0 && c.authors < rule.authors) return false;
  if (c.authors_compared < rule.authors_compared) return false;
  if (rule.first_author && c.first_author != Agreement::kSame) return false;
  if (rule.first_author_may_lack && c.first_author == Agreement::kDifferent) return false;
  if (rule.years_apart && (c.years_apart < 0 || c.years_apart > *rule.years_apart)) return false;
  if (rule.journal > 0 && c.journal < rule.journal) return false;
  if (rule.volume && c.volume != Agreement::kSame) return false;
  if (rule.page && c.page != Agreement::kSame) return false;
  if (rule.place && !same_place(c)) return false;
  if (rule.conflicts && count_conflicts(c) > *rule.conflicts) return false;
  if (rule.no_other_page && c.page == Agreement::kDifferent) return false;
  if (rule.abstract > 0 && c.abstract < rule.abstract) return false;
  return true;
}

bool about_another(RecordKind kind) {
  return kind == RecordKind::kRetractionNotice || kind == RecordKind::kConcernNotice ||
         kind == RecordKind::kErratum || kind == RecordKind::kComment;
}

// How `kind`, near another record of an ordinary kind, is related to it.
std::optional<RelationType> relation_of_kind(RecordKind kind) {
  switch (kind) {
    case RecordKind::kRetractionNotice:
      return RelationType::kRetracts;
    case RecordKind::kConcernNotice:
      return RelationType::kConcernAbout;
    case RecordKind::kErratum:
      return RelationType::kErratumFor;
    case RecordKind::kComment:
      return RelationType::kCommentsOn;
    case RecordKind::kPreprint:
      return RelationType::kPreprintOf;
    case RecordKind::kConferenceAbstract:
      return RelationType::kConferenceAbstractOf;
    case RecordKind::kProtocol:
      return RelationType::kProtocolOf;
    case RecordKind::kChapter:
      return RelationType::kPartOf;
    default:
      return std::nullopt;
  }
}

// Of two that both come before the article, the earlier one leads to the later.
int stage_of(RecordKind kind) {
  if (kind == RecordKind::kProtocol) return 1;
  return kind == RecordKind::kConferenceAbstract ? 2 : 3;
}

// The same title, and nobody who wrote the one is missing in the other.
bool near(const Comparison& c) {
  const double title = std::max(c.title, c.title_length >= 40 ? c.contained : 0);
  return title >= 0.9 && c.title_length >= 16 && !c.numbers_differ && !c.words_differ;
}

// Two versions of one review or preprint. Without a version in the DOI the year stands for it,
// which tells versions apart only where years lie between.
bool versions_apart(const MatchProfile& a, const MatchProfile& b) {
  if (a.version_family.empty() || a.version_family != b.version_family) return false;
  const bool a_by_year = a.version >= kFirstYear;
  const bool b_by_year = b.version >= kFirstYear;
  if (a_by_year != b_by_year) return false;
  return a_by_year ? std::abs(a.version - b.version) > 1 : a.version != b.version;
}

std::optional<MatchOutcome> linked(const MatchProfile& a, const MatchProfile& b,
                                   const Comparison& c) {
  const auto outcome = [](RelationType type, std::string rule) {
    return MatchOutcome{Verdict::kLinked, std::move(rule), 1, type};
  };
  if (versions_apart(a, b)) {
    // Cochrane's first version is mostly the protocol of the review.
    const bool a_is_older = a.version < b.version;
    const RecordKind older = a_is_older ? a.kind : b.kind;
    const RecordKind newer = a_is_older ? b.kind : a.kind;
    if (older == RecordKind::kProtocol && newer != RecordKind::kProtocol) {
      return outcome(a_is_older ? RelationType::kProtocolOf : RelationType::kHasProtocol,
                     "protocol and review");
    }
    return outcome(a_is_older ? RelationType::kHasNewerVersion : RelationType::kNewerVersionOf,
                   "two versions");
  }
  if (a.kind == RecordKind::kBook && b.kind == RecordKind::kBook && !a.edition.empty() &&
      !b.edition.empty() && a.edition != b.edition && std::max(c.title, c.contained) >= 0.9 &&
      (c.first_author == Agreement::kSame || shares_scheme(c, "isbn") ||
       (c.first_author == Agreement::kUnknown && c.title_length >= 16))) {
    return outcome(RelationType::kOtherEdition, "two editions");
  }
  const bool a_chapter = a.kind == RecordKind::kChapter;
  const bool b_chapter = b.kind == RecordKind::kChapter;
  if (shares_scheme(c, "isbn") && a_chapter != b_chapter) {
    return outcome(a_chapter ? RelationType::kPartOf : RelationType::kHasPart, "chapter and book");
  }
  const bool a_trial = a.kind == RecordKind::kTrialRegistration;
  const bool b_trial = b.kind == RecordKind::kTrialRegistration;
  if (shares_scheme(c, "nct") && a_trial != b_trial) {
    return outcome(a_trial ? RelationType::kHasReport : RelationType::kReportOf,
                   "same registration");
  }
  if (a.kind == b.kind || !near(c)) return std::nullopt;
  if (about_another(a.kind) && about_another(b.kind)) return std::nullopt;
  if (a_chapter || b_chapter || a_trial || b_trial) return std::nullopt;
  // A notice is often unsigned or the editors'; the others are by the same people.
  const bool notice = about_another(a.kind) || about_another(b.kind);
  const bool same_journal = c.journal >= 0.7;
  if (notice && !same_journal && c.first_author != Agreement::kSame) return std::nullopt;
  if (!notice && c.first_author != Agreement::kSame && c.authors < 0.5) return std::nullopt;
  if (c.years_apart > 6) return std::nullopt;
  const auto of_a = relation_of_kind(a.kind);
  const auto of_b = relation_of_kind(b.kind);
  const bool a_leads = !of_b || about_another(a.kind) ||
                       (!about_another(b.kind) && stage_of(a.kind) < stage_of(b.kind));
  if (of_a && a_leads) return outcome(*of_a, "same title, other kind");
  if (of_b) return outcome(reverse_of(*of_b), "same title, other kind");
  return std::nullopt;
}

// A kind that only a default gave may be wrong; the same place in print says that it is.
bool kinds_apart(const MatchProfile& a, const MatchProfile& b, const Comparison& c) {
  if (a.kind == b.kind) return false;
  if (a.kind_stated && b.kind_stated) return true;
  if (about_another(a.kind) || about_another(b.kind)) return true;
  if (a.kind == RecordKind::kPreprint || b.kind == RecordKind::kPreprint) return true;
  return !(same_place(c) && c.title >= 0.9);
}

MatchOutcome by_identifier(const MatchProfile& a, const MatchProfile& b, const Comparison& c) {
  MatchOutcome none;
  const bool title_unlike = c.title >= 0 && std::max(c.title, c.contained) < 0.5 && c.words < 0.5;
  const bool authors_unlike = c.first_author == Agreement::kDifferent && c.authors < 0.34;
  const auto same = [](std::string rule) {
    return MatchOutcome{Verdict::kSame, std::move(rule), 1, {}};
  };
  const auto doubtful = [](std::string rule) {
    return MatchOutcome{Verdict::kDoubtful, std::move(rule), 0.5, {}};
  };
  for (const std::string_view scheme : {"pmid", "pmcid"}) {
    if (!shares_scheme(c, scheme)) continue;
    std::string name = scheme == "pmid" ? "same PMID" : "same PMCID";
    if (title_unlike && authors_unlike && count_conflicts(c) >= 1)
      return doubtful(name + ", all else differs");
    return same(std::move(name));
  }
  if (shares_scheme(c, "doi")) {
    if (title_unlike && !same_place(c) && (authors_unlike || c.authors < 0))
      return doubtful("same DOI, other title");
    if (title_unlike && authors_unlike) return doubtful("same DOI, other title and authors");
    return same("same DOI");
  }
  if (shares_scheme(c, "nct") && a.kind == RecordKind::kTrialRegistration && b.kind == a.kind)
    return same("same registration");
  if (shares_scheme(c, "issn") && a.kind == RecordKind::kSerial && b.kind == a.kind) {
    return std::max(c.title, c.contained) >= 0.6 || c.words >= 0.6
               ? same("same ISSN")
               : doubtful("same ISSN, other title");
  }
  if (shares_scheme(c, "isbn") && a.kind != RecordKind::kChapter &&
      b.kind != RecordKind::kChapter) {
    if (std::max(c.title, c.contained) >= 0.8 || c.words >= 0.8) return same("same ISBN");
    return doubtful("same ISBN, other title");
  }
  return none;
}

}  // namespace

std::string_view verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kDifferent:
      return "different";
    case Verdict::kLinked:
      return "linked";
    case Verdict::kDoubtful:
      return "doubtful";
    case Verdict::kSame:
      return "same";
  }
  return "different";
}

std::string_view veto_of(const MatchProfile& a, const MatchProfile& b, const Comparison& c) {
  if (conflicts(c, "pmid")) return "two PMIDs";
  if (versions_apart(a, b)) return "two versions";
  if (kinds_apart(a, b, c)) return "two kinds";
  if (!a.edition.empty() && !b.edition.empty() && a.edition != b.edition &&
      a.kind == RecordKind::kBook)
    return "two editions";
  if (a.kind == RecordKind::kTrialRegistration && conflicts(c, "nct")) return "two registrations";
  if (a.kind == RecordKind::kSerial && conflicts(c, "issn")) return "two serials";
  return {};
}

MatchOutcome decide(const MatchProfile& a, const MatchProfile& b, const MatchRules& rules) {
  Comparison c = compare(a, b);
  if (!rules.by_identifier) {
    c.shared.clear();
    c.conflicting.clear();
  }
  const std::optional<MatchOutcome> near_relative = linked(a, b, c);
  if (const std::string_view veto = veto_of(a, b, c); !veto.empty()) {
    if (near_relative) return *near_relative;
    if (veto == "two PMIDs" && shares_scheme(c, "doi"))
      return {Verdict::kDoubtful, "same DOI, two PMIDs", 0.5, {}};
    return {Verdict::kDifferent, "veto: " + std::string(veto), 0, {}};
  }
  if (rules.by_identifier) {
    MatchOutcome outcome = by_identifier(a, b, c);
    if (outcome.verdict != Verdict::kDifferent) return outcome;
  }
  if (near_relative) return *near_relative;
  const bool other_doi = conflicts(c, "doi");
  for (std::size_t i = 0; i < rules.rules.size(); ++i) {
    const MatchRule& rule = rules.rules[i];
    if (!holds(rule, c)) continue;
    // Other words or numbers in the titles: only the same place in print outweighs that.
    const bool placed = same_place(c) && c.first_author != Agreement::kDifferent;
    if (c.words_differ && !placed) continue;
    if (c.numbers_differ && !placed && rule.verdict == Verdict::kDoubtful) continue;
    if (rule.verdict == Verdict::kSame) {
      if (c.numbers_differ && !placed) {
        return {Verdict::kDoubtful, rule.name + ", other numbers in the title", 0.4, {}};
      }
      if (other_doi && !(same_place(c) && c.title >= 0.9))
        return {Verdict::kDoubtful, rule.name + ", two DOIs", 0.4, {}};
    }
    const double strength = 0.9 - 0.02 * static_cast<double>(std::min<std::size_t>(i, 20)) +
                            0.001 * std::max(c.title, c.contained);
    return {rule.verdict, rule.name, rule.verdict == Verdict::kSame ? strength : 0.4, {}};
  }
  return {};
}

}  // namespace evidence
