#include "query/search_fields.h"

#include <array>

namespace evidence::query {
namespace {

constexpr FieldSet kHeadings = Field::kHeading;

constexpr FieldCode text_code(std::string_view code, FieldSet fields,
                              std::string_view nearest = {}) {
  return {.code = code, .kind = CodeKind::kText, .text = fields, .nearest = nearest};
}
constexpr FieldCode exact_code(std::string_view code, Field field, std::string_view nearest = {}) {
  return {.code = code, .kind = CodeKind::kExact, .field = field, .nearest = nearest};
}
constexpr FieldCode heading_code(std::string_view code, bool explode) {
  return {.code = code, .kind = CodeKind::kHeading, .explode = explode};
}
constexpr FieldCode subheading_code(std::string_view code, bool explode) {
  return {.code = code, .kind = CodeKind::kSubheading, .explode = explode};
}
constexpr FieldCode language_field(std::string_view code) {
  return {.code = code, .kind = CodeKind::kLanguage};
}
constexpr FieldCode number_code(std::string_view code, std::string_view scheme) {
  return {.code = code, .kind = CodeKind::kIdentifier, .scheme = scheme};
}
constexpr FieldCode date_code(std::string_view code, Slot slot, std::string_view nearest = {}) {
  return {.code = code, .kind = CodeKind::kDate, .slot = slot, .nearest = nearest};
}

constexpr std::string_view kHeadingWords = "words of subject headings";
constexpr std::string_view kAnywhere = "anywhere in title, abstract, headings and keywords";

constexpr std::array kOvid{
    text_code("ti", Field::kTitle),
    text_code("tt", Field::kTitle, "the title, which holds translated titles too"),
    text_code("ot", Field::kTitle, "the title, which holds original titles too"),
    text_code("ab", Field::kAbstract),
    text_code("tw", kTitleAbstract),
    text_code("kf", Field::kKeyword),
    text_code("kw", Field::kKeyword),
    text_code("id", Field::kKeyword, "keywords"),
    text_code("dj", kHeadings, kHeadingWords),
    text_code("mp", Field::kAny),
    text_code("af", kAllText),
    text_code("hw", kHeadings),
    text_code("nm", kHeadings, kHeadingWords),
    text_code("rn", kHeadings, kHeadingWords),
    text_code("rw", kHeadings, kHeadingWords),
    text_code("rs", kHeadings, kHeadingWords),
    text_code("rx", kHeadings, kHeadingWords),
    text_code("os", kHeadings, kHeadingWords),
    text_code("ox", kHeadings, kHeadingWords),
    text_code("px", kHeadings, kHeadingWords),
    text_code("ps", kHeadings, kHeadingWords),
    text_code("tn", kHeadings, kHeadingWords),
    text_code("dm", kHeadings, kHeadingWords),
    text_code("au", Field::kAuthor),
    text_code("fa", Field::kFirstAuthor),
    text_code("ir", Field::kAuthor, "names of authors"),
    text_code("ca", Field::kAuthor, "names of authors, groups included"),
    text_code("in", Field::kAffiliation),
    text_code("ia", Field::kAffiliation, "affiliations of authors"),
    text_code("jw", Field::kJournal),
    text_code("so", Field::kJournal, "words of the journal's title"),
    text_code("pb", Field::kPublisher),
    text_code("gr", Field::kAny, kAnywhere),
    text_code("no", Field::kAny, kAnywhere),
    text_code("gn", Field::kAny, kAnywhere),
    text_code("cp", Field::kAny, kAnywhere),
    text_code("cy", Field::kAny, kAnywhere),
    text_code("si", Field::kAny, kAnywhere),
    text_code("sb", Field::kAny, kAnywhere),
    text_code("bt", Field::kTitle, "the title"),
    text_code("ct", kHeadings, kHeadingWords),
    text_code("ci", Field::kAny, kAnywhere),
    text_code("cm", Field::kAny, kAnywhere),
    text_code("fe", Field::kAny, kAnywhere),
    text_code("ai", Field::kAny, kAnywhere),
    text_code("jc", Field::kAny, kAnywhere),
    exact_code("jn", Field::kJournalTitle),
    exact_code("nj", Field::kJournalTitle),
    exact_code("ja", Field::kJournalTitle),
    exact_code("jx", Field::kJournalTitle, "the journal's whole title"),
    exact_code("pt", Field::kPublicationType),
    exact_code("is", Field::kIssn),
    exact_code("vo", Field::kVolume),
    exact_code("ip", Field::kIssue),
    exact_code("pg", Field::kPage),
    heading_code("sh", false),
    heading_code("xm", true),
    subheading_code("fs", false),
    subheading_code("xs", true),
    number_code("ui", "pmid"),
    number_code("pm", "pmid"),
    number_code("do", "doi"),
    number_code("ib", "isbn"),
    language_field("la"),
    language_field("lg"),
    date_code("yr", Slot::kDate),
    date_code("dp", Slot::kDate),
    date_code("ed", Slot::kEntered, "the day on which the source first listed the record"),
    date_code("ez", Slot::kEntered),
    date_code("em", Slot::kEntered, "the day on which the source first listed the record"),
    date_code("dd", Slot::kEntered, "the day on which the source first listed the record"),
    date_code("dt", Slot::kCreated),
    date_code("dc", Slot::kCompleted),
    date_code("rd", Slot::kModified),
    date_code("up", Slot::kModified, "the day of the source's last change"),
};

constexpr std::array kEbsco{
    text_code("ti", Field::kTitle),
    text_code("ab", Field::kAbstract),
    text_code("xb", kTitleAbstract),
    text_code("tx", kAllText),
    text_code("au", Field::kAuthor),
    text_code("af", Field::kAffiliation),
    text_code("su", kHeadings),
    text_code("mw", kHeadings),
    text_code("de", kHeadings),
    text_code("kw", Field::kKeyword),
    text_code("so", Field::kJournal),
    text_code("jn", Field::kJournal),
    text_code("pb", Field::kPublisher),
    exact_code("pt", Field::kPublicationType),
    exact_code("zt", Field::kPublicationType),
    exact_code("is", Field::kIssn),
    exact_code("vi", Field::kVolume),
    exact_code("ip", Field::kIssue),
    heading_code("mh", false),
    heading_code("mm", false),
    number_code("ib", "isbn"),
    number_code("pm", "pmid"),
    language_field("la"),
    date_code("dt", Slot::kDate),
    date_code("py", Slot::kDate),
    date_code("em", Slot::kEntered, "the day on which the source first listed the record"),
    text_code("an", Field::kAny, kAnywhere),
    text_code("gr", Field::kAny, kAnywhere),
};

const FieldCode* find(std::span<const FieldCode> codes, std::string_view code) {
  for (const FieldCode& one : codes) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

}  // namespace

std::span<const FieldCode> ovid_codes() { return kOvid; }
std::span<const FieldCode> ebsco_codes() { return kEbsco; }
const FieldCode* ovid_code(std::string_view code) { return find(kOvid, code); }
const FieldCode* ebsco_code(std::string_view code) { return find(kEbsco, code); }

}  // namespace evidence::query
