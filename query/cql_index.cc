#include "query/cql_index.h"

#include <array>

#include "base/text.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxName = 200;

struct Known {
  std::string_view name;
  CqlIndexKind kind;
  FieldSet fields;
  Field field;
  Slot slot;
};
constexpr Known text(std::string_view name, FieldSet fields, Field whole = Field::kAny) {
  return {name, CqlIndexKind::kText, fields, whole, Slot::kDate};
}
constexpr Known other(std::string_view name, CqlIndexKind kind, Field field = Field::kAny,
                      Slot slot = Slot::kDate) {
  return {name, kind, {}, field, slot};
}

constexpr FieldSet kSubject{Field::kHeading, Field::kKeyword};

constexpr std::array kKnown{
    text("cql.serverchoice", Field::kAny),
    text("cql.anywhere", Field::kAny),
    text("cql.anyindexes", Field::kAny),
    text("cql.keywords", Field::kAny),
    other("cql.allrecords", CqlIndexKind::kAllRecords),
    other("cql.allindexes", CqlIndexKind::kAllRecords),
    other("cql.resultsetid", CqlIndexKind::kResultSet),
    text("dc.title", Field::kTitle),
    text("dc.creator", Field::kAuthor),
    text("dc.contributor", Field::kAuthor),
    text("dc.author", Field::kAuthor),
    text("dc.subject", kSubject, Field::kHeadingLabel),
    text("dc.description", Field::kAbstract),
    text("dc.publisher", Field::kPublisher),
    text("dc.source", Field::kJournal, Field::kJournalTitle),
    text("dc.anywhere", Field::kAny),
    other("dc.date", CqlIndexKind::kDate),
    other("dc.language", CqlIndexKind::kLanguage),
    other("dc.identifier", CqlIndexKind::kIdentifier),
    other("dc.type", CqlIndexKind::kExact, Field::kPublicationType),
    text("bath.any", Field::kAny),
    text("bath.title", Field::kTitle),
    text("bath.keytitle", Field::kJournal, Field::kJournalTitle),
    text("bath.author", Field::kAuthor),
    text("bath.name", Field::kAuthor),
    text("bath.personalname", Field::kAuthor),
    text("bath.corporatename", Field::kAuthor),
    text("bath.conferencename", Field::kAuthor),
    text("bath.subject", kSubject, Field::kHeadingLabel),
    text("bath.topicalsubject", kSubject, Field::kHeadingLabel),
    text("bath.notes", Field::kAbstract),
    text("bath.publisher", Field::kPublisher),
    other("bath.isbn", CqlIndexKind::kIsbn),
    other("bath.issn", CqlIndexKind::kIssn),
    other("bath.standardidentifier", CqlIndexKind::kIdentifier),
    other("bath.date", CqlIndexKind::kDate),
    other("bath.publicationdate", CqlIndexKind::kDate),
    other("bath.language", CqlIndexKind::kLanguage),
    other("rec.id", CqlIndexKind::kExact, Field::kRecordId),
    other("rec.identifier", CqlIndexKind::kExact, Field::kRecordId),
    other("rec.creationdate", CqlIndexKind::kDate, Field::kAny, Slot::kCreated),
    other("rec.lastmodificationdate", CqlIndexKind::kDate, Field::kAny, Slot::kModified),
    // Our own beside the schema table's.
    other("date", CqlIndexKind::kDate),
    other("entered", CqlIndexKind::kDate, Field::kAny, Slot::kEntered),
    other("created", CqlIndexKind::kDate, Field::kAny, Slot::kCreated),
    other("indexed", CqlIndexKind::kDate, Field::kAny, Slot::kIndexed),
    other("completed", CqlIndexKind::kDate, Field::kAny, Slot::kCompleted),
    other("modified", CqlIndexKind::kDate, Field::kAny, Slot::kModified),
    other("year", CqlIndexKind::kDate, Field::kYear, Slot::kYear),
    other("issn", CqlIndexKind::kIssn),
    other("isbn", CqlIndexKind::kIsbn),
    other("identifier", CqlIndexKind::kIdentifier),
    other("language", CqlIndexKind::kLanguage),
    other("mesh.subheading", CqlIndexKind::kSubheading),
};

// "info:srw/cql-context-set/1/dc-v1.1" → "dc".
std::string_view set_of(std::string_view uri) {
  if (const std::size_t slash = uri.rfind('/'); slash != std::string_view::npos) {
    uri = uri.substr(slash + 1);
  }
  for (const std::string_view set : {"cql", "dc", "bath", "rec", "evidence"}) {
    if (uri.starts_with(set) && (uri.size() == set.size() || uri[set.size()] == '-')) return set;
  }
  return {};
}

// "title+abstract".
std::optional<CqlIndex> own_index(std::string_view name) {
  CqlIndex index;
  index.fields = {};
  const std::vector<std::string_view> parts = split(name, '+');
  for (const std::string_view part : parts) {
    const auto field = field_by_name(part);
    if (!field) return std::nullopt;
    if (field_info(*field).kind == FieldKind::kText) {
      index.fields |= *field;
    } else if (parts.size() == 1) {
      index.kind = CqlIndexKind::kExact;
      index.field = *field;
    } else {
      return std::nullopt;
    }
  }
  return index;
}

}  // namespace

std::optional<CqlIndex> cql_index(std::string_view name, std::string_view uri) {
  if (name.size() > kMaxName) return std::nullopt;
  std::string small = to_lower_ascii(name);
  if (!uri.empty()) {
    const std::string_view set = set_of(uri);
    if (set.empty()) return std::nullopt;
    small = set == "evidence" ? small : std::string(set) + "." + small;
  }
  if (small.starts_with("evidence.")) small.erase(0, 9);
  for (const Known& known : kKnown) {
    if (known.name == small) {
      return CqlIndex{known.kind, known.fields, known.field, known.slot, {}};
    }
  }
  constexpr std::string_view kHeading = ".heading";
  if (small.size() > kHeading.size() && small.ends_with(kHeading)) {
    CqlIndex index;
    index.kind = CqlIndexKind::kHeading;
    index.vocabulary = small.substr(0, small.size() - kHeading.size());
    const bool is_name = index.vocabulary.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyz0123456789-_") == std::string::npos;
    if (is_name) return index;
  }
  return own_index(small);
}

std::string cql_index_name(FieldSet fields) { return to_text(fields); }

}  // namespace evidence::query
