#include "connectors/format/reference_keywords.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace evidence {
namespace {

struct Qualifier {
  std::string_view code;
  std::string_view name;
};

// MeSH's topical qualifiers; those without a code are kept for old records.
constexpr std::array kQualifiers{
    Qualifier{"ab", "abnormalities"},
    Qualifier{"ad", "administration & dosage"},
    Qualifier{"ae", "adverse effects"},
    Qualifier{"ag", "agonists"},
    Qualifier{"aa", "analogs & derivatives"},
    Qualifier{"an", "analysis"},
    Qualifier{"ah", "anatomy & histology"},
    Qualifier{"ai", "antagonists & inhibitors"},
    Qualifier{"bi", "biosynthesis"},
    Qualifier{"bs", "blood supply"},
    Qualifier{"bl", "blood"},
    Qualifier{"cf", "cerebrospinal fluid"},
    Qualifier{"cs", "chemical synthesis"},
    Qualifier{"ci", "chemically induced"},
    Qualifier{"ch", "chemistry"},
    Qualifier{"cl", "classification"},
    Qualifier{"co", "complications"},
    Qualifier{"cn", "congenital"},
    Qualifier{"cy", "cytology"},
    Qualifier{"df", "deficiency"},
    Qualifier{"dg", "diagnostic imaging"},
    Qualifier{"di", "diagnosis"},
    Qualifier{"dh", "diet therapy"},
    Qualifier{"de", "drug effects"},
    Qualifier{"dt", "drug therapy"},
    Qualifier{"ec", "economics"},
    Qualifier{"ed", "education"},
    Qualifier{"em", "embryology"},
    Qualifier{"en", "enzymology"},
    Qualifier{"ep", "epidemiology"},
    Qualifier{"es", "ethics"},
    Qualifier{"eh", "ethnology"},
    Qualifier{"et", "etiology"},
    Qualifier{"ge", "genetics"},
    Qualifier{"gd", "growth & development"},
    Qualifier{"hi", "history"},
    Qualifier{"im", "immunology"},
    Qualifier{"in", "injuries"},
    Qualifier{"ir", "innervation"},
    Qualifier{"is", "instrumentation"},
    Qualifier{"ip", "isolation & purification"},
    Qualifier{"lj", "legislation & jurisprudence"},
    Qualifier{"me", "metabolism"},
    Qualifier{"mt", "methods"},
    Qualifier{"mi", "microbiology"},
    Qualifier{"mo", "mortality"},
    Qualifier{"nu", "nursing"},
    Qualifier{"og", "organization & administration"},
    Qualifier{"ps", "parasitology"},
    Qualifier{"py", "pathogenicity"},
    Qualifier{"pa", "pathology"},
    Qualifier{"pk", "pharmacokinetics"},
    Qualifier{"pd", "pharmacology"},
    Qualifier{"ph", "physiology"},
    Qualifier{"pp", "physiopathology"},
    Qualifier{"po", "poisoning"},
    Qualifier{"pc", "prevention & control"},
    Qualifier{"px", "psychology"},
    Qualifier{"ra", "radiography"},
    Qualifier{"ri", "radionuclide imaging"},
    Qualifier{"rt", "radiotherapy"},
    Qualifier{"re", "radiation effects"},
    Qualifier{"rh", "rehabilitation"},
    Qualifier{"se", "secretion"},
    Qualifier{"sc", "secondary"},
    Qualifier{"sn", "statistics & numerical data"},
    Qualifier{"sd", "supply & distribution"},
    Qualifier{"st", "standards"},
    Qualifier{"su", "surgery"},
    Qualifier{"th", "therapy"},
    Qualifier{"tu", "therapeutic use"},
    Qualifier{"to", "toxicity"},
    Qualifier{"tm", "transmission"},
    Qualifier{"tr", "transplantation"},
    Qualifier{"td", "trends"},
    Qualifier{"us", "ultrasonography"},
    Qualifier{"ul", "ultrastructure"},
    Qualifier{"ur", "urine"},
    Qualifier{"ut", "utilization"},
    Qualifier{"ve", "veterinary"},
    Qualifier{"vi", "virology"},
    Qualifier{"nm", "nursing methods"},
};

// "dt [Drug Therapy]" → "drug therapy"; "Therapeutic Use" and "administration and dosage" → as MeSH
// has them; "" for what is no qualifier.
std::string qualifier_name(std::string_view text) {
  text = trim(text);
  std::string bracketed;
  if (const std::size_t open = text.find('['); open != std::string_view::npos) {
    if (text.back() != ']') return {};
    bracketed = to_lower_ascii(trim(text.substr(open + 1, text.size() - open - 2)));
    text = trim(text.substr(0, open));
    if (text.size() != 2 || bracketed.empty()) return {};
    return bracketed;
  }
  std::string name = to_lower_ascii(text);
  if (const std::size_t at = name.find(" and "); at != std::string::npos) {
    name.replace(at, 5, " & ");
  }
  for (const Qualifier& qualifier : kQualifiers) {
    if (name == qualifier.name) return name;
  }
  // A bare code is small: "CO/PS" is somebody's keyword.
  const bool code = text.size() == 2 && text == to_lower_ascii(text);
  return std::string(code ? qualifier_of_code(text) : std::string_view());
}

bool take_star(std::string_view& text) {
  text = trim(text);
  const bool star = text.starts_with('*');
  if (star) text = trim(text.substr(1));
  if (!star && text.ends_with('*')) {
    text = trim(text.substr(0, text.size() - 1));
    return true;
  }
  return star;
}

std::vector<Subject> heading(std::string_view text, std::string_view scheme, bool believe) {
  std::vector<Subject> subjects;
  Subject subject;
  const std::vector<std::string_view> parts = split(text, '/');
  std::string_view label = parts.front();
  const bool major = take_star(label);
  if (label.empty()) return subjects;
  subject.scheme = scheme;
  subject.label = label;
  subject.major = major;
  for (std::size_t i = 1; i < parts.size() && i < 50; ++i) {
    std::string_view part = parts[i];
    const bool starred = take_star(part);
    std::string name = qualifier_name(part);
    if (name.empty()) {
      if (!believe) return {};
      name = part;
      if (name.empty()) continue;
    }
    Subject one = subject;
    one.qualifier = std::move(name);
    one.major = major || starred;
    subjects.push_back(std::move(one));
  }
  if (subjects.empty()) subjects.push_back(std::move(subject));
  return subjects;
}

}  // namespace

std::string_view qualifier_of_code(std::string_view code) {
  const std::string lower = to_lower_ascii(code);
  for (const Qualifier& qualifier : kQualifiers) {
    if (lower == qualifier.code) return qualifier.name;
  }
  return {};
}

std::vector<Subject> keyword_subjects(std::string_view keyword, std::string_view heading_scheme) {
  if (keyword.find('/') != std::string_view::npos) {
    std::vector<Subject> subjects = heading(keyword, heading_scheme, false);
    if (!subjects.empty()) return subjects;
  }
  Subject subject;
  subject.scheme = "keyword";
  subject.major = take_star(keyword);
  subject.label = keyword;
  if (subject.label.empty()) return {};
  return {std::move(subject)};
}

std::vector<Subject> mesh_subjects(std::string_view text) { return heading(text, "mesh", true); }

}  // namespace evidence
