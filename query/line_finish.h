// The beginning and end that reading a line of Ovid and of EBSCO have in common: signs made plain,
// limits checked, operators that are mixed without brackets told. Private to query/.
#pragma once

#include <string_view>

#include "query/line_notes.h"
#include "query/parse.h"

namespace evidence::query {

class LineReading {
 public:
  LineReading(std::string_view typed, const ParseOptions& options);

  [[nodiscard]] bool fits() const { return fits_; }
  [[nodiscard]] std::string_view plain() const { return plain_.text; }
  LineNotes& notes() { return notes_; }

  // Nothing usable: there is an error.
  ParsedLine finish();
  ParsedLine finish(Node tree, bool mixed_operators, Syntax syntax);

 private:
  std::string_view typed_;
  const ParseOptions& options_;
  TypedText plain_;
  LineNotes notes_;
  bool fits_ = true;
};

}  // namespace evidence::query
