#include "indexer/document_builder.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/stem.h"
#include "base/text.h"
#include "base/tokenizer.h"
#include "model/currency.h"
#include "model/field.h"
#include "model/field_set.h"
#include "model/index_format.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxDocumentBytes = 10U << 20U;
constexpr std::size_t kMaxTermOfXapian = 245;
// Text that one work may bring: past it nothing more is indexed (the document's data still holds
// it).
constexpr Xapian::termpos kMaxPosition = 400'000;
constexpr std::size_t kMaxTextBytes = 256U << 10U;  // of one value, such as a table of contents
constexpr std::size_t kMaxValues = 2'000;           // of one repeated field
constexpr std::size_t kMaxValueBytes = 1'000;       // of one slot
constexpr std::size_t kTitleKeyBytes = 60;

Xapian::valueno slot_number(Slot slot) { return static_cast<Xapian::valueno>(slot); }

bool has_no_nul(std::string_view term) { return term.find('\0') == std::string_view::npos; }

bool is_xapian_term(const std::string& term) {
  return !term.empty() && term.size() <= kMaxTermOfXapian && has_no_nul(term);
}

std::string upper_ascii(std::string_view word) {
  std::string upper(word);
  for (char& c : upper) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return upper;
}

// Stemming is dear and words repeat: what one thread has met, it remembers.
const std::string& remembered_stem(const std::string& word) {
  constexpr std::size_t kRemembered = 100'000;
  thread_local std::unordered_map<std::string, std::string> known;
  const auto found = known.find(word);
  if (found != known.end()) return found->second;
  if (known.size() >= kRemembered) known.clear();
  return known.emplace(word, stem(word)).first->second;
}

// Puts text into a document, field by field, at positions that only ever grow.
class TermWriter {
 public:
  explicit TermWriter(Xapian::Document& document) : document_(document) {}

  // One value of the text fields `into`; a gap follows it.
  void add_text(std::string_view text, std::initializer_list<Field> into) {
    if (text.empty() || is_full()) return;
    text = truncate_utf8(text, kMaxTextBytes);
    bool any = false;
    for_each_token(text, [&](Token&& token) {
      if (is_full()) return;
      any = true;
      for (const Field field : into) add_token(token, field, position_);
      position_ += static_cast<Xapian::termpos>(token.parts.size());
    });
    if (any) end_value();
  }

  // Words of `text` from `at` on in the fields `into`; returns the position after the last.
  Xapian::termpos add_words(std::string_view text, FieldSet into, Xapian::termpos at) {
    for_each_token(truncate_utf8(text, kMaxTextBytes), [&](Token&& token) {
      for (const Field field : into.fields()) add_token(token, field, at);
      at += static_cast<Xapian::termpos>(token.parts.size());
    });
    return at;
  }

  [[nodiscard]] Xapian::termpos position() const { return position_; }
  void end_value_at(Xapian::termpos after_last) {
    position_ = after_last;
    end_value();
  }
  [[nodiscard]] bool is_full() const { return position_ >= kMaxPosition; }

  void add_exact(Field field, std::string_view value) {
    if (value.empty()) return;
    const std::string term = term_of(field, exact_key(field, value));
    if (is_xapian_term(term)) document_.add_boolean_term(term);
  }

 private:
  // The last word and the next value's first are kPositionGap apart.
  void end_value() { position_ += kPositionGap - 1; }

  void add_token(const Token& token, Field field, Xapian::termpos at) {
    const bool stems = field_info(field).stems;
    Xapian::termpos position = at;
    for (const std::string& part : token.parts) {
      add_posting(term_of(field, part), position++);
      if (stems) add_stem(part, field, token.acronym);
    }
    if (!token.joined.empty()) {
      add_posting(term_of(field, token.joined), at);
      if (stems) add_stem(token.joined, field, token.acronym);
    }
    if (token.acronym) {
      const std::string& word = token.joined.empty() ? token.parts.front() : token.joined;
      add_term(acronym_term_of(field, upper_ascii(word)));
    }
  }

  // "AIDS" must not be found by the stem of "aid" and "aids": its Z term is the word itself.
  void add_stem(const std::string& word, Field field, bool acronym) {
    add_term(stem_term_of(field, acronym ? word : remembered_stem(word)));
  }

