// Local corrections to the merged description of a work: what a librarian mended, why and when.
// They outlive every harvest. Pure functions; the rows live in store/merge_store.h.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/work.h"

namespace evidence {

struct Correction {
  std::int64_t id = 0;
  std::string field;  // one of correctable_fields()
  // The new value; "" empties the field. Several values (authors, languages, publication types) are
  // separated by ';', authors as "Smith JA"; a date is ISO 8601 as far as it is known.
  std::string value;
  std::string reason, author, at;  // `at` RFC 3339
  bool operator==(const Correction&) const = default;
};

// "title", "abstract", "authors", "journal", "volume", "issue", "pages", "publisher", "edition",
// "date", "languages", "publication_types", "original_title", "abbreviation".
std::span<const std::string_view> correctable_fields();

// kInvalidArgument: an unknown field, a value that is none (a date, a language), no reason, no
// author, texts past the limits of a record.
Result<void> check_correction(const Correction& correction);

// The field of the record as a correction's value would write it.
std::string correctable_value(const Record& record, std::string_view field);

// Puts it into the work's record and notes it in `work.corrections`. A later one of the same field
// replaces an earlier one.
void apply_correction(Work& work, const Correction& correction);

}  // namespace evidence
