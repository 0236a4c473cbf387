// MARC 21 → Record. Field by field in the order of the tags; what a tag means is said at its line.
#include "connectors/format/marc_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "base/url.h"
#include "connectors/format/identifier_links.h"
#include "connectors/format/marc_text.h"
#include "model/person_name.h"

namespace evidence {
namespace {

struct Reading {
  const MarcRecord& marc;
  Record record;
  const std::string& position;
  std::vector<EntryProblem>& problems;
};

void add_identifier(Reading& in, IdentifierScheme scheme, std::string_view raw) {
  if (raw.empty()) return;
  Result<Identifier> identifier = Identifier::parse(scheme, raw);
  if (identifier.ok())
    in.record.identifiers.push_back(std::move(identifier).value());
  else
    in.problems.push_back({in.position, "bad_identifier", identifier.error().message});
}

void read_identifier_field(Reading& in, const MarcField& field) {
  if (field.tag == "020") {
    for (const auto& [code, text] : field.subfields) {
      // $z is an ISBN of another form or a cancelled one: other formats of the same book.
      if (code != 'a') continue;
      const std::string_view number = isbn_part(text);
      add_identifier(in, IdentifierScheme::kIsbn, number.empty() ? text : number);
    }
  } else if (field.tag == "022") {
    for (const auto& [code, text] : field.subfields) {
      if (code == 'a' || code == 'l') add_identifier(in, IdentifierScheme::kIssn, text);
    }
  } else if (field.tag == "024" && equals_ignoring_case(field.first('2'), "doi")) {
    add_identifier(in, IdentifierScheme::kDoi, field.first('a'));
  } else if (field.tag == "035") {
    // "(OCoLC)ocm12345": another system's number, with its name.
    const Result<Identifier> local = Identifier::parse(IdentifierScheme::kLocal, field.first('a'));
    if (local.ok()) in.record.identifiers.push_back(*local);
  }
}

void read_person(Reading& in, const MarcField& field, bool main) {
  std::string name = without_isbd(field.first('a'), true);
  if (name.empty()) return;
  const bool person = field.tag == "100" || field.tag == "700";
  // An added entry with a title ($t) is a work spoken of, not somebody who made this one.
  if (!main && !field.first('t').empty()) return;
  Contributor contributor;
  if (person) {
    // "Smith, John A.,": a stop after an initial stays, one after a whole word goes.
    contributor = parse_person_name(without_isbd(name));
    contributor.role = "author";
  } else {
    contributor.family = without_isbd(field.joined("ab"));
    contributor.role = "collective";
  }
  const std::string relator = to_lower_ascii(field.joined("e4"));
  if (relator.find("edit") != std::string::npos || relator.find("edt") != std::string::npos) {
    contributor.role = "editor";
  } else if (!main && person && !relator.empty() && relator.find("aut") == std::string::npos &&
             relator.find("contributor") == std::string::npos) {
    contributor.role = without_isbd(relator);  // "illustrator", "translator"
  }
  auto& all = in.record.contributors;
  if (std::find(all.begin(), all.end(), contributor) == all.end()) {
    all.push_back(std::move(contributor));
  }
}

void read_title(Reading& in, const MarcField& field) {
  std::string title = without_isbd(field.joined("anp"));
  if (const std::string rest = without_isbd(field.first('b')); !rest.empty()) {
    title += ": " + rest;
  }
  in.record.title = std::move(title);
}

void read_imprint(Reading& in, const MarcField& field) {
  // 264: only the second indicator 1 is publication; others are manufacture, copyright.
  if (field.tag == "264" && field.indicator2 != '1' && field.indicator2 != ' ') return;
  Publication& publication = in.record.publication;
  if (publication.publisher.empty()) publication.publisher = without_isbd(field.first('b'));
  const std::string year = year_in(field.first('c'));
  if (!publication.date.known() && !year.empty()) publication.date = date_from_parts(year, "", "");
}

// 505: formatted contents, one chapter a line. "1. Asthma -- 2. COPD" or $t title $r author.
void read_contents(Reading& in, const MarcField& field) {
  const std::string text = field.joined("agrtu");
  std::string& contents = in.record.table_of_contents;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t dash = std::min(text.find("--", from), text.size());
    const std::string line = without_isbd(std::string_view(text).substr(from, dash - from));
    if (!line.empty()) {
      if (!contents.empty()) contents.push_back('\n');
      contents += line;
    }
    from = dash + 2;
  }
}

std::string subject_scheme(const MarcField& field) {
  if (field.tag == "653") return "keyword";
  if (field.tag == "655") return "genre";
  switch (field.indicator2) {
    case '0':
      return "lcsh";
    case '2':
      return "mesh";
    case '7': {
      const std::string source = to_lower_ascii(field.first('2'));
      return source.empty() ? "subject" : source;
    }
    default:
      return "subject";
  }
}

void read_subject(Reading& in, const MarcField& field) {
  const std::string scheme = subject_scheme(field);
  if (field.tag == "655") {
    std::string genre = without_isbd(field.first('a'));
    if (!genre.empty()) in.record.publication_types.push_back(std::move(genre));
    return;
  }
  if (field.tag == "653") {
    for (const auto& [code, text] : field.subfields) {
      if (code == 'a')
        in.record.subjects.push_back({scheme, "", without_isbd(text), "", "", false});
    }
    return;
  }
  Subject subject;
  subject.scheme = scheme;
  subject.label = without_isbd(field.first('a'), true);
  if (subject.label.ends_with('.')) subject.label.pop_back();
  if (subject.label.empty()) return;
  // $0 "(DNLM)D001249Q000188" or a MeSH address: the number of the heading.
  const std::string_view number = field.first('0');
  if (const std::size_t at = number.find("D0"); scheme == "mesh" && at != std::string_view::npos) {
    const std::string_view tail = number.substr(at);
    const std::size_t end = tail.find_first_not_of("0123456789", 1);
    subject.id = tail.substr(0, end);
    if (end != std::string_view::npos && tail[end] == 'Q') subject.qualifier_id = tail.substr(end);
  }
  if (scheme == "mesh") {
    subject.qualifier = without_isbd(field.first('x'));
    subject.major = field.indicator1 == '1';
  } else if (std::string parts = field.joined("vxyz"); !parts.empty()) {
    subject.label += " -- " + without_isbd(parts);
  }
  in.record.subjects.push_back(std::move(subject));
}

void read_link(Reading& in, const MarcField& field) {
  // Second indicator 2: a related resource, such as a cover or a publisher's description.
  if (field.indicator2 == '2') return;
  const std::string note = to_lower_ascii(field.joined("3yz"));
  for (const std::string_view word : {"cover", "contents", "description", "biograph"}) {
    if (note.find(word) != std::string::npos) return;
  }
  for (const auto& [code, text] : field.subfields) {
    if (code != 'u') continue;
    const Result<WebUrl> url = parse_web_url(text);
    if (!url.ok()) {
      in.problems.push_back({in.position, "bad_link", url.error().message});
      continue;
    }
    const bool open = field.first('7') == "0" || note.find("open access") != std::string::npos ||
                      note.find("free") != std::string::npos;
    auto& links = in.record.links;
    if (std::none_of(links.begin(), links.end(),
                     [&](const Link& link) { return link.url == url->text; })) {
      links.push_back({url->text, "fulltext", open});
    }
    if (open) in.record.open_access = OpenAccess::kOpen;
  }
}

// 773: the book that this is a chapter of; 776: the same in another form; 780/785 journals.
void read_linking_entry(Reading& in, const MarcField& field) {
  std::string target;
  const Result<Identifier> isbn =
      Identifier::parse(IdentifierScheme::kIsbn, isbn_part(field.first('z')));
  if (isbn.ok()) target = "isbn:" + isbn->value();
  if (field.tag == "773") {
    const std::string host = without_isbd(field.first('t'));
    if (host.empty() && target.empty()) return;
    in.record.publication.title = host;
    in.record.relations.push_back({RelationType::kPartOf, target, field.joined("tg")});
  } else if (isbn.ok()) {
    in.record.identifiers.push_back(*isbn);  // print and online forms are the same book
  }
}

void read_field(Reading& in, const MarcField& field) {
  const std::string_view tag = field.tag;
  if (tag.starts_with("02") || tag == "035")
    read_identifier_field(in, field);
  else if (tag == "041") {
    for (const auto& [code, text] : field.subfields) {
      // Old records run the codes together: "engfre".
      for (std::size_t i = 0; code == 'a' && i + 3 <= text.size(); i += 3) {
        in.record.languages.push_back(to_lower_ascii(std::string_view(text).substr(i, 3)));
      }
    }
  } else if (tag == "100" || tag == "110" || tag == "111")
    read_person(in, field, true);
  else if (tag == "245")
    read_title(in, field);
  else if (tag == "250")
    in.record.publication.edition = without_isbd(field.first('a'), true);
  else if (tag == "260" || tag == "264")
    read_imprint(in, field);
  else if (tag == "300") {
    if (in.record.publication.pages.empty()) {
      in.record.publication.pages = without_isbd(field.first('a'), true);
    }
  } else if (tag == "490") {
    // A series stands where a journal would: the publication that this is a part of.
    if (in.record.publication.title.empty()) {
      in.record.publication.title = without_isbd(field.first('a'));
      in.record.publication.volume = without_isbd(field.first('v'));
    }
  } else if (tag == "505")
    read_contents(in, field);
  else if (tag == "520") {
    std::string text = field.joined("ab");
    if (!text.empty()) in.record.abstract.push_back({"", std::move(text)});
  } else if (tag == "506" || tag == "540") {
    if (in.record.rights.empty()) in.record.rights = field.joined("afu");
  } else if (tag == "650" || tag == "653" || tag == "655")
    read_subject(in, field);
  else if (tag == "700" || tag == "710" || tag == "711")
    read_person(in, field, false);
  else if (tag == "773" || tag == "776")
    read_linking_entry(in, field);
  else if (tag == "856")
    read_link(in, field);
}

// 008: date 1 at 07–10 and language at 35–37, where the data fields do not say.
void read_fixed_fields(Reading& in) {
  const std::string_view fixed = in.marc.control_field("008");
  Publication& publication = in.record.publication;
  if (!publication.date.known() && fixed.size() >= 11) {
    publication.date = date_from_parts(year_in(fixed.substr(7, 4)), "", "");
  }
  if (in.record.languages.empty() && fixed.size() >= 38) {
    const std::string code = to_lower_ascii(fixed.substr(35, 3));
    const bool letters =
        std::all_of(code.begin(), code.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    if (letters && code != "zxx" && code != "und" && code != "mul") {
      in.record.languages.push_back(code);
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

// Leader 07: what kind of thing is described.
std::string_view type_by_leader(std::string_view leader) {
  if (leader.size() < 8) return "";
  switch (leader[7]) {
    case 'a':
      return "Book Chapter";
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

Record marc_to_record(const MarcRecord& marc, const std::string& position,
                      std::vector<EntryProblem>& problems) {
  Reading in{marc, {}, position, problems};
  // 003 names whose control number 001 is: numbers of two libraries never collide.
  const std::string number = clean_text(marc.control_field("001"));
  const std::string agency = clean_text(marc.control_field("003"));
  for (const MarcField& field : marc.fields) read_field(in, field);
  read_fixed_fields(in);
  Record& record = in.record;
  if (!number.empty()) {
    record.source_record_id = agency.empty() ? number : agency + ":" + number;
  } else {
    const auto isbn = std::find_if(
        record.identifiers.begin(), record.identifiers.end(),
        [](const Identifier& known) { return known.scheme() == IdentifierScheme::kIsbn; });
    if (isbn != record.identifiers.end()) record.source_record_id = "isbn:" + isbn->value();
  }
  if (marc.leader.size() > 5 && marc.leader[5] == 'd') {
    Record tombstone;
    tombstone.source_record_id = record.source_record_id;
    tombstone.deleted = true;
    return tombstone;
  }
  if (const std::string_view type = type_by_leader(marc.leader); !type.empty()) {
    record.publication_types.insert(record.publication_types.begin(), std::string(type));
  }
  if (record.links.empty()) add_identifier_links(record);
  apply_limits(record);
  return std::move(record);
}

}  // namespace evidence
