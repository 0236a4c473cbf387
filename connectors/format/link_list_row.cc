#include "connectors/format/link_list_row.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "base/url.h"
#include "connectors/format/list_date.h"
#include "model/currency.h"
#include "model/language.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxKey = 200;

constexpr std::array kColumns{
    ColumnNames{"title", "title topic topictitle name heading"},
    ColumnNames{"url", "url link address webaddress topicurl"},
    ColumnNames{"id", "id topicid identifier key"},
    ColumnNames{"synonyms", "synonyms synonym alsoknownas alternativetitles othernames"},
    ColumnNames{"headings", "headings subjectheadings subjects subject mesh meshheadings keywords"},
    ColumnNames{"reviewed",
                "reviewed reviewdate lastreviewed datereviewed updated lastupdated date"},
    ColumnNames{"version", "version versionnumber guidelineversion"},
    ColumnNames{"review_due",
                "reviewdue reviewduedate nextreview nextreviewdate reviewby duereview"},
    ColumnNames{"superseded_by", "supersededby replacedby"},
    ColumnNames{"withdrawn", "withdrawn withdrawndate withdrawnon"},
    ColumnNames{"currency", "currency guidelinestatus currencystatus"},
    ColumnNames{"type", "type publicationtype contenttype"},
    ColumnNames{"parent_title", "parenttitle parent book booktitle source partof"},
    ColumnNames{"parent_isbn", "parentisbn bookisbn"},
    ColumnNames{"summary", "summary description abstract"},
    ColumnNames{"language", "language lang"},
    ColumnNames{"grade", "grade evidencegrade gradeofevidence"},
    ColumnNames{"license", "license licence rights"},
    ColumnNames{"publisher", "publisher provider"},
    ColumnNames{"authors", "authors author"},
    ColumnNames{"doi", "doi"},
    ColumnNames{"isbn", "isbn"},
    ColumnNames{"access", "access openaccess free"},
};

struct Standard {
  std::string_view given;  // plain_heading()
  std::string_view standard;
};
constexpr std::array kTypes{
    Standard{"pointofcaretopic", "Point of care summary"},
    Standard{"topic", "Point of care summary"},
    Standard{"clinicaltopic", "Point of care summary"},
    Standard{"conditiontopic", "Point of care summary"},
    Standard{"procedure", "Point of care summary"},
    Standard{"clinicalprocedure", "Point of care summary"},
    Standard{"treatmentsummary", "Point of care summary"},
    Standard{"drugmonograph", "Point of care summary"},
    Standard{"druginformation", "Point of care summary"},
    Standard{"ckstopic", "Clinical knowledge summary"},
    Standard{"chapter", "Book chapter"},
    Standard{"bookchapter", ""},
    Standard{"handbook", "Book"},
    Standard{"textbook", "Book"},
    Standard{"manual", "Book"},
    Standard{"title", "Book"},
    Standard{"clinicalguideline", "Guideline"},
    Standard{"guidance", "Guideline"},
    Standard{"patientleaflet", "Patient information"},
    Standard{"patientinformationleaflet", ""},
    Standard{"leaflet", "Patient information"},
};

struct Scheme {
  std::string_view given;  // plain_heading()
  std::string_view ours;
};
constexpr std::array kSchemes{
    Scheme{"mesh", "mesh"},       Scheme{"snomed", "snomed-ct"}, Scheme{"snomedct", "snomed-ct"},
    Scheme{"sct", "snomed-ct"},   Scheme{"icd10", "icd-10"},     Scheme{"icd11", "icd-11"},
    Scheme{"lcsh", "lcsh"},       Scheme{"emtree", "emtree"},    Scheme{"umls", "umls"},
    Scheme{"keyword", "keyword"}, Scheme{"local", "local"},      Scheme{"nice", "nice"},
};

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_id_of(std::string_view scheme, std::string_view id) {
  if (scheme == "mesh") {
    return (id.size() == 7 || id.size() == 10) && (id[0] == 'D' || id[0] == 'C') &&
           all_digits(id.substr(1));
  }
  if (scheme == "snomed-ct") return id.size() >= 6 && id.size() <= 18 && all_digits(id);
  return id.size() <= 100;
}

