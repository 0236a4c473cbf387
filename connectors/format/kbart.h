// KBART title lists (NISO RP-9, phase I and II) and the CSV lists made after them (Jisc KB+, GOKb):
// tab-, comma- or semicolon-separated, a header line behind a preamble of at most 40 rows, a title
// a row; the rows of one title (coverage gaps) are one entry. Stateless, thread-safe.
//
// What is not understood is kept and said: unknown columns go into the coverage notes, dates and
// embargoes that cannot be read stand as they are, rows that contradict themselves are rejected
// with their line number.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "connectors/connector.h"
#include "connectors/format/search_inside.h"
#include "connectors/registry.h"

namespace evidence {

class KbartFormat final : public Format {
 public:
  KbartFormat() = default;
  KbartFormat(std::map<std::string, std::string> columns, std::optional<SearchInside> search_inside)
      : columns_(std::move(columns)), search_inside_(std::move(search_inside)) {}

  [[nodiscard]] std::string_view name() const override { return "kbart"; }
  [[nodiscard]] bool recognises(std::string_view head, std::string_view file_name) const override;
  std::unique_ptr<EntryReader> open(ByteSource& source) const override;
  // An entry is the header line, then the rows of one title.
  ParsedEntry parse(const RawEntry& entry) const override;

 private:
  std::map<std::string, std::string> columns_;  // our name → the file's heading
  std::optional<SearchInside> search_inside_;
};

// Set up with a source's [columns], search_url and product; kInvalidArgument says what is wrong.
Result<std::shared_ptr<const Format>> make_kbart_format(const SourceConfig& source);
std::span<const OptionInfo> kbart_options();

}  // namespace evidence