  void add_posting(const std::string& term, Xapian::termpos position) {
    if (is_xapian_term(term)) document_.add_posting(term, position);
  }
  void add_term(const std::string& term) {
    if (is_xapian_term(term)) document_.add_term(term);
  }

  Xapian::Document& document_;
  Xapian::termpos position_ = 1;
};

// "Smith" "J" and "John" "A": the initials, the first initial and the given names all begin right
// after the family name, so that "Smith J", "Smith JA" and "Smith John A" are phrases.
void add_person(TermWriter& writer, const Contributor& person, FieldSet into) {
  if (writer.is_full()) return;
  const Xapian::termpos begin = writer.position();
  const Xapian::termpos rest = writer.add_words(person.family, into, begin);
  Xapian::termpos end = rest;
  std::set<std::string> written;  // folded, so that "J" as given name and initial counts once
  const auto add = [&](std::string_view words) {
    if (words.empty() || !written.insert(fold(words)).second) return;
    end = std::max(end, writer.add_words(words, into, rest));
  };
  add(person.given);
  add(person.initials);
  const std::string_view initials =
      person.initials.empty() ? std::string_view(person.given) : std::string_view(person.initials);
  if (!initials.empty()) {
    std::size_t length = 1;  // of the first character
    while (length < initials.size() &&
           (static_cast<unsigned char>(initials[length]) & 0xC0U) == 0x80U) {
      ++length;
    }
    add(initials.substr(0, length));
  }
  if (end != begin) writer.end_value_at(end);
}

bool is_author(const Contributor& person) {
  return person.role.empty() || person.role == "author" || person.role == "collective";
}

// The contributors, the first and the last author also under fields of their own.
void add_people(TermWriter& writer, const Record& record) {
  const auto& people = record.contributors;
  const auto first = std::find_if(people.begin(), people.end(), is_author);
  const auto last = std::find_if(people.rbegin(), people.rend(), is_author);
  std::set<std::string_view> affiliations;  // most authors of a paper share one
  for (auto person = people.begin(); person != people.end(); ++person) {
    FieldSet into = Field::kAuthor;
    if (person == first) into |= Field::kFirstAuthor;
    if (last != people.rend() && person == std::prev(last.base())) into |= Field::kLastAuthor;
    add_person(writer, *person, into);
    if (affiliations.insert(person->affiliation).second) {
      writer.add_text(person->affiliation, {Field::kAffiliation});
    }
  }
}

bool is_keyword(const Subject& subject) {
  return subject.scheme == "keyword" || subject.scheme.empty();
}

// The heading as a whole, by its words: what a source without numbers can be found by.
void add_heading_labels(TermWriter& writer, const Subject& subject) {
  const std::string& label = subject.label;
  writer.add_exact(Field::kHeadingLabel, label);
  if (subject.major) writer.add_exact(Field::kHeadingMajor, label);
  if (subject.qualifier.empty()) return;
  const std::string& qualifier = subject.qualifier;
  writer.add_exact(Field::kSubheading, qualifier);
  writer.add_exact(Field::kHeadingQualified, label + "/" + qualifier);
  if (subject.major) writer.add_exact(Field::kHeadingQualifiedMajor, label + "/" + qualifier);
}

void add_subjects(TermWriter& writer, const Record& record) {
  // A heading with several qualifiers stands in the record once for each; its words count once.
  std::set<std::string_view> labels;
  std::size_t count = 0;
  for (const Subject& subject : record.subjects) {
    if (++count > kMaxValues) break;
    if (is_keyword(subject)) {
      writer.add_text(subject.label, {Field::kKeyword, Field::kAny});
      continue;
    }
    if (labels.insert(subject.label).second) {
      writer.add_text(subject.label, {Field::kHeading, Field::kAny});
    }
    writer.add_text(subject.qualifier, {Field::kHeading, Field::kAny});
    add_heading_labels(writer, subject);
    if (!subject.scheme.starts_with("mesh") || subject.id.empty()) continue;
    writer.add_exact(Field::kMeshId, subject.id);
    if (subject.major) writer.add_exact(Field::kMeshMajor, subject.id);
    if (!subject.qualifier_id.empty()) {
      const std::string pair = subject.id + "/" + subject.qualifier_id;
      writer.add_exact(Field::kMeshQualified, pair);
      if (subject.major) writer.add_exact(Field::kMeshQualifiedMajor, pair);
    }
  }
}

