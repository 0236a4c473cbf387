#include "connectors/format/nbib_parts.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/nlm_words.h"
#include "connectors/format/orcid.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_keywords.h"
#include "connectors/format/reference_text.h"
#include "connectors/format/tagged_dialect.h"
#include "model/person_name.h"

namespace evidence {
namespace {

using M = Meaning;

using Tag = TagMeaning;

constexpr std::array kTags{
    Tag{"BTI", M::kBookTitle},      Tag{"TT", M::kOriginalTitle}, Tag{"JT", M::kJournal},
    Tag{"TA", M::kAbbreviation},    Tag{"VI", M::kVolume},        Tag{"IP", M::kIssue},
    Tag{"PG", M::kPages},           Tag{"DP", M::kYear},          Tag{"DEP", M::kEarlyDate},
    Tag{"PT", M::kPublicationType}, Tag{"AB", M::kAbstract},      Tag{"OAB", M::kOtherAbstract},
    Tag{"CN", M::kCollective},      Tag{"IS", M::kSerial},        Tag{"ISBN", M::kSerial},
    Tag{"LA", M::kLanguage},        Tag{"PMC", M::kPmcid},        Tag{"SI", M::kRegistered},
    Tag{"PB", M::kPublisher},       Tag{"EN", M::kEdition},       Tag{"CI", M::kRights},
    Tag{"OCI", M::kRights},
};

// Known to carry what a record has no place for, or what changes without the article changing.
constexpr std::array<std::string_view, 62> kIgnored{
    "OWN",  "STAT", "DA",   "DCOM",  "LR",  "CRDT", "EDAT", "MHDA", "PHST", "PST",  "SO",
    "JID",  "SB",   "PL",   "GR",    "MID", "OID",  "OTO",  "SFM",  "NR",   "GN",   "GS",
    "PUBM", "IRAD", "OABL", "PMCR",  "TA",  "AU",   "FAU",  "AUID", "AD",   "ED",   "FED",
    "IR",   "FIR",  "MH",   "OT",    "RN",  "NM",   "LID",  "AID",  "TI",   "CTI",  "VTI",
    "CDAT", "CTDT", "DRIN", "EIN",   "ROF", "RF",   "SPIN", "PS",   "FPS",  "PRIN", "PROF",
    "CP",   "COIS", "COI",  "PMCID", "RPF", "UOF",  "DDIN"};

// "J Invented. 2020;1:2. PMID: 12345678" or "… doi: 10.1/x".
std::string target_in(std::string_view citation) {
  if (const std::size_t at = citation.rfind("PMID:"); at != std::string_view::npos) {
    const std::string_view rest = trim(citation.substr(at + 5));
    const std::size_t end = rest.find_first_not_of("0123456789");
    const Result<Identifier> pmid = Identifier::parse(IdentifierScheme::kPmid, rest.substr(0, end));
    if (pmid.ok()) return "pmid:" + pmid->value();
  }
  return doi_target_in(citation);
}

bool read_relation(const TaggedField& field, bool preprint, Record& record) {
  bool found = false;
  for (const NlmRelation& known : nlm_relations()) {
    if (known.tag != field.tag) continue;
    found = true;
    Relation relation;
    relation.type = nlm_relation_type(known, preprint);
    relation.citation = reference_text(field.value);
    if (relation.citation.empty()) continue;
    relation.target = target_in(relation.citation);
    record.relations.push_back(std::move(relation));
  }
  return found;
}

// "0 (Glucose)", "EC 1.1.1.1 (Enzyme)", "9007-49-2 (DNA)": the name in the outermost brackets.
void read_substance(std::string_view value, Record& record) {
  const std::string text = reference_text(value);
  const std::size_t open = text.find('(');
  Subject subject;
  subject.scheme = "mesh-supplementary";
  if (open != std::string::npos && text.ends_with(')')) {
    subject.label = text.substr(open + 1, text.size() - open - 2);
  } else if (text.find_first_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos) {
    subject.label = text;
  }
  if (subject.label.empty()) return;
  auto& all = record.subjects;
  if (std::find(all.begin(), all.end(), subject) == all.end()) all.push_back(std::move(subject));
}

// The names: FAU and AU say the same person twice, AUID and AD belong to the one before.
class People {
 public:
  explicit People(ReferenceBuilder& reference) : reference_(reference) {}

  bool take(const TaggedField& field) {
    const std::string& tag = field.tag;
    const std::string value = reference_text(field.value);
    if (tag == "FAU" || tag == "FED" || tag == "FIR") {
      full_ = add(value, role_of(tag));
    } else if (tag == "AU" || tag == "ED" || tag == "IR") {
      if (full_) {
        refine(value);
        full_ = false;
      } else {
        add(value, role_of(tag));
      }
    } else if (tag == "AUID") {
      if (Contributor* last = last_person()) last->orcid = bare_orcid(value);
    } else if (tag == "AD") {
      // Old references have one affiliation, before the names: the first author's.
      Contributor* last = last_person();
      if (last == nullptr)
        early_ = value;
      else if (last->affiliation.empty())
        last->affiliation = value;
    } else {
      return false;
    }
    return true;
  }

 private:
  static const char* role_of(std::string_view tag) {
    if (tag.ends_with("ED")) return "editor";
    return tag.ends_with("IR") ? "investigator" : "author";
  }

