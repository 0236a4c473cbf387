// ONIX for Books 2.1 and 3.0, with reference names or short tags: one record
// per Product, its chapters (ContentItem) in the table of contents or as
// records of their own. Stateless, thread-safe; see Format. Standard: EDItEUR
// ONIX for Books, with its code lists.
#pragma once

#include "connectors/connector.h"
#include "connectors/format/chapters.h"

namespace evidence {

class OnixFormat final : public Format {
 public:
  explicit OnixFormat(Chapters chapters = Chapters::kContents) : chapters_(chapters) {}
  [[nodiscard]] std::string_view name() const override { return "onix"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  Chapters chapters_;
};

}  // namespace evidence
