#include "connectors/format/refer.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/endnote_types.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/tagged_reader.h"

namespace evidence {
namespace {

using M = Meaning;

struct Tag {
  char name;
  Meaning meaning;
};

constexpr std::array kTags{
    Tag{'A', M::kAuthor},     Tag{'B', M::kContainer},     Tag{'C', M::kIgnored},
    Tag{'D', M::kYear},       Tag{'E', M::kEditor},        Tag{'F', M::kIgnored},
    Tag{'G', M::kLanguage},   Tag{'H', M::kTranslator},    Tag{'I', M::kPublisher},
    Tag{'J', M::kJournal},    Tag{'K', M::kKeyword},       Tag{'L', M::kIgnored},
    Tag{'M', M::kAccession},  Tag{'N', M::kIssue},         Tag{'O', M::kNote},
    Tag{'P', M::kPages},      Tag{'Q', M::kOriginalTitle}, Tag{'S', M::kIgnored},
    Tag{'T', M::kTitle},      Tag{'U', M::kUrl},           Tag{'V', M::kVolume},
    Tag{'W', M::kDatabase},   Tag{'X', M::kAbstract},      Tag{'Y', M::kEditor},
    Tag{'Z', M::kNote},       Tag{'?', M::kTranslator},    Tag{'@', M::kSerial},
    Tag{'!', M::kShortTitle}, Tag{'#', M::kIgnored},       Tag{'$', M::kIgnored},
    Tag{']', M::kIgnored},    Tag{'&', M::kIgnored},       Tag{'(', M::kIgnored},
    Tag{')', M::kIgnored},    Tag{'*', M::kIgnored},       Tag{'+', M::kAffiliation},
    Tag{'^', M::kIgnored},    Tag{'>', M::kPdf},           Tag{'<', M::kIgnored},
    Tag{'[', M::kIgnored},    Tag{'=', M::kIgnored},       Tag{'~', M::kDatabase},
    Tag{'7', M::kEdition},    Tag{'8', M::kDate},          Tag{'9', M::kWorkType},
    Tag{'1', M::kTaggedId},   Tag{'2', M::kTaggedId},      Tag{'3', M::kTaggedId},
    Tag{'4', M::kTaggedId},   Tag{'6', M::kIgnored},       Tag{'|', M::kIgnored},
};

const Tag* known_tag(char name) {
  const auto at =
      std::find_if(kTags.begin(), kTags.end(), [name](const Tag& tag) { return tag.name == name; });
  return at == kTags.end() ? nullptr : &*at;
}

// "%X value"; "%0" is the type.
bool tag_of(std::string_view line, std::string_view& tag, std::string_view& value) {
  if (line.size() < 2 || line[0] != '%') return false;
  if (line.size() > 2 && line[2] != ' ' && line[2] != '\t') return false;
  if (line[1] != '0' && line[1] != 'R' && known_tag(line[1]) == nullptr) return false;
  tag = line.substr(1, 1);
  value = line.substr(2);
  return true;
}

TaggedLine classify(std::string_view line, const TaggedPlace& place) {
  std::string_view tag;
  std::string_view value;
  if (!tag_of(line, tag, value)) return place.inside ? TaggedLine::kInside : TaggedLine::kStray;
  if (tag == "0" || !place.inside) return TaggedLine::kStart;
  // Without types, as the old program refer has it, a blank line stands between references.
  const bool typed = place.entry.starts_with("%0");
  return place.blank_before && !typed ? TaggedLine::kStart : TaggedLine::kInside;
}

constexpr TaggedRules kRules{"Refer", "a line \"%0 Journal Article\" or another type", classify,
                             false};

}  // namespace

bool ReferFormat::recognises(std::string_view head, std::string_view file_name) const {
  const auto type_line = [](std::string_view line) { return line.starts_with("%0 "); };
  const auto title_line = [](std::string_view line) { return line.starts_with("%T "); };
  return (any_line(head, type_line) || file_name.ends_with(".ref")) && any_line(head, title_line);
}

std::unique_ptr<EntryReader> ReferFormat::open(ByteSource& source) const {
  return read_tagged(source, kRules);
}

ParsedEntry ReferFormat::parse(const RawEntry& entry) const {
  const std::vector<TaggedField> fields = tagged_fields(entry.bytes, tag_of);
  if (fields.empty()) return stray_text(entry);
  ReferenceBuilder reference(entry.position);
  for (const TaggedField& field : fields) {
    if (field.tag == "0") {
      reference.add(M::kPublicationType, publication_type_of(field.value));
    } else if (field.tag == "R") {
      // The electronic resource number, or for theses and reports their kind.
      reference.add(field.value.find("10.") == std::string::npos ? M::kWorkType : M::kDoi,
                    field.value);
    } else if (const Tag* tag = known_tag(field.tag[0])) {
      reference.add(tag->meaning, field.value);
    }
  }
  return std::move(reference).finish();
}

}  // namespace evidence
