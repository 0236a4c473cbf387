// How sure it is that a reference means a work: first what agrees of each part, then the rules of
// docs/citations.md over them.
#include "search/citation_judge.h"

#include <algorithm>

#include "base/text.h"
#include "model/edit_distance.h"
#include "model/match.h"
#include "model/record_kind.h"

namespace evidence {
namespace {

using query::Citation;

// Where a title counts as the same or as near; similarities as in model/match.h.
constexpr double kSameTitle = 0.96;
constexpr double kNearTitle = 0.8;
constexpr double kContained = 0.95;
constexpr double kMostWords = 0.8;
constexpr double kOtherTitle = 0.5;  // below this an identifier is doubted
constexpr std::size_t kLongTitle = 40;
constexpr std::size_t kTellingTitle = 25;
constexpr double kSameJournal = 0.8;
constexpr double kNearJournal = 0.5;
constexpr std::size_t kNamesShown = 3;

bool has_title(const Comparison& comparison) { return comparison.title >= 0; }

class Judge {
 public:
  Judge(const Citation& citation, const Work& work)
      : citation_(citation),
        work_(work),
        cited_(profile_of(query::record_of(citation))),
        held_(profile_of(work.record)),
        comparison_(compare(cited_, held_)) {}

  Judged judge() {
    fill_head();
    judge_identifiers();
    judge_title();
    judge_author();
    judge_journal();
    judge_year();
    judge_place();
    judge_kind();
    out_.score = score();
    out_.verdict = verdict();
    return {std::move(out_), std::move(held_)};
  }

 private:
  void fill_head() {
    const Record& record = work_.record;
    out_.work = {work_.id,         record.title, record.publication.date.year,
                 work_.study_type, work_.status, work_.has_newer_version};
    std::vector<std::string> names;
    for (const Contributor& person : record.contributors) {
      if (person.role != "author" && person.role != "collective") continue;
      if (names.size() == kNamesShown) {
        names.emplace_back("et al.");
        break;
      }
      names.push_back(person.family + (person.initials.empty() ? "" : " " + person.initials));
    }
    out_.authors = join(names, ", ");
    const Publication& publication = record.publication;
    out_.journal = publication.abbreviation.empty() ? publication.title : publication.abbreviation;
    out_.volume = publication.volume;
    out_.issue = publication.issue;
    out_.pages = publication.pages;
  }

  void add(CitationPart part, PartAgreement agreement, std::string cited, std::string held) {
    out_.parts.push_back({part, agreement, std::move(cited), std::move(held)});
  }

  // A trial's number is of the trial and all its reports; an ISBN of a book and its chapters.
  static bool is_decisive(std::string_view scheme) {
    return scheme == "doi" || scheme == "pmid" || scheme == "pmcid";
  }

  void judge_identifiers() {
    for (const std::string& shared : comparison_.shared) {
      const std::string_view scheme = std::string_view(shared).substr(0, shared.find(':'));
      const bool own = is_own_identifier(shared, held_.kind);
      if (scheme == "issn" || (!is_decisive(scheme) && !(own && citation_.title.empty()))) continue;
      same_identifier_ = true;
      add(CitationPart::kIdentifier, PartAgreement::kSame, shared, shared);
    }
    for (const std::string& scheme : comparison_.conflicting) {
      if (!is_decisive(scheme)) continue;
      other_identifier_ = true;
      const auto of = [&scheme](const MatchProfile& profile) {
        for (const std::string& one : profile.identifiers) {
          if (one.starts_with(scheme + ":")) return one;
        }
        return std::string();
      };
      add(CitationPart::kIdentifier, PartAgreement::kDifferent, of(cited_), of(held_));
    }
  }

  void judge_title() {
    if (held_.title.empty()) return;
    const bool slips = comparison_.numbers_differ || comparison_.words_differ;
    if (citation_.title_is_words) {
      if (!has_title(comparison_)) return;
      title_ = comparison_.words >= 1     ? PartAgreement::kNear
               : comparison_.words >= 0.5 ? PartAgreement::kNear
                                          : PartAgreement::kDifferent;
      if (comparison_.title >= kSameTitle && !slips) title_ = PartAgreement::kSame;
    } else if (has_title(comparison_) && comparison_.title >= kSameTitle && !slips) {
      title_ = PartAgreement::kSame;
    } else if (has_title(comparison_) &&
               (comparison_.title >= kNearTitle ||
                (comparison_.title_length >= kTellingTitle &&
                 (comparison_.contained >= kContained || comparison_.words >= kMostWords)))) {
      title_ = PartAgreement::kNear;
    } else if (stands_in_text()) {
      title_ = PartAgreement::kNear;
      slips_ = false;
      knows_title_ = true;
      add(CitationPart::kTitle, title_, citation_.title, work_.record.title);
      return;
    } else if (!has_title(comparison_)) {
      return;
    } else {
      title_ = PartAgreement::kDifferent;
    }
    slips_ = slips;
    knows_title_ = true;
    add(CitationPart::kTitle, title_, citation_.title, work_.record.title);
  }

