#include "connectors/format/dc_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/dc_reading.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/orcid.h"
#include "connectors/format/reference_keywords.h"
#include "connectors/format/reference_text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

using Statements = std::vector<DcStatement>;

bool is_english(const DcStatement& statement) {
  return starts_with_ignoring_case(statement.language, "en");
}

void read_titles(RecordReading& in, const Statements& all) {
  std::vector<const DcStatement*> titles;
  std::vector<const DcStatement*> others;
  for (const DcStatement& statement : all) {
    if (statement.element != "title") continue;
    (statement.refinement.empty() ? titles : others).push_back(&statement);
  }
  // Several languages: the English one leads, whatever the order.
  const auto english = std::find_if(titles.begin(), titles.end(),
                                    [](const DcStatement* title) { return is_english(*title); });
  if (english != titles.end() && english != titles.begin() && !titles.front()->language.empty()) {
    std::rotate(titles.begin(), english, english + 1);
  }
  titles.insert(titles.end(), others.begin(), others.end());
  Record& record = in.record;
  for (const DcStatement* title : titles) {
    const std::string& text = title->text;
    if (record.title.empty()) {
      record.title = text;
    } else if (text == record.title || text == record.original_title) {
      continue;
    } else if (record.original_title.empty()) {
      record.original_title = text;
    } else {
      in.drop("extra_title", "the record has more than two titles; " +
                                 quoted_for_message(text, 100) + " was left out");
    }
  }
}

void add_name(RecordReading& in, std::string_view text, const std::string& role) {
  std::string name(trim(text));
  if (name.empty()) return;
  const std::string orcid = bare_orcid(name);
  if (!orcid.empty()) {
    // What stands before the number, without the bracket or address that leads to it.
    name.resize(std::min({name.find(orcid), name.find("http"), name.find('[')}));
    while (!name.empty() && std::string_view(" ,;([").find(name.back()) != kNone) name.pop_back();
  }
  if (name.empty()) return;
  Contributor person;
  if (is_corporate_name(name)) {
    person.family = name;
    person.role = "collective";
  } else {
    person = parse_person_name(name);
  }
  if (person.role == "author") person.role = role;
  person.orcid = orcid;
  auto& all = in.record.contributors;
  if (std::find(all.begin(), all.end(), person) == all.end()) all.push_back(std::move(person));
}

// "Smith, J; Jones, K" are two; in "Smith, J; University of X" (OJS) the second is where the first
// works.
void read_people(RecordReading& in, const DcStatement& statement) {
  std::string role = statement.element == "creator" ? "author" : "contributor";
  for (const std::string_view known :
       {"author", "editor", "advisor", "translator", "illustrator"}) {
    if (statement.refinement == known) role = known;
  }
  if (statement.refinement == "department" || statement.refinement == "institution" ||
      statement.refinement == "school") {
    return add_name(in, statement.text, "collective");
  }
  bool first = true;
  for (const std::string_view part : split(statement.text, ';')) {
    const std::string_view name = trim(part);
    auto& all = in.record.contributors;
    if (!first && !all.empty() && is_corporate_name(name)) {
      if (all.back().affiliation.empty()) all.back().affiliation = name;
      continue;
    }
    add_name(in, name, role);
    first = false;
  }
}

// How far a date is from being the day of publication; the least wins.
int distance(const DcStatement& statement, const DcDate& date) {
  const std::string& how = statement.refinement;
  if (how == "issued") return 0;
  if (how.empty() || how == "copyrighted" || how == "created") {
    return (date.has_time ? 6 : 1) + (how.empty() ? 0 : 1);
  }
  if (how == "available") return date.has_time ? 8 : 3;
  if (how == "accepted" || how == "submitted" || how == "accessioned") return 9;
  return 10;  // modified, updated, valid, embargo …
}

