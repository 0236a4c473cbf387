// The declarative mapping of a source: rules in its file that adjust what the format read, so that
// a new feed needs no code. Applied to each record in order. Values and pure functions.
//
//   [[map]]
//   when = "publication_type"          # "" or absent: every record
//   equals = "Article"                 # or contains = …, or starts_with = …; case is ignored
//   then = "set"                       # set, add, remove
//   field = "publication_type"
//   value = "Practice Guideline"
//
// Fields: publication_type, subject (value "scheme:label"), language, rights, publisher, journal,
// edition, abstract, title, open_access ("yes", "no"), link ("kind|https://…"), version,
// review_due, last_reviewed, currency ("current", "superseded", "withdrawn"), superseded_by (add
// and remove), source_record_id (conditions only), url (conditions only). In a value {title},
// {title_encoded}, {id}, {id_encoded}, {doi}, {isbn}, {issn}, {url} stand for the record's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/record.h"

namespace evidence {

struct MappingRule {
  enum class Test { kAlways, kEquals, kContains, kStartsWith };
  enum class Action { kSet, kAdd, kRemove };
  std::string when;  // field looked at; "" with kAlways
  Test test = Test::kAlways;
  std::string against;
  Action action = Action::kSet;
  std::string field;
  std::string value;
};

// kInvalidArgument for an unknown field or placeholder, or an action that its field cannot do.
Result<void> validate(const MappingRule& rule);

// Tombstones are left as they are. A value whose placeholder is empty in this record changes
// nothing.
void apply_mapping(const std::vector<MappingRule>& rules, Record& record);

}  // namespace evidence
