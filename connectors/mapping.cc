#include "connectors/mapping.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/date.h"
#include "base/text.h"
#include "base/url.h"
#include "model/currency.h"

namespace evidence {
namespace {

// Which fields a rule may look at and change, and how.
struct MappedField {
  std::string_view name;
  bool can_test = true;
  bool can_set = false;
  bool many = false;  // add and remove make sense
};
constexpr std::array<MappedField, 18> kFields{{
    {"publication_type", true, true, true},
    {"subject", true, false, true},
    {"language", true, true, true},
    {"rights", true, true, false},
    {"publisher", true, true, false},
    {"journal", true, true, false},
    {"title", true, true, false},
    {"open_access", true, true, false},
    {"link", false, false, true},
    {"source_record_id", true, false, false},
    {"url", true, false, false},
    {"edition", true, true, false},
    {"abstract", true, true, false},
    {"version", true, true, false},
    {"review_due", true, true, false},
    {"last_reviewed", true, true, false},
    {"currency", true, true, false},
    {"superseded_by", false, false, true},
}};
constexpr std::array<std::string_view, 8> kPlaceholders{
    "title", "title_encoded", "id", "id_encoded", "doi", "isbn", "issn", "url"};

const MappedField* field_named(std::string_view name) {
  const auto at = std::find_if(kFields.begin(), kFields.end(),
                               [name](const MappedField& one) { return one.name == name; });
  return at == kFields.end() ? nullptr : &*at;
}

std::string first_identifier(const Record& record, IdentifierScheme scheme) {
  for (const Identifier& one : record.identifiers) {
    if (one.scheme() == scheme) return one.value();
  }
  return "";
}

std::string placeholder_value(std::string_view name, const Record& record) {
  if (name == "title") return record.title;
  if (name == "title_encoded") return percent_encode(record.title);
  if (name == "id") return record.source_record_id;
  if (name == "id_encoded") return percent_encode(record.source_record_id);
  if (name == "doi") return first_identifier(record, IdentifierScheme::kDoi);
  if (name == "isbn") return first_identifier(record, IdentifierScheme::kIsbn);
  if (name == "issn") return first_identifier(record, IdentifierScheme::kIssn);
  if (name == "url") return record.links.empty() ? "" : record.links.front().url;
  return "";
}

// Every {name} in order; `seen` gives what stands for it. False where seen does.
template <typename Seen>
bool replace_placeholders(std::string_view value, std::string& out, const Seen& seen) {
  while (!value.empty()) {
    const std::size_t open = value.find('{');
    const std::size_t close = open == std::string_view::npos ? open : value.find('}', open);
    if (close == std::string_view::npos) break;
    out += value.substr(0, open);
    const std::optional<std::string> text = seen(value.substr(open + 1, close - open - 1));
    if (!text) return false;
    out += *text;
    value.remove_prefix(close + 1);
  }
  out += value;
  return true;
}

std::optional<std::string> filled(std::string_view value, const Record& record) {
  std::string out;
  const bool complete = replace_placeholders(value, out, [&record](std::string_view name) {
    std::string text = placeholder_value(name, record);
    return text.empty() ? std::nullopt : std::optional<std::string>(std::move(text));
  });
  return complete ? std::optional<std::string>(std::move(out)) : std::nullopt;
}

std::vector<std::string> values_of(std::string_view field, const Record& record) {
  std::vector<std::string> values;
  if (field == "publication_type") return record.publication_types;
  if (field == "language") return record.languages;
  if (field == "subject") {
    for (const Subject& one : record.subjects) values.push_back(one.scheme + ":" + one.label);
  } else if (field == "url") {
    for (const Link& one : record.links) values.push_back(one.url);
  } else if (field == "abstract") {
    for (const AbstractSection& one : record.abstract) values.push_back(one.text);
  } else if (field == "rights") {
    values.push_back(record.rights);
  } else if (field == "publisher") {
    values.push_back(record.publication.publisher);
  } else if (field == "journal") {
    values.push_back(record.publication.title);
  } else if (field == "title") {
    values.push_back(record.title);
  } else if (field == "edition") {
    values.push_back(record.publication.edition);
  } else if (field == "source_record_id") {
    values.push_back(record.source_record_id);
  } else if (field == "version") {
    values.push_back(record.currency.version);
  } else if (field == "review_due") {
    values.push_back(format_date(record.currency.review_due));
  } else if (field == "last_reviewed") {
    values.push_back(format_date(record.currency.last_reviewed));
  } else if (field == "currency") {
    values.emplace_back(currency_statement_name(record.currency.stated));
  } else if (field == "open_access") {
    values.emplace_back(record.open_access == OpenAccess::kOpen     ? "yes"
                        : record.open_access == OpenAccess::kClosed ? "no"
                                                                    : "");
  }
  return values;
}

bool matches(const MappingRule& rule, std::string_view value) {
  switch (rule.test) {
    case MappingRule::Test::kAlways:
      return true;
    case MappingRule::Test::kEquals:
      return fold(value) == fold(rule.against);
    case MappingRule::Test::kContains:
      return fold(value).find(fold(rule.against)) != std::string::npos;
    case MappingRule::Test::kStartsWith:
      return fold(value).starts_with(fold(rule.against));
  }
  return false;
}

bool applies(const MappingRule& rule, const Record& record) {
  if (rule.when.empty()) return true;
  const std::vector<std::string> values = values_of(rule.when, record);
  return std::any_of(values.begin(), values.end(),
                     [&rule](const std::string& value) { return matches(rule, value); });
}

Subject subject_of(std::string_view value) {
  Subject subject;
  const std::size_t colon = value.find(':');
  subject.scheme =
      colon == std::string_view::npos ? "keyword" : std::string(value.substr(0, colon));
  subject.label = clean_text(colon == std::string_view::npos ? value : value.substr(colon + 1));
  return subject;
}

std::optional<Link> link_of(std::string_view value) {
  const std::size_t bar = value.find('|');
  if (bar == std::string_view::npos) return std::nullopt;
  const auto url = parse_web_url(value.substr(bar + 1));
  if (!url.ok()) return std::nullopt;
  return Link{url->text, std::string(value.substr(0, bar)), false};
}

template <typename T>
void add_once(std::vector<T>& all, T value) {
  if (std::find(all.begin(), all.end(), value) == all.end()) all.push_back(std::move(value));
}

void change_list(std::vector<std::string>& values, const MappingRule& rule, std::string value) {
  switch (rule.action) {
    case MappingRule::Action::kSet:
      values = {std::move(value)};
      break;
    case MappingRule::Action::kAdd:
      add_once(values, std::move(value));
      break;
    case MappingRule::Action::kRemove:
      std::erase_if(values, [&value](const std::string& one) { return fold(one) == fold(value); });
      break;
  }
}

void change(const MappingRule& rule, std::string value, Record& record) {
  const bool remove = rule.action == MappingRule::Action::kRemove;
  if (rule.field == "publication_type") {
    change_list(record.publication_types, rule, std::move(value));
  } else if (rule.field == "language") {
    change_list(record.languages, rule, std::move(value));
  } else if (rule.field == "subject") {
    const Subject subject = subject_of(value);
    if (remove) {
      std::erase_if(record.subjects, [&subject](const Subject& one) {
        return one.scheme == subject.scheme && fold(one.label) == fold(subject.label);
      });
    } else {
      add_once(record.subjects, subject);
    }
  } else if (rule.field == "link") {
    if (const auto link = link_of(value)) {
      if (remove) {
        std::erase(record.links, *link);
      } else {
        add_once(record.links, *link);
      }
    }
  } else if (rule.field == "rights") {
    record.rights = std::move(value);
  } else if (rule.field == "publisher") {
    record.publication.publisher = std::move(value);
  } else if (rule.field == "journal") {
    record.publication.title = std::move(value);
  } else if (rule.field == "title") {
    record.title = std::move(value);
  } else if (rule.field == "edition") {
    record.publication.edition = std::move(value);
  } else if (rule.field == "abstract") {
    record.abstract = {AbstractSection{"", std::move(value)}};
  } else if (rule.field == "version") {
    record.currency.version = std::move(value);
  } else if (rule.field == "review_due" || rule.field == "last_reviewed") {
    // A placeholder may give what is no date: then the source has not said one.
    const auto day = parse_date(value);
    if (!day) return;
    (rule.field == "review_due" ? record.currency.review_due : record.currency.last_reviewed) =
        *day;
  } else if (rule.field == "currency") {
    record.currency.stated = currency_statement_by_word(value).value_or(CurrencyStatement::kNone);
  } else if (rule.field == "superseded_by") {
    const Relation relation = superseded_by(value);
    if (remove) {
      std::erase(record.relations, relation);
    } else {
      add_once(record.relations, relation);
    }
  } else if (rule.field == "open_access") {
    record.open_access = value == "yes" ? OpenAccess::kOpen : OpenAccess::kClosed;
  }
}

Error bad_rule(const std::string& what) {
  return {ErrorCode::kInvalidArgument, "bad_mapping", "map: " + what,
          "docs/connectors.md says what a rule may contain"};
}

}  // namespace

Result<void> validate(const MappingRule& rule) {
  if (!rule.when.empty()) {
    const MappedField* tested = field_named(rule.when);
    if (tested == nullptr || !tested->can_test) {
      return bad_rule("when cannot look at " + quoted_for_message(rule.when, 40));
    }
    if (rule.test == MappingRule::Test::kAlways) {
      return bad_rule("when needs equals, contains or starts_with");
    }
  }
  const MappedField* changed = field_named(rule.field);
  if (changed == nullptr || (!changed->can_set && !changed->many)) {
    return bad_rule("field " + quoted_for_message(rule.field, 40) + " cannot be changed");
  }
  if (rule.action == MappingRule::Action::kSet && !changed->can_set) {
    return bad_rule("then = \"set\" does not fit " + rule.field + "; use add or remove");
  }
  if (rule.action != MappingRule::Action::kSet && !changed->many) {
    return bad_rule("then = \"add\" and \"remove\" do not fit " + rule.field + "; use set");
  }
  if (rule.field == "open_access" && rule.value != "yes" && rule.value != "no") {
    return bad_rule("open_access is \"yes\" or \"no\"");
  }
  if (rule.field == "currency" && !currency_statement_by_word(rule.value)) {
    return bad_rule("currency is \"current\", \"superseded\" or \"withdrawn\"");
  }
  if ((rule.field == "review_due" || rule.field == "last_reviewed") &&
      rule.value.find('{') == std::string::npos && !parse_date(rule.value)) {
    return bad_rule(rule.field + " is a date like 2027-05-01 or 2027-05");
  }
  std::string out;
  std::string unknown;
  replace_placeholders(rule.value, out, [&unknown](std::string_view name) {
    const bool known =
        std::find(kPlaceholders.begin(), kPlaceholders.end(), name) != kPlaceholders.end();
    if (!known && unknown.empty()) unknown = std::string(name);
    return std::optional<std::string>("x");
  });
  if (!unknown.empty()) {
    return bad_rule("{" + unknown + "} is no placeholder");
  }
  if (rule.field == "link" && !link_of(out)) {
    return bad_rule("a link is \"kind|https://…\", not " + quoted_for_message(rule.value, 100));
  }
  return {};
}

void apply_mapping(const std::vector<MappingRule>& rules, Record& record) {
  if (record.deleted) return;
  for (const MappingRule& rule : rules) {
    if (!applies(rule, record)) continue;
    if (auto value = filled(rule.value, record)) change(rule, std::move(*value), record);
  }
}

}  // namespace evidence
