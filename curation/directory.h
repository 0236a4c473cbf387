// The directory as it is at one moment, ready to be searched: libraries with the names and codes
// under which they are found, organisations with what became of them. Immutable after construction,
// thread-safe; directory_search.h and organisation_finder.h search it.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "curation/areas.h"
#include "curation/coordinates.h"
#include "curation/library.h"
#include "curation/organisation_rows.h"

namespace evidence::curation {

// What became of an organisation: those that do its work now.
struct Succession {
  struct End {
    std::string code;
    const OdsOrganisation* organisation = nullptr;  // nullptr: the list does not have it
  };
  const OdsOrganisation* asked = nullptr;  // nullptr: nobody has this code
  bool closed = false;
  // Where it is closed: the ends of its chain of successors, none where none is stated. Otherwise
  // itself.
  std::vector<End> ends;
};

// A name as it is compared and as it is shown.
struct KnownName {
  std::string folded, shown;
};

// A library with what it is found by; all names folded.
struct LibraryEntry {
  Library library;
  std::optional<Located> place;  // its own coordinate, or its postcode's
  std::string name;
  std::vector<std::string> own_names;    // its organisation's, its trust's, its own
  std::vector<std::string> other_names;  // alternative names
  std::vector<std::string> trust_names;  // its trust and organisation, also under former names
  std::vector<std::string> area_names;   // county, region, local authority, towns, board
  std::vector<std::string> county_names;
  std::vector<std::string> codes;  // ODS codes, with those before and after them
  std::vector<std::string> words;  // of all of these and the address, sorted
};

class Directory {
 public:
  // `places`: where each library lies, by code, as far as known. Days are compared with `today`.
  Directory(std::vector<Library> libraries, const std::map<std::string, Located>& places,
            std::vector<OdsOrganisation> organisations, std::shared_ptr<const AreaTable> areas,
            const PartialDate& today, bool has_postcodes = false);

  [[nodiscard]] const std::vector<LibraryEntry>& entries() const { return entries_; }  // by name
  [[nodiscard]] const std::vector<OdsOrganisation>& organisations() const { return organisations_; }
  [[nodiscard]] const AreaTable& areas() const { return *areas_; }
  [[nodiscard]] const PartialDate& today() const { return today_; }
  [[nodiscard]] bool has_postcodes() const { return has_postcodes_; }  // any coordinates at all
  [[nodiscard]] bool has_sample() const { return has_sample_; }
  // All names of a kind, for suggestions. Those of organisations stand in the order of
  // organisations(), those of trusts that only libraries name behind them.
  [[nodiscard]] const std::vector<KnownName>& area_names() const { return area_names_; }
  [[nodiscard]] const std::vector<KnownName>& county_names() const { return county_names_; }
  [[nodiscard]] const std::vector<KnownName>& trust_names() const { return trust_names_; }

  [[nodiscard]] const LibraryEntry* library(std::string_view code) const;  // in capitals
  [[nodiscard]] const OdsOrganisation* organisation(std::string_view code) const;
  [[nodiscard]] Succession succession(std::string_view code) const;
  // Libraries that serve the organisation, or any that does its work now.
  [[nodiscard]] std::vector<const LibraryEntry*> serving(std::string_view code) const;
  // "South East" for "Y59"; "" where no area has this code.
  [[nodiscard]] std::string area_of_code(std::string_view code) const;

 private:
  [[nodiscard]] LibraryEntry make_entry(Library library,
                                        const std::map<std::string, Located>& places) const;
  void add_codes(LibraryEntry& entry) const;
  void collect_area_names();

  std::shared_ptr<const AreaTable> areas_;
  PartialDate today_;
  std::string today_text_;
  bool has_postcodes_ = false, has_sample_ = false;
  std::vector<OdsOrganisation> organisations_;
  std::unordered_map<std::string, std::size_t> organisation_places_;
  std::unordered_map<std::string, std::vector<std::string>> predecessors_;
  std::vector<KnownName> area_names_, county_names_, trust_names_;
  std::vector<LibraryEntry> entries_;
  std::unordered_map<std::string, std::size_t> library_places_;
};

// The words of a folded name; parts of fewer than two characters are kept.
std::vector<std::string> words_of_name(std::string_view folded);

}  // namespace evidence::curation