void read_dates(RecordReading& in, const Statements& all, std::string_view datestamp) {
  const auto stamp = parse_date(datestamp.substr(0, 10));
  const int last_year = stamp ? stamp->year + 1 : 2'099;
  constexpr int kNoPublication = 10;
  int best = kNoPublication;
  PartialDate& date = in.record.publication.date;
  for (const DcStatement& statement : all) {
    if (statement.element != "date") continue;
    const DcDate found = dc_date(statement.text);
    if (!found.date.known()) {
      // Other kinds of date ("info:eu-repo/date/embargoEnd/…") are understood and not wanted.
      if (!starts_with_ignoring_case(statement.text, "info:eu-repo/date/")) {
        in.bad_date("date", statement.text);
      }
      continue;
    }
    if (found.date.year > last_year) {
      if (found.date.year < 2'100) {
        in.drop("future_date", "the date " + quoted_for_message(statement.text, 40) +
                                   " lies in the future and was not taken as the publication's");
      }
      continue;
    }
    const int far = distance(statement, found);
    if (far < best || (far == best && found.date < date)) {
      best = std::min(best, far);
      if (far < kNoPublication) date = found.date;
    }
  }
}

void read_descriptions(RecordReading& in, const Statements& all) {
  Record& record = in.record;
  const bool has_abstract = std::any_of(all.begin(), all.end(), [](const DcStatement& statement) {
    return statement.element == "description" && statement.refinement == "abstract";
  });
  for (const DcStatement& statement : all) {
    if (statement.element != "description") continue;
    const std::string& how = statement.refinement;
    if (how == "tableofcontents") {
      if (!record.table_of_contents.empty()) record.table_of_contents += '\n';
      record.table_of_contents += statement.text;
      continue;
    }
    if (how == "provenance" || how == "sponsorship" || how == "version" ||
        how == "statementofresponsibility" || (has_abstract && how != "abstract") ||
        is_status_note(statement.text)) {
      continue;  // about the copy, not the content
    }
    if (dc_citation(statement.text, record.title) && statement.text.size() < 200) {
      // A short text with volume and pages; an abstract is longer.
      if (const auto citation = dc_citation(statement.text, record.title);
          citation && !citation->journal.empty() && !citation->volume.empty() &&
          record.publication.volume.empty()) {
        record.publication.title = citation->journal;
        record.publication.volume = citation->volume;
        record.publication.issue = citation->issue;
        record.publication.pages = citation->pages;
        continue;
      }
    }
    std::string_view text = statement.text;
    for (const std::string_view lead : {"abstract:", "abstract "}) {
      if (starts_with_ignoring_case(text, lead)) text = trim(text.substr(lead.size()));
    }
    for (AbstractSection& section : abstract_sections(text)) {
      const auto& known = record.abstract;
      if (std::find(known.begin(), known.end(), section) == known.end()) {
        record.abstract.push_back(std::move(section));
      }
    }
  }
}

// Names of vocabularies before a subject or as its scheme, in lower case; others are keywords.
std::string subject_scheme(std::string_view name) {
  const std::string lower = to_lower_ascii(trim(name));
  if (lower.find("mesh") != kNone) return "mesh";
  for (const std::string_view known :
       {"lcsh", "lcc", "ddc", "udc", "agrovoc", "nlm", "jel", "msc", "fos", "emtree", "snomed"}) {
    if (lower == known || lower.ends_with(":" + std::string(known))) return std::string(known);
  }
  return {};
}

void add_subject(RecordReading& in, std::string_view text, std::string scheme) {
  text = trim(text);
  constexpr std::string_view kClassification = "info:eu-repo/classification/";
  if (starts_with_ignoring_case(text, kClassification)) {
    const std::string_view rest = text.substr(kClassification.size());
    const std::size_t slash = rest.find('/');
    if (slash != kNone) {
      scheme = to_lower_ascii(rest.substr(0, slash));
      text = rest.substr(slash + 1);
    }
  } else if (const std::size_t marks = text.find("::"); marks != kNone && marks <= 20) {
    std::string named = subject_scheme(text.substr(0, marks));
    // "MeSH::Asthma"; but "Science::Medicine" is a path.
    if (!named.empty()) {
      scheme = std::move(named);
      text = trim(text.substr(marks + 2));
    }
  } else if (const std::size_t colon = text.find(':'); colon != kNone && colon <= 12) {
    std::string named = subject_scheme(text.substr(0, colon));
    if (!named.empty()) {
      scheme = std::move(named);
      text = trim(text.substr(colon + 1));
    }
  }
  if (text.empty()) return;
  if (scheme == "mesh") {
    for (Subject& subject : mesh_subjects(text)) {
      auto& all = in.record.subjects;
      if (std::find(all.begin(), all.end(), subject) == all.end()) {
        all.push_back(std::move(subject));
      }
    }
    return;
  }
  in.add_subject(scheme.empty() ? "keyword" : std::move(scheme), std::string(text));
}

