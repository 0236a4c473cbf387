#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/text.h"
#include "query/parser_pubmed_terms.h"

namespace evidence::query {
namespace {

struct Qualifier {
  std::string_view code;
  std::string_view name;
};

// MeSH's topical qualifiers, also withdrawn ones that old strategies have: enough to tell
// "asthma/th" from "and/or" where no vocabulary is loaded.
constexpr std::array kQualifiers{
    Qualifier{"aa", "analogs & derivatives"},
    Qualifier{"ab", "abnormalities"},
    Qualifier{"ad", "administration & dosage"},
    Qualifier{"ae", "adverse effects"},
    Qualifier{"ag", "agonists"},
    Qualifier{"ah", "anatomy & histology"},
    Qualifier{"ai", "antagonists & inhibitors"},
    Qualifier{"an", "analysis"},
    Qualifier{"bi", "biosynthesis"},
    Qualifier{"bl", "blood"},
    Qualifier{"bs", "blood supply"},
    Qualifier{"cf", "cerebrospinal fluid"},
    Qualifier{"ch", "chemistry"},
    Qualifier{"ci", "chemically induced"},
    Qualifier{"cl", "classification"},
    Qualifier{"cn", "congenital"},
    Qualifier{"co", "complications"},
    Qualifier{"cs", "chemical synthesis"},
    Qualifier{"ct", "contraindications"},
    Qualifier{"cy", "cytology"},
    Qualifier{"de", "drug effects"},
    Qualifier{"df", "deficiency"},
    Qualifier{"dg", "diagnostic imaging"},
    Qualifier{"dh", "diet therapy"},
    Qualifier{"di", "diagnosis"},
    Qualifier{"dt", "drug therapy"},
    Qualifier{"du", "diagnostic use"},
    Qualifier{"ec", "economics"},
    Qualifier{"ed", "education"},
    Qualifier{"eh", "ethnology"},
    Qualifier{"em", "embryology"},
    Qualifier{"en", "enzymology"},
    Qualifier{"ep", "epidemiology"},
    Qualifier{"es", "ethics"},
    Qualifier{"et", "etiology"},
    Qualifier{"gd", "growth & development"},
    Qualifier{"ge", "genetics"},
    Qualifier{"hi", "history"},
    Qualifier{"im", "immunology"},
    Qualifier{"in", "injuries"},
    Qualifier{"ip", "isolation & purification"},
    Qualifier{"ir", "innervation"},
    Qualifier{"is", "instrumentation"},
    Qualifier{"lj", "legislation & jurisprudence"},
    Qualifier{"ma", "manpower"},
    Qualifier{"me", "metabolism"},
    Qualifier{"mi", "microbiology"},
    Qualifier{"mo", "mortality"},
    Qualifier{"mt", "methods"},
    Qualifier{"nu", "nursing"},
    Qualifier{"og", "organization & administration"},
    Qualifier{"pa", "pathology"},
    Qualifier{"pc", "prevention & control"},
    Qualifier{"pd", "pharmacology"},
    Qualifier{"ph", "physiology"},
    Qualifier{"pk", "pharmacokinetics"},
    Qualifier{"po", "poisoning"},
    Qualifier{"pp", "physiopathology"},
    Qualifier{"ps", "parasitology"},
    Qualifier{"px", "psychology"},
    Qualifier{"py", "pathogenicity"},
    Qualifier{"ra", "radiography"},
    Qualifier{"re", "radiation effects"},
    Qualifier{"rh", "rehabilitation"},
    Qualifier{"ri", "radionuclide imaging"},
    Qualifier{"rt", "radiotherapy"},
    Qualifier{"sc", "secondary"},
    Qualifier{"sd", "supply & distribution"},
    Qualifier{"se", "secretion"},
    Qualifier{"sn", "statistics & numerical data"},
    Qualifier{"st", "standards"},
    Qualifier{"su", "surgery"},
    Qualifier{"td", "trends"},
    Qualifier{"th", "therapy"},
    Qualifier{"tm", "transmission"},
    Qualifier{"to", "toxicity"},
    Qualifier{"tr", "transplantation"},
    Qualifier{"tu", "therapeutic use"},
    Qualifier{"ul", "ultrastructure"},
    Qualifier{"ur", "urine"},
    Qualifier{"us", "ultrasonography"},
    Qualifier{"ut", "utilization"},
    Qualifier{"ve", "veterinary"},
    Qualifier{"vi", "virology"},
};

}  // namespace

std::string_view mesh_qualifier(std::string_view name_or_code) {
  if (name_or_code.size() > 60) return {};
  std::string folded = fold(name_or_code);
  if (const std::size_t at = folded.find(" and "); at != std::string::npos) {
    folded.replace(at, 5, " & ");
  }
  for (const Qualifier& qualifier : kQualifiers) {
    if (qualifier.code == folded || qualifier.name == folded) return qualifier.name;
  }
  return {};
}

}  // namespace evidence::query
