#include "search/opposites.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/stem.h"
#include "model/edit_distance.h"

namespace evidence {
namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array kBeginnings = {
    Pair{"hyper", "hypo"},  Pair{"pre", "post"},     Pair{"pre", "peri"},    Pair{"peri", "post"},
    Pair{"intra", "inter"}, Pair{"intra", "extra"},  Pair{"inter", "extra"}, Pair{"inter", "exter"},
    Pair{"intra", "infra"}, Pair{"intra", "ultra"},  Pair{"ante", "anti"},   Pair{"ante", "post"},
    Pair{"anti", "pro"},    Pair{"macro", "micro"},  Pair{"ab", "ad"},       Pair{"supra", "infra"},
    Pair{"supra", "sub"},   Pair{"super", "sub"},    Pair{"uni", "bi"},      Pair{"mono", "bi"},
    Pair{"mono", "di"},     Pair{"mono", "tri"},     Pair{"mono", "poly"},   Pair{"mono", "multi"},
    Pair{"bi", "tri"},      Pair{"di", "tri"},       Pair{"tri", "tetra"},   Pair{"bi", "tetra"},
    Pair{"brady", "tachy"}, Pair{"endo", "exo"},     Pair{"endo", "ecto"},   Pair{"endo", "epi"},
    Pair{"endo", "peri"},   Pair{"myo", "peri"},     Pair{"myo", "endo"},    Pair{"epi", "hypo"},
    Pair{"epi", "peri"},    Pair{"peri", "para"},    Pair{"over", "under"},  Pair{"in", "ex"},
    Pair{"im", "ex"},       Pair{"af", "ef"},        Pair{"homo", "hetero"}, Pair{"auto", "allo"},
    Pair{"auto", "hetero"}, Pair{"eu", "dys"},       Pair{"eu", "hypo"},     Pair{"eu", "hyper"},
    Pair{"normo", "hyper"}, Pair{"normo", "hypo"},   Pair{"oligo", "poly"},  Pair{"an", "poly"},
    Pair{"hypo", "poly"},   Pair{"dextro", "levo"},  Pair{"hemi", "quadri"}, Pair{"hemi", "para"},
    Pair{"hemi", "mono"},   Pair{"para", "quadri"},  Pair{"para", "tetra"},  Pair{"pyelo", "myelo"},
    Pair{"cysto", "cyto"},  Pair{"nephro", "neuro"}, Pair{"thyro", "thymo"}, Pair{"nor", ""},
    Pair{"non", ""},        Pair{"un", ""},          Pair{"dis", ""},        Pair{"an", ""},
    Pair{"a", ""},          Pair{"in", ""},          Pair{"im", ""},         Pair{"ir", ""},
    Pair{"de", ""},         Pair{"anti", ""},        Pair{"pre", ""},        Pair{"post", ""},
    Pair{"sub", ""},        Pair{"hyper", ""},       Pair{"hypo", ""},       Pair{"pseudo", ""},
    Pair{"para", ""},       Pair{"meta", ""}};

constexpr std::array kEndings = {
    Pair{"itis", "osis"},         Pair{"itis", "oma"},       Pair{"osis", "oma"},
    Pair{"itis", "opathy"},       Pair{"itis", "algia"},     Pair{"osis", "opathy"},
    Pair{"ectomy", "ostomy"},     Pair{"ectomy", "otomy"},   Pair{"ostomy", "otomy"},
    Pair{"ectomy", "oscopy"},     Pair{"otomy", "oscopy"},   Pair{"ostomy", "oscopy"},
    Pair{"ectomy", "opexy"},      Pair{"ectomy", "oplasty"}, Pair{"emia", "uria"},
    Pair{"penia", "cytosis"},     Pair{"penia", "philia"},   Pair{"penia", "cythemia"},
    Pair{"phagia", "phasia"},     Pair{"plegia", "paresis"}, Pair{"blast", "cyte"},
    Pair{"blastoma", "cytoma"},   Pair{"ase", "ose"},        Pair{"ate", "ite"},
    Pair{"ide", "ite"},           Pair{"ide", "ate"},        Pair{"lytic", "genic"},
    Pair{"agonist", "antagonist"}};

// The same, or the same with a slip. Short remains must be the same, or words would be alike that
// have nothing in common.
bool nearly_same(std::string_view a, std::string_view b) {
  const std::size_t letters = std::min(a.size(), b.size());
  if (letters < 3) return false;
  return edit_distance(a, b) <= (letters < 5 ? 1U : 2U);
}

bool begin_apart(std::string_view a, std::string_view b, const Pair& pair) {
  const auto& [first, second] = pair;
  if (second.empty()) {
    // "atypical" typed, "typical" offered; a doubled first letter is a slip of the finger.
    if (!a.starts_with(first) || b.starts_with(first)) return false;
    if (a.size() > 1 && a[0] == a[1]) return false;
    const std::string_view rest = a.substr(first.size());
    return rest.size() >= 4 && !rest.empty() && !b.empty() && rest[0] == b[0] &&
           edit_distance(rest, b) <= 1;
  }
  if (!a.starts_with(first) || !b.starts_with(second)) return false;
  const std::string_view rest_a = a.substr(first.size()), rest_b = b.substr(second.size());
  if (rest_a.empty() || rest_b.empty()) return false;
  // "adbominal" is no opposite of "abdominal": two letters were swapped.
  if (first.size() < 3 && rest_a[0] != rest_b[0]) return false;
  return nearly_same(rest_a, rest_b);
}

bool end_apart(std::string_view a, std::string_view b, const Pair& pair) {
  const auto& [first, second] = pair;
  if (!a.ends_with(first) || !b.ends_with(second)) return false;
  const std::string_view rest_a = a.substr(0, a.size() - first.size());
  const std::string_view rest_b = b.substr(0, b.size() - second.size());
  return std::min(rest_a.size(), rest_b.size()) >= 3 && edit_distance(rest_a, rest_b) <= 1;
}

}  // namespace

bool are_opposites(std::string_view typed, std::string_view offered) {
  const std::string a = fold_spelling(typed), b = fold_spelling(offered);
  for (const Pair& pair : kBeginnings) {
    if (begin_apart(a, b, pair)) return true;
    if (!pair.second.empty() && begin_apart(b, a, pair)) return true;
  }
  for (const Pair& pair : kEndings) {
    if (end_apart(a, b, pair) || end_apart(b, a, pair)) return true;
  }
  return false;
}

}  // namespace evidence
