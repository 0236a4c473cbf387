#include "model/correction.h"

#include <algorithm>
#include <array>

#include "base/date.h"
#include "base/text.h"
#include "model/language.h"
#include "model/person_name.h"
#include "model/study_type.h"

namespace evidence {
namespace {

constexpr std::array<std::string_view, 14> kFields{
    "title",     "original_title",   "abstract", "authors",
    "journal",   "abbreviation",     "volume",   "issue",
    "pages",     "publisher",        "edition",  "date",
    "languages", "publication_types"};
constexpr std::size_t kMaxReason = 2'000;
constexpr std::size_t kMaxAuthor = 200;

// The text that a field is, nullptr for those that are made of several.
std::string* text_field(Record& record, std::string_view field) {
  Publication& publication = record.publication;
  if (field == "title") return &record.title;
  if (field == "original_title") return &record.original_title;
  if (field == "journal") return &publication.title;
  if (field == "abbreviation") return &publication.abbreviation;
  if (field == "volume") return &publication.volume;
  if (field == "issue") return &publication.issue;
  if (field == "pages") return &publication.pages;
  if (field == "publisher") return &publication.publisher;
  if (field == "edition") return &publication.edition;
  return nullptr;
}

std::vector<std::string> values_of(std::string_view list) {
  std::vector<std::string> values;
  for (const std::string_view part : split(list, ';')) {
    if (!trim(part).empty()) values.emplace_back(trim(part));
  }
  return values;
}

Error bad(std::string_view slug, std::string message, std::string hint) {
  return {ErrorCode::kInvalidArgument, std::string(slug), std::move(message), std::move(hint)};
}

std::string field_names() {
  return join(std::vector<std::string>(kFields.begin(), kFields.end()), ", ");
}

}  // namespace

std::span<const std::string_view> correctable_fields() { return kFields; }

Result<void> check_correction(const Correction& correction) {
  if (std::find(kFields.begin(), kFields.end(), correction.field) == kFields.end()) {
    return bad("unknown_field",
               "There is no field " + quoted_for_message(correction.field) + " to correct.",
               "One of: " + field_names() + ".");
  }
  if (trim(correction.reason).empty()) {
    return bad("no_reason", "A correction needs a reason.", "Say what shows that the source errs.");
  }
  if (trim(correction.author).empty()) {
    return bad("no_author", "A correction needs the name of who makes it.", "");
  }
  if (correction.reason.size() > kMaxReason || correction.author.size() > kMaxAuthor ||
      correction.value.size() > kRecordLimits.abstract_bytes) {
    return bad("too_long", "The correction's texts are too long.", "");
  }
  if ((correction.field == "title" || correction.field == "original_title") &&
      correction.value.size() > kRecordLimits.title_bytes) {
    return bad("too_long",
               "A title has at most " + std::to_string(kRecordLimits.title_bytes) + " bytes.", "");
  }
  if (clean_text_keeping_lines(correction.value) != correction.value) {
    return bad("unclean_text", "The new value holds control characters or is no UTF-8.", "");
  }
  if (correction.field == "date" && !correction.value.empty() && !parse_date(correction.value)) {
    return bad("bad_date", quoted_for_message(correction.value, 60) + " is no date.",
               "For example 2023, 2023-04 or 2023-04-05.");
  }
  if (correction.field == "languages") {
    for (const std::string& language : values_of(correction.value)) {
      const bool is_code =
          language.size() == 3 && std::all_of(language.begin(), language.end(),
                                              [](char c) { return c >= 'a' && c <= 'z'; });
      if (!is_code) {
        return bad("bad_language", quoted_for_message(language, 60) + " is no language code.",
                   "Three letters of ISO 639-2, for example eng; several separated by ';'.");
      }
    }
  }
  return {};
}

std::string correctable_value(const Record& record, std::string_view field) {
  Record copy = record;
  if (const std::string* text = text_field(copy, field)) return *text;
  if (field == "abstract") {
    std::vector<std::string> parts;
    for (const AbstractSection& section : record.abstract) {
      parts.push_back(section.label.empty() ? section.text : section.label + ": " + section.text);
    }
    return join(parts, "\n");
  }
  if (field == "authors") {
    std::vector<std::string> names;
    for (const Contributor& person : record.contributors) {
      const std::string& rest = person.initials.empty() ? person.given : person.initials;
      names.push_back(rest.empty() ? person.family : person.family + " " + rest);
    }
    return join(names, "; ");
  }
  if (field == "date") return format_date(record.publication.date);
  if (field == "languages") return join(record.languages, "; ");
  if (field == "publication_types") return join(record.publication_types, "; ");
  return "";
}

void apply_correction(Work& work, const Correction& correction) {
  Record& record = work.record;
  const auto earlier = std::find_if(
      work.corrections.begin(), work.corrections.end(),
      [&](const AppliedCorrection& applied) { return applied.field == correction.field; });
  AppliedCorrection applied{correction.field, correctable_value(record, correction.field),
                            correction.reason, correction.author, correction.at};
  if (earlier != work.corrections.end()) {
    applied.before = earlier->before;
    work.corrections.erase(earlier);
  }
  if (std::string* text = text_field(record, correction.field)) {
    *text = correction.value;
  } else if (correction.field == "abstract") {
    record.abstract.clear();
    if (!correction.value.empty()) record.abstract.push_back({"", correction.value});
  } else if (correction.field == "authors") {
    record.contributors.clear();
    for (const std::string& name : values_of(correction.value)) {
      record.contributors.push_back(parse_person_name(name));
    }
  } else if (correction.field == "date") {
    record.publication.date = parse_date(correction.value).value_or(PartialDate{});
  } else if (correction.field == "languages") {
    record.languages = values_of(correction.value);
  } else if (correction.field == "publication_types") {
    record.publication_types = values_of(correction.value);
  }
  apply_limits(record);
  work.corrections.push_back(std::move(applied));
}

}  // namespace evidence
