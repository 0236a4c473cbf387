// The indexes that a CQL query may name: those of the cql, dc, bath and rec context sets, and our
// own, which are the names of the schema table ("title", or several: "title+abstract"). Private to
// query/; pure. docs/syntax-cql.md lists them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/field.h"
#include "model/field_set.h"

namespace evidence::query {

enum class CqlIndexKind {
  kText,        // words in `fields`
  kExact,       // a whole value of `field`
  kDate,        // `slot`
  kIdentifier,  // a number of whatever kind
  kIsbn,
  kIssn,
  kLanguage,
  kHeading,  // a heading of `vocabulary`
  kSubheading,
  kAllRecords,  // cql.allRecords = 1
  kResultSet,   // cql.resultSetId = 3: a line
};

struct CqlIndex {
  CqlIndexKind kind = CqlIndexKind::kText;
  FieldSet fields = Field::kAny;
  // Of kExact; of kText the field of whole values for "exact", kAny where there is none.
  Field field = Field::kAny;
  Slot slot = Slot::kDate;
  std::string vocabulary;
};

// `uri` is that of the context set where the query names one, else "".
std::optional<CqlIndex> cql_index(std::string_view name, std::string_view uri);

// "title+abstract": how an index of these fields is written.
std::string cql_index_name(FieldSet fields);

}  // namespace evidence::query
