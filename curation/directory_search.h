// Finding libraries by words, area, trust, county, postcode and ODS code. What is asked for is
// never guessed: an unknown area gives no library and what may have been meant, an ambiguous name
// gives all that it may be. Pure functions, thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/directory.h"

namespace evidence::curation {

inline constexpr std::size_t kLibrariesOfPage = 20;
inline constexpr std::size_t kMostQueryBytes = 200;  // of each text

struct LibraryQuery {
  std::string q;      // words of a name, an area, a postcode or an ODS code
  std::string area;   // county, region, local authority, town, or a name for several
  std::string trust;  // words of a trust's name
  std::string county;
  std::string ods;  // in capitals
  std::optional<Postcode> postcode;
  std::optional<Located> from;  // where the postcode lies; nullopt where no coordinate is known

  [[nodiscard]] bool empty() const {
    return q.empty() && area.empty() && trust.empty() && county.empty() && ods.empty() && !postcode;
  }
};

// From what somebody typed. kInvalidArgument: "bad_postcode", "bad_ods_code"; kTooLarge
// "text_too_long"; each with the parameter's name in `at_fault`. A q that is a postcode or the code
// of an organisation in the directory becomes that, where nothing else says so.
struct TypedLibraryQuery {
  std::string q, area, trust, county, postcode, ods;
};
Result<LibraryQuery> read_library_query(const TypedLibraryQuery& typed, const Directory& directory,
                                        std::string& at_fault);

struct LibraryHit {
  const LibraryEntry* entry = nullptr;
  std::optional<double> km;  // where a postcode was asked for
};

// Something else that may have been meant; asking for `value` in `parameter` gives it.
struct LibraryChoice {
  std::string parameter, value;
  std::string label;          // "Royal Example NHS Trust"
  std::string kind;           // "trust", "county", "NHS region" …
  std::size_t libraries = 0;  // how many it gives
};

struct LibraryNote {
  std::string code;     // "no_coordinate", "unknown_area" …
  std::string message;  // a sentence, with what to do
};

struct LibraryAnswer {
  std::vector<LibraryHit> hits;  // all, best first; by distance where a postcode was given
  bool ambiguous = false;        // the name fits several; all are listed
  std::vector<LibraryChoice> choices;
  std::vector<std::string> did_you_mean;  // names of areas or trusts that there are
  std::vector<LibraryNote> notes;
};

LibraryAnswer search_libraries(const Directory& directory, const LibraryQuery& query);

// Names among `known` that are spelt nearly so or hold the words, best first, at most five.
std::vector<std::string> nearest_names(std::string_view text, const std::vector<KnownName>& known);

// 0 where the words of `folded` stand in `other`, else how many letters differ; nullopt where more
// than a quarter do.
std::optional<std::size_t> name_distance(std::string_view folded, const std::string& other);

// How well the words of `folded` fit `names`: 0 is one of them, 1 all words stand in one of them,
// each whole or, from three characters on, as a beginning; nullopt: they do not fit. Words that
// most names have ("nhs", "trust", "library", "of") do not count where others are given.
std::optional<int> name_fit(std::string_view folded, const std::vector<std::string>& names);

}  // namespace evidence::curation
