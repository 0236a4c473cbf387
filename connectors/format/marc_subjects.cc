// 600–655: what it is about; 050–082: where it stands.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"

namespace evidence::marc {
namespace {

std::string scheme_of(const MarcField& field) {
  switch (field.indicator2) {
    case '0':
      return "lcsh";
    case '1':
      return "lcshac";
    case '2':
      return "mesh";
    case '3':
      return "nal";
    case '5':
      return "cash";
    case '6':
      return "rvm";
    case '7': {
      std::string source = to_lower_ascii(without_isbd(field.first('2')));
      return source.empty() ? "subject" : source;
    }
    default:
      return "subject";
  }
}

// The heading's number: "(DNLM)D001249Q000188", "(DLC)sh85008860", an address
// that ends in it.
std::string heading_number(const MarcField& field) {
  for (const auto& [code, text] : field.subfields) {
    if (code != '0' && code != '1') continue;
    std::string_view number = trim(text);
    if (number.starts_with('(')) {
      number.remove_prefix(std::min(number.find(')') + 1, number.size()));
    } else {
      number.remove_prefix(number.rfind('/') + 1);
    }
    if (!number.empty()) return std::string(trim(number));
  }
  return "";
}

void read_mesh(const MarcField& field, Subject& subject) {
  const std::string number = std::exchange(subject.id, "");
  const std::size_t at = number.find_first_of("DC");
  if (at != std::string::npos && at + 6 < number.size()) {
    const std::size_t end = number.find_first_not_of("0123456789", at + 1);
    if (end != at + 1) subject.id = number.substr(at, end - at);
    if (end != std::string::npos && number[end] == 'Q') subject.qualifier_id = number.substr(end);
  }
  subject.qualifier = without_isbd(field.first('x'));
  subject.major = field.indicator1 == '1';
  if (const std::string rest = without_isbd(field.joined("vyz")); !rest.empty()) {
    subject.label += " -- " + rest;
  }
}

}  // namespace

void read_subject(Reading& in, const MarcField& field) {
  if (field.tag == "655") {
    std::string genre = without_isbd(field.first('a'));
    auto& types = in.record.publication_types;
    if (!genre.empty() && std::find(types.begin(), types.end(), genre) == types.end()) {
      types.push_back(std::move(genre));
    }
    return;
  }
  if (field.tag == "653") {
    for (const auto& [code, text] : field.subfields) {
      std::string label = without_isbd(text);
      if (code == 'a' && !label.empty()) {
        in.record.subjects.push_back({"keyword", "", std::move(label), "", "", false});
      }
    }
    return;
  }
  Subject subject;
  subject.scheme = scheme_of(field);
  const bool name = field.tag < "648";
  subject.label =
      without_isbd(name ? field.joined("abcdtnp") : std::string(field.first('a')), true);
  if (subject.label.ends_with('.')) subject.label.pop_back();
  if (subject.label.empty()) return;
  subject.id = heading_number(field);
  if (subject.scheme == "mesh") {
    read_mesh(field, subject);
  } else {
    for (const auto& [code, text] : field.subfields) {
      if (std::string_view("vxyz").find(code) == std::string_view::npos) continue;
      if (const std::string part = without_isbd(text); !part.empty()) {
        subject.label += " -- " + part;
      }
    }
  }
  auto& all = in.record.subjects;
  if (std::find(all.begin(), all.end(), subject) == all.end()) all.push_back(std::move(subject));
}

void read_classification(Reading& in, const MarcField& field) {
  const char* scheme = field.tag == "050"   ? "lcc"
                       : field.tag == "060" ? "nlmc"
                       : field.tag == "080" ? "udc"
                                            : "ddc";
  std::string number(field.first('a'));
  // "616.2/38" marks where a long number may be cut.
  if (field.tag == "082") std::erase(number, '/');
  number = without_isbd(number);
  if (number.empty() || number == "ISSN RECORD") return;
  Subject subject{scheme, number, number, "", "", false};
  auto& all = in.record.subjects;
  if (std::find(all.begin(), all.end(), subject) == all.end()) all.push_back(std::move(subject));
}

}  // namespace evidence::marc