  Contributor* last_person() {
    auto& all = reference_.record().contributors;
    return all.empty() ? nullptr : &all.back();
  }

  bool add(const std::string& name, const char* role) {
    if (name.empty()) return false;
    Contributor person;
    // "Smith, John A" names a person even where a word sounds like a group.
    if (const std::size_t comma = name.find(", "); comma != std::string::npos) {
      person = parse_person_name("X, " + name.substr(comma + 2));
      person.family = name.substr(0, comma);
    } else {
      person = parse_person_name(name);
    }
    if (std::string_view(role) != "author" || person.role != "collective") person.role = role;
    if (!early_.empty()) person.affiliation = std::exchange(early_, {});
    reference_.add_person(std::move(person));
    return true;
  }

  // "Smith JA Jr" beside "Smith, John A Jr": the initials as MEDLINE has them.
  void refine(const std::string& name) {
    Contributor* last = last_person();
    if (last == nullptr || !name.starts_with(last->family + " ")) return;
    const std::string rest = name.substr(last->family.size() + 1);
    const std::string initials = rest.substr(0, rest.find(' '));
    if (!initials.empty() && initials.size() <= 8) last->initials = initials;
  }

  ReferenceBuilder& reference_;
  std::string early_;  // an affiliation that stands before the first name
  bool full_ = false;  // the last field was a full name
};

// Old databases repeat the tag for each part of a title.
std::string title_of(const std::vector<TaggedField>& fields, std::string_view tag) {
  std::string title;
  for (const TaggedField& field : fields) {
    if (field.tag != tag || field.value.empty()) continue;
    if (!title.empty()) title.push_back(' ');
    title += reference_text(field.value);
  }
  return without_title_brackets(std::move(title));
}

// The first day that one of the tags gives.
std::string day_of(const std::vector<TaggedField>& fields,
                   std::initializer_list<std::string_view> tags) {
  for (const std::string_view tag : tags) {
    for (const TaggedField& field : fields) {
      if (field.tag != tag) continue;
      std::string date = format_date(reference_date(std::string_view(field.value).substr(0, 10)));
      if (!date.empty()) return date;
    }
  }
  return {};
}

void read_article_id(const TaggedField& field, ReferenceBuilder& reference) {
  const std::string& value = field.value;
  if (starts_with_ignoring_case(value, "doi:"))
    reference.add(M::kDoi, value);
  else if (value.find("[doi]") != std::string::npos || value.find("[pmc]") != std::string::npos)
    reference.add(M::kTaggedId, value);
  else if (value.find("[bookaccession]") != std::string::npos)
    reference.add_identifier(IdentifierScheme::kLocal, value.substr(0, value.find(' ')));
}

bool read_subject(const TaggedField& field, Record& record) {
  auto& subjects = record.subjects;
  if (field.tag == "MH") {
    for (Subject& subject : mesh_subjects(reference_text(field.value))) {
      subjects.push_back(std::move(subject));
    }
  } else if (field.tag == "OT") {
    Subject subject;
    subject.scheme = "keyword";
    subject.label = reference_text(field.value);
    subject.major = subject.label.starts_with('*');
    if (subject.major) subject.label.erase(0, 1);
    if (!subject.label.empty()) subjects.push_back(std::move(subject));
  } else if (field.tag == "RN" || field.tag == "NM") {
    read_substance(field.value, record);
  } else {
    return false;
  }
  return true;
}

}  // namespace

ParsedEntry read_medline_fields(const std::vector<TaggedField>& fields,
                                const std::string& position) {
  ReferenceBuilder reference(position);
  Record& record = reference.record();
  const bool preprint = std::any_of(fields.begin(), fields.end(), [](const TaggedField& field) {
    return field.tag == "PT" && field.value == "Preprint";
  });
  // The database's own last change: revised, completed, else created.
  record.datestamp = day_of(fields, {"LR", "DCOM", "DA", "CRDT"});
  record.history = {day_of(fields, {"EDAT"}), day_of(fields, {"CRDT"}), day_of(fields, {"MHDA"}),
                    day_of(fields, {"DCOM"})};
  reference.add(M::kTitle, title_of(fields, "TI"));
  People people(reference);
  for (const TaggedField& field : fields) {
    if (people.take(field) || read_relation(field, preprint, record) ||
        read_subject(field, record)) {
      continue;
    }
    if (field.tag == "PMID") {
      // A number has one line; what is left of a damaged one must not spoil it.
      const std::size_t end = std::min(field.value.find('\n'), field.value.size());
      reference.add(M::kPmid, field.value.substr(0, end));
      if (end < field.value.size()) {
        reference.note("stray_text", "text that belongs to no field is left out: " +
                                         quoted_for_message(field.value.substr(end + 1)));
      }
      continue;
    }
    if (field.tag == "LID" || field.tag == "AID") {
      read_article_id(field, reference);
      continue;
    }
    if (const Tag* tag = find_tag(kTags, field.tag)) {
      reference.add(tag->meaning, field.value);
    } else if (!field.value.empty() &&
               std::find(kIgnored.begin(), kIgnored.end(), field.tag) == kIgnored.end()) {
      note_unknown_tag(field, reference);
    }
  }
  return std::move(reference).finish();
}

}  // namespace evidence
