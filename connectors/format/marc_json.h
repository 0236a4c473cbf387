// MARC-in-JSON: {"leader": …, "fields": [{"001": …}, {"245": {"ind1": …, "subfields": […]}}]}, as
// one array or one record a line. Stateless, thread-safe; see Format. Standard: Ross Singer's
// proposal, as pymarc, ruby-marc and marc4j write it.
#pragma once

#include "connectors/connector.h"
#include "connectors/format/chapters.h"

namespace evidence {

class MarcJsonFormat final : public Format {
 public:
  explicit MarcJsonFormat(Chapters chapters = Chapters::kContents) : chapters_(chapters) {}
  [[nodiscard]] std::string_view name() const override { return "marc-json"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  Chapters chapters_;
};

}  // namespace evidence