void add_text_fields(TermWriter& writer, const Record& record) {
  writer.add_text(record.title, {Field::kTitle, Field::kAny});
  writer.add_text(record.original_title, {Field::kTitle, Field::kAny});
  for (const AbstractSection& section : record.abstract) {
    writer.add_text(section.text, {Field::kAbstract, Field::kAny});
  }
  add_subjects(writer, record);
  writer.add_text(record.table_of_contents, {Field::kAny});
  for (const std::string& type : record.publication_types) writer.add_text(type, {Field::kAny});
  writer.add_text(record.publication.title, {Field::kJournal});
  if (record.publication.abbreviation != record.publication.title) {
    writer.add_text(record.publication.abbreviation, {Field::kJournal});
  }
  writer.add_text(record.publication.publisher, {Field::kPublisher});
  add_people(writer, record);
}

// All that is said of the work, the gravest first: a retracted one may have been corrected before.
std::vector<std::string_view> statuses_of(const Work& work) {
  std::vector<std::string_view> names;
  const auto add = [&names](Status status) {
    const std::string_view name = status_name(status);
    if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  };
  add(work.status);
  for (const StatusStatement& statement : work.status_statements) add(statement.status);
  return names;
}

void add_publication(TermWriter& writer, const Publication& publication) {
  writer.add_exact(Field::kJournalTitle, publication.title);
  writer.add_exact(Field::kJournalTitle, publication.abbreviation);
  writer.add_exact(Field::kVolume, publication.volume);
  writer.add_exact(Field::kIssue, publication.issue);
  writer.add_exact(Field::kPage, trim(std::string_view(publication.pages)
                                          .substr(0, publication.pages.find_first_of("-\xE2,; "))));
}

// What a reader may ask a record to have.
std::vector<std::string_view> parts_of(const Record& record) {
  std::vector<std::string_view> parts;
  if (!record.abstract.empty()) parts.emplace_back("abstract");
  if (record.abstract.size() > 1) parts.emplace_back("structured_abstract");
  const bool readable = std::any_of(record.links.begin(), record.links.end(), [](const Link& link) {
    return link.kind == "fulltext" || link.kind == "pdf";
  });
  const bool open = record.open_access == OpenAccess::kOpen ||
                    std::any_of(record.links.begin(), record.links.end(),
                                [](const Link& link) { return link.open; });
  if (readable || open) parts.emplace_back("full_text");
  if (open) parts.emplace_back("free_full_text");
  return parts;
}

void add_exact_fields(TermWriter& writer, const Work& work) {
  const Record& record = work.record;
  for (const Identifier& identifier : record.identifiers) {
    std::string typed(scheme_name(identifier.scheme()));
    typed += ':';
    typed += identifier.value();
    writer.add_exact(Field::kIdentifier, typed);
    if (identifier.scheme() == IdentifierScheme::kIssn) {
      writer.add_exact(Field::kIssn, identifier.value());
    }
  }
  for (const Member& member : work.members) {
    writer.add_exact(Field::kRecordId, member.source + ":" + member.source_record_id);
    writer.add_exact(Field::kSource, member.source);
  }
  for (const std::string& type : record.publication_types) {
    writer.add_exact(Field::kPublicationType, type);
  }
  writer.add_exact(Field::kStudyType, study_type_info(work.study_type).key);
  if (const StudyTypeFinding finding = shown_type(work); finding.inferred()) {
    writer.add_exact(Field::kProbableType, study_type_info(finding.type).key);
  }
  if (const std::string currency = currency_value(work); !currency.empty()) {
    writer.add_exact(Field::kCurrency, currency_by_name(currency) ? currency : kDatedCurrency);
  }
  for (const std::string& language : record.languages) {
    writer.add_exact(Field::kLanguage, language);
  }
  if (record.publication.date.known()) {
    writer.add_exact(Field::kYear, std::to_string(record.publication.date.year));
  }
  for (const std::string_view status : statuses_of(work)) writer.add_exact(Field::kStatus, status);
  writer.add_exact(Field::kOpenAccess, open_access_name(record.open_access));
  if (record.sample) writer.add_exact(Field::kSample, "yes");
  for (const WorkId& former : work.former_ids) writer.add_exact(Field::kFormerId, former);
  for (const std::string& number : work.registrations) {
    writer.add_exact(Field::kRegistration, number);
  }
  for (const WorkRelation& relation : work.relations) {
    writer.add_exact(Field::kRelation, relation_name(relation.type));
  }
  if (work.has_newer_version) writer.add_exact(Field::kVersion, kOlderVersion);
  add_publication(writer, record.publication);
  for (const std::string_view part : parts_of(record)) writer.add_exact(Field::kHas, part);
}

