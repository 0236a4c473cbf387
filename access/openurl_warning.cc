#include "access/openurl_warning.h"

#include <array>

#include "base/text.h"

namespace evidence {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTexts{{
    {"bad_issn", "The link gave an ISSN whose check digit is wrong; it was not used."},
    {"bad_isbn", "The link gave an ISBN whose check digit is wrong; it was not used."},
    {"bad_date", "The link gave a date that is none; it was not used."},
    {"bad_id", "The link gave an identifier that is not valid; it was not used."},
    {"repeated", "The link gave one thing more than once; the first was used."},
    {"by_reference", "The link named an address to read more from; it was not fetched."},
    {"unknown_format", "The link was of a format that is not known here."},
    {"unknown_genre", "The link named a kind of publication that is not known here."},
    {"unknown_version", "The link was of a version that is not known here."},
    {"encoding", "The link’s text was not UTF-8; accented letters may be wrong."},
    {"too_many", "The link was too long to be read whole."},
    {"too_long", "The link was too long to be read whole."},
    {"conflicting_ids",
     "The link’s DOI and its PubMed number belong to different publications; this is the DOI’s. "
     "Check that it is the one that you wanted."},
    {"other_title",
     "The link gave another title than this work has; its identifier led here. Check that it is "
     "the one that you wanted."},
}};

}  // namespace

void add_warning(OpenUrl& out, std::string_view code, std::string_view parameter,
                 std::string message) {
  if (out.warnings.size() == kOpenUrlLimits.warnings) return;
  out.warnings.push_back({std::string(code),
                          std::string(truncate_utf8(parameter, kOpenUrlLimits.name_bytes)),
                          std::move(message)});
}

std::string_view openurl_warning_text(std::string_view code) {
  for (const auto& [known, text] : kTexts) {
    if (known == code) return text;
  }
  return "";
}

}  // namespace evidence
