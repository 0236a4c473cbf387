#include "query/qualifiers.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "model/edit_distance.h"
#include "model/label_key.h"

namespace evidence::query {
namespace {

constexpr std::array<Qualifier, 85> kQualifiers{{
    {"aa", "analogs & derivatives"},
    {"ab", "abnormalities"},
    {"ad", "administration & dosage"},
    {"ae", "adverse effects"},
    {"ag", "agonists"},
    {"ah", "anatomy & histology"},
    {"ai", "antagonists & inhibitors"},
    {"an", "analysis"},
    {"bi", "biosynthesis"},
    {"bl", "blood"},
    {"bs", "blood supply"},
    {"cf", "cerebrospinal fluid"},
    {"ch", "chemistry"},
    {"ci", "chemically induced"},
    {"cl", "classification"},
    {"cn", "congenital"},
    {"co", "complications"},
    {"cs", "chemical synthesis"},
    {"ct", "contraindications"},
    {"cy", "cytology"},
    {"de", "drug effects"},
    {"df", "deficiency"},
    {"dg", "diagnostic imaging"},
    {"dh", "diet therapy"},
    {"di", "diagnosis"},
    {"dt", "drug therapy"},
    {"du", "diagnostic use"},
    {"ec", "economics"},
    {"ed", "education"},
    {"eh", "ethnology"},
    {"em", "embryology"},
    {"en", "enzymology"},
    {"ep", "epidemiology"},
    {"es", "ethics"},
    {"et", "etiology"},
    {"gd", "growth & development"},
    {"ge", "genetics"},
    {"hi", "history"},
    {"im", "immunology"},
    {"in", "injuries"},
    {"ip", "isolation & purification"},
    {"ir", "innervation"},
    {"is", "instrumentation"},
    {"ju", "jurisprudence"},
    {"lj", "legislation & jurisprudence"},
    {"ma", "manpower"},
    {"me", "metabolism"},
    {"mi", "microbiology"},
    {"mo", "mortality"},
    {"mt", "methods"},
    {"nu", "nursing"},
    {"og", "organization & administration"},
    {"pa", "pathology"},
    {"pc", "prevention & control"},
    {"pd", "pharmacology"},
    {"ph", "physiology"},
    {"pk", "pharmacokinetics"},
    {"po", "poisoning"},
    {"pp", "physiopathology"},
    {"ps", "parasitology"},
    {"px", "psychology"},
    {"py", "pathogenicity"},
    {"ra", "radiography"},
    {"re", "radiation effects"},
    {"rh", "rehabilitation"},
    {"ri", "radionuclide imaging"},
    {"rt", "radiotherapy"},
    {"sc", "secondary"},
    {"sd", "supply & distribution"},
    {"se", "secretion"},
    {"sn", "statistics & numerical data"},
    {"st", "standards"},
    {"su", "surgery"},
    {"td", "trends"},
    {"th", "therapy"},
    {"tm", "transmission"},
    {"to", "toxicity"},
    {"tr", "transplantation"},
    {"tu", "therapeutic use"},
    {"ul", "ultrastructure"},
    {"ur", "urine"},
    {"us", "ultrasonography"},
    {"ut", "utilization"},
    {"ve", "veterinary"},
    {"vi", "virology"},
}};

}  // namespace

std::span<const Qualifier> qualifiers() { return kQualifiers; }

const Qualifier* qualifier_by_code(std::string_view code) {
  for (const Qualifier& one : kQualifiers) {
    if (one.code == code) return &one;
  }
  return nullptr;
}

const Qualifier* qualifier_by_name(std::string_view name) {
  for (const Qualifier& one : kQualifiers) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

std::string_view known_qualifier(std::string_view name_or_letters) {
  const std::string key = label_key(name_or_letters);
  if (key.empty()) return {};
  const std::string spelled = spelled_key(key);
  for (const auto& [letters, name] : kQualifiers) {
    if (letters == key) return name;
    const std::string other = label_key(name);
    if (other == key || other == spelled) return name;
  }
  return {};
}

std::vector<std::string> near_qualifiers(std::string_view name) {
  const std::string key = label_key(truncate_utf8(name, 100));
  std::vector<std::pair<double, std::string_view>> likely;
  for (const auto& [letters, other] : kQualifiers) {
    const double likeness = text_similarity(key, label_key(other));
    if (likeness >= 0.6) likely.emplace_back(-likeness, other);
  }
  std::sort(likely.begin(), likely.end());
  std::vector<std::string> names;
  for (const auto& [likeness, other] : likely) {
    if (names.size() < 3) names.emplace_back(other);
  }
  return names;
}

}  // namespace evidence::query
