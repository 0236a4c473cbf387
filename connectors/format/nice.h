// "nice": guidance entries of NICE's syndication service, JSON or XML. Stateless; never fails but
// as connector.h says.
//
// NOT CONFIRMED on real replies: none could be had, for the service wants a licence. Built to what
// is public: an index has IndexItems, each with GuidanceNumber, Title, GuidanceProgramme and Link
// (Uri); a guidance document has MetadataApplicationProfile with Issued and Modified. Members are
// therefore looked for by several names, whatever their case, and an entry without a guidance
// number or title is a problem. The link for readers is NICE's own page of the guidance number,
// https://www.nice.org.uk/guidance/ng1, where the entry has none of its own on that site.
#pragma once

#include <span>
#include <string_view>

#include "connectors/connector.h"

namespace evidence {

class NiceFormat final : public Format {
 public:
  [[nodiscard]] std::string_view name() const override { return "nice"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  ParsedEntry parse(const RawEntry& entry) const override;
};

// What the lists of entries are called in JSON replies, and the entries in XML ones.
std::span<const std::string_view> nice_lists();
bool is_nice_entry(std::string_view element_name);

}  // namespace evidence
