// BibTeX and BibLaTeX, as Zotero, Mendeley, JabRef, Scopus, Web of Science and publishers write
// them. Macros (@string) of the file are applied, months known, @preamble and @comment passed over;
// LaTeX becomes Unicode text. Details that a cross reference would inherit are not followed (each
// entry stands for itself): a note says so. Citation keys name nothing outside their file and are
// not used as keys; see reference_builder.h. Fields that are not in the table are left out, as
// BibTeX itself does.
//
// An entry that is not closed ends before the next line that begins with '@' and is reported; those
// after it are read. Raw entries carry the macros that they use. Stateless, thread-safe; see
// Format.
#pragma once

#include "connectors/connector.h"

namespace evidence {

class BibtexFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "bibtex"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

}  // namespace evidence
