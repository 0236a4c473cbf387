// Reads the canonical form strictly: these are our own bytes, so anything unexpected is damage and
// must not be passed over.
#include <utility>

#include "base/date.h"
#include "base/text.h"
#include "model/currency.h"
#include "model/record_json.h"

namespace evidence {
namespace {

Error bad_record(std::string message) {
  return {ErrorCode::kBadContent, "bad_record_json", "record: " + std::move(message), ""};
}

// The members of one object, each asked for once; what nobody asked for is unknown. The first
// error is kept and later calls do nothing, so that reading stays a plain list of members.
class Reader {
 public:
  Reader(const json::object& object, std::string where)
      : object_(object), where_(std::move(where)) {}

  void text(std::string_view key, std::string& out) {
    const json::value* value = take(key);
    if (value == nullptr) return;
    if (const json::string* string = value->if_string())
      out.assign(string->data(), string->size());
    else
      fail(key, "is not a text");
  }
  void flag(std::string_view key, bool& out) {
    const json::value* value = take(key);
    if (value == nullptr) return;
    if (const bool* boolean = value->if_bool())
      out = *boolean;
    else
      fail(key, "is neither true nor false");
  }
  void texts(std::string_view key, std::vector<std::string>& out) {
    const json::array* array = list(key);
    if (array == nullptr) return;
    for (const json::value& value : *array) {
      const json::string* string = value.if_string();
      if (string == nullptr) return fail(key, "holds something that is not a text");
      out.emplace_back(string->data(), string->size());
    }
  }
  template <typename Read>
  void objects(std::string_view key, Read read) {
    const json::array* array = list(key);
    if (array == nullptr) return;
    for (const json::value& value : *array) {
      const json::object* object = value.if_object();
      if (object == nullptr) return fail(key, "holds something that is not an object");
      Reader inner(*object, std::string(key));
      read(inner);
      inner.finish();
      if (inner.error_ && !error_) error_ = std::move(inner.error_);
    }
  }
  template <typename Read>
  void object(std::string_view key, Read read) {
    const json::value* value = take(key);
    if (value == nullptr) return;
    const json::object* object = value->if_object();
    if (object == nullptr) return fail(key, "is not an object");
    Reader inner(*object, std::string(key));
    read(inner);
    inner.finish();
    if (inner.error_ && !error_) error_ = std::move(inner.error_);
  }
  void fail(std::string_view key, std::string_view why) {
    if (error_) return;
    error_ = bad_record((where_.empty() ? "" : where_ + ".") + quoted_for_message(key) + " " +
                        std::string(why));
  }
  void finish() {
    if (error_ || taken_ == object_.size()) return;
    error_ = bad_record("unknown member in " + (where_.empty() ? "the record" : where_));
  }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  const json::value* take(std::string_view key) {
    const json::value* value = member(object_, key);
    if (value != nullptr) ++taken_;
    return value;
  }
  const json::array* list(std::string_view key) {
    const json::value* value = take(key);
    if (value == nullptr) return nullptr;
    const json::array* array = value->if_array();
    if (array == nullptr) fail(key, "is not a list");
    return array;
  }

