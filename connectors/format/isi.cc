#include "connectors/format/isi.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_text.h"
#include "connectors/format/tagged_dialect.h"

namespace evidence {
namespace {

using M = Meaning;

using Tag = TagMeaning;

constexpr std::array kTags{
    Tag{"TI", M::kTitle},
    Tag{"FT", M::kOriginalTitle},
    Tag{"SO", M::kContainer},
    Tag{"JI", M::kAbbreviation},
    Tag{"J9", M::kAbbreviation},
    Tag{"BE", M::kEditor},
    Tag{"ED", M::kEditor},
    Tag{"CA", M::kCollective},
    Tag{"GP", M::kIgnored},
    Tag{"LA", M::kLanguage},
    Tag{"DT", M::kPublicationType},
    Tag{"AB", M::kAbstract},
    Tag{"PU", M::kPublisher},
    Tag{"SN", M::kSerial},
    Tag{"EI", M::kSerial},
    Tag{"BN", M::kSerial},
    Tag{"PY", M::kYear},
    Tag{"PD", M::kDate},
    Tag{"EA", M::kEarlyDate},
    Tag{"VL", M::kVolume},
    Tag{"IS", M::kIssue},
    Tag{"BP", M::kStartPage},
    Tag{"EP", M::kEndPage},
    Tag{"AR", M::kArticleNumber},
    Tag{"DI", M::kDoi},
    Tag{"PM", M::kPmid},
    Tag{"UT", M::kAccession},
    Tag{"C1", M::kAffiliation},
    Tag{"UR", M::kUrl},
    Tag{"WE", M::kDatabase},
};

struct Type {
  std::string_view code;
  std::string_view name;
};
constexpr std::array kTypes{Type{"J", "Journal Article"}, Type{"B", "Book"}, Type{"P", "Patent"}};

// "XX value" or "XX" alone at the start of a line.
bool tag_of(std::string_view line, std::string_view& tag, std::string_view& value) {
  if (line.size() < 2 || !is_upper(line[0]) || !(is_upper(line[1]) || is_digit(line[1]))) {
    return false;
  }
  if (line.size() > 2 && line[2] != ' ' && line[2] != '\t') return false;
  tag = line.substr(0, 2);
  value = line.substr(2);
  return true;
}

TaggedLine classify(std::string_view line, const TaggedPlace& place) {
  std::string_view tag;
  std::string_view value;
  if (!tag_of(line, tag, value)) return place.inside ? TaggedLine::kInside : TaggedLine::kStray;
  if (tag == "FN" || tag == "VR" || tag == "EF") return TaggedLine::kHeader;
  if (tag == "ER") return TaggedLine::kEnd;
  if (tag == "PT") return TaggedLine::kStart;
  return place.inside ? TaggedLine::kInside : TaggedLine::kStart;
}

constexpr TaggedRules kRules{"ISI tagged text", "a line \"PT J\" or another type", classify, true};

// A value that is wrapped, not a list of lines.
std::string joined(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

bool has(const std::vector<TaggedField>& fields, std::string_view tag) {
  return std::any_of(fields.begin(), fields.end(), [tag](const TaggedField& field) {
    return field.tag == tag && !field.value.empty();
  });
}

void add_categories(std::string_view value, Record& record) {
  for (const std::string_view piece : split(value, ';')) {
    Subject subject;
    subject.scheme = "wos-category";
    subject.label = reference_text(piece);
    if (!subject.label.empty()) record.subjects.push_back(std::move(subject));
  }
}

}  // namespace

bool IsiFormat::recognises(std::string_view head, std::string_view file_name) const {
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  head = head.substr(std::min(head.find_first_not_of(" \r\n\t"), head.size()));
  const auto type_line = [](std::string_view line) {
    return line.size() >= 4 && line.size() <= 5 && line.starts_with("PT ") && is_upper(line[3]);
  };
  const auto version_line = [](std::string_view line) { return line.starts_with("VR "); };
  if (head.starts_with("FN ")) return any_line(head, version_line) || any_line(head, type_line);
  return head.starts_with("PT ") && any_line(head.substr(0, 6), type_line) &&
         (file_name.ends_with(".isi") || head.find("\nAU ") != std::string_view::npos);
}

std::unique_ptr<EntryReader> IsiFormat::open(ByteSource& source) const {
  return read_tagged(source, kRules);
}

ParsedEntry IsiFormat::parse(const RawEntry& entry) const {
  const std::vector<TaggedField> fields = tagged_fields(entry.bytes, tag_of);
  if (fields.empty()) return stray_text(entry);
  ReferenceBuilder reference(entry.position);
  note_missing_end(fields, reference);
  // Full names where there are any; a page range where there is no first page.
  const std::string_view authors = has(fields, "AF") ? "AF" : "AU";
  const bool first_page = has(fields, "BP");
  const bool accession = has(fields, "UT");
  for (const TaggedField& field : fields) {
    const std::string& tag = field.tag;
    if (tag == "PT") {
      for (const Type& type : kTypes) {
        if (type.code == field.value) reference.add(M::kPublicationType, type.name);
      }
    } else if (tag == authors) {
      reference.add(M::kAuthor, field.value);
    } else if (tag == "DE" || tag == "ID") {
      reference.add(M::kKeyword, joined(field.value));
    } else if (tag == "WC") {
      add_categories(joined(field.value), reference.record());
    } else if (tag == "PS" && !first_page) {
      reference.add(M::kPages, field.value);
    } else if (tag == "AN" && !accession) {
      reference.add(M::kAccession, field.value);
    } else if (tag == "OA") {
      const std::string text = to_lower_ascii(field.value);
      if (text.find("gold") != std::string::npos || text.find("green") != std::string::npos) {
        reference.record().open_access = OpenAccess::kOpen;
      }
    } else {
      // The export has some forty more: addresses, grants, cited references, counts.
      const Tag* known = find_tag(kTags, tag);
      if (known != nullptr) reference.add(known->meaning, joined(field.value));
    }
  }
  return std::move(reference).finish();
}

}  // namespace evidence
