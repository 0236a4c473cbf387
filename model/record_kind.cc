#include "model/record_kind.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "model/study_type.h"

namespace evidence {
namespace {

using K = RecordKind;

constexpr std::array<std::string_view, 12> kKindNames{"article",
                                                      "retraction notice",
                                                      "expression of concern",
                                                      "correction",
                                                      "preprint",
                                                      "conference abstract",
                                                      "protocol",
                                                      "trial registration",
                                                      "comment",
                                                      "book",
                                                      "chapter",
                                                      "serial"};

struct TitleMark {
  std::string_view mark;  // lower case, at the beginning of the title
  RecordKind kind;
};

// What stands before the title of the other in a notice. Longer marks first.
constexpr std::array kNoticeMarks{
    TitleMark{"partial retraction notice to", K::kRetractionNotice},
    TitleMark{"partial retraction of", K::kRetractionNotice},
    TitleMark{"partial retraction:", K::kRetractionNotice},
    TitleMark{"retraction notice to", K::kRetractionNotice},
    TitleMark{"retraction notice for", K::kRetractionNotice},
    TitleMark{"retraction notice:", K::kRetractionNotice},
    TitleMark{"retraction note to:", K::kRetractionNotice},
    TitleMark{"retraction note:", K::kRetractionNotice},
    TitleMark{"retraction note to", K::kRetractionNotice},
    TitleMark{"retraction statement:", K::kRetractionNotice},
    TitleMark{"statement of retraction:", K::kRetractionNotice},
    TitleMark{"notice of retraction:", K::kRetractionNotice},
    TitleMark{"notice of retraction of", K::kRetractionNotice},
    TitleMark{"retraction for", K::kRetractionNotice},
    TitleMark{"retraction to:", K::kRetractionNotice},
    TitleMark{"retraction of:", K::kRetractionNotice},
    TitleMark{"retraction of \"", K::kRetractionNotice},
    TitleMark{"retraction:", K::kRetractionNotice},
    TitleMark{"retraction.", K::kRetractionNotice},
    TitleMark{"retraction]", K::kRetractionNotice},  // "[Retraction] …", its bracket dropped
    TitleMark{"withdrawal notice to", K::kRetractionNotice},
    TitleMark{"editorial expression of concern:", K::kConcernNotice},
    TitleMark{"expression of concern:", K::kConcernNotice},
    TitleMark{"expression of concern to", K::kConcernNotice},
    TitleMark{"expression of concern for", K::kConcernNotice},
    TitleMark{"publisher correction to:", K::kErratum},
    TitleMark{"publisher correction:", K::kErratum},
    TitleMark{"author correction:", K::kErratum},
    TitleMark{"corrigendum to:", K::kErratum},
    TitleMark{"corrigendum to", K::kErratum},
    TitleMark{"corrigendum:", K::kErratum},
    TitleMark{"corrigenda:", K::kErratum},
    TitleMark{"correction to:", K::kErratum},
    TitleMark{"correction for", K::kErratum},
    TitleMark{"correction:", K::kErratum},
    TitleMark{"corrections:", K::kErratum},
    TitleMark{"erratum to:", K::kErratum},
    TitleMark{"erratum to", K::kErratum},
    TitleMark{"erratum for", K::kErratum},
    TitleMark{"erratum:", K::kErratum},
    TitleMark{"erratum.", K::kErratum},
    TitleMark{"errata:", K::kErratum},
    TitleMark{"addendum to:", K::kErratum},
    TitleMark{"addendum:", K::kErratum},
    TitleMark{"comment on:", K::kComment},
    TitleMark{"comment on \"", K::kComment},
    TitleMark{"comments on:", K::kComment},
    TitleMark{"commentary on:", K::kComment},
    TitleMark{"reply to:", K::kComment},
    TitleMark{"response to:", K::kComment},
    TitleMark{"letter to the editor:", K::kComment},
    TitleMark{"author reply to:", K::kComment},
    TitleMark{"re: ", K::kComment},
};
constexpr std::array<std::string_view, 5> kCommentEnds{" - reply", ": reply", ": author reply",
                                                       ": the authors reply", " (reply)"};

// What a publisher puts before the title of a retracted article itself.
constexpr std::array<std::string_view, 9> kRetractedMarks{
    "retracted article:", "[retracted article]", "retracted paper:",
    "retracted chapter:", "[retracted:",         "[retracted]",
    "(retracted)",        "retracted:",          "retracted -"};
constexpr std::array<std::string_view, 4> kRetractedEnds{"(retracted article", "(retracted paper",
                                                         "[retracted article", "(retracted)"};

std::string_view drop_around(std::string_view text, std::string_view characters) {
  while (!text.empty() && characters.find(text.front()) != std::string_view::npos) {
    text.remove_prefix(1);
  }
  while (!text.empty() && characters.find(text.back()) != std::string_view::npos) {
    text.remove_suffix(1);
  }
  return text;
}

const TitleMark* notice_mark(std::string_view title) {
  for (const TitleMark& mark : kNoticeMarks) {
    if (starts_with_ignoring_case(title, mark.mark)) return &mark;
  }
  return nullptr;
}

// Where "(Retracted article. See vol. 3)" at the title's end begins; npos if it has none.
std::size_t retracted_end(std::string_view lower) {
  for (const std::string_view mark : kRetractedEnds) {
    const std::size_t at = lower.rfind(mark);
    if (at != std::string_view::npos && at > 0) return at;
  }
  return std::string_view::npos;
}

bool has_relation(const Record& record, RelationType type) {
  return std::any_of(record.relations.begin(), record.relations.end(),
                     [type](const Relation& relation) { return relation.type == type; });
}

// Books are part of series, articles of journals; only what is part of a book is a chapter.
bool is_part_of_book(const Record& record) {
  return std::any_of(
      record.relations.begin(), record.relations.end(), [](const Relation& relation) {
        return relation.type == RelationType::kPartOf && relation.target.starts_with("isbn:");
      });
}

std::string normal_type(std::string_view name) {
  std::string out = to_lower_ascii(trim(name.substr(0, 60)));
  std::replace(out.begin(), out.end(), '-', ' ');
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

bool has_type(const Record& record, std::initializer_list<std::string_view> names) {
  return std::any_of(record.publication_types.begin(), record.publication_types.end(),
                     [&](const std::string& type) {
                       const std::string normal = normal_type(type);
                       return std::find(names.begin(), names.end(), normal) != names.end();
                     });
}

std::string_view doi_of(const Record& record) {
  for (const Identifier& identifier : record.identifiers) {
    if (identifier.scheme() == IdentifierScheme::kDoi) return identifier.value();
  }
  return {};
}

bool is_preprint_doi(std::string_view doi) {
  for (const std::string_view prefix :
       {"10.1101/", "10.21203/rs.", "10.2139/ssrn.", "10.20944/preprints", "10.31234/",
        "10.48550/arxiv", "10.64898/"}) {
    if (doi.starts_with(prefix)) {
      // Cold Spring Harbor's journals share bioRxiv's prefix; its preprints are numbers or dates.
      return prefix != "10.1101/" ||
             (doi.size() > prefix.size() && doi[prefix.size()] >= '0' && doi[prefix.size()] <= '9');
    }
  }
  return false;
}

int number_at_end(std::string_view text) {
  int number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || number > 999) return 0;
  return number;
}

RecordKind kind_of_stated_type(const Record& record) {
  if (has_type(record, {"expression of concern"})) return K::kConcernNotice;
  switch (classify(record)) {
    case StudyType::kRetractionNotice:
      return K::kRetractionNotice;
    case StudyType::kCorrection:
      return K::kErratum;
    case StudyType::kPreprint:
      return K::kPreprint;
    case StudyType::kProtocol:
      return K::kProtocol;
    case StudyType::kTrialRegistration:
      return K::kTrialRegistration;
    default:
      break;
  }
  if (has_type(record, {"meeting abstract", "conference abstract", "meeting abstracts",
                        "conference meeting abstract", "abstract"})) {
    return K::kConferenceAbstract;
  }
  if (has_type(record, {"journal", "serial", "ejournal"})) return K::kSerial;
  if (has_type(record, {"book chapter", "book section", "book part", "chapter"})) {
    return K::kChapter;
  }
  if (has_type(record, {"book", "books", "ebook", "e book", "monograph", "edited book",
                        "reference book"})) {
    return K::kBook;
  }
  return is_part_of_book(record) ? K::kChapter : K::kArticle;
}

// Hindawi names its notices as others name the retracted articles themselves: "Retracted: X",
// without authors, under a DOI of their own.
bool is_notice_named_retracted(const Record& record) {
  const bool by_people =
      std::any_of(record.contributors.begin(), record.contributors.end(),
                  [](const Contributor& one) { return one.role != "collective"; });
  return !by_people && doi_of(record).starts_with("10.1155/") &&
         starts_with_ignoring_case(record.title, "retracted:");
}

}  // namespace

std::string_view record_kind_name(RecordKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

RecordKind kind_of(const Record& record) {
  if (is_notice_named_retracted(record)) return K::kRetractionNotice;
  const RecordKind stated = kind_of_stated_type(record);
  if (stated != K::kArticle) return stated;
  if (has_relation(record, RelationType::kRetracts) ||
      has_relation(record, RelationType::kPartiallyRetracts)) {
    return K::kRetractionNotice;
  }
  if (has_relation(record, RelationType::kConcernAbout)) return K::kConcernNotice;
  if (has_relation(record, RelationType::kErratumFor)) return K::kErratum;
  const std::string_view title = drop_around(trim(record.title), "[");
  if (const TitleMark* mark = notice_mark(title)) return mark->kind;
  const std::string lower = to_lower_ascii(drop_around(title, ".] "));
  for (const std::string_view end : kCommentEnds) {
    if (lower.ends_with(end)) return K::kComment;
  }
  if (is_preprint_doi(doi_of(record))) return K::kPreprint;
  return K::kArticle;
}

std::string base_title(std::string_view title) {
  title = trim(title);
  std::string_view rest = drop_around(title, "[");
  bool is_notice = false;
  for (const std::string_view mark : kRetractedMarks) {
    if (starts_with_ignoring_case(title, mark)) {
      return std::string(drop_around(title.substr(mark.size()), " :.[]-"));
    }
  }
  if (const TitleMark* mark = notice_mark(rest)) {
    rest.remove_prefix(mark->mark.size());
    rest = drop_around(rest, " :.\"'[]");
    is_notice = true;
  }
  const std::string lower = to_lower_ascii(is_notice ? rest : title);
  if (const std::size_t at = retracted_end(lower); at != std::string_view::npos) {
    return std::string(drop_around((is_notice ? rest : title).substr(0, at), " .:"));
  }
  if (!is_notice) return std::string(title);
  // 'Retraction notice to "X" [J Sleep 12 (2001) 3-9]': the place stands behind the title.
  const std::size_t bracket = rest.rfind(" [");
  if (bracket != std::string_view::npos && bracket > rest.size() / 3)
    rest = rest.substr(0, bracket);
  return std::string(drop_around(rest, " .\"'"));
}

bool title_says_retracted(std::string_view title) {
  title = trim(title);
  for (const std::string_view mark : kRetractedMarks) {
    if (starts_with_ignoring_case(title, mark)) return true;
  }
  if (notice_mark(drop_around(title, "[")) != nullptr) return false;
  return retracted_end(to_lower_ascii(title)) != std::string_view::npos;
}

DoiVersion version_of_doi(std::string_view doi) {
  if (doi.starts_with("10.1002/14651858.")) {
    const std::size_t pub = doi.rfind(".pub");
    if (pub == std::string_view::npos || pub < 17) return {std::string(doi), 1};
    const int number = number_at_end(doi.substr(pub + 4));
    return number == 0 ? DoiVersion{} : DoiVersion{std::string(doi.substr(0, pub)), number};
  }
  // F1000's oldest DOIs end as preprints.org's do: "10.12688/f1000research.1-66215.v1".
  const bool dotted = doi.starts_with("10.12688/");
  const bool dotted_v =
      doi.starts_with("10.20944/preprints") || (dotted && doi.find(".v") != std::string_view::npos);
  const bool slashed = doi.starts_with("10.21203/rs.");
  const std::string_view mark = slashed ? "/v" : dotted_v ? ".v" : dotted ? "." : "v";
  if (!dotted && !dotted_v && !slashed && !(doi.starts_with("10.1101/") && is_preprint_doi(doi)))
    return {};
  const std::size_t at = doi.rfind(mark);
  if (at == std::string_view::npos || at < 9) return {};
  const int number = number_at_end(doi.substr(at + mark.size()));
  return number == 0 ? DoiVersion{} : DoiVersion{std::string(doi.substr(0, at)), number};
}

}  // namespace evidence
