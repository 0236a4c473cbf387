// NLM's MeSH files: descriptors (desc20XX.xml), qualifiers (qual20XX.xml) and supplementary
// concepts (supp20XX.xml), plain or gzipped, one record at a time in small memory; and tables of
// id, name and tree number as simple TSV. Follows NLM's DTDs (nlmdescriptorrecordset and the like),
// also those of earlier years. Every field is bounded and cleaned. One reader serves one thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "connectors/connector.h"
#include "model/vocabulary.h"

namespace evidence {

enum class MeshPart { kDescriptors, kQualifiers, kSupplementary };
std::string_view mesh_part_name(MeshPart part);  // "descriptors"

struct MeshEntry {
  MeshPart part = MeshPart::kDescriptors;
  VocabularyHeading heading;  // without an id where a problem says why there is none
  // Of a descriptor: what its list of allowed qualifiers says about them: number, name and
  // abbreviation, so that subheadings are known where no file of qualifiers is loaded.
  std::vector<VocabularyHeading> qualifiers;
  std::vector<EntryProblem> problems;
};

class MeshReader {
 public:
  virtual ~MeshReader() = default;
  // nullopt at the end. An Error ends the file; a damaged record is an entry with a problem and
  // without a heading.
  virtual Result<std::optional<MeshEntry>> next() = 0;
};

// Looks at the first bytes to tell XML from a table; kBadContent for anything else. `source` must
// outlive the reader.
Result<std::unique_ptr<MeshReader>> open_mesh_file(ByteSource& source);

// One record as XML, for tests and fuzzing.
MeshEntry parse_mesh_record(const RawEntry& entry);

// The year in NLM's names of files ("desc2026.xml", "supp2015.gz"); nullopt of other names.
std::optional<int> mesh_year_of_file(std::string_view file_name);

// Names that the heading had before, out of NLM's notes: "91(75); was A 23187 1975-90" and "use
// CALCIMYCIN to search A 23187 1975-90". What was only a cross-reference ("was see under …") is
// none.
std::vector<std::string> previous_names_in(std::string_view note);

}  // namespace evidence
