// Where the directory is kept: libraries with the history of every change, organisations of the
// trust list, coordinates of postcodes. An interface, so that SQLite and later PostgreSQL pass the
// same contract tests (tests/unit/curation/directory_contract.h). One object serves one thread;
// DirectoryPool lends them. Failures: kNotFound (unknown_library), kInvalidArgument
// (directory_changed), kTooLarge, kBusy, kStorageFull, kCorrupt, kIo.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curation/coordinates.h"
#include "curation/library.h"
#include "curation/library_rows.h"
#include "curation/organisation_rows.h"

namespace evidence::curation {

struct DirectoryLimits {
  std::int64_t libraries = 20'000;
  std::int64_t organisations = 200'000;
  std::int64_t postcodes = 4'000'000;
};

// One line of the history: one field of one library, or a step that concerns it as a whole.
struct LibraryEvent {
  std::string at;     // RFC 3339
  std::string actor;  // who, as given
  std::string code;
  std::string action;  // "added", "changed", "removed", "confirmed"
  std::string field;   // "" for a step that concerns the library as a whole
  std::string from, to;
  bool operator==(const LibraryEvent&) const = default;
};

// What was loaded, when, by whom: of organisations or coordinates.
struct DirectoryLoad {
  std::string what;  // "organisations", "postcodes"
  std::string at, actor, file;
  std::int64_t rows = 0;
};

class DirectoryStore {
 public:
  virtual ~DirectoryStore() = default;

  // Rises with every change; 0 for a directory that was never filled.
  virtual Result<std::int64_t> version() = 0;

  // "<store id>:<version>": another one wherever the content may be another, also where a backup
  // was put back or another file took the place of this one.
  virtual Result<std::string> state() = 0;

  virtual Result<std::vector<Library>> libraries() = 0;  // by code
  virtual Result<Library> library(const std::string& code) = 0;

  // All of the changes or none, each in the history under `actor`, which must not be empty. Adding
  // what is there and changing or removing what is not is kInvalidArgument "directory_changed", as
  // is any version but `expected` (nullopt: any). Of a change only its fields are written, onto the
  // library as it is then, and the later `checked` of the two counts. A change sets `updated` to
  // today; a new library without `checked` counts as checked today.
  virtual Result<void> apply(const std::vector<LibraryChange>& changes, const std::string& actor,
                             std::optional<std::int64_t> expected) = 0;
  // Newest first, of one library ("" = of all), of removed ones too.
  virtual Result<std::vector<LibraryEvent>> history(const std::string& code, std::size_t limit) = 0;

  virtual Result<std::vector<OdsOrganisation>> organisations() = 0;  // by code
  // In place of all that is there. `file`: what it was read from, kept with `actor` as a load.
  // "directory_changed" where the version is not `expected` (nullopt: any).
  virtual Result<void> replace_organisations(const std::vector<OdsOrganisation>& organisations,
                                             const std::string& actor, const std::string& file,
                                             std::optional<std::int64_t> expected) = 0;

  // A new set of coordinates beside the present one: begin, add as often as needed, finish, which
  // puts it in the place of the present one at once. What was begun and not finished is dropped by
  // the next begin. Of a postcode that comes twice the first counts.
  virtual Result<void> begin_postcodes() = 0;
  virtual Result<void> add_postcodes(const std::vector<PostcodePlace>& places) = 0;
  virtual Result<std::int64_t> finish_postcodes(const std::string& actor,
                                                const std::string& file) = 0;  // how many there are
  // nullopt where neither the postcode nor its outward code has a coordinate.
  virtual Result<std::optional<Located>> locate(const Postcode& postcode) = 0;

  virtual Result<std::vector<DirectoryLoad>> loads() = 0;  // newest first, at most 100
};

}  // namespace evidence::curation