// "The β-blocker [trial]" → "beta blocker trial": what a person expects of an alphabetical list.
std::string order_key(std::string_view text) {
  const std::string folded = fold(text);
  std::string key;
  for (const char c : folded) {
    const bool is_ascii = static_cast<unsigned char>(c) < 0x80U;
    const bool in_word = !is_ascii || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (in_word) {
      key += c;
    } else if (!key.empty() && key.back() != ' ') {
      key += ' ';
    }
    if (key.size() > kTitleKeyBytes * 2) break;
  }
  for (const std::string_view article : {"the ", "a ", "an "}) {
    if (key.starts_with(article) && key.size() > article.size()) {
      key.erase(0, article.size());
      break;
    }
  }
  key = truncate_utf8(key, kTitleKeyBytes);
  while (!key.empty() && key.back() == ' ') key.pop_back();
  return key;
}

std::string title_key(const Record& record) {
  return order_key(record.title.empty() ? record.original_title : record.title);
}

// "smith ja" of the first author; editors where there is none, as they are shown.
std::string author_key(const Record& record) {
  const auto& people = record.contributors;
  const auto first = std::find_if(people.begin(), people.end(), is_author);
  if (people.empty()) return {};
  const Contributor& person = first == people.end() ? people.front() : *first;
  const std::string& given = person.initials.empty() ? person.given : person.initials;
  std::string key = fold(person.family + " " + given);
  key = truncate_utf8(key, kTitleKeyBytes);
  return std::string(trim(key));
}

std::string journal_key(const Record& record) {
  const Publication& publication = record.publication;
  return order_key(publication.title.empty() ? publication.abbreviation : publication.title);
}

