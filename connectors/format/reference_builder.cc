// What becomes of each field.
#include "connectors/format/reference_builder.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "base/xml.h"
#include "connectors/format/reference_pieces.h"
#include "connectors/format/reference_text.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxKeywords = 5'000;

}  // namespace

void ReferenceBuilder::keep_first(std::string& field, std::string_view text, const char* name) {
  if (field.empty()) {
    field = text;
  } else if (!text.empty() && fold(field) != fold(text)) {
    note("repeated_field",
         std::string("a second ") + name + " is left out: " + quoted_for_message(text));
  }
}

void ReferenceBuilder::add_type(std::string_view raw) {
  auto& types = in_.record.publication_types;
  const std::string list = decoded_lines(raw);
  for (const std::string_view piece : pieces_of(list)) {
    std::string type = reference_text(piece);
    if (type.empty() || type == "-") continue;
    if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
  }
}

// The field is used for types by Scopus and Embase, for DOIs by publishers, for codes of its
// classification by PsycINFO.
void ReferenceBuilder::add_work_type(std::string_view raw) {
  const std::string text = reference_text(raw);
  if (text.empty()) return;
  if (starts_with_ignoring_case(text, "doi:") || text.starts_with("10.")) {
    if (Identifier::parse(IdentifierScheme::kDoi, text).ok()) {
      add_identifier(IdentifierScheme::kDoi, text);
    }
    return;
  }
  if (text.size() > 5 && all_digits(std::string_view(text).substr(text.size() - 4)) &&
      text[text.size() - 5] == ' ') {
    Subject subject;
    subject.scheme = "classification";
    subject.id = text.substr(text.size() - 4);
    subject.label = text.substr(0, text.size() - 5);
    in_.record.subjects.push_back(std::move(subject));
    return;
  }
  // "0" and "no" are what tools write for nothing.
  if (text.size() > 2 && !all_digits(text)) add_type(text);
}

void ReferenceBuilder::add(Meaning meaning, std::string_view raw) {
  if (trim(raw).empty()) return;
  const auto text = [&] { return reference_text(raw); };
  const auto push = [&](std::vector<std::string>& list) {
    if (list.size() < 100) list.push_back(text());
  };
  Publication& publication = in_.record.publication;
  switch (meaning) {
    case Meaning::kIgnored:
      return;
    case Meaning::kPublicationType:
      return add_type(raw);
    case Meaning::kWorkType:
      return add_work_type(raw);
    case Meaning::kTitle:
      return keep_first(in_.record.title, text(), "title");
    case Meaning::kOriginalTitle:
      return keep_first(in_.record.original_title, text(), "own title");
    case Meaning::kShortTitle:
      if (short_title_.empty()) short_title_ = text();
      return;
    case Meaning::kContainer:
      if (container_.empty()) container_ = text();
      return;
    case Meaning::kJournal:
      return push(journals_);
    case Meaning::kAbbreviation:
      return push(abbreviations_);
    case Meaning::kBookTitle:
      if (book_title_.empty()) book_title_ = text();
      return;
    case Meaning::kAuthor:
      return add_people(raw, "author");
    case Meaning::kEditor:
      return add_people(raw, "editor");
    case Meaning::kTranslator:
      return add_people(raw, "translator");
    case Meaning::kInvestigator:
      return add_people(raw, "investigator");
    case Meaning::kCollective: {
      Contributor group;
      group.family = text();
      group.role = "collective";
      return add_person(std::move(group));
    }
    case Meaning::kAffiliation: {
      auto& people = in_.record.contributors;
      if (!people.empty() && people.front().affiliation.empty()) {
        people.front().affiliation = reference_text(raw.substr(0, raw.find('\n')));
      }
      return;
    }
    case Meaning::kYear:
      return push(years_);
    case Meaning::kDate:
      return push(dates_);
    case Meaning::kEarlyDate:
      return push(early_dates_);
    case Meaning::kVolume:
      return keep_first(publication.volume, text(), "volume");
    case Meaning::kIssue:
      return keep_first(publication.issue, text(), "issue");
    case Meaning::kStartPage:
      return keep_first(start_page_, text(), "first page");
    case Meaning::kEndPage:
      return keep_first(end_page_, text(), "last page");
    case Meaning::kPages:
      return keep_first(publication.pages, text(), "page range");
    case Meaning::kArticleNumber:
      return keep_first(article_number_, text(), "article number");
    case Meaning::kAbstract: {
      const std::string abstract = text();
      for (const AbstractSection& section : in_.record.abstract) {
        if (section.text == abstract) return;
      }
      for (AbstractSection& section : abstract_sections(abstract)) {
        auto& all = in_.record.abstract;
        if (std::find(all.begin(), all.end(), section) == all.end()) {
          all.push_back(std::move(section));
        }
      }
      return;
    }
    case Meaning::kOtherAbstract:
      if (other_abstract_.empty()) other_abstract_ = text();
      return;
    case Meaning::kKeyword: {
      const std::string list = decoded_lines(raw);
      for (const std::string_view piece : pieces_of(list)) {
        std::string keyword = reference_text(piece);
        if (!keyword.empty() && keywords_.size() < kMaxKeywords) keywords_.push_back(keyword);
      }
      return;
    }
    case Meaning::kSerial:
      return add_serial(raw);
    case Meaning::kDoi: {
      // Some exports put an article number or an address on a line of its own before it.
      for (const std::string_view line : split(raw, '\n')) {
        // Old DOIs have angle brackets in them, which are no markup.
        const std::string value = clean_text(decode_entities(line));
        if (starts_with_ignoring_case(value, "artn ") || value.empty()) continue;
        add_identifier(IdentifierScheme::kDoi, value);
      }
      return;
    }
    case Meaning::kPmid:
      return add_identifier(IdentifierScheme::kPmid, text());
    case Meaning::kPmcid:
      return add_identifier(IdentifierScheme::kPmcid, text());
    case Meaning::kUrl:
      return add_link(raw, "publisher");
    case Meaning::kFulltext:
      return add_link(raw, "fulltext");
    case Meaning::kPdf:
      return add_link(raw, "pdf");
    case Meaning::kAccession:
      return add_accession(raw);
    case Meaning::kDatabase: {
      Subject subject;
      subject.scheme = "database";
      subject.label = text();
      databases_.push_back(to_lower_ascii(subject.label));
      auto& all = in_.record.subjects;
      if (std::find(all.begin(), all.end(), subject) == all.end()) {
        all.push_back(std::move(subject));
      }
      return;
    }
    case Meaning::kLanguage:
      for (const std::string_view piece : pieces_of(raw)) in_.add_language(piece);
      return;
    case Meaning::kPublisher:
      if (publication.publisher.empty()) publication.publisher = text();
      return;
    case Meaning::kEdition: {
      std::string edition = text();
      // Exports of MEDLINE put the day of electronic publication here.
      if (parse_date(edition) && edition.size() > 4) return early_dates_.push_back(edition);
      return keep_first(publication.edition, edition, "edition");
    }
    case Meaning::kNote:
      return look_into_note(raw);
    case Meaning::kTaggedId:
      return add_custom_id(raw);
    case Meaning::kRegistered: {
      const std::string value = text();
      const std::size_t at = value.find("NCT");
      if (at != std::string::npos) {
        add_identifier(IdentifierScheme::kNct, std::string_view(value).substr(at, 11));
      }
      return;
    }
    case Meaning::kRights:
      if (in_.record.rights.empty()) in_.record.rights = text();
      return;
  }
}

}  // namespace evidence