  const json::object& object_;
  std::string where_;
  std::size_t taken_ = 0;
  std::optional<Error> error_;
};

void read_identifiers(Reader& r, Record& record) {
  r.objects("identifiers", [&record](Reader& in) {
    std::string scheme_text;
    std::string value;
    in.text("scheme", scheme_text);
    in.text("value", value);
    const auto scheme = scheme_by_name(scheme_text);
    if (!scheme) return in.fail("scheme", "is unknown");
    Result<Identifier> identifier = Identifier::parse(*scheme, value);
    if (!identifier.ok() || identifier->value() != value) return in.fail("value", "is not normal");
    record.identifiers.push_back(std::move(identifier).value());
  });
}

void read_publication(Reader& r, Publication& publication) {
  r.object("publication", [&publication](Reader& in) {
    in.text("title", publication.title);
    in.text("abbreviation", publication.abbreviation);
    in.text("volume", publication.volume);
    in.text("issue", publication.issue);
    in.text("pages", publication.pages);
    in.text("publisher", publication.publisher);
    in.text("edition", publication.edition);
    std::string date;
    in.text("date", date);
    if (date.empty()) return;
    const auto parsed = parse_date(date);
    if (!parsed) return in.fail("date", "is not a date");
    publication.date = *parsed;
  });
}

void read_day(Reader& in, std::string_view key, PartialDate& day) {
  std::string text;
  in.text(key, text);
  if (text.empty()) return;
  const auto parsed = parse_date(text);
  if (!parsed) return in.fail(key, "is not a date");
  day = *parsed;
}

void read_currency(Reader& r, Currency& currency) {
  r.object("currency", [&currency](Reader& in) {
    in.text("version", currency.version);
    read_day(in, "review_due", currency.review_due);
    read_day(in, "last_reviewed", currency.last_reviewed);
    std::string state;
    in.text("state", state);
    if (!state.empty()) {
      const auto known = currency_statement_by_word(state);
      if (!known || currency_statement_name(*known) != state) return in.fail("state", "is unknown");
      currency.stated = *known;
    }
    read_day(in, "withdrawn_on", currency.withdrawn_on);
  });
}

void read_lists(Reader& r, Record& record) {
  r.objects("abstract", [&record](Reader& in) {
    AbstractSection& section = record.abstract.emplace_back();
    in.text("label", section.label);
    in.text("text", section.text);
  });
  r.objects("contributors", [&record](Reader& in) {
    Contributor& contributor = record.contributors.emplace_back();
    in.text("family", contributor.family);
    in.text("given", contributor.given);
    in.text("initials", contributor.initials);
    in.text("role", contributor.role);
    in.text("orcid", contributor.orcid);
    in.text("affiliation", contributor.affiliation);
  });
  r.objects("subjects", [&record](Reader& in) {
    Subject& subject = record.subjects.emplace_back();
    in.text("scheme", subject.scheme);
    in.text("id", subject.id);
    in.text("label", subject.label);
    in.text("qualifier_id", subject.qualifier_id);
    in.text("qualifier", subject.qualifier);
    in.flag("major", subject.major);
  });
  r.objects("links", [&record](Reader& in) {
    Link& link = record.links.emplace_back();
    in.text("url", link.url);
    in.text("kind", link.kind);
    in.flag("open", link.open);
    in.text("label", link.label);
  });
  r.objects("relations", [&record](Reader& in) {
    Relation& relation = record.relations.emplace_back();
    std::string type;
    in.text("type", type);
    const auto known = relation_by_name(type);
    if (!known) return in.fail("type", "is unknown");
    relation.type = *known;
    in.text("target", relation.target);
    in.text("citation", relation.citation);
  });
  r.objects("coverage", [&record](Reader& in) {
    Coverage& coverage = record.coverage.emplace_back();
    in.text("first_date", coverage.first_date);
    in.text("first_volume", coverage.first_volume);
    in.text("first_issue", coverage.first_issue);
    in.text("last_date", coverage.last_date);
    in.text("last_volume", coverage.last_volume);
    in.text("last_issue", coverage.last_issue);
    in.text("embargo", coverage.embargo);
    in.text("depth", coverage.depth);
    in.text("notes", coverage.notes);
    in.text("access_type", coverage.access_type);
    in.text("title_id", coverage.title_id);
  });
}

}  // namespace

Result<Record> record_from_object(const json::object& object) {
  Record record;
  Reader r(object, "");
  r.text("source", record.source);
  r.text("source_record_id", record.source_record_id);
  r.flag("deleted", record.deleted);
  r.flag("sample", record.sample);
  r.text("datestamp", record.datestamp);
  r.text("entered", record.history.entered);
  r.text("created", record.history.created);
  r.text("indexed", record.history.indexed);
  r.text("completed", record.history.completed);
  r.text("title", record.title);
  r.text("original_title", record.original_title);
  r.texts("publication_types", record.publication_types);
  r.texts("languages", record.languages);
  r.text("rights", record.rights);
  r.text("table_of_contents", record.table_of_contents);
  r.texts("truncated", record.truncated);
  std::string open;
  r.text("open_access", open);
  if (open == "open")
    record.open_access = OpenAccess::kOpen;
  else if (open == "closed")
    record.open_access = OpenAccess::kClosed;
  else if (!open.empty())
    r.fail("open_access", "is neither open nor closed");
  read_identifiers(r, record);
  read_publication(r, record.publication);
  read_currency(r, record.currency);
  read_lists(r, record);
  r.finish();
  if (r.error()) return *r.error();
  return record;
}

Result<Record> record_from_json(std::string_view text) {
  EVIDENCE_ASSIGN(const json::value value, parse_json(text));
  const json::object* object = value.if_object();
  if (object == nullptr) return bad_record("it is not an object");
  return record_from_object(*object);
}

}  // namespace evidence