// Values that differ in their terms, as they are written, each once.
class SlotValues {
 public:
  explicit SlotValues(Field field) : field_(field) {}
  void add(std::string_view value) {
    if (value.empty() || value.find(kValueSeparator) != std::string_view::npos) return;
    if (!known_.insert(term_of(field_, exact_key(field_, value))).second) return;
    if (!text_.empty()) text_ += kValueSeparator;
    text_ += value;
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  Field field_;
  std::set<std::string> known_;
  std::string text_;
};

std::string journal_titles(const Publication& publication) {
  SlotValues values(Field::kJournalTitle);
  values.add(publication.title);
  values.add(publication.abbreviation);
  return values.text();
}

std::string subject_labels(const Record& record) {
  SlotValues values(Field::kHeadingLabel);
  std::size_t count = 0;
  for (const Subject& subject : record.subjects) {
    if (++count > kMaxValues) break;  // as for their terms
    if (!is_keyword(subject)) values.add(subject.label);
  }
  return values.text();
}

// Digits turned round, so that ascending order puts the newest first and the unknown date last.
std::string newest_order(std::string sortable) {
  if (sortable.empty()) return "99999999";
  for (char& digit : sortable) digit = static_cast<char>('0' + ('9' - digit));
  return sortable;
}

std::string space_separated(const std::set<std::string_view>& values) {
  std::string out;
  for (const std::string_view value : values) {
    if (value.empty() || out.size() + value.size() + 1 > kMaxValueBytes) continue;
    if (!out.empty()) out += ' ';
    out += value;
  }
  return out;
}

// "2024-05-06T10:00:00Z" and "2024-05-06" → "20240506".
std::string sortable_day(std::string_view iso) {
  const std::optional<PartialDate> day = parse_date(iso.substr(0, iso.find('T')));
  return day ? sortable_date(*day) : std::string();
}

void add_values(Xapian::Document& document, const Work& work) {
  const auto put = [&document](Slot slot, const std::string& value) {
    if (!value.empty()) document.add_value(slot_number(slot), value);
  };
  const Record& record = work.record;
  const PartialDate& date = record.publication.date;
  put(Slot::kDate, sortable_date(date));
  put(Slot::kTitleKey, title_key(record) + '\x01' + work.id);
  put(Slot::kNewestOrder, newest_order(sortable_date(date)) + work.id);
  put(Slot::kOldestOrder, (date.known() ? sortable_date(date) : "99999999") + work.id);
  if (date.known()) put(Slot::kYear, std::to_string(date.year));
  const StudyTypeInfo& type = study_type_info(work.study_type);
  put(Slot::kStudyType, std::string(type.key));
  std::set<std::string_view> sources;
  for (const Member& member : work.members) sources.insert(member.source);
  put(Slot::kSources, space_separated(sources));
  put(Slot::kLanguages, space_separated({record.languages.begin(), record.languages.end()}));
  const std::vector<std::string_view> statuses = statuses_of(work);
  put(Slot::kStatus, join({statuses.begin(), statuses.end()}, " "));
  put(Slot::kOpenAccess, std::string(open_access_name(record.open_access)));
  put(Slot::kWorkId, work.id);
  put(Slot::kEntered, sortable_day(record.history.entered));
  put(Slot::kCreated, sortable_day(record.history.created));
  put(Slot::kIndexed, sortable_day(record.history.indexed));
  put(Slot::kCompleted, sortable_day(record.history.completed));
  put(Slot::kModified, sortable_day(record.datestamp));
  const StudyTypeFinding finding = shown_type(work);
  const int level = evidence_level(finding);
  put(Slot::kEvidenceLevel, std::to_string(level));
  if (finding.inferred()) {
    put(Slot::kProbableType, std::string(study_type_info(finding.type).key));
  }
  put(Slot::kReviewDate, currency_value(work));
  const auto put_key = [&](Slot slot, const std::string& key) {
    put(slot, (key.empty() ? std::string(kLastInOrder) : key) + '\x01' + work.id);
  };
  put_key(Slot::kAuthorKey, author_key(record));
  put_key(Slot::kJournalKey, journal_key(record));
  put(Slot::kEvidenceOrder, (level > 0 ? std::to_string(level) : std::string("9")) +
                                newest_order(sortable_date(date)) + work.id);
  put(Slot::kJournalTitle, journal_titles(record.publication));
  put(Slot::kSubjectLabels, subject_labels(record));
}

// What snippets are cut from: a section a line, its label before it.
std::string abstract_text(const Record& record) {
  std::string text;
  for (const AbstractSection& section : record.abstract) {
    if (!text.empty()) text += '\n';
    if (!section.label.empty()) {
      text += section.label;
      text += ": ";
    }
    text += section.text;
  }
  return text;
}

}  // namespace

Result<Xapian::Document> build_document(const Work& work) {
  const std::string unique = work_term(work.id);
  if (work.id.empty() || !is_xapian_term(unique)) {
    return Error{ErrorCode::kInvalidArgument, "bad_work_id",
                 "a work without a usable id cannot be indexed: " + quoted_for_message(work.id),
                 ""};
  }
  const std::string data =
      pack_document(make_hit_json(work), abstract_text(work.record), work_to_json(work));
  if (data.size() > kMaxDocumentBytes) {
    return Error{ErrorCode::kTooLarge, "work_too_large",
                 "work " + work.id + " is " + with_thousands(data.size()) +
                     " bytes; the index takes at most " + with_thousands(kMaxDocumentBytes),
                 "Its source may be sending bad data; the record stays in the store."};
  }
  Xapian::Document document;
  document.set_data(data);
  document.add_boolean_term(unique);
  TermWriter writer(document);
  add_text_fields(writer, work.record);
  add_exact_fields(writer, work);
  add_values(document, work);
  return document;
}

}  // namespace evidence