class Row {
 public:
  Row(const TableColumns& columns, const std::vector<std::string>& cells, std::string position,
      const LinkListOptions& options)
      : columns_(columns), position_(std::move(position)), options_(options) {
    for (const std::string& one : cells) cells_.push_back(clean_text(one));
  }

  ParsedEntry parse() {
    if (cells_.size() < columns_.size() ||
        std::any_of(cells_.begin() + static_cast<std::ptrdiff_t>(columns_.size()), cells_.end(),
                    [](const std::string& one) { return !one.empty(); })) {
      problem("column_count", "the row has " + std::to_string(cells_.size()) +
                                  " columns where the header has " +
                                  std::to_string(columns_.size()) + "; it is left out");
      return std::move(out_);
    }
    record_.title = cell("title");
    if (record_.title.empty()) {
      problem("no_title", "the row has no title; it is left out");
      return std::move(out_);
    }
    record_.source_record_id = link_list_key(columns_, cells_);
    if (!add_link()) return std::move(out_);
    add_types();
    add_subjects();
    add_texts();
    add_currency();
    add_parent();
    add_identifiers();
    // A row with an address of its own needs no search: its link leads to what it names.
    if (options_.search_inside && record_.links.empty()) options_.search_inside->add_to(record_);
    apply_limits(record_);
    out_.records.push_back(std::move(record_));
    return std::move(out_);
  }

 private:
  [[nodiscard]] const std::string& cell(std::string_view column) const {
    return columns_.cell(cells_, column);
  }
  void problem(std::string code, std::string reason) {
    out_.problems.push_back({position_, std::move(code), std::move(reason)});
  }
  [[nodiscard]] std::vector<std::string> parts(std::string_view column) const {
    std::vector<std::string> out;
    for (const std::string_view part : split(cell(column), ';')) {
      std::string one(trim(part));
      if (!one.empty() && std::find(out.begin(), out.end(), one) == out.end()) {
        out.push_back(std::move(one));
      }
    }
    return out;
  }

  bool add_link() {
    std::string raw = cell("url");
    if (raw.empty() && !options_.url_template.empty() && !cell("id").empty()) {
      raw = options_.url_template;
      raw.replace(raw.find("{id}"), 4, percent_encode(cell("id")));
    }
    const std::string access = plain_heading(cell("access"));
    const bool open = access == "free" || access == "open" || access == "yes" || access == "f" ||
                      access == "openaccess";
    if (open) record_.open_access = OpenAccess::kOpen;
    if (raw.empty()) {
      if (options_.search_inside) return true;
      problem("no_url", "the row for " + quoted_for_message(record_.title) +
                            " has no url, so there is nothing to link to; it is left out");
      return false;
    }
    const Result<WebUrl> url = parse_web_url(raw);
    if (!url.ok()) {
      problem("bad_link", "url: " + url.error().message + "; the row is left out");
      return false;
    }
    record_.links.push_back({url->text, "publisher", open});
    return true;
  }

  void add_types() {
    std::vector<std::string> given = parts("type");
    if (given.empty() && !options_.publication_type.empty()) {
      given.push_back(options_.publication_type);
    }
    for (std::string& type : given) {
      const std::string_view standard = standard_type(type);
      record_.publication_types.push_back(std::move(type));
      if (!standard.empty()) record_.publication_types.emplace_back(standard);
    }
  }

  void add_subjects() {
    for (const std::string& synonym : parts("synonyms")) {
      record_.subjects.push_back({"synonym", "", synonym, "", "", false});
    }
    for (const std::string& heading : parts("headings")) {
      std::string wrong;
      Subject subject = subject_from_heading(heading, wrong);
      if (!wrong.empty()) problem("bad_heading", wrong);
      if (!subject.label.empty()) record_.subjects.push_back(std::move(subject));
    }
    for (const std::string& grade : parts("grade")) {
      record_.subjects.push_back({"source-grade", "", grade, "", "", false});
    }
  }

