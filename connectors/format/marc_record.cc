// MARC 21 → Record. Field by field in the order of the tags; what a tag means
// is said at its line.
#include "connectors/format/marc_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/hash.h"
#include "base/text.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"
#include "model/language.h"

namespace evidence {
namespace {

using marc::Reading;

std::string title_of(const MarcField& field) {
  std::string title = without_isbd(field.joined("anp"));
  // A collection of papers may have a form ($k) and no title.
  if (title.empty()) title = without_isbd(field.joined("kfg"));
  if (const std::string rest = without_isbd(field.first('b')); !rest.empty()) {
    title += (title.empty() ? "" : ": ") + rest;
  }
  return title;
}

void read_imprint(Reading& in, const MarcField& field) {
  // 264: only the second indicator 1 is publication; others are manufacture,
  // copyright.
  if (field.tag == "264" && field.indicator2 != '1' && field.indicator2 != ' ') return;
  Publication& publication = in.record.publication;
  if (publication.publisher.empty()) publication.publisher = without_isbd(field.first('b'));
  const std::string year = year_in(field.first('c'));
  if (!publication.date.known() && !year.empty()) publication.date = date_from_parts(year, "", "");
}

void add_language(Reading& in, std::string_view raw) {
  if (raw == "zxx" || raw == "und" || raw == "mul" || trim(raw).empty()) return;
  std::string code = language_code(raw);
  if (code.empty()) {
    in.problems.push_back({in.position, "unknown_language",
                           "the language " + quoted_for_message(raw, 40) + " is not known"});
    return;
  }
  auto& all = in.record.languages;
  if (std::find(all.begin(), all.end(), code) == all.end()) all.push_back(std::move(code));
}

void read_languages(Reading& in, const MarcField& field) {
  for (const auto& [code, text] : field.subfields) {
    if (code != 'a' && code != 'd') continue;
    if (field.indicator2 == '7' || text.size() % 3 != 0) {
      add_language(in, text);
      continue;
    }
    // Old records run the codes together: "engfre".
    for (std::size_t i = 0; i + 3 <= text.size(); i += 3) {
      add_language(in, to_lower_ascii(std::string_view(text).substr(i, 3)));
    }
  }
}

// 520: a summary of any kind; what kind is said before it where it is no
// abstract.
void read_summary(Reading& in, const MarcField& field) {
  std::string text = field.joined("ab");
  if (text.empty()) return;
  const char* label = field.indicator1 == '1'   ? "REVIEW"
                      : field.indicator1 == '4' ? "CONTENT ADVICE"
                                                : "";
  AbstractSection section{label, std::move(text)};
  auto& all = in.record.abstract;
  if (std::find(all.begin(), all.end(), section) != all.end()) return;
  // What the author wrote (3) before what others said.
  all.insert(field.indicator1 == '3' ? all.begin() : all.end(), std::move(section));
}

void read_audience(Reading& in, const MarcField& field) {
  std::string text = without_isbd(field.first('a'));
  if (!text.empty()) {
    in.record.subjects.push_back({"audience", "", std::move(text), "", "", false});
  }
}

// 240: the title that a translation was made from; 765: the work in its
// original language.
void read_original_title(Reading& in, const MarcField& field) {
  const bool translated = field.tag == "765" || !field.first('l').empty();
  if (!translated || !in.record.original_title.empty()) return;
  in.record.original_title = without_isbd(field.tag == "765" ? field.first('t') : field.first('a'));
}

void read_field(Reading& in, const MarcField& field) {
  const std::string_view tag = field.tag;
  Publication& publication = in.record.publication;
  if (tag == "020" || tag == "022" || tag == "024" || tag == "035") {
    marc::read_identifiers(in, field);
  } else if (tag == "041") {
    read_languages(in, field);
  } else if (tag == "050" || tag == "060" || tag == "080" || tag == "082") {
    marc::read_classification(in, field);
  } else if (tag == "100" || tag == "110" || tag == "111") {
    marc::read_name(in, field, true);
  } else if (tag == "240" || tag == "765") {
    read_original_title(in, field);
  } else if (tag == "245") {
    if (in.record.title.empty()) in.record.title = title_of(field);
  } else if (tag == "250") {
    publication.edition = without_isbd(field.joined("ab"), true);
  } else if (tag == "260" || tag == "264") {
    read_imprint(in, field);
  } else if (tag == "300") {
    if (publication.pages.empty()) publication.pages = without_isbd(field.first('a'), true);
  } else if (tag == "440" || tag == "490" || tag == "830") {
    marc::read_series(in, field);
  } else if (tag == "502") {
    in.record.publication_types.emplace_back("Thesis");
  } else if (tag == "505") {
    marc::read_contents(in, field);
  } else if (tag == "506" || tag == "540") {
    marc::read_terms_of_use(in, field);
  } else if (tag == "520") {
    read_summary(in, field);
  } else if (tag == "521") {
    read_audience(in, field);
  } else if (tag == "700" || tag == "710" || tag == "711") {
    marc::read_name(in, field, false);
  } else if (tag.starts_with("6") && tag >= "600" && tag <= "655" && tag != "654") {
    marc::read_subject(in, field);
  } else if (tag == "773") {
    marc::read_host(in, field);
  } else if (tag == "774") {
    marc::read_part(in, field);
  } else if (tag == "776") {
    marc::read_other_form(in, field);
  } else if (tag == "856") {
    marc::read_link(in, field);
  }
}

// Without the marks that steer right-to-left display (U+200E, 200F, 202A to 202E): they stand
// between words and punctuation.
std::string without_directions(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view three = text.substr(i, 3);
    const bool mark =
        three.size() == 3 && three.starts_with("\xe2\x80") &&
        (three[2] == '\x8e' || three[2] == '\x8f' || (three[2] >= '\xaa' && three[2] <= '\xae'));
    if (mark) {
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return std::string(trim(out));
}

// 880: a field in the work's own script. $6 names the field that it belongs to,
// "245-02/(3/r"; one without a partner (occurrence 00) stands for itself.
void read_other_script(Reading& in, const MarcField& field) {
  const std::string_view link = field.first('6');
  if (link.size() < 6 || link[3] != '-') return;
  MarcField own = field;
  own.tag = link.substr(0, 3);
  for (auto& [code, text] : own.subfields) text = without_directions(text);
  if (own.tag == "880" || own.tag == "856") return;
  if (own.tag == "245") {
    std::string title = title_of(own);
    if (in.record.title.empty()) {
      in.record.title = std::move(title);
    } else if (in.record.original_title.empty()) {
      in.record.original_title = std::move(title);
    }
  } else if (link.substr(4, 2) == "00" || in.marc.field(own.tag) == nullptr) {
    read_field(in, own);
  }
}

// 008: date 1 at 07–10 and language at 35–37, where the data fields do not say.
void read_fixed_fields(Reading& in) {
  const std::string_view fixed = in.marc.control_field("008");
  Publication& publication = in.record.publication;
  if (fixed.size() >= 15) {
    const std::string year = year_in(fixed.substr(7, 4));
    // Type e: a detailed date, month and day where the second date stands.
    const bool detailed = fixed[6] == 'e';
    const PartialDate date = date_from_parts(year, detailed ? fixed.substr(11, 2) : "",
                                             detailed ? fixed.substr(13, 2) : "");
    const bool finer = date.year == publication.date.year && date.month != 0;
    if (!publication.date.known() || finer) publication.date = date;
  }
  if (in.record.languages.empty() && fixed.size() >= 38) {
    const std::string code = to_lower_ascii(fixed.substr(35, 3));
    if (std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
      add_language(in, code);
    }
  }
  const std::string_view stamp = in.marc.control_field("005");
  if (stamp.size() >= 14 &&
      stamp.substr(0, 14).find_first_not_of("0123456789") == std::string_view::npos) {
    const auto part = [stamp](std::size_t at, std::size_t n) {
      return std::string(stamp.substr(at, n));
    };
    in.record.datestamp = part(0, 4) + "-" + part(4, 2) + "-" + part(6, 2) + "T" + part(8, 2) +
                          ":" + part(10, 2) + ":" + part(12, 2) + "Z";
  }
}

// Leader 06 and 07: what kind of thing is described.
std::string_view type_by_leader(const Reading& in) {
  const std::string_view leader = in.marc.leader;
  if (leader.size() < 8) return "";
  switch (leader[6]) {
    case 'c':
    case 'd':
      return "Musical Score";
    case 'e':
    case 'f':
      return "Map";
    case 'g':
      return "Video";
    case 'i':
    case 'j':
      return "Sound Recording";
    case 'k':
      return "Image";
    default:
      break;
  }
  switch (leader[7]) {
    case 'a':
      return in.host_is_journal ? "Journal Article" : "Book Chapter";
    case 'b':
      return "Journal Article";
    case 's':
      return "Journal";
    case 'm':
      return leader[6] == 'a' || leader[6] == 't' ? "Book" : "";
    default:
      return "";
  }
}

bool is_electronic(const MarcRecord& marc) {
  const std::string_view fixed = marc.control_field("008");
  if (fixed.size() > 23 && (fixed[23] == 'o' || fixed[23] == 's' || fixed[23] == 'q')) return true;
  return marc.control_field("006").starts_with('m') || marc.control_field("007").starts_with("cr");
}

std::string record_id(const MarcRecord& marc, const Record& record) {
  // 003 names whose control number 001 is: numbers of two libraries never
  // collide.
  const std::string number = clean_text(marc.control_field("001"));
  const std::string agency = clean_text(marc.control_field("003"));
  if (!number.empty()) return agency.empty() ? number : agency + ":" + number;
  for (const IdentifierScheme scheme :
       {IdentifierScheme::kIsbn, IdentifierScheme::kDoi, IdentifierScheme::kLocal}) {
    for (const Identifier& known : record.identifiers) {
      if (known.scheme() != scheme) continue;
      if (scheme == IdentifierScheme::kLocal) return known.value();
      return std::string(scheme_name(scheme)) + ":" + known.value();
    }
  }
  if (record.title.empty()) return "";
  std::string basis = record.title + "\t";
  if (!record.contributors.empty()) basis += record.contributors.front().family;
  basis += "\t" + format_date(record.publication.date) + "\t" + record.publication.publisher;
  return "marc:" + sha256_hex(basis).substr(0, 24);
}

Reading read_all(const MarcRecord& marc, const std::string& position,
                 std::vector<EntryProblem>& problems) {
  Reading in{marc, position, problems};
  const std::string_view leader = marc.leader;
  in.component = leader.size() > 7 && (leader[7] == 'a' || leader[7] == 'b');
  in.electronic = is_electronic(marc);
  for (const MarcField& field : marc.fields) read_field(in, field);
  for (const MarcField& field : marc.fields) {
    if (field.tag == "880") read_other_script(in, field);
  }
  read_fixed_fields(in);
  Record& record = in.record;
  record.source_record_id = record_id(marc, record);
  if (leader.size() > 5 && leader[5] == 'd') {
    Record tombstone;
    tombstone.source_record_id = record.source_record_id;
    tombstone.deleted = true;
    record = std::move(tombstone);
    in.chapters.clear();
    return in;
  }
  // A series stands where a journal would: the publication that this is a part
  // of.
  if (record.publication.title.empty()) {
    record.publication.title = in.series;
    if (record.publication.volume.empty()) record.publication.volume = in.series_volume;
  }
  if (const std::string_view type = type_by_leader(in); !type.empty()) {
    record.publication_types.insert(record.publication_types.begin(), std::string(type));
  }
  add_to_contents(record, in.chapters);
  if (std::none_of(record.links.begin(), record.links.end(),
                   [](const Link& link) { return link.kind != "related"; })) {
    add_identifier_links(record);
  }
  apply_limits(record);
  return in;
}

}  // namespace

std::string_view MarcField::first(char code) const {
  for (const auto& [known, text] : subfields) {
    if (known == code) return text;
  }
  return {};
}

std::string MarcField::joined(std::string_view codes) const {
  std::string out;
  for (const auto& [code, text] : subfields) {
    if (codes.find(code) == std::string_view::npos) continue;
    if (!out.empty()) out.push_back(' ');
    out += text;
  }
  return out;
}

std::string_view MarcRecord::control_field(std::string_view tag) const {
  for (const auto& [known, text] : control) {
    if (known == tag) return text;
  }
  return {};
}

const MarcField* MarcRecord::field(std::string_view tag) const {
  for (const MarcField& one : fields) {
    if (one.tag == tag) return &one;
  }
  return nullptr;
}

Record marc_to_record(const MarcRecord& marc, const std::string& position,
                      std::vector<EntryProblem>& problems) {
  if (!marc::is_unimarc(marc)) return std::move(read_all(marc, position, problems).record);
  return std::move(read_all(marc::from_unimarc(marc), position, problems).record);
}

ParsedEntry marc_entry(const MarcRecord& marc, const std::string& position,
                       const MarcOptions& options) {
  ParsedEntry parsed;
  const char kind = marc.leader.size() > 6 ? marc.leader[6] : ' ';
  if (std::string_view("uvxy").find(kind) != std::string_view::npos) {
    parsed.skipped = true;  // holdings: which shelves, not what
    return parsed;
  }
  if (std::string_view("zwq").find(kind) != std::string_view::npos) {
    parsed.problems.push_back({position, "not_bibliographic",
                               "the record is of a heading, class or organisation, not of a "
                               "publication (leader position 06)"});
    return parsed;
  }
  const bool unimarc = marc::is_unimarc(marc);
  const MarcRecord converted = unimarc ? marc::from_unimarc(marc) : MarcRecord{};
  Reading in = read_all(unimarc ? converted : marc, position, parsed.problems);
  Record& record = in.record;
  if (record.source_record_id.empty()) {
    parsed.problems.push_back({position, "no_identifier",
                               "the record has neither a number of its own "
                               "(001) nor a title, so it cannot be kept"});
    return parsed;
  }
  if (!record.deleted && record.title.empty()) {
    parsed.problems.push_back({position, "no_title", "the record has no title (245)"});
    return parsed;
  }
  parsed.records.push_back(std::move(record));
  if (options.chapters == Chapters::kRecords) {
    const Record book = parsed.records.front();
    add_chapter_records(book, in.chapters, position, parsed);
  }
  return parsed;
}

}  // namespace evidence
