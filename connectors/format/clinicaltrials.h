// Studies of ClinicalTrials.gov: API v2 (a page, one study, lines), the JSON of the API before 2024
// (FullStudies, StudyFields) and the older XML (clinical_study). The same study gives the same
// record in each as far as they say the same. Stateless, thread-safe; see Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class ClinicalTrialsFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "clinicaltrials"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // The key is the NCT number, the type "Trial registration": an entry in a register is no
  // published trial, whatever its design, and may have no results. Design, phase, status and
  // conditions are subjects "ct-…". Its references stay out: what they report has no relation type.
  // Problems besides RecordReading's: "no_title".
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