  void add_texts() {
    if (!cell("summary").empty()) record_.abstract.push_back({"", cell("summary")});
    record_.rights = cell("license");
    record_.publication.publisher = cell("publisher");
    for (const std::string& name : parts("authors")) {
      Contributor person;
      const std::size_t comma = name.find(',');
      person.family = std::string(trim(std::string_view(name).substr(0, comma)));
      if (comma != std::string::npos) {
        person.given = std::string(trim(std::string_view(name).substr(comma + 1)));
      }
      person.role = "author";
      record_.contributors.push_back(std::move(person));
    }
    for (const std::string& raw : parts("language")) {
      const std::string code = language_code(raw);
      if (code.empty()) {
        problem("unknown_language", "language " + quoted_for_message(raw, 40) + " is not known");
      } else {
        record_.languages.push_back(code);
      }
    }
    const std::string& reviewed = cell("reviewed");
    if (reviewed.empty()) return;
    const ListDate date = list_date(reviewed, RangeEnd::kLast);
    if (!date.date.known()) {
      problem("bad_date", "reviewed " + quoted_for_message(reviewed, 40) +
                              " is not a date; write it like 2026-05-01");
      return;
    }
    if (!date.warning.empty()) {
      problem("uncertain_date",
              "reviewed " + quoted_for_message(reviewed, 40) + ": " + date.warning);
    }
    record_.publication.date = date.date;
    if (date.date.day != 0) record_.datestamp = format_date(date.date);
  }

  // What a list says of a guideline: never more than stands in its cells.
  void add_currency() {
    Currency& currency = record_.currency;
    currency.version = cell("version");
    currency.review_due = day_in("review_due");
    if (names_review()) currency.last_reviewed = list_date(cell("reviewed"), RangeEnd::kLast).date;
    for (const std::string& other : parts("superseded_by")) {
      record_.relations.push_back(superseded_by(other));
    }
    if (const std::string& word = cell("currency"); !word.empty()) {
      const auto stated = currency_statement_by_word(word);
      if (stated) {
        currency.stated = *stated;
      } else {
        problem("bad_currency", "currency " + quoted_for_message(word, 40) +
                                    " is not known; write current, superseded or withdrawn");
      }
    }
    const std::string withdrawn = to_lower_ascii(cell("withdrawn"));
    if (withdrawn.empty() || withdrawn == "no" || withdrawn == "false") return;
    if (withdrawn != "yes" && withdrawn != "true") {
      currency.withdrawn_on = day_in("withdrawn");
      if (!currency.withdrawn_on.known()) return;
    }
    currency.stated = CurrencyStatement::kWithdrawn;
  }

  // "updated" and "date" are read as the date of publication, and say nothing of a review.
  [[nodiscard]] bool names_review() const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_.ours(i) != "reviewed") continue;
      return plain_heading(columns_.heading(i)).find("reviewed") != std::string::npos;
    }
    return false;
  }

  PartialDate day_in(std::string_view column) {
    const std::string& text = cell(column);
    if (text.empty()) return {};
    const ListDate date = list_date(text, RangeEnd::kLast);
    if (!date.date.known()) {
      problem("bad_date", std::string(column) + " " + quoted_for_message(text, 40) +
                              " is not a date; write it like 2026-05-01");
    } else if (!date.warning.empty()) {
      problem("uncertain_date",
              std::string(column) + " " + quoted_for_message(text, 40) + ": " + date.warning);
    }
    return date.date;
  }

  void add_parent() {
    const std::string& title = cell("parent_title");
    const std::string& isbn = cell("parent_isbn");
    if (title.empty() && isbn.empty()) return;
    record_.publication.title = title;
    Relation relation;
    relation.type = RelationType::kPartOf;
    relation.citation = title;
    if (!isbn.empty()) {
      const auto parsed = Identifier::parse(IdentifierScheme::kIsbn, isbn);
      if (parsed.ok()) {
        relation.target = "isbn:" + parsed->value();
      } else {
        problem("bad_identifier", "parent_isbn: " + parsed.error().message);
      }
    }
    if (!relation.target.empty() || !relation.citation.empty()) {
      record_.relations.push_back(std::move(relation));
    }
  }

  void add_identifiers() {
    constexpr std::array<std::pair<std::string_view, IdentifierScheme>, 2> kOwn{
        {{"doi", IdentifierScheme::kDoi}, {"isbn", IdentifierScheme::kIsbn}}};
    for (const auto& [column, scheme] : kOwn) {
      for (const std::string& raw : parts(column)) {
        auto identifier = Identifier::parse(scheme, raw);
        if (identifier.ok()) {
          record_.identifiers.push_back(std::move(identifier).value());
        } else {
          problem("bad_identifier", std::string(column) + ": " + identifier.error().message);
        }
      }
    }
  }

  const TableColumns& columns_;
  std::vector<std::string> cells_;
  std::string position_;
  const LinkListOptions& options_;
  Record record_;
  ParsedEntry out_;
};

}  // namespace

