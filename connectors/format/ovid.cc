#include "connectors/format/ovid.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "connectors/format/ovid_parts.h"
#include "connectors/format/reference_builder.h"
#include "connectors/format/reference_text.h"
#include "connectors/format/tagged_dialect.h"

namespace evidence {
namespace {

using M = Meaning;

using Tag = TagMeaning;

// Source, title, authors and types are taken apart in parse().
constexpr std::array kTags{
    Tag{"title", M::kTitle},
    Tag{"ti", M::kTitle},
    Tag{"chapter title", M::kTitle},
    Tag{"original title", M::kOriginalTitle},
    Tag{"ot", M::kOriginalTitle},
    Tag{"author", M::kAuthor},
    Tag{"authors", M::kAuthor},
    Tag{"au", M::kAuthor},
    Tag{"editor", M::kEditor},
    Tag{"ed", M::kEditor},
    Tag{"source", M::kContainer},
    Tag{"so", M::kContainer},
    Tag{"journal", M::kJournal},
    Tag{"jn", M::kJournal},
    Tag{"journal abbreviation", M::kAbbreviation},
    Tag{"ja", M::kAbbreviation},
    Tag{"institution", M::kAffiliation},
    Tag{"in", M::kAffiliation},
    Tag{"abstract", M::kAbstract},
    Tag{"ab", M::kAbstract},
    Tag{"accession number", M::kAccession},
    Tag{"an", M::kAccession},
    Tag{"unique identifier", M::kAccession},
    Tag{"ui", M::kAccession},
    Tag{"pmid", M::kPmid},
    Tag{"pm", M::kPmid},
    Tag{"issn", M::kSerial},
    Tag{"issn print", M::kSerial},
    Tag{"issn electronic", M::kSerial},
    Tag{"is", M::kSerial},
    Tag{"il", M::kSerial},
    Tag{"isbn", M::kSerial},
    Tag{"ib", M::kSerial},
    Tag{"doi number", M::kDoi},
    Tag{"digital object identifier", M::kDoi},
    Tag{"do", M::kDoi},
    Tag{"author keywords", M::kKeyword},
    Tag{"keyword heading", M::kKeyword},
    Tag{"keywords", M::kKeyword},
    Tag{"key concepts", M::kKeyword},
    Tag{"kw", M::kKeyword},
    Tag{"kf", M::kKeyword},
    Tag{"subject headings", M::kKeyword},
    Tag{"mesh subject headings", M::kKeyword},
    Tag{"mh", M::kKeyword},
    Tag{"sh", M::kKeyword},
    Tag{"hw", M::kIgnored},
    Tag{"language", M::kLanguage},
    Tag{"lg", M::kLanguage},
    Tag{"publication type", M::kPublicationType},
    Tag{"document type", M::kPublicationType},
    Tag{"pt", M::kPublicationType},
    Tag{"publisher", M::kPublisher},
    Tag{"pb", M::kPublisher},
    Tag{"database", M::kDatabase},
    Tag{"db", M::kDatabase},
    Tag{"year of publication", M::kYear},
    Tag{"publication year", M::kYear},
    Tag{"yr", M::kYear},
    Tag{"date of publication", M::kDate},
    Tag{"dp", M::kDate},
    Tag{"volume", M::kVolume},
    Tag{"vi", M::kVolume},
    Tag{"issue", M::kIssue},
    Tag{"ip", M::kIssue},
    Tag{"pages", M::kPages},
    Tag{"pg", M::kPages},
    Tag{"link to the ovid full text or citation", M::kUrl},
    Tag{"xl", M::kUrl},
    Tag{"score", M::kIgnored},
    Tag{"status", M::kEarlyDate},
    Tag{"st", M::kIgnored},
    Tag{"vn", M::kIgnored},
};

const Tag* known_tag(std::string_view name) { return find_tag(kTags, name); }

// "<12>" alone on its line.
bool is_number_line(std::string_view line) {
  line = trim(line);
  return line.size() > 2 && line.size() < 12 && line.front() == '<' && line.back() == '>' &&
         std::all_of(line.begin() + 1, line.end() - 1, [](char c) { return c >= '0' && c <= '9'; });
}

// "Accession Number" at the margin; "TI  - value".
bool tag_of(std::string_view line, std::string_view& tag, std::string_view& value) {
  if (line.empty() || !is_upper(line[0]) || line.size() < 2) return false;
  const std::size_t gap = std::min(line.find_first_of(" \t", 2), std::size_t{5});
  if (gap == 2 && is_upper(line[1])) {
    const std::size_t dash = line.find_first_not_of(" \t", 2);
    if (dash != std::string_view::npos && dash <= 4 && line[dash] == '-') {
      tag = line.substr(0, 2);
      value = line.substr(dash + 1);
      return true;
    }
  }
  // All values are indented; names of fields are short and end without a stop.
  const std::string_view name = trim(line);
  if (name.size() > 60 || name.back() == '.' || name.back() == ',' || name.back() == ';') {
    return false;
  }
  tag = name;
  value = {};
  return true;
}

TaggedLine classify(std::string_view line, const TaggedPlace& place) {
  if (is_number_line(line)) return TaggedLine::kStart;
  std::string_view tag;
  std::string_view value;
  const bool named = tag_of(line, tag, value);
  if (!place.inside) {
    return named && known_tag(tag) != nullptr ? TaggedLine::kStart : TaggedLine::kStray;
  }
  // Without numbers a reference begins where the first field's name comes again.
  if (named && place.blank_before && !place.entry.starts_with('<')) {
    const std::string_view first = trim(place.entry.substr(0, place.entry.find('\n')));
    if (first == trim(line)) return TaggedLine::kStart;
  }
  return TaggedLine::kInside;
}

constexpr TaggedRules kRules{"Ovid's tagged text",
                             "a line \"<1>\" or a field's name such as \"Accession Number\"",
                             classify, false};

// "Journal Article.  Review.", "Original Article:  PDF Only."
void add_types(std::string_view value, ReferenceBuilder& reference) {
  for (const std::string_view line : split(value, '\n')) {
    for (std::string_view rest = line; !rest.empty();) {
      const std::size_t end = std::min(rest.find(". "), rest.size());
      std::string_view type = rest.substr(0, end);
      type = trim(type.substr(0, type.find(':')));
      while (type.ends_with('.')) type.remove_suffix(1);
      reference.add(M::kPublicationType, type);
      rest = end == rest.size() ? std::string_view() : trim(rest.substr(end + 1));
    }
  }
}

void add_source(std::string_view value, bool chapter, ReferenceBuilder& reference) {
  const OvidSource source = ovid_source(reference_text(value));
  // Where the book has a name of its own the source line repeats it.
  if (!chapter) reference.add(M::kContainer, source.journal);
  reference.add(M::kVolume, source.volume);
  reference.add(M::kIssue, source.issue);
  reference.add(M::kPages, source.pages);
  reference.add(M::kYear, source.date);
}

std::string without_stop(std::string_view value) {
  std::string text = reference_text(value);
  while (text.ends_with('.')) text.pop_back();
  return text;
}

}  // namespace

bool OvidFormat::recognises(std::string_view head, std::string_view /*file_name*/) const {
  const auto field_line = [](std::string_view line) {
    return !line.empty() && is_upper(line[0]) && known_tag(trim(line)) != nullptr &&
           trim(line).size() > 4;
  };
  const auto version_line = [](std::string_view line) {
    return line.starts_with("VN  - Ovid") || line.starts_with("DB  - Ovid");
  };
  return (any_line(head, is_number_line) &&
          (any_line(head, field_line) || any_line(head, version_line))) ||
         (head.find("\nAccession Number") != std::string_view::npos &&
          head.find("\nSource") != std::string_view::npos);
}

std::unique_ptr<EntryReader> OvidFormat::open(ByteSource& source) const {
  return read_tagged(source, kRules);
}

ParsedEntry OvidFormat::parse(const RawEntry& entry) const {
  const std::vector<TaggedField> fields = tagged_fields(entry.bytes, tag_of);
  if (fields.empty()) return stray_text(entry);
  ReferenceBuilder reference(entry.position);
  const bool chapter = std::any_of(fields.begin(), fields.end(), [](const TaggedField& field) {
    return equals_ignoring_case(field.tag, "Chapter Title");
  });
  for (const TaggedField& field : fields) {
    const Tag* tag = known_tag(field.tag);
    if (tag == nullptr) continue;  // Ovid has hundreds more, one set for each database
    switch (tag->meaning) {
      case M::kAuthor:
      case M::kEditor:
        for (std::string& name : ovid_names(field.value)) {
          const bool editor = name.ends_with(" [Ed]");
          if (editor) name.resize(name.size() - 5);
          reference.add(editor ? M::kEditor : tag->meaning, name);
        }
        break;
      case M::kTitle: {
        std::string title = reference_text(field.value);
        const std::string type = take_title_type(title);
        if (!type.empty()) reference.add(M::kPublicationType, type);
        const bool book = chapter && !equals_ignoring_case(field.tag, "Chapter Title");
        reference.add(book ? M::kBookTitle : M::kTitle, title);
        break;
      }
      case M::kPublicationType:
        add_types(field.value, reference);
        break;
      case M::kContainer:
        add_source(field.value, chapter, reference);
        break;
      case M::kAccession:
        reference.add(M::kAccession, without_stop(field.value));
        break;
      case M::kKeyword: {
        std::string value = field.value;
        if (value.ends_with('.')) value.pop_back();
        reference.add(M::kKeyword, value);
        break;
      }
      default:
        reference.add(tag->meaning, field.value);
    }
  }
  return std::move(reference).finish();
}

}  // namespace evidence
