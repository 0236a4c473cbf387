// Where the field codes of Ovid and EBSCO look in this index: which text fields, which exact
// values, and how near that comes to the code's own meaning. Private to query/. Constant tables.
// Codes: Ovid's and EBSCO's published field guides; docs/syntax-ovid.md lists every one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "query/ast.h"

namespace evidence::query {

enum class CodeKind {
  kText,        // words of `text`
  kHeading,     // a whole heading: "humans.sh."
  kSubheading,  // a floating subheading: "dt.fs."
  kExact,       // a whole value of `field`
  kIdentifier,  // a number of the scheme that `scheme` names
  kLanguage,
  kDate,  // a day or range of `slot`
};

struct FieldCode {
  std::string_view code;  // lower case
  CodeKind kind = CodeKind::kText;
  FieldSet text = {};
  Field field = Field::kAny;
  Slot slot = Slot::kDate;
  bool explode = false;
  std::string_view scheme = {};
  std::string_view nearest =
      {};  // what is searched instead, for a person; "" where it is the field
};

std::span<const FieldCode> ovid_codes();
std::span<const FieldCode> ebsco_codes();
// Codes are compared in lower case; nullptr for an unknown one.
const FieldCode* ovid_code(std::string_view code);
const FieldCode* ebsco_code(std::string_view code);

// The codes that stand behind a term or group together: text fields as one set, the others each.
struct FieldChoice {
  FieldSet text;
  std::vector<const FieldCode*> others;

  void add(const FieldCode& code) {
    if (code.kind == CodeKind::kText) {
      text |= code.text;
    } else {
      others.push_back(&code);
    }
  }
};

}  // namespace evidence::query
