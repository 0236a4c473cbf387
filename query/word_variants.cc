#include "query/word_variants.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/stem.h"

namespace evidence::query {
namespace {

constexpr std::size_t kMaxVariants = 3;

// American, British; each tried at its first place in the word and kept where the rules of spelling
// say that it is the same word.
constexpr std::array<std::pair<std::string_view, std::string_view>, 40> kRoots{
    {{"anesth", "anaesth"},       {"hem", "haem"},           {"emia", "aemia"},
     {"emic", "aemic"},           {"edem", "oedem"},         {"esoph", "oesoph"},
     {"estr", "oestr"},           {"fet", "foet"},           {"ped", "paed"},
     {"gyne", "gynae"},           {"cec", "caec"},           {"fec", "faec"},
     {"rrhe", "rrhoe"},           {"pne", "pnoe"},           {"esth", "aesth"},
     {"cesar", "caesar"},         {"celiac", "coeliac"},     {"etiolog", "aetiolog"},
     {"leuko", "leuco"},          {"homeo", "homoeo"},       {"ameb", "amoeb"},
     {"sulf", "sulph"},           {"tumor", "tumour"},       {"color", "colour"},
     {"behavior", "behaviour"},   {"labor", "labour"},       {"odor", "odour"},
     {"favor", "favour"},         {"center", "centre"},      {"fiber", "fibre"},
     {"liter", "litre"},          {"titer", "titre"},        {"meter", "metre"},
     {"theater", "theatre"},      {"program", "programme"},  {"aging", "ageing"},
     {"counselor", "counsellor"}, {"aluminum", "aluminium"}, {"maneuv", "manoeuv"},
     {"skeptic", "sceptic"}}};

}  // namespace

std::vector<std::string> word_variants(std::string_view folded_word) {
  std::vector<std::string> variants;
  if (folded_word.size() < 4 || folded_word.size() > 60) return variants;
  const std::string folded = fold_spelling(folded_word);
  const auto add = [&](std::string candidate) {
    if (candidate == folded_word || variants.size() >= kMaxVariants) return;
    if (fold_spelling(candidate) != folded) return;
    if (std::find(variants.begin(), variants.end(), candidate) == variants.end()) {
      variants.push_back(std::move(candidate));
    }
  };
  add(folded);
  const auto with = [&](std::size_t at, std::size_t size, std::string_view other) {
    std::string candidate(folded_word);
    return candidate.replace(at, size, other);
  };
  for (const auto& [american, british] : kRoots) {
    if (folded_word.find(british) != std::string_view::npos) continue;
    const std::size_t at = folded_word.find(american);
    // No British word begins with "haemi"; "hemi" is half.
    if (at == std::string_view::npos || folded_word.substr(at).starts_with("hemi")) continue;
    add(with(at, american.size(), british));
  }
  for (const std::string_view ending : {"ization", "izations", "ized", "izes", "izing", "ize"}) {
    if (!folded_word.ends_with(ending)) continue;
    add(with(folded_word.size() - ending.size() + 1, 1, "s"));
    break;
  }
  return variants;
}

}  // namespace evidence::query