  // The work's title inside the reference, wherever the parts were thought to end.
  [[nodiscard]] bool stands_in_text() const {
    if (held_.title.size() < kTellingTitle || citation_.title_is_words) return false;
    Record whole;
    whole.title = citation_.text;
    const std::string text = profile_of(whole).title;
    const std::size_t edits = distance_inside(held_.title, text);
    return static_cast<double>(edits) <
           (1 - kSameTitle) * static_cast<double>(held_.title.size()) + 0.5;
  }

  void judge_author() {
    if (comparison_.first_author == Agreement::kUnknown) return;
    author_ = comparison_.first_author == Agreement::kSame ? PartAgreement::kSame
              : comparison_.authors >= 0.5                 ? PartAgreement::kNear
                                                           : PartAgreement::kDifferent;
    knows_author_ = true;
    const Contributor& first = citation_.authors.front();
    add(CitationPart::kFirstAuthor, author_,
        first.family + (first.initials.empty() ? "" : " " + first.initials),
        out_.authors.substr(0, out_.authors.find(',')));
  }

  void judge_journal() {
    if (comparison_.journal < 0) return;
    journal_ = comparison_.journal >= kSameJournal   ? PartAgreement::kSame
               : comparison_.journal >= kNearJournal ? PartAgreement::kNear
                                                     : PartAgreement::kDifferent;
    knows_journal_ = true;
    add(CitationPart::kJournal, journal_, citation_.journal, out_.journal);
  }

  void judge_year() {
    if (comparison_.years_apart < 0) return;
    year_ = comparison_.years_apart == 0   ? PartAgreement::kSame
            : comparison_.years_apart == 1 ? PartAgreement::kNear
                                           : PartAgreement::kDifferent;
    knows_year_ = true;
    add(CitationPart::kYear, year_, std::to_string(cited_.year), std::to_string(held_.year));
  }

  void judge_place() {
    const auto judge = [this](CitationPart part, Agreement agreement, const std::string& cited,
                              const std::string& held) {
      if (agreement == Agreement::kUnknown) return;
      add(part, agreement == Agreement::kSame ? PartAgreement::kSame : PartAgreement::kDifferent,
          cited, held);
    };
    judge(CitationPart::kVolume, comparison_.volume, citation_.volume, out_.volume);
    judge(CitationPart::kIssue, comparison_.issue, citation_.issue, out_.issue);
    judge(CitationPart::kPage, comparison_.page, citation_.pages, out_.pages);
  }

  // A notice, a comment or another edition has the words of the work's title but is not the work.
  void judge_kind() {
    if (held_.kind == cited_.kind) return;
    const auto is_about = [](RecordKind kind) {
      return kind == RecordKind::kRetractionNotice || kind == RecordKind::kConcernNotice ||
             kind == RecordKind::kErratum || kind == RecordKind::kComment ||
             kind == RecordKind::kSerial;
    };
    const auto is_early = [](RecordKind kind) {
      return kind == RecordKind::kPreprint || kind == RecordKind::kConferenceAbstract ||
             kind == RecordKind::kProtocol || kind == RecordKind::kTrialRegistration;
    };
    const bool placed = same_volume() && same_page();
    if (is_about(held_.kind) || is_about(cited_.kind)) {
      other_kind_ = true;
    } else if ((is_early(held_.kind) || is_early(cited_.kind)) && !placed) {
      const bool same_journal = knows_journal_ && journal_ == PartAgreement::kSame;
      other_kind_ = !same_journal;
    }
    if (other_kind_) {
      add(CitationPart::kKind, PartAgreement::kDifferent,
          std::string(record_kind_name(cited_.kind)), std::string(record_kind_name(held_.kind)));
    }
  }

  [[nodiscard]] bool same_volume() const { return comparison_.volume == Agreement::kSame; }
  [[nodiscard]] bool same_page() const { return comparison_.page == Agreement::kSame; }
  [[nodiscard]] bool same(bool known, PartAgreement agreement) const {
    return known && agreement == PartAgreement::kSame;
  }
  [[nodiscard]] bool differs(bool known, PartAgreement agreement) const {
    return known && agreement == PartAgreement::kDifferent;
  }

  static double weight_of(CitationPart part) {
    switch (part) {
      case CitationPart::kIdentifier:
        return 60;
      case CitationPart::kTitle:
        return 50;
      case CitationPart::kFirstAuthor:
        return 12;
      case CitationPart::kJournal:
      case CitationPart::kYear:
      case CitationPart::kPage:
        return 10;
      case CitationPart::kVolume:
        return 8;
      case CitationPart::kIssue:
        return 2;
      case CitationPart::kKind:
        return 30;
    }
    return 0;
  }

