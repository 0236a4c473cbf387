#include "connectors/format/json_or_xml.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/text.h"
#include "connectors/format/xml_fields.h"

namespace evidence {
namespace {

constexpr std::size_t kMaxBlank = 64U << 10U;  // white space before the first character

// A source whose first bytes were looked at already.
class ReplayedSource final : public ByteSource {
 public:
  explicit ReplayedSource(ByteSource& inner) : inner_(inner) {}

  // The first character that is no white space and no byte-order mark; 0 at the end.
  Result<char> first() {
    constexpr std::size_t kStep = 512;
    for (;;) {
      std::string_view seen = head_;
      if (seen.starts_with("\xEF\xBB\xBF")) seen.remove_prefix(3);
      const std::string_view rest = trim(seen);
      const char found = rest.empty() ? '\0' : rest.front();
      if (head_.size() >= 3 && found != '\0') return found;
      if (head_.size() > kMaxBlank) return '\0';
      const std::size_t old = head_.size();
      head_.resize(old + kStep);
      Result<std::size_t> count = inner_.read({head_.data() + old, kStep});
      head_.resize(old + (count.ok() ? *count : 0));
      if (!count.ok()) return count.error();
      if (*count == 0) return found;
    }
  }

  Result<std::size_t> read(std::span<char> buffer) override {
    if (at_ == head_.size()) return inner_.read(buffer);
    const std::size_t count = std::min(buffer.size(), head_.size() - at_);
    std::copy_n(head_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }
  [[nodiscard]] std::uint64_t position() const override { return inner_.position(); }
  [[nodiscard]] std::uint64_t size() const override { return inner_.size(); }

 private:
  ByteSource& inner_;
  std::string head_;
  std::size_t at_ = 0;
};

class EitherReader final : public EntryReader {
 public:
  EitherReader(ByteSource& source, const JsonSplitRules& json, const XmlSplitRules& xml)
      : source_(source), json_(json), xml_(xml) {}

  Result<std::optional<Entry>> next() override {
    if (!reader_) {
      EVIDENCE_ASSIGN(const char first, source_.first());
      reader_ = first == '<' ? split_xml(source_, xml_) : split_json(source_, json_);
    }
    return reader_->next();
  }

 private:
  ReplayedSource source_;
  JsonSplitRules json_;
  XmlSplitRules xml_;
  std::unique_ptr<EntryReader> reader_;
};

}  // namespace

std::unique_ptr<EntryReader> split_json_or_xml(ByteSource& source, const JsonSplitRules& json,
                                               const XmlSplitRules& xml) {
  return std::make_unique<EitherReader>(source, json, xml);
}

bool is_xml(const RawEntry& entry) { return trim(entry.bytes).starts_with('<'); }

std::optional<json::value> parse_entry_of_either(const RawEntry& entry, ParsedEntry& parsed) {
  if (!is_xml(entry)) return parse_entry_json(entry, parsed);
  pugi::xml_document document;
  if (!parse_entry_xml(entry, document, parsed)) return std::nullopt;
  json::value value = xml_as_json(document.document_element());
  if (value.is_object()) return value;
  parsed.problems.push_back({entry.position, "bad_xml", "the element is empty"});
  return std::nullopt;
}

}  // namespace evidence