void read_subjects(RecordReading& in, const Statements& all) {
  const auto subjects = std::count_if(all.begin(), all.end(), [](const DcStatement& statement) {
    return statement.element == "subject";
  });
  for (const DcStatement& statement : all) {
    if (statement.element == "coverage") {
      in.add_subject("coverage", statement.text);
      continue;
    }
    if (statement.element != "subject") continue;
    std::string scheme = subject_scheme(statement.scheme);
    if (scheme.empty()) scheme = subject_scheme(statement.refinement);
    const std::string& text = statement.text;
    // One statement with all keywords in it.
    const bool commas = subjects == 1 && scheme.empty() && text.find(';') == kNone &&
                        std::count(text.begin(), text.end(), ',') >= 2;
    for (const std::string_view part : split(text, commas ? ',' : ';')) {
      add_subject(in, part, scheme);
    }
  }
}

void read_types(RecordReading& in, const DcStatement& statement) {
  const std::string name = dc_type(statement.text);
  const bool uri = statement.text.find("://") != kNone || statement.text.starts_with("info:") ||
                   statement.text.starts_with("doc-type:");
  // As the source says it, and in the usual word where that is another.
  if (!uri && !name.empty()) in.add_type(statement.text);
  in.add_type(name);
}

void read_rights(RecordReading& in, const Statements& all) {
  Record& record = in.record;
  bool closed = false;
  std::vector<std::string> texts;
  for (const DcStatement& statement : all) {
    if (statement.element != "rights" || statement.refinement == "holder") continue;
    const DcRights rights = dc_rights(statement.text);
    if (rights.access == OpenAccess::kOpen) record.open_access = OpenAccess::kOpen;
    closed = closed || rights.access == OpenAccess::kClosed;
    if (rights.only_access ||
        std::find(texts.begin(), texts.end(), statement.text) != texts.end()) {
      continue;
    }
    texts.insert(rights.licence_url ? texts.begin() : texts.end(), statement.text);
  }
  // Closed or under embargo is said of this copy: a licence for later does not open it now.
  if (closed) record.open_access = OpenAccess::kClosed;
  record.rights = join(texts, "; ");
  if (record.open_access != OpenAccess::kOpen) return;
  for (Link& link : record.links) link.open = link.kind == "repository" || link.kind == "pdf";
}

}  // namespace

ParsedEntry dc_record(const std::vector<DcStatement>& statements, const std::string& position,
                      std::string_view datestamp) {
  DcReading reading{{{}, {}, position}, {}, {}, {}, {}, {}, {}, {}};
  RecordReading& in = reading.in;
  in.record.datestamp = datestamp;
  read_titles(in, statements);
  for (const DcStatement& statement : statements) {
    const std::string& element = statement.element;
    if (element == "creator" || element == "contributor") read_people(in, statement);
    if (element == "publisher" && in.record.publication.publisher.empty()) {
      in.record.publication.publisher = statement.text;
    }
    if (element == "type") read_types(in, statement);
    if (element == "language") {
      const std::string lower = to_lower_ascii(statement.text);
      if (lower != "other" && lower != "n/a" && lower != "zxx" && lower != "und") {
        in.add_language(statement.text);
      }
    }
    if (element == "identifier") read_identifier(reading, statement);
    if (element == "relation") read_relation(reading, statement);
    if (element == "source") read_source(reading, statement);
  }
  read_dates(in, statements, datestamp);
  read_descriptions(in, statements);
  read_subjects(in, statements);
  finish_identifiers(reading);
  read_rights(in, statements);
  if (in.record.title.empty()) {
    in.drop("no_title", "the record has no title, so it is not kept");
    ParsedEntry parsed;
    parsed.problems = std::move(in.problems);
    return parsed;
  }
  add_identifier_links(in.record);
  return std::move(in).finish("the record has no identifier");
}

}  // namespace evidence
