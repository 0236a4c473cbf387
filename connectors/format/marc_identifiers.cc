// 020 ISBN, 022 ISSN, 024 other standard identifiers, 035 numbers of other
// systems.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"

namespace evidence::marc {
namespace {

// "ocm00012345", "on1012345678" → "12345", "1012345678": the same number at all
// times.
std::string oclc_number(std::string_view text) {
  text = trim(text);
  for (const std::string_view prefix : {"ocm", "ocn", "on"}) {
    if (starts_with_ignoring_case(text, prefix)) {
      text.remove_prefix(prefix.size());
      break;
    }
  }
  const std::size_t digit = text.find_first_not_of("0 ");
  return std::string(text.substr(std::min(digit, text.size())));
}

void read_isbn(Reading& in, const MarcField& field) {
  for (const auto& [code, text] : field.subfields) {
    const std::string_view number = isbn_part(text);
    if (code == 'a') {
      add_identifier(in, IdentifierScheme::kIsbn, number.empty() ? text : number);
    } else if (code == 'z' && in.electronic) {
      // The record of an ebook names the printed book's ISBN here. A wrong one
      // is wrong on purpose.
      Result<Identifier> isbn = Identifier::parse(IdentifierScheme::kIsbn, number);
      if (isbn.ok()) in.record.identifiers.push_back(std::move(isbn).value());
    }
  }
}

void read_other_standard(Reading& in, const MarcField& field) {
  const std::string_view number = field.first('a');
  if (field.indicator1 == '7' && equals_ignoring_case(field.first('2'), "doi")) {
    add_identifier(in, IdentifierScheme::kDoi, number);
  } else if (field.indicator1 == '3') {
    // An article number of the trade; of a book it is the ISBN.
    Result<Identifier> isbn = Identifier::parse(IdentifierScheme::kIsbn, isbn_part(number));
    if (isbn.ok()) in.record.identifiers.push_back(std::move(isbn).value());
  }
}

}  // namespace

void add_identifier(Reading& in, IdentifierScheme scheme, std::string_view raw) {
  if (raw.empty()) return;
  Result<Identifier> identifier = Identifier::parse(scheme, raw);
  if (identifier.ok()) {
    in.record.identifiers.push_back(std::move(identifier).value());
  } else {
    in.problems.push_back({in.position, "bad_identifier", identifier.error().message});
  }
}

void read_identifiers(Reading& in, const MarcField& field) {
  if (field.tag == "020") {
    read_isbn(in, field);
  } else if (field.tag == "022") {
    for (const auto& [code, text] : field.subfields) {
      if (code == 'a' || code == 'l') {
        add_identifier(in, IdentifierScheme::kIssn, without_isbd(text.substr(0, text.find(' '))));
      }
    }
  } else if (field.tag == "024") {
    read_other_standard(in, field);
  } else if (field.tag == "035") {
    // "(OCoLC)ocm12345": another system's number, with its name.
    std::string number(field.first('a'));
    if (starts_with_ignoring_case(number, "(OCoLC)")) {
      number = "(OCoLC)" + oclc_number(std::string_view(number).substr(7));
    }
    // A number without its system says nothing outside the library that wrote it.
    if (!number.starts_with('(')) return;
    const Result<Identifier> local = Identifier::parse(IdentifierScheme::kLocal, number);
    if (local.ok()) in.record.identifiers.push_back(*local);
  }
}

}  // namespace evidence::marc
