#include "connectors/format/relator.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace evidence {
namespace {

struct Relator {
  std::string_view code;
  std::string_view role;
};
constexpr std::array kRelators{
    Relator{"aut", "author"},
    Relator{"cre", "author"},
    Relator{"ctb", "contributor"},
    Relator{"edt", "editor"},
    Relator{"edc", "editor"},
    Relator{"pbd", "editor"},
    Relator{"trl", "translator"},
    Relator{"ill", "illustrator"},
    Relator{"com", "compiler"},
    Relator{"aui", "author of introduction"},
    Relator{"aft", "author of afterword"},
    Relator{"rev", "reviewer"},
    Relator{"nrt", "narrator"},
    Relator{"prf", "performer"},
    Relator{"pht", "photographer"},
    Relator{"isb", "issuing body"},
    Relator{"pbl", "publisher"},
    Relator{"dst", "distributor"},
    Relator{"ths", "supervisor"},
    Relator{"dgs", "supervisor"},
    Relator{"dgg", "degree granting institution"},
    Relator{"fnd", "funder"},
    Relator{"spn", "sponsor"},
    Relator{"his", "host institution"},
    Relator{"own", "owner"},
    Relator{"fmo", "former owner"},
    Relator{"rps", "repository"},
};

}  // namespace

std::string relator_role(std::string_view text) {
  text = trim(text);
  text = text.substr(text.rfind('/') + 1);
  for (const Relator& relator : kRelators) {
    if (equals_ignoring_case(text, relator.code)) return std::string(relator.role);
  }
  std::string words = to_lower_ascii(text);
  if (words.ends_with('.')) words.pop_back();
  if (words.find("edit") != std::string::npos || words == "ed" || words == "eds" ||
      words.starts_with("hrsg")) {
    return "editor";
  }
  if (words == "author" || words.starts_with("author ") || words.starts_with("author,")) {
    return words.starts_with("author of") ? words : "author";
  }
  if (words == "creator") return "author";
  // Three letters that are no known code say nothing to a reader.
  return words.size() <= 3 ? "" : words;
}

bool is_bystander(std::string_view role) {
  constexpr std::array<std::string_view, 10> kOthers{
      "publisher",  "funder",           "sponsor",    "owner",       "former owner",
      "supervisor", "host institution", "repository", "distributor", "degree granting institution"};
  return std::find(kOthers.begin(), kOthers.end(), role) != kOthers.end();
}

}  // namespace evidence
