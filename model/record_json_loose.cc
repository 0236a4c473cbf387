// The tolerant reader: one table from key to what becomes of its value. Order of the members in the
// file does not matter.
#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "model/currency.h"
#include "model/person_name.h"
#include "model/record_json.h"

namespace evidence {
namespace {

struct Loose {
  Record record;
  std::vector<DroppedValue> dropped;
  std::string first_page, last_page;
  std::optional<Error> error;

  void drop(std::string_view key, std::string reason) {
    if (dropped.size() < 100) dropped.push_back({std::string(key), std::move(reason)});
  }
};

std::string_view view_of(const json::string& text) { return {text.data(), text.size()}; }

// A text or a whole number as clean text; "" and a note where it is neither.
std::string scalar(Loose& in, std::string_view key, const json::value& value,
                   std::string (*clean)(std::string_view) = clean_text) {
  if (const json::string* text = value.if_string()) return clean(view_of(*text));
  if (const std::int64_t* number = value.if_int64()) return std::to_string(*number);
  if (const std::uint64_t* number = value.if_uint64()) return std::to_string(*number);
  if (!value.is_null()) in.drop(key, "it is neither a text nor a whole number");
  return "";
}

// One text or a list of texts; other kinds of element are noted and left out.
std::vector<std::string> texts(Loose& in, std::string_view key, const json::value& value) {
  std::vector<std::string> out;
  if (const json::array* array = value.if_array()) {
    for (const json::value& element : *array) {
      if (std::string text = scalar(in, key, element); !text.empty())
        out.push_back(std::move(text));
    }
  } else if (std::string text = scalar(in, key, value); !text.empty()) {
    out.push_back(std::move(text));
  }
  return out;
}

// A key from outside as it may stand in a list of problems.
std::string key_for_message(std::string_view key) { return clean_text(truncate_utf8(key, 80)); }

std::string inner_text(const json::object& object, std::string_view key) {
  return clean_text(string_member(object, key));
}

template <typename Read>
void each_object(Loose& in, std::string_view key, const json::value& value, Read read) {
  const json::array* array = value.if_array();
  if (array == nullptr) {
    if (!value.is_null()) in.drop(key, "it is not a list");
    return;
  }
  for (const json::value& element : *array) {
    if (const json::object* object = element.if_object())
      read(*object);
    else
      in.drop(key, "it holds something that is not an object");
  }
}

void add_identifier(Loose& in, std::string_view key, IdentifierScheme scheme,
                    std::string_view raw) {
  Result<Identifier> identifier = Identifier::parse(scheme, raw);
  if (identifier.ok())
    in.record.identifiers.push_back(std::move(identifier).value());
  else
    in.drop(key, identifier.error().message);
}

template <IdentifierScheme kScheme>
void identifiers_of(Loose& in, std::string_view key, const json::value& value) {
  for (const std::string& raw : texts(in, key, value)) add_identifier(in, key, kScheme, raw);
}

void canonical_identifiers(Loose& in, std::string_view key, const json::value& value) {
  each_object(in, key, value, [&](const json::object& object) {
    const auto scheme = scheme_by_name(string_member(object, "scheme"));
    if (!scheme) return in.drop(key, "unknown scheme");
    add_identifier(in, key, *scheme, string_member(object, "value"));
  });
}

void title(Loose& in, std::string_view key, const json::value& value) {
  if (value.is_object() || value.is_array()) {
    in.error = Error{ErrorCode::kBadContent, "bad_record_json",
                     "record: \"" + std::string(key) + "\" is not a text", ""};
    return;
  }
  in.record.title = scalar(in, key, value);
}

void record_id(Loose& in, std::string_view key, const json::value& value) {
  in.record.source_record_id = scalar(in, key, value);
}
void loose_id(Loose& in, std::string_view key, const json::value& value) {
  if (in.record.source_record_id.empty()) record_id(in, key, value);
}

template <auto kMember>
void text_of_record(Loose& in, std::string_view key, const json::value& value) {
  in.record.*kMember = scalar(in, key, value);
}
template <auto kMember>
void text_of_publication(Loose& in, std::string_view key, const json::value& value) {
  in.record.publication.*kMember = scalar(in, key, value);
}
void contents(Loose& in, std::string_view key, const json::value& value) {
  in.record.table_of_contents = scalar(in, key, value, clean_text_keeping_lines);
}
void first_page(Loose& in, std::string_view key, const json::value& value) {
  in.first_page = scalar(in, key, value);
}
void last_page(Loose& in, std::string_view key, const json::value& value) {
  in.last_page = scalar(in, key, value);
}

template <bool Record::*kMember>
void flag(Loose& in, std::string_view key, const json::value& value) {
  if (const bool* set = value.if_bool())
    in.record.*kMember = *set;
  else if (!value.is_null())
    in.drop(key, "it is neither true nor false");
}

void date(Loose& in, std::string_view key, const json::value& value) {
  const std::string text = scalar(in, key, value);
  if (text.empty()) return;
  const std::optional<PartialDate> parsed = parse_date(text);
  if (!parsed) return in.drop(key, quoted_for_message(text) + " is not a date");
  PartialDate& known = in.record.publication.date;
  // "year" beside a fuller "date" adds nothing.
  if (!known.known() || (parsed->year == known.year && parsed->month != 0)) known = *parsed;
}

void abstract(Loose& in, std::string_view key, const json::value& value) {
  const auto add = [&in](std::string label, std::string text) {
    if (!text.empty()) in.record.abstract.push_back({std::move(label), std::move(text)});
  };
  if (const json::array* array = value.if_array()) {
    for (const json::value& element : *array) {
      if (const json::object* object = element.if_object()) {
        add(inner_text(*object, "label"), inner_text(*object, "text"));
      } else {
        add("", scalar(in, key, element));
      }
    }
    return;
  }
  add("", scalar(in, key, value));
}

void contributors(Loose& in, std::string_view key, const json::value& value) {
  std::vector<std::string> names;
  if (const json::string* one = value.if_string()) {
    for (const std::string_view name : split(view_of(*one), ';')) names.push_back(clean_text(name));
  }
  const json::array* array = value.if_array();
  if (array == nullptr && names.empty() && !value.is_null()) in.drop(key, "it is not a list");
  for (const std::string& name : names) {
    if (!name.empty()) in.record.contributors.push_back(parse_person_name(name));
  }
  if (array == nullptr) return;
  for (const json::value& element : *array) {
    const json::object* object = element.if_object();
    if (object == nullptr) {
      const std::string name = scalar(in, key, element);
      if (!name.empty()) in.record.contributors.push_back(parse_person_name(name));
      continue;
    }
    Contributor person;
    if (const std::string name = inner_text(*object, "name"); !name.empty()) {
      person = parse_person_name(name);
    }
    if (std::string family = inner_text(*object, "family"); !family.empty()) {
      person.family = std::move(family);
      person.given = inner_text(*object, "given");
      person.initials = inner_text(*object, "initials");
    }
    if (member(*object, "name") == nullptr || member(*object, "role") != nullptr) {
      person.role = inner_text(*object, "role");
    }
    person.orcid = inner_text(*object, "orcid");
    person.affiliation = inner_text(*object, "affiliation");
    if (!person.family.empty()) in.record.contributors.push_back(std::move(person));
  }
}

// "Asthma/drug therapy*", "*Asthma", "Asthma/*drug therapy/genetics": one subject for each
// qualifier; '*' marks the part that is a main topic.
void add_mesh(Record& record, std::string_view text) {
  const auto take_star = [](std::string_view& part) {
    bool star = false;
    part = trim(part);
    while (!part.empty() && part.front() == '*') {
      part.remove_prefix(1);
      star = true;
    }
    while (!part.empty() && part.back() == '*') {
      part.remove_suffix(1);
      star = true;
    }
    part = trim(part);
    return star;
  };
  std::vector<std::string_view> parts = split(text, '/');
  const bool heading_major = take_star(parts.front());
  if (parts.front().empty()) return;
  Subject subject;
  subject.scheme = "mesh";
  subject.label = parts.front();
  subject.major = heading_major;
  bool qualified = false;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool major = take_star(parts[i]);
    if (parts[i].empty()) continue;
    subject.qualifier = parts[i];
    subject.major = heading_major || major;
    record.subjects.push_back(subject);
    qualified = true;
  }
  if (!qualified) record.subjects.push_back(std::move(subject));
}

void mesh(Loose& in, std::string_view key, const json::value& value) {
  for (const std::string& text : texts(in, key, value)) add_mesh(in.record, text);
}

void keywords(Loose& in, std::string_view key, const json::value& value) {
  for (std::string& text : texts(in, key, value)) {
    Subject subject;
    subject.scheme = "keyword";
    subject.label = std::move(text);
    auto& all = in.record.subjects;
    if (std::find(all.begin(), all.end(), subject) == all.end()) all.push_back(std::move(subject));
  }
}

void subjects(Loose& in, std::string_view key, const json::value& value) {
  each_object(in, key, value, [&](const json::object& object) {
    const json::value* major = member(object, "major");
    in.record.subjects.push_back({inner_text(object, "scheme"), inner_text(object, "id"),
                                  inner_text(object, "label"), inner_text(object, "qualifier_id"),
                                  inner_text(object, "qualifier"),
                                  major != nullptr && major->is_bool() && major->get_bool()});
  });
}

void publication_types(Loose& in, std::string_view key, const json::value& value) {
  for (std::string& type : texts(in, key, value)) {
    in.record.publication_types.push_back(std::move(type));
  }
}
void retracted(Loose& in, std::string_view key, const json::value& value) {
  if (value.is_bool() && value.get_bool()) {
    in.record.publication_types.emplace_back("Retracted Publication");
  } else if (!value.is_bool() && !value.is_null()) {
    in.drop(key, "it is neither true nor false");
  }
}
void languages(Loose& in, std::string_view key, const json::value& value) {
  for (std::string& language : texts(in, key, value)) {
    in.record.languages.push_back(std::move(language));
  }
}
void truncated(Loose& in, std::string_view key, const json::value& value) {
  in.record.truncated = texts(in, key, value);
}

void add_link(Loose& in, std::string_view key, std::string_view url, std::string kind, bool open,
              std::string label = {}) {
  Result<WebUrl> parsed = parse_web_url(trim(url));
  if (!parsed.ok()) return in.drop(key, parsed.error().message);
  Link link{parsed->text, std::move(kind), open, std::move(label)};
  auto& all = in.record.links;
  if (std::find(all.begin(), all.end(), link) == all.end()) all.push_back(std::move(link));
}

void urls(Loose& in, std::string_view key, const json::value& value) {
  for (const std::string& url : texts(in, key, value)) add_link(in, key, url, "publisher", false);
}
void links(Loose& in, std::string_view key, const json::value& value) {
  each_object(in, key, value, [&](const json::object& object) {
    const json::value* open = member(object, "open");
    add_link(in, key, string_member(object, "url"), inner_text(object, "kind"),
             open != nullptr && open->is_bool() && open->get_bool(), inner_text(object, "label"));
  });
}

void open_access(Loose& in, std::string_view key, const json::value& value) {
  if (const bool* open = value.if_bool()) {
    in.record.open_access = *open ? OpenAccess::kOpen : OpenAccess::kClosed;
    return;
  }
  const std::string text = scalar(in, key, value);
  if (text == "open")
    in.record.open_access = OpenAccess::kOpen;
  else if (text == "closed")
    in.record.open_access = OpenAccess::kClosed;
  else if (!text.empty())
    in.drop(key, "it is neither open nor closed");
}

void licence(Loose& in, std::string_view key, const json::value& value) {
  std::string text = scalar(in, key, value);
  // A licence's address says more than its short name; both stand where both are given.
  if (text.empty()) return;
  if (in.record.rights.empty())
    in.record.rights = std::move(text);
  else if (key == "licence_url" || key == "license_url")
    in.record.rights += " " + text;
  else
    in.record.rights = text + " " + in.record.rights;
}

void relations(Loose& in, std::string_view key, const json::value& value) {
  each_object(in, key, value, [&](const json::object& object) {
    const auto type = relation_by_name(string_member(object, "type"));
    if (!type) return in.drop(key, "unknown type of relation");
    in.record.relations.push_back(
        {*type, inner_text(object, "target"), inner_text(object, "citation")});
  });
}

void coverage(Loose& in, std::string_view key, const json::value& value) {
  each_object(in, key, value, [&](const json::object& object) {
    const auto text = [&object](std::string_view name) { return inner_text(object, name); };
    in.record.coverage.push_back({text("first_date"), text("first_volume"), text("first_issue"),
                                  text("last_date"), text("last_volume"), text("last_issue"),
                                  text("embargo"), text("depth"), text("notes"),
                                  text("access_type"), text("title_id")});
  });
}

void read_member(Loose& in, std::string_view key, const json::value& value,
                 std::vector<std::string>& unknown_keys);

// Members of an object that are known by themselves; `read` gives false for one that is not.
template <typename Read>
void each_member(Loose& in, std::string_view key, const json::value& value, const Read& read) {
  const json::object* object = value.if_object();
  if (object == nullptr) {
    if (!value.is_null()) in.drop(key, "it is not an object");
    return;
  }
  for (const auto& [name, inner] : *object) {
    const std::string_view inner_key(name.data(), name.size());
    if (!read(inner_key, inner)) {
      in.drop(std::string(key) + "." + key_for_message(inner_key), "unknown member");
    }
  }
}

// Canonical "publication" and OpenAlex's "biblio".
void publication(Loose& in, std::string_view key, const json::value& value) {
  each_member(in, key, value, [&in](std::string_view inner_key, const json::value& inner) {
    if (inner_key == "title")
      text_of_publication<&Publication::title>(in, inner_key, inner);
    else if (inner_key == "abbreviation")
      text_of_publication<&Publication::abbreviation>(in, inner_key, inner);
    else if (inner_key == "volume")
      text_of_publication<&Publication::volume>(in, inner_key, inner);
    else if (inner_key == "issue")
      text_of_publication<&Publication::issue>(in, inner_key, inner);
    else if (inner_key == "pages")
      text_of_publication<&Publication::pages>(in, inner_key, inner);
    else if (inner_key == "publisher")
      text_of_publication<&Publication::publisher>(in, inner_key, inner);
    else if (inner_key == "edition")
      text_of_publication<&Publication::edition>(in, inner_key, inner);
    else if (inner_key == "date")
      date(in, inner_key, inner);
    else if (inner_key == "first_page")
      first_page(in, inner_key, inner);
    else if (inner_key == "last_page")
      last_page(in, inner_key, inner);
    else
      return false;
    return true;
  });
}

// A day of the record's history; what is no date is said and left out.
template <std::string History::*member>
void day_of(Loose& in, std::string_view key, const json::value& value) {
  if (value.is_null()) return;
  const auto parsed = value.is_string() ? parse_date(std::string_view(value.get_string()))
                                        : std::optional<PartialDate>{};
  if (!parsed) return in.drop(key, "it is not a date");
  in.record.history.*member = format_date(*parsed);
}

// One day of a guideline's currency; null and "" say nothing.
std::optional<PartialDate> day_in(Loose& in, std::string_view key, const json::value& value) {
  const std::string text = scalar(in, key, value);
  if (text.empty()) return std::nullopt;
  const std::optional<PartialDate> parsed = parse_date(text);
  if (!parsed) in.drop(key, quoted_for_message(text) + " is not a date");
  return parsed;
}
template <PartialDate Currency::*member>
void currency_day(Loose& in, std::string_view key, const json::value& value) {
  if (const auto day = day_in(in, key, value)) in.record.currency.*member = *day;
}
void currency_version(Loose& in, std::string_view key, const json::value& value) {
  in.record.currency.version = scalar(in, key, value);
}
void currency_state(Loose& in, std::string_view key, const json::value& value) {
  const std::string text = scalar(in, key, value);
  if (text.empty()) return;
  const auto known = currency_statement_by_word(text);
  if (!known) return in.drop(key, quoted_for_message(text) + " is no state of a guideline");
  in.record.currency.stated = *known;
}
// `true`, or the day: a day says that it is withdrawn as much as "true" does.
void withdrawn(Loose& in, std::string_view key, const json::value& value) {
  if (const bool* set = value.if_bool()) {
    if (*set) in.record.currency.stated = CurrencyStatement::kWithdrawn;
    return;
  }
  const auto day = day_in(in, key, value);
  if (!day) return;
  in.record.currency.stated = CurrencyStatement::kWithdrawn;
  in.record.currency.withdrawn_on = *day;
}
void replaced_by(Loose& in, std::string_view key, const json::value& value) {
  for (const std::string& text : texts(in, key, value)) {
    in.record.relations.push_back(superseded_by(text));
  }
}
void currency(Loose& in, std::string_view key, const json::value& value) {
  each_member(in, key, value, [&in](std::string_view inner_key, const json::value& inner) {
    if (inner_key == "version")
      currency_version(in, inner_key, inner);
    else if (inner_key == "review_due")
      currency_day<&Currency::review_due>(in, inner_key, inner);
    else if (inner_key == "last_reviewed")
      currency_day<&Currency::last_reviewed>(in, inner_key, inner);
    else if (inner_key == "state")
      currency_state(in, inner_key, inner);
    else if (inner_key == "withdrawn_on")
      currency_day<&Currency::withdrawn_on>(in, inner_key, inner);
    else
      return false;
    return true;
  });
}

using Handler = void (*)(Loose&, std::string_view, const json::value&);
constexpr std::array<std::pair<std::string_view, Handler>, 69> kHandlers{{
    {"abbreviation", text_of_publication<&Publication::abbreviation>},
    {"abstract", abstract},
    {"authors", contributors},
    {"biblio", publication},
    {"completed", day_of<&History::completed>},
    {"contributors", contributors},
    {"coverage", coverage},
    {"created", day_of<&History::created>},
    {"currency", currency},
    {"currency_state", currency_state},
    {"date", date},
    {"datestamp", text_of_record<&Record::datestamp>},
    {"deleted", flag<&Record::deleted>},
    {"doi", identifiers_of<IdentifierScheme::kDoi>},
    {"edition", text_of_publication<&Publication::edition>},
    {"entered", day_of<&History::entered>},
    {"first_page", first_page},
    {"focus", keywords},
    {"fpage", first_page},
    {"id", loose_id},
    {"identifiers", canonical_identifiers},
    {"indexed", day_of<&History::indexed>},
    {"is_oa", open_access},
    {"isbn", identifiers_of<IdentifierScheme::kIsbn>},
    {"issn", identifiers_of<IdentifierScheme::kIssn>},
    {"issue", text_of_publication<&Publication::issue>},
    {"journal", text_of_publication<&Publication::title>},
    {"keywords", keywords},
    {"language", languages},
    {"languages", languages},
    {"last_page", last_page},
    {"last_reviewed", currency_day<&Currency::last_reviewed>},
    {"licence", licence},
    {"licence_url", licence},
    {"license", licence},
    {"license_url", licence},
    {"links", links},
    {"lpage", last_page},
    {"mesh", mesh},
    {"nct", identifiers_of<IdentifierScheme::kNct>},
    {"open_access", open_access},
    {"original_title", text_of_record<&Record::original_title>},
    {"pages", text_of_publication<&Publication::pages>},
    {"pmcid", identifiers_of<IdentifierScheme::kPmcid>},
    {"pmid", identifiers_of<IdentifierScheme::kPmid>},
    {"publication", publication},
    {"publication_types", publication_types},
    {"publisher", text_of_publication<&Publication::publisher>},
    {"pubtypes", publication_types},
    {"relations", relations},
    {"retracted", retracted},
    {"review_due", currency_day<&Currency::review_due>},
    {"rights", text_of_record<&Record::rights>},
    {"sample", flag<&Record::sample>},
    {"source", text_of_record<&Record::source>},
    {"source_record_id", record_id},
    {"subjects", subjects},
    {"superseded_by", replaced_by},
    {"synonyms", keywords},
    {"table_of_contents", contents},
    {"title", title},
    {"toc", contents},
    {"truncated", truncated},
    {"url", urls},
    {"urls", urls},
    {"version", currency_version},
    {"volume", text_of_publication<&Publication::volume>},
    {"withdrawn", withdrawn},
    {"year", date},
}};

void read_member(Loose& in, std::string_view key, const json::value& value,
                 std::vector<std::string>& unknown_keys) {
  const auto at =
      std::lower_bound(kHandlers.begin(), kHandlers.end(), key,
                       [](const auto& entry, std::string_view name) { return entry.first < name; });
  if (at != kHandlers.end() && at->first == key)
    at->second(in, key, value);
  else if (unknown_keys.size() < 100)
    unknown_keys.push_back(key_for_message(key));
}

}  // namespace

Result<Record> record_from_loose_json(const json::object& object,
                                      std::vector<std::string>& unknown_keys,
                                      std::vector<DroppedValue>* dropped) {
  Loose in;
  for (const auto& [key, value] : object) {
    read_member(in, {key.data(), key.size()}, value, unknown_keys);
    if (in.error) return *std::move(in.error);
  }
  Publication& publication = in.record.publication;
  if (publication.pages.empty() && !in.first_page.empty()) {
    publication.pages = in.first_page;
    if (!in.last_page.empty() && in.last_page != in.first_page) {
      publication.pages += "-" + in.last_page;
    }
  }
  apply_limits(in.record);
  if (dropped != nullptr) *dropped = std::move(in.dropped);
  return std::move(in.record);
}

}  // namespace evidence
