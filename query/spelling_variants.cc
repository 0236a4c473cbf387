#include "query/spelling_variants.h"

#include <array>
#include <utility>

#include "base/stem.h"

namespace evidence::query {
namespace {

// Roots at the beginning of a word: American, British. Longer roots stand before their beginnings.
// A root matches where the letters begin with the whole of it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 43> kRoots{
    {{"anem", "anaem"},
     {"anesth", "anaesth"},
     {"apnea", "apnoea"},
     {"cecum", "caecum"},
     {"celiac", "coeliac"},
     {"cesarean", "caesarean"},
     {"diarrhe", "diarrhoe"},
     {"dyspnea", "dyspnoea"},
     {"edema", "oedema"},
     {"esophag", "oesophag"},
     {"esthe", "aesthe"},
     {"estr", "oestr"},
     {"etiol", "aetiol"},
     {"fecal", "faecal"},
     {"feces", "faeces"},
     {"fetal", "foetal"},
     {"fetus", "foetus"},
     {"glycem", "glycaem"},
     {"gonorrhe", "gonorrhoe"},
     {"gynec", "gynaec"},
     {"hem", "haem"},
     {"hypercalcem", "hypercalcaem"},
     {"hyperglycem", "hyperglycaem"},
     {"hyperkalem", "hyperkalaem"},
     {"hyperlipidem", "hyperlipidaem"},
     {"hypernatrem", "hypernatraem"},
     {"hypocalcem", "hypocalcaem"},
     {"hypoglycem", "hypoglycaem"},
     {"hypokalem", "hypokalaem"},
     {"hyponatrem", "hyponatraem"},
     {"hypovolem", "hypovolaem"},
     {"ischem", "ischaem"},
     {"leukem", "leukaem"},
     {"leukocyt", "leucocyt"},
     {"maneuver", "manoeuvre"},
     {"orthoped", "orthopaed"},
     {"pediatr", "paediatr"},
     {"pedo", "paedo"},
     {"septicem", "septicaem"},
     {"sulf", "sulph"},
     {"tumor", "tumour"},
     {"uremi", "uraemi"},
     {"color", "colour"}}};

// British beginnings that are the American root plus other words ("hemisphere" is no "haemi").
bool is_false_root(std::string_view letters) {
  return letters.starts_with("hemi") || letters.starts_with("hemp") ||
         letters.starts_with("hemlock");
}

void add(std::vector<std::string>& variants, std::string_view letters, std::string variant) {
  if (variant == letters) return;
  for (const std::string& known : variants) {
    if (known == variant) return;
  }
  variants.push_back(std::move(variant));
}

}  // namespace

std::vector<std::string> spelling_variants(std::string_view folded_letters) {
  std::vector<std::string> variants;
  for (const auto& [american, british] : kRoots) {
    if (folded_letters.starts_with(british)) {
      add(variants, folded_letters,
          std::string(american) + std::string(folded_letters.substr(british.size())));
      break;
    }
    if (folded_letters.starts_with(american) && !is_false_root(folded_letters)) {
      add(variants, folded_letters,
          std::string(british) + std::string(folded_letters.substr(american.size())));
      break;
    }
  }
  // What the stemmer's table knows besides; only where the change is within the letters typed.
  if (variants.empty()) {
    std::string folded = fold_spelling(folded_letters);
    if (folded.size() >= 3 && folded[0] != '\0') add(variants, folded_letters, std::move(folded));
  }
  return variants;
}

}  // namespace evidence::query