TableColumns link_list_columns(const std::map<std::string, std::string>& configured,
                               const std::vector<std::string>& headings) {
  static const HeadingIndex kIndex(kColumns);
  return {kIndex, configured, headings};
}

bool is_link_list_column(std::string_view ours) {
  return std::any_of(kColumns.begin(), kColumns.end(),
                     [ours](const ColumnNames& one) { return one.ours == ours; });
}

std::string link_list_key(const TableColumns& columns, const std::vector<std::string>& cells) {
  const std::string title = clean_text(columns.cell(cells, "title"));
  if (title.empty()) return {};
  for (const std::string_view column : {"id", "url"}) {
    const std::string value = clean_text(columns.cell(cells, column));
    if (value.empty()) continue;
    return value.size() <= kMaxKey ? value : "hash:" + sha256_hex(value).substr(0, 32);
  }
  return "title:" + sha256_hex(fold(title)).substr(0, 24);
}

Subject subject_from_heading(std::string_view heading, std::string& problem) {
  Subject subject;
  subject.scheme = "keyword";
  std::string_view rest = trim(heading);
  if (const std::size_t colon = rest.find(':'); colon != std::string_view::npos && colon < 20) {
    const std::string given = plain_heading(rest.substr(0, colon));
    for (const Scheme& scheme : kSchemes) {
      if (scheme.given != given) continue;
      subject.scheme = scheme.ours;
      rest = trim(rest.substr(colon + 1));
      break;
    }
  }
  std::string_view id;
  if (const std::size_t bar = rest.rfind('|'); bar != std::string_view::npos) {
    id = trim(rest.substr(bar + 1));
    rest = trim(rest.substr(0, bar));
  }
  if (subject.scheme == "mesh") {
    if (const std::size_t slash = rest.find('/'); slash != std::string_view::npos) {
      subject.qualifier = std::string(trim(rest.substr(slash + 1)));
      rest = trim(rest.substr(0, slash));
    }
  }
  subject.label = std::string(rest);
  if (is_id_of(subject.scheme, id)) {
    subject.id = std::string(id);
  } else if (!id.empty()) {
    problem = "heading " + quoted_for_message(heading) + ": " + quoted_for_message(id, 40) +
              " is no " + subject.scheme + " number; the heading is kept without it";
  }
  if (subject.label.empty()) {
    problem = "heading " + quoted_for_message(heading) + " has no words; it is left out";
  }
  return subject;
}

std::string_view standard_type(std::string_view type) {
  const std::string plain = plain_heading(type);
  const auto at = std::find_if(kTypes.begin(), kTypes.end(),
                               [&plain](const Standard& one) { return one.given == plain; });
  return at == kTypes.end() ? std::string_view() : at->standard;
}

ParsedEntry parse_link_row(const TableColumns& columns, const std::vector<std::string>& cells,
                           const std::string& position, const LinkListOptions& options) {
  return Row(columns, cells, position, options).parse();
}

}  // namespace evidence