  [[nodiscard]] double score() const {
    double all = 0;
    double good = 0;
    for (const PartMatch& part : out_.parts) {
      const double weight = weight_of(part.part);
      all += weight;
      double share = part.agreement == PartAgreement::kSame   ? 1
                     : part.agreement == PartAgreement::kNear ? 0.5
                                                              : 0;
      if (part.part == CitationPart::kTitle && has_title(comparison_)) {
        share = std::max(share * 0.8, std::max(0.0, comparison_.title)) *
                (part.agreement == PartAgreement::kDifferent ? 0.3 : 1);
      }
      good += share * weight;
    }
    return all > 0 ? good / all : 0;
  }

  [[nodiscard]] CitationVerdict verdict() const {
    if (same_identifier_) return by_identifier();
    if (is_sure()) return CitationVerdict::kFound;
    return is_possible() ? CitationVerdict::kPossible : CitationVerdict::kNotFound;
  }

  // A number that was copied wrongly leads to a work with another title.
  [[nodiscard]] CitationVerdict by_identifier() const {
    const bool other_title = differs(knows_title_, title_) && comparison_.title < kOtherTitle;
    const bool other_author = differs(knows_author_, author_) && !same(knows_title_, title_);
    if (other_title || other_author || other_identifier_ || other_kind_) {
      return CitationVerdict::kPossible;
    }
    return CitationVerdict::kFound;
  }

  [[nodiscard]] int conflicts() const {
    int count = 0;
    count += differs(knows_year_, year_) ? 1 : 0;
    count += differs(knows_author_, author_) ? 1 : 0;
    count += differs(knows_journal_, journal_) && !(same_volume() && same_page()) ? 1 : 0;
    count += comparison_.volume == Agreement::kDifferent ? 1 : 0;
    count += comparison_.page == Agreement::kDifferent ? 1 : 0;
    count += other_identifier_ && !(same_volume() && same_page()) ? 1 : 0;
    return count;
  }

  [[nodiscard]] int supports() const {
    return (same(knows_year_, year_) ? 1 : 0) + (same(knows_author_, author_) ? 1 : 0) +
           (same(knows_journal_, journal_) ? 1 : 0) + (same_volume() ? 1 : 0) +
           (same_page() ? 1 : 0);
  }

  // Of what the reference says beside its title.
  [[nodiscard]] bool says_title_alone() const {
    return citation_.authors.empty() && citation_.year == 0 && citation_.journal.empty() &&
           citation_.volume.empty() && citation_.pages.empty() && citation_.identifiers.empty();
  }

  [[nodiscard]] bool is_sure() const {
    if (other_kind_) return false;
    const bool placed = same_volume() && same_page() &&
                        (same(knows_year_, year_) || same(knows_journal_, journal_));
    if (same(knows_title_, title_)) {
      if (conflicts() == 0) {
        // Titles come again from year to year: only the place tells them apart.
        if (knows_year_ && year_ == PartAgreement::kNear && !same_volume() && !same_page()) {
          return false;
        }
        if (says_title_alone()) {
          return comparison_.title_length >= kLongTitle && !citation_.title_is_words;
        }
        return supports() >= 2 || (supports() == 1 && comparison_.title_length >= kLongTitle);
      }
      // One misprint in the place, where all the rest agrees.
      return conflicts() == 1 && same(knows_author_, author_) && same(knows_year_, year_) &&
             same(knows_journal_, journal_) && (same_volume() || same_page());
    }
    if (conflicts() > 0 || !placed) return false;
    if (knows_title_ && title_ == PartAgreement::kNear) {
      // No two works of one author begin on one page: there the title's words no longer matter.
      return !slips_ || (same(knows_author_, author_) && same(knows_year_, year_) &&
                         same(knows_journal_, journal_));
    }
    // A reference without its title: the whole place, to the page.
    return !knows_title_ && citation_.title.empty() && same(knows_year_, year_) &&
           same(knows_journal_, journal_);
  }

  [[nodiscard]] bool is_possible() const {
    if (same(knows_title_, title_)) return true;
    const bool placed = same_volume() && same_page() &&
                        (same(knows_year_, year_) || same(knows_journal_, journal_));
    if (placed) return true;
    if (knows_title_ && title_ == PartAgreement::kNear) {
      return says_title_alone() || supports() > 0 || comparison_.title >= 0.9;
    }
    return !knows_title_ && citation_.title.empty() && supports() >= 3 && conflicts() <= 1;
  }

  const Citation& citation_;
  const Work& work_;
  MatchProfile cited_, held_;
  Comparison comparison_;
  CitedWork out_;
  PartAgreement title_{}, author_{}, journal_{}, year_{};
  bool knows_title_ = false, knows_author_ = false, knows_journal_ = false, knows_year_ = false;
  bool slips_ = false;
  bool same_identifier_ = false, other_identifier_ = false, other_kind_ = false;
};

}  // namespace

Judged judge(const Citation& citation, const Work& work) { return Judge(citation, work).judge(); }

}  // namespace evidence
