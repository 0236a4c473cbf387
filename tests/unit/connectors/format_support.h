// Reading whole texts through a format, for the tests of formats.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "connectors/connector.h"
#include "model/record_json.h"
#include "tests/support/damage.h"

namespace evidence::test {

struct ReadAll {
  std::vector<Record> records;
  std::vector<EntryProblem> problems;  // damage has code "damaged_entry"
  std::optional<Error> error;
  std::size_t entries = 0;

  [[nodiscard]] std::size_t deleted() const {
    return static_cast<std::size_t>(
        std::count_if(records.begin(), records.end(), [](const Record& r) { return r.deleted; }));
  }
};

inline ReadAll read_source(const char* format_name, ByteSource& source) {
  ReadAll out;
  const Format* format = format_by_name(format_name);
  const std::unique_ptr<EntryReader> reader = format->open(source);
  for (;;) {
    Result<std::optional<EntryReader::Entry>> entry = reader->next();
    if (!entry.ok()) {
      out.error = entry.error();
      return out;
    }
    if (!entry->has_value()) return out;
    ++out.entries;
    if (!(**entry).damage.empty()) {
      out.problems.push_back({(**entry).raw.position, "damaged_entry", (**entry).damage});
      continue;
    }
    ParsedEntry parsed = format->parse((**entry).raw);
    for (Record& record : parsed.records) out.records.push_back(std::move(record));
    for (EntryProblem& problem : parsed.problems) out.problems.push_back(std::move(problem));
  }
}

inline ReadAll read_text(const char* format_name, std::string text) {
  const std::unique_ptr<ByteSource> source = memory_source(std::move(text));
  return read_source(format_name, *source);
}

// Whatever a damaged text gave, it has a key and can be stored and read again.
inline void expect_round_trip(const ReadAll& all, const std::filesystem::path& file = {}) {
  for (const Record& record : all.records) {
    const Result<Record> again = record_from_json(record_to_json(record));
    EXPECT_TRUE(again.ok() && *again == record) << file << " " << record.source_record_id;
    EXPECT_FALSE(record.source_record_id.empty()) << file;
  }
}

// Gives the bytes in pieces of `step`, so that every boundary falls inside something.
class DripSource final : public ByteSource {
 public:
  DripSource(std::string bytes, std::size_t step) : bytes_(std::move(bytes)), step_(step) {}
  Result<std::size_t> read(std::span<char> buffer) override {
    const std::size_t count = std::min({buffer.size(), step_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return at_; }
  [[nodiscard]] std::uint64_t size() const override { return bytes_.size(); }

 private:
  std::string bytes_;
  std::size_t step_;
  std::size_t at_ = 0;
};

}  // namespace evidence::test
