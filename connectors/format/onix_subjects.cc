// Subjects by scheme (code lists 26 and 27), audience, texts and tables of
// contents.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "connectors/format/onix_reading.h"
#include "connectors/format/xml_fields.h"

namespace evidence::onix {
namespace {

struct Scheme {
  std::string_view code;
  std::string_view name;
};
constexpr std::array kSchemes{
    Scheme{"01", "ddc"},
    Scheme{"02", "ddc"},
    Scheme{"03", "lcc"},
    Scheme{"04", "lcsh"},
    Scheme{"05", "mesh"},
    Scheme{"06", "nlmc"},
    Scheme{"07", "aat"},
    Scheme{"09", "udc"},
    Scheme{"10", "bisac"},
    Scheme{"11", "bisac-region"},
    Scheme{"12", "bic"},
    Scheme{"13", "bic-place"},
    Scheme{"14", "bic-language"},
    Scheme{"15", "bic-period"},
    Scheme{"16", "bic-education"},
    Scheme{"17", "bic-interest"},
    Scheme{"20", "keyword"},
    Scheme{"23", "publisher"},
    Scheme{"24", "publisher"},
    Scheme{"26", "wgs"},
    Scheme{"27", "wgs"},
    Scheme{"29", "clil"},
    Scheme{"66", "bisac-merchandising"},
    Scheme{"93", "thema"},
    Scheme{"94", "thema-place"},
    Scheme{"95", "thema-language"},
    Scheme{"96", "thema-period"},
    Scheme{"97", "thema-education"},
    Scheme{"98", "thema-interest"},
    Scheme{"99", "thema-style"},
};

std::string scheme_of(const std::string& code, const std::string& name) {
  for (const Scheme& scheme : kSchemes) {
    if (scheme.code == code) return std::string(scheme.name);
  }
  return name.empty() ? "subject" : to_lower_ascii(name);
}

bool is_mesh_number(std::string_view code) {
  return code.size() >= 7 && code.front() == 'D' &&
         code.substr(1).find_first_not_of("0123456789") == std::string_view::npos;
}

void add_keywords(RecordReading& in, const std::string& text) {
  const char separator = text.find(';') != std::string::npos ? ';' : ',';
  for (const std::string_view word : split(text, separator)) {
    in.add_subject("keyword", std::string(trim(word)));
  }
}

void read_subject(RecordReading& in, const pugi::xml_node& node, const char* scheme_element) {
  const std::string scheme =
      scheme_of(child_text(node, scheme_element), child_text(node, "SubjectSchemeName"));
  const std::string code = child_text(node, "SubjectCode");
  const std::string heading = line_of(node.child("SubjectHeadingText"));
  if (scheme == "keyword") {
    add_keywords(in, heading.empty() ? code : heading);
    return;
  }
  if (scheme == "mesh") {
    in.add_subject(scheme, heading.empty() ? code : heading, is_mesh_number(code) ? code : "");
    return;
  }
  in.add_subject(scheme, heading.empty() ? code : heading, code);
}

// What a text is, in both code lists: 33 (2.1) and 153 (3.0).
enum class TextUse { kNone, kDescription, kShort, kContents, kOpenAccess };

TextUse use_of(const pugi::xml_node& text) {
  const bool newer = !child_text(text, "TextType").empty();
  const std::string code = child_text(text, newer ? "TextType" : "TextTypeCode");
  if (code == "04") return TextUse::kContents;
  if (code == "03" || (!newer && code == "01")) return TextUse::kDescription;
  if (code == "02") return TextUse::kShort;
  return newer && code == "20" ? TextUse::kOpenAccess : TextUse::kNone;
}

}  // namespace

void read_subjects(RecordReading& in, const pugi::xml_node& detail) {
  for (const pugi::xml_node& node : detail.children("MainSubject")) {
    if (node.first_child()) read_subject(in, node, "MainSubjectSchemeIdentifier");
  }
  in.add_subject("bisac", child_text(detail, "BASICMainSubject"),
                 child_text(detail, "BASICMainSubject"));
  in.add_subject("bic", child_text(detail, "BICMainSubject"), child_text(detail, "BICMainSubject"));
  for (const pugi::xml_node& node : detail.children("Subject")) {
    read_subject(in, node, "SubjectSchemeIdentifier");
  }
  for (const pugi::xml_node& node : detail.children("Audience")) {
    // Code list 29: 01 is EDItEUR's list of audiences, a code without words of
    // its own.
    if (child_text(node, "AudienceCodeType") != "01") {
      in.add_subject("audience", child_text(node, "AudienceCodeValue"));
    }
  }
  in.add_subject("audience", line_of(detail.child("AudienceDescription")));
}

void read_texts(RecordReading& in, const pugi::xml_node& parent) {
  std::vector<std::string> description, short_one;
  for (const char* name : {"TextContent", "OtherText"}) {
    for (const pugi::xml_node& text : parent.children(name)) {
      const TextUse use = use_of(text);
      if (use == TextUse::kNone) continue;
      std::vector<std::string> paragraphs = paragraphs_of(text.child("Text"));
      if (use == TextUse::kContents) {
        std::string& contents = in.record.table_of_contents;
        for (const std::string& line : paragraphs) {
          contents += (contents.empty() ? "" : "\n") + line;
        }
      } else if (use == TextUse::kOpenAccess) {
        in.record.open_access = OpenAccess::kOpen;
        if (in.record.rights.empty()) in.record.rights = join(paragraphs, " ");
      } else {
        // The longest of several descriptions.
        auto& best = use == TextUse::kDescription ? description : short_one;
        if (join(paragraphs, " ").size() > join(best, " ").size()) best = std::move(paragraphs);
      }
    }
  }
  const std::string whole = join(description.empty() ? short_one : description, " ");
  if (!whole.empty()) in.record.abstract.push_back({"", whole});
}

}  // namespace evidence::onix
