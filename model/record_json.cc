// Writes the canonical form. Members are appended by hand in a fixed order and only where they are
// not empty, so that equal records give equal bytes whatever the JSON library does.
#include "model/record_json.h"

#include <string>

#include "model/currency.h"

namespace evidence {
namespace {

// An object or a list being written; puts commas where they belong.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}

  void open(char bracket) {
    out_.push_back(bracket);
    first_ = true;
  }
  void close(char bracket) {
    out_.push_back(bracket);
    first_ = false;
  }
  void comma() {
    if (!first_) out_.push_back(',');
    first_ = false;
  }
  void key(std::string_view name) {
    comma();
    out_.push_back('"');
    out_ += name;
    out_ += "\":";
  }
  void text(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    key(name);
    string(value);
  }
  void flag(std::string_view name, bool value) {
    if (!value) return;
    key(name);
    out_ += "true";
  }
  void texts(std::string_view name, const std::vector<std::string>& values) {
    if (values.empty()) return;
    key(name);
    open('[');
    for (const std::string& value : values) {
      comma();
      string(value);
    }
    close(']');
  }
  template <typename T, typename WriteMembers>
  void objects(std::string_view name, const std::vector<T>& values, WriteMembers write) {
    if (values.empty()) return;
    key(name);
    open('[');
    for (const T& value : values) {
      comma();
      open('{');
      write(value);
      close('}');
    }
    close(']');
  }

 private:
  void string(std::string_view value) {
    constexpr std::string_view kHex = "0123456789abcdef";
    out_.push_back('"');
    std::size_t from = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
      const auto c = static_cast<unsigned char>(value[i]);
      if (c >= 0x20 && c != '"' && c != '\\') continue;
      out_ += value.substr(from, i - from);
      from = i + 1;
      if (c == '"' || c == '\\') {
        out_.push_back('\\');
        out_.push_back(value[i]);
      } else if (c == '\n') {
        out_ += "\\n";
      } else {
        out_ += "\\u00";
        out_.push_back(kHex[c >> 4U]);
        out_.push_back(kHex[c & 15U]);
      }
    }
    out_ += value.substr(from);
    out_.push_back('"');
  }

  std::string& out_;
  bool first_ = true;
};

void write_publication(Writer& writer, const Publication& publication) {
  if (publication == Publication{}) return;
  writer.key("publication");
  writer.open('{');
  writer.text("title", publication.title);
  writer.text("abbreviation", publication.abbreviation);
  writer.text("volume", publication.volume);
  writer.text("issue", publication.issue);
  writer.text("pages", publication.pages);
  writer.text("publisher", publication.publisher);
  writer.text("edition", publication.edition);
  writer.text("date", format_date(publication.date));
  writer.close('}');
}

void write_currency(Writer& writer, const Currency& currency) {
  if (currency == Currency{}) return;
  writer.key("currency");
  writer.open('{');
  writer.text("version", currency.version);
  writer.text("review_due", format_date(currency.review_due));
  writer.text("last_reviewed", format_date(currency.last_reviewed));
  writer.text("state", currency_statement_name(currency.stated));
  writer.text("withdrawn_on", format_date(currency.withdrawn_on));
  writer.close('}');
}

}  // namespace

std::string record_to_json(const Record& record) {
  std::string out;
  out.reserve(2'048);
  Writer w(out);
  w.open('{');
  w.text("source", record.source);
  w.text("source_record_id", record.source_record_id);
  w.flag("deleted", record.deleted);
  w.flag("sample", record.sample);
  w.text("datestamp", record.datestamp);
  w.text("entered", record.history.entered);
  w.text("created", record.history.created);
  w.text("indexed", record.history.indexed);
  w.text("completed", record.history.completed);
  w.objects("identifiers", record.identifiers, [&w](const Identifier& identifier) {
    w.text("scheme", scheme_name(identifier.scheme()));
    w.text("value", identifier.value());
  });
  w.text("title", record.title);
  w.text("original_title", record.original_title);
  w.objects("abstract", record.abstract, [&w](const AbstractSection& section) {
    w.text("label", section.label);
    w.text("text", section.text);
  });
  w.objects("contributors", record.contributors, [&w](const Contributor& contributor) {
    w.text("family", contributor.family);
    w.text("given", contributor.given);
    w.text("initials", contributor.initials);
    w.text("role", contributor.role);
    w.text("orcid", contributor.orcid);
    w.text("affiliation", contributor.affiliation);
  });
  write_publication(w, record.publication);
  w.texts("publication_types", record.publication_types);
  w.objects("subjects", record.subjects, [&w](const Subject& subject) {
    w.text("scheme", subject.scheme);
    w.text("id", subject.id);
    w.text("label", subject.label);
    w.text("qualifier_id", subject.qualifier_id);
    w.text("qualifier", subject.qualifier);
    w.flag("major", subject.major);
  });
  w.texts("languages", record.languages);
  w.objects("links", record.links, [&w](const Link& link) {
    w.text("url", link.url);
    w.text("kind", link.kind);
    w.flag("open", link.open);
    w.text("label", link.label);
  });
  w.text("rights", record.rights);
  if (record.open_access == OpenAccess::kOpen) w.text("open_access", "open");
  if (record.open_access == OpenAccess::kClosed) w.text("open_access", "closed");
  w.objects("relations", record.relations, [&w](const Relation& relation) {
    w.text("type", relation_name(relation.type));
    w.text("target", relation.target);
    w.text("citation", relation.citation);
  });
  w.objects("coverage", record.coverage, [&w](const Coverage& coverage) {
    w.text("first_date", coverage.first_date);
    w.text("first_volume", coverage.first_volume);
    w.text("first_issue", coverage.first_issue);
    w.text("last_date", coverage.last_date);
    w.text("last_volume", coverage.last_volume);
    w.text("last_issue", coverage.last_issue);
    w.text("embargo", coverage.embargo);
    w.text("depth", coverage.depth);
    w.text("notes", coverage.notes);
    w.text("access_type", coverage.access_type);
    w.text("title_id", coverage.title_id);
  });
  write_currency(w, record.currency);
  w.text("table_of_contents", record.table_of_contents);
  w.texts("truncated", record.truncated);
  w.close('}');
  return out;
}

}  // namespace evidence
