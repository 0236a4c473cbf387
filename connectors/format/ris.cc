#include "connectors/format/ris.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/tagged_dialect.h"

namespace evidence {
namespace {

using M = Meaning;

using Tag = TagMeaning;

// RIS as specified, and the tags that databases and tools have added. Ignored tags are known to
// carry what a record has no place for.
constexpr std::array kTags{
    Tag{"TY", M::kIgnored},       Tag{"ER", M::kIgnored},      Tag{"TI", M::kTitle},
    Tag{"T1", M::kTitle},         Tag{"CT", M::kTitle},        Tag{"TT", M::kOriginalTitle},
    Tag{"ST", M::kShortTitle},    Tag{"T2", M::kContainer},    Tag{"T3", M::kIgnored},
    Tag{"BT", M::kBookTitle},     Tag{"JF", M::kJournal},      Tag{"JO", M::kJournal},
    Tag{"SO", M::kIgnored},       Tag{"JA", M::kAbbreviation}, Tag{"J1", M::kAbbreviation},
    Tag{"J2", M::kAbbreviation},  Tag{"JI", M::kAbbreviation}, Tag{"J9", M::kAbbreviation},
    Tag{"AU", M::kAuthor},        Tag{"A1", M::kAuthor},       Tag{"A2", M::kEditor},
    Tag{"ED", M::kEditor},        Tag{"A3", M::kEditor},       Tag{"A4", M::kTranslator},
    Tag{"PY", M::kYear},          Tag{"Y1", M::kYear},         Tag{"DA", M::kDate},
    Tag{"Y2", M::kIgnored},       Tag{"VL", M::kVolume},       Tag{"IS", M::kIssue},
    Tag{"SP", M::kStartPage},     Tag{"EP", M::kEndPage},      Tag{"C7", M::kArticleNumber},
    Tag{"AR", M::kArticleNumber}, Tag{"AB", M::kAbstract},     Tag{"N2", M::kOtherAbstract},
    Tag{"KW", M::kKeyword},       Tag{"SN", M::kSerial},       Tag{"DO", M::kDoi},
    Tag{"DI", M::kDoi},           Tag{"UR", M::kUrl},          Tag{"LK", M::kUrl},
    Tag{"L1", M::kPdf},           Tag{"L2", M::kFulltext},     Tag{"L3", M::kIgnored},
    Tag{"L4", M::kIgnored},       Tag{"AN", M::kAccession},    Tag{"ID", M::kIgnored},
    Tag{"DB", M::kDatabase},      Tag{"DP", M::kDatabase},     Tag{"WE", M::kDatabase},
    Tag{"LA", M::kLanguage},      Tag{"PB", M::kPublisher},    Tag{"PU", M::kPublisher},
    Tag{"CY", M::kIgnored},       Tag{"PP", M::kIgnored},      Tag{"PI", M::kIgnored},
    Tag{"PA", M::kIgnored},       Tag{"ET", M::kEdition},      Tag{"N1", M::kNote},
    Tag{"U1", M::kTaggedId},      Tag{"U2", M::kTaggedId},     Tag{"U3", M::kTaggedId},
    Tag{"U4", M::kTaggedId},      Tag{"U5", M::kTaggedId},     Tag{"C1", M::kTaggedId},
    Tag{"C2", M::kTaggedId},      Tag{"C3", M::kIgnored},      Tag{"C4", M::kIgnored},
    Tag{"C5", M::kIgnored},       Tag{"C6", M::kEarlyDate},    Tag{"C8", M::kIgnored},
    Tag{"M1", M::kIgnored},       Tag{"M2", M::kIgnored},      Tag{"M3", M::kWorkType},
    Tag{"AD", M::kAffiliation},   Tag{"SE", M::kIgnored},      Tag{"AV", M::kIgnored},
    Tag{"CA", M::kIgnored},       Tag{"CN", M::kIgnored},      Tag{"CP", M::kIgnored},
    Tag{"CR", M::kIgnored},       Tag{"FU", M::kIgnored},      Tag{"FX", M::kIgnored},
    Tag{"LB", M::kIgnored},       Tag{"MA", M::kIgnored},      Tag{"NO", M::kNote},
    Tag{"NV", M::kIgnored},       Tag{"OP", M::kIgnored},      Tag{"RI", M::kIgnored},
    Tag{"OI", M::kIgnored},       Tag{"RN", M::kIgnored},      Tag{"RP", M::kIgnored},
    Tag{"TA", M::kIgnored},       Tag{"H1", M::kIgnored},      Tag{"H2", M::kIgnored},
    Tag{"SB", M::kIgnored},       Tag{"EN", M::kIgnored},      Tag{"KA", M::kIgnored},
};

struct Type {
  std::string_view code;
  std::string_view name;  // "" says nothing about the publication
};

constexpr std::array kTypes{
    Type{"JOUR", "Journal Article"},
    Type{"EJOUR", "Journal Article"},
    Type{"JFULL", "Journal"},
    Type{"BOOK", "Book"},
    Type{"WHOLE", "Book"},
    Type{"EBOOK", "Book"},
    Type{"EDBOOK", "Book"},
    Type{"CHAP", "Book Chapter"},
    Type{"ECHAP", "Book Chapter"},
    Type{"ENCYC", "Reference Entry"},
    Type{"DICT", "Reference Entry"},
    Type{"SER", "Serial"},
    Type{"RPRT", "Report"},
    Type{"GOVDOC", "Government Publication"},
    Type{"STAND", "Standard"},
    Type{"CONF", "Conference Proceedings"},
    Type{"CPAPER", "Conference Paper"},
    Type{"ABST", "Abstract"},
    Type{"THES", "Thesis"},
    Type{"ELEC", "Web Page"},
    Type{"WEB", "Web Page"},
    Type{"ICOMM", "Web Page"},
    Type{"BLOG", "Blog Post"},
    Type{"MULTI", "Multimedia"},
    Type{"VIDEO", "Video"},
    Type{"SOUND", "Sound Recording"},
    Type{"MPCT", "Video"},
    Type{"DATA", "Dataset"},
    Type{"DBASE", "Dataset"},
    Type{"AGGR", "Dataset"},
    Type{"COMP", "Software"},
    Type{"CASE", "Legal Case"},
    Type{"LEGAL", "Legal Case"},
    Type{"STAT", "Legislation"},
    Type{"BILL", "Legislation"},
    Type{"UNBILL", "Legislation"},
    Type{"HEAR", "Hearing"},
    Type{"UNPB", "Unpublished Work"},
    Type{"UNPD", "Unpublished Work"},
    Type{"MANSCPT", "Manuscript"},
    Type{"INPR", "Journal Article"},
    Type{"NEWS", "Newspaper Article"},
    Type{"MGZN", "Magazine Article"},
    Type{"PAMP", "Pamphlet"},
    Type{"PAT", "Patent"},
    Type{"PCOMM", "Personal Communication"},
    Type{"SLIDE", "Presentation"},
    Type{"MAP", "Map"},
    Type{"GEN", ""},
    Type{"OTHER", ""},
    Type{"GRANT", "Grant"},
};

const Tag* known_tag(std::string_view name) { return find_tag(kTags, name); }

// "XX  - value". Where the spaces are not two, only tags that are known are believed: "IL - 6" and
// "In - vitro" stand in abstracts.
bool tag_of(std::string_view line, std::string_view& tag, std::string_view& value) {
  if (line.size() < 4) return false;
  const std::string_view name = line.substr(0, 2);
  std::size_t at = 2;
  while (at < line.size() && at < 6 && (line[at] == ' ' || line[at] == '\t')) ++at;
  if (at == 2 || at >= line.size() || line[at] != '-') return false;
  const bool spaced = at + 1 == line.size() || line[at + 1] == ' ' || line[at + 1] == '\t';
  const bool standard = line.substr(2, at - 2) == "  " && is_upper(name[0]) &&
                        (is_upper(name[1]) || is_digit(name[1]));
  if (!spaced && !standard) return false;
  const Tag* known = known_tag(name);
  if (known == nullptr && !standard) return false;
  tag = known == nullptr ? name : known->name;
  value = line.substr(at + 1);
  return true;
}

TaggedLine classify(std::string_view line, const TaggedPlace& place) {
  std::string_view tag;
  std::string_view value;
  if (!tag_of(line, tag, value)) return place.inside ? TaggedLine::kInside : TaggedLine::kStray;
  if (tag == "TY") return TaggedLine::kStart;
  if (tag == "ER") return TaggedLine::kEnd;
  return place.inside ? TaggedLine::kInside : TaggedLine::kStart;
}

constexpr TaggedRules kRules{"RIS", "a line \"TY  - JOUR\" or another type", classify, true};

bool is_type_line(std::string_view line) {
  std::string_view tag;
  std::string_view value;
  return tag_of(line, tag, value) && tag == "TY";
}

// The type's code, in capitals; "" where the reference has none.
std::string type_of(const std::vector<TaggedField>& fields, ReferenceBuilder& reference) {
  for (const TaggedField& field : fields) {
    if (field.tag != "TY") continue;
    const auto at = std::find_if(kTypes.begin(), kTypes.end(), [&](const Type& type) {
      return equals_ignoring_case(type.code, field.value);
    });
    if (at == kTypes.end()) {
      reference.note("unknown_type",
                     quoted_for_message(field.value) + " is no type of reference that is known");
      return {};
    }
    reference.add(M::kPublicationType, at->name);
    return std::string(at->code);
  }
  reference.note("missing_start", "the reference does not begin with its type (TY)");
  return {};
}

bool names_database(const std::vector<TaggedField>& fields, std::string_view database) {
  return std::any_of(fields.begin(), fields.end(), [database](const TaggedField& field) {
    return field.tag == "DB" && equals_ignoring_case(field.value, database);
  });
}

// Tags whose meaning lies in their values or in the type; true where the field has been read.
bool read_special(const TaggedField& field, const std::string& type,
                  const std::vector<TaggedField>& fields, ReferenceBuilder& reference) {
  const std::string& value = field.value;
  if (field.tag == "A2" && type == "JOUR") {
    // Articles have no editors: exports of MEDLINE put the members of a group here.
    reference.add(M::kInvestigator, value);
  } else if (field.tag == "C2" && all_digits(value) && names_database(fields, "Scopus")) {
    reference.add(M::kPmid, value);
  } else if (field.tag == "L3") {
    reference.add(value.starts_with("10.") ? M::kDoi : M::kUrl, value);
  } else if (field.tag == "SE" && value.starts_with("http")) {
    reference.add(M::kUrl, value);
  } else if (field.tag == "M1" && value.starts_with("Copyright")) {
    reference.add(M::kRights, value);
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool RisFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  return any_line(head, is_type_line);
}

std::unique_ptr<EntryReader> RisFormat::open(ByteSource& source) const {
  return read_tagged(source, kRules);
}

ParsedEntry RisFormat::parse(const RawEntry& entry) const {
  const std::vector<TaggedField> fields = tagged_fields(entry.bytes, tag_of);
  if (fields.empty()) return stray_text(entry);
  ReferenceBuilder reference(entry.position);
  const std::string type = type_of(fields, reference);
  note_missing_end(fields, reference);
  std::vector<std::string_view> unknown;
  for (const TaggedField& field : fields) {
    if (read_special(field, type, fields, reference)) continue;
    const Tag* tag = known_tag(field.tag);
    if (tag != nullptr) {
      reference.add(tag->meaning, field.value);
    } else if (!field.value.empty() &&
               std::find(unknown.begin(), unknown.end(), field.tag) == unknown.end()) {
      unknown.push_back(field.tag);
      note_unknown_tag(field, reference);
    }
  }
  return std::move(reference).finish();
}

}  // namespace evidence
