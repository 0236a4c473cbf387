// UNIMARC under MARC 21's tags: titles, names, subjects and numbers mean the
// same, their tags and codes differ. Standard: UNIMARC Manual, Bibliographic
// Format, 3rd edition.
#include <algorithm>
#include <array>
#include <utility>

#include "connectors/format/marc_reading.h"
#include "connectors/format/marc_text.h"

namespace evidence::marc {
namespace {

struct Tag {
  std::string_view from;
  std::string_view to;
  std::string_view codes;  // pairs: UNIMARC's code, MARC 21's; others are left out
  char indicator2 = ' ';
};
constexpr std::array kTags{
    Tag{"010", "020", "aa"},          Tag{"011", "022", "aa"},
    Tag{"101", "041", "aa"},          Tag{"200", "245", "aaebhnipfc"},
    Tag{"205", "250", "aabb"},        Tag{"210", "260", "aacbdc"},
    Tag{"214", "260", "aacbdc"},      Tag{"215", "300", "aa"},
    Tag{"225", "490", "aavvxx"},      Tag{"327", "505", "aa"},
    Tag{"330", "520", "aa"},          Tag{"461", "773", "ttvgxx"},
    Tag{"463", "773", "ttvgxx"},      Tag{"452", "776", "yzxx"},
    Tag{"510", "246", "aa"},          Tag{"600", "600", "aabb", '7'},
    Tag{"601", "610", "aabb", '7'},   Tag{"606", "650", "aaxxyzzy22", '7'},
    Tag{"607", "651", "aaxx22", '7'}, Tag{"608", "655", "aa", '7'},
    Tag{"610", "653", "aa"},          Tag{"675", "080", "aa"},
    Tag{"676", "082", "aa"},          Tag{"700", "100", "aabb44"},
    Tag{"701", "700", "aabb44"},      Tag{"702", "700", "aabb44"},
    Tag{"710", "110", "aabb"},        Tag{"711", "710", "aabb"},
    Tag{"712", "710", "aabb"},        Tag{"856", "856", "uuzz"},
};

// UNIMARC's relator codes are numbers.
std::string relator_of(std::string_view code) {
  if (code == "340") return "edt";
  if (code == "730") return "trl";
  if (code == "440") return "ill";
  if (code == "650") return "pbl";
  if (code == "070") return "aut";
  return "ctb";
}

char code_for(const Tag& tag, char code) {
  for (std::size_t i = 0; i + 1 < tag.codes.size(); i += 2) {
    if (tag.codes[i] == code) return tag.codes[i + 1];
  }
  return '\0';
}

MarcField converted(const Tag& tag, const MarcField& field) {
  MarcField out;
  out.tag = tag.to;
  out.indicator1 = ' ';
  out.indicator2 = tag.indicator2;
  for (const auto& [code, text] : field.subfields) {
    const char to = code_for(tag, code);
    if (to == '\0') continue;
    const bool again = !out.first(to).empty();
    if (tag.to == "245" && again && to != 'n' && to != 'p') continue;  // parallel titles
    const bool name = tag.to.ends_with("00") && tag.from != "600";
    if (name && to == 'b' && !out.subfields.empty()) {
      // Some write the comma themselves: "$b, Jane".
      const std::string given = text.substr(std::min(text.find_first_not_of(", "), text.size()));
      out.subfields.front().second =
          without_isbd(out.subfields.front().second, true) + ", " + given;
    } else {
      out.subfields.emplace_back(to, to == '4' ? relator_of(text) : text);
    }
  }
  return out;
}

}  // namespace

bool is_unimarc(const MarcRecord& marc) {
  const MarcField* title = marc.field("200");
  return title != nullptr && !title->first('a').empty() && marc.field("245") == nullptr;
}

MarcRecord from_unimarc(const MarcRecord& marc) {
  MarcRecord out;
  out.leader = marc.leader;
  for (const auto& [tag, text] : marc.control) {
    if (tag != "008") out.control.emplace_back(tag, text);
  }
  for (const MarcField& field : marc.fields) {
    for (const Tag& tag : kTags) {
      if (tag.from != field.tag) continue;
      MarcField one = converted(tag, field);
      if (!one.subfields.empty()) out.fields.push_back(std::move(one));
      break;
    }
  }
  return out;
}

}  // namespace evidence::marc
