#include "connectors/format/record_reading.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/orcid.h"
#include "model/language.h"

namespace evidence {

void RecordReading::drop(std::string code, std::string reason) {
  problems.push_back({position, std::move(code), std::move(reason)});
}

void RecordReading::add_identifier(IdentifierScheme scheme, std::string_view raw) {
  raw = trim(raw);
  if (raw.empty()) return;
  Result<Identifier> identifier = Identifier::parse(scheme, raw);
  if (!identifier.ok()) return drop("bad_identifier", identifier.error().message);
  auto& all = record.identifiers;
  if (std::find(all.begin(), all.end(), *identifier) == all.end()) {
    all.push_back(std::move(identifier).value());
  }
}

void RecordReading::add_link(std::string_view url, std::string kind, bool open) {
  url = trim(url);
  if (url.empty()) return;
  const Result<WebUrl> parsed = parse_web_url(url);
  if (!parsed.ok()) {
    return drop("bad_link", "the link " + quoted_for_message(url) +
                                " is no web address that can be opened safely");
  }
  const auto known = std::find_if(record.links.begin(), record.links.end(),
                                  [&](const Link& link) { return link.url == parsed->text; });
  if (known == record.links.end()) {
    record.links.push_back({parsed->text, std::move(kind), open});
  } else {
    known->open = known->open || open;
  }
}

void RecordReading::add_subject(std::string scheme, std::string label, std::string id) {
  if (label.empty()) return;
  Subject subject;
  subject.scheme = std::move(scheme);
  subject.label = std::move(label);
  subject.id = std::move(id);
  const auto& all = record.subjects;
  if (std::find(all.begin(), all.end(), subject) == all.end()) {
    record.subjects.push_back(std::move(subject));
  }
}

void RecordReading::add_language(std::string_view raw) {
  raw = trim(raw);
  if (raw.empty()) return;
  std::string code = language_code(raw);
  if (code.empty()) {
    return drop("unknown_language", "the language " + quoted_for_message(raw, 40) +
                                        " is no code or name that is known");
  }
  auto& all = record.languages;
  if (std::find(all.begin(), all.end(), code) == all.end()) all.push_back(std::move(code));
}

void RecordReading::add_type(std::string name) {
  auto& all = record.publication_types;
  if (name.empty() || std::find(all.begin(), all.end(), name) != all.end()) return;
  all.push_back(std::move(name));
}

void RecordReading::add_relation(RelationType type, std::string target, std::string citation) {
  if (target.empty() && citation.empty()) return;
  Relation relation{type, std::move(target), std::move(citation)};
  const auto& all = record.relations;
  if (std::find(all.begin(), all.end(), relation) == all.end()) {
    record.relations.push_back(std::move(relation));
  }
}

void RecordReading::add_relation(RelationType type, IdentifierScheme scheme, std::string_view raw) {
  raw = trim(raw);
  if (raw.empty()) return;
  const Result<Identifier> identifier = Identifier::parse(scheme, raw);
  if (!identifier.ok()) {
    // The statement itself counts, a retraction above all, even where its notice cannot be found.
    drop("bad_identifier", identifier.error().message);
    return add_relation(type, "", clean_text(raw));
  }
  add_relation(type, std::string(scheme_name(scheme)) + ":" + identifier->value());
}

std::string RecordReading::orcid(std::string_view raw) {
  if (trim(raw).empty()) return {};
  std::string bare = bare_orcid(raw);
  if (bare.empty()) {
    drop("bad_orcid", quoted_for_message(raw, 60) + " is no ORCID with a right check digit");
  }
  return bare;
}

void RecordReading::bad_date(std::string_view what, std::string_view text) {
  drop("bad_date", "the " + std::string(what) + " " + quoted_for_message(text, 60) + " is no date");
}

ParsedEntry RecordReading::finish(std::string_view why_no_key) && {
  ParsedEntry parsed;
  parsed.problems = std::move(problems);
  if (record.source_record_id.empty()) {
    parsed.problems.push_back({position, "no_identifier", std::string(why_no_key)});
    return parsed;
  }
  apply_limits(record);
  parsed.records.push_back(std::move(record));
  return parsed;
}

}  // namespace evidence
