// OpenAlex works: lists of results, single works, lines of its snapshot. Stateless, thread-safe;
// see Format. Written to the published schema of the work object (docs.openalex.org); the abstract
// comes as a list of words with their places.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class OpenAlexFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "openalex"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is OpenAlex's own: "W2741809807". A retracted work gets MEDLINE's type "Retracted
  // Publication", as OpenAlex names no notice. Concepts below a score of 0.3 are guesses and left
  // out. Problems besides RecordReading's: "no_title", "bad_abstract",
  // "deleted_work".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
