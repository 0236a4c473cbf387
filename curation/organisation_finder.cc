#include "curation/organisation_finder.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "base/ascii.h"
#include "base/text.h"
#include "curation/directory_search.h"

namespace evidence::curation {
namespace {

constexpr std::array<std::string_view, 8> kReasons{"code",        "postcode", "name",  "other_name",
                                                   "former_name", "words",    "place", "spelling"};

static_assert(kReasons[OrganisationCandidate::kLastExactRank] == "former_name");

struct WantedOrganisation {
  std::string folded, code;
  std::optional<Postcode> postcode;
  std::string text;
};

int place_of_reason(std::string_view why) {
  return static_cast<int>(std::find(kReasons.begin(), kReasons.end(), why) - kReasons.begin());
}

// The reason for which the entry fits; "" where it does not.
std::string_view reason_of(const WantedOrganisation& wanted, const LibraryEntry& entry) {
  const Library& library = entry.library;
  if (std::find(entry.codes.begin(), entry.codes.end(), wanted.code) != entry.codes.end()) {
    return "code";
  }
  if (wanted.postcode && library.get("postcode") == wanted.postcode->text()) return "postcode";
  const std::vector<std::string>& own = entry.own_names;
  if (name_fit(wanted.folded, own) == 0) return "name";
  if (name_fit(wanted.folded, entry.other_names) == 0) return "other_name";
  if (name_fit(wanted.folded, entry.trust_names) == 0) return "former_name";
  if (name_fit(wanted.folded, own) || name_fit(wanted.folded, entry.other_names) ||
      name_fit(wanted.folded, entry.trust_names)) {
    return "words";
  }
  if (name_fit(wanted.folded, entry.area_names) == 0) return "place";
  const bool near = wanted.folded.size() >= 4 &&
                    std::any_of(own.begin(), own.end(), [&](const std::string& name) {
                      return name_distance(wanted.folded, name).has_value();
                    });
  if (near) return "spelling";
  return "";
}

}  // namespace

std::vector<OrganisationCandidate> find_organisations(const Directory& directory,
                                                      std::string_view text, std::size_t limit) {
  WantedOrganisation wanted;
  wanted.text = clean_text(truncate_utf8(text, kMostQueryBytes));
  wanted.folded = folded_name(wanted.text);
  for (const char c : wanted.text) {
    wanted.code += is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
  }
  wanted.postcode = parse_postcode(wanted.text);
  std::vector<OrganisationCandidate> found;
  if (wanted.folded.empty()) return found;
  for (const LibraryEntry& entry : directory.entries()) {
    const Library& library = entry.library;
    const std::string& organisation = library.get("organisation_name").empty()
                                          ? library.get("trust_name")
                                          : library.get("organisation_name");
    if (organisation.empty() && library.get("organisation_id").empty()) continue;
    const std::string_view why = reason_of(wanted, entry);
    if (why.empty()) continue;
    OrganisationCandidate& candidate = found.emplace_back();
    candidate.organisation_id = library.get("organisation_id");
    candidate.organisation_name = organisation.empty() ? library.name() : organisation;
    candidate.ods_codes = library.list("ods_codes");
    candidate.library_code = library.code;
    candidate.library_name = library.name();
    candidate.why = why;
    candidate.rank = place_of_reason(why);
    candidate.sample = library.sample();
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return std::tie(a.rank, a.organisation_name, a.library_name) <
           std::tie(b.rank, b.organisation_name, b.library_name);
  });
  if (found.size() > limit) found.resize(limit);
  return found;
}

}  // namespace evidence::curation
